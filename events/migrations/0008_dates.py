"""The dates of events that meet several times."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_minimum'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField()),
                ('starts_time', models.TimeField()),
                ('ends_time', models.TimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dates', to='events.event')),
            ],
            options={
                'ordering': ['held_on'],
                'constraints': [models.UniqueConstraint(fields=('event', 'held_on'), name='event_meets_once_a_day'), models.CheckConstraint(condition=models.Q(('ends_time__gt', models.F('starts_time'))), name='event_date_ends_after_it_starts')],
            },
        ),
    ]
