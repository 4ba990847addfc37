"""Who checked in by themselves."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0019_notice'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(help_text="The day it is for, whatever becomes of the event's dates.")),
                ('at', models.DateTimeField()),
                ('has_account', models.BooleanField(help_text='Signed in; else by the name or address on the booking.')),
                ('settled_at', models.DateTimeField(blank=True, help_text="When it became a mark, or somebody's own mark stood there already.", null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_ins', to='events.booking')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['held_on'], name='check_ins_to_settle')],
                'constraints': [models.UniqueConstraint(fields=('booking', 'held_on'), name='one_check_in_a_booking_and_day')],
            },
        ),
    ]
