"""What managers write to the people of an event."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0018_date_wishes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('coming', 'Those who have a place'), ('waiting', 'Those who wait for one'), ('everybody', 'Everybody who has a place, waits for one or asked for one'), ('came', 'Those who came'), ('missed', 'Those who had a place and did not come')], max_length=12)),
                ('subject', models.CharField(max_length=150)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('people', models.PositiveIntegerField(help_text='To how many it was sent.')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='events.event')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-written_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('people__gt', 0)), name='a_notice_is_to_somebody')],
            },
        ),
    ]
