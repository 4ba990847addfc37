"""Which alarms managers were told of, so that they are told once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0021_event_runs_anyway'),
    ]

    operations = [
        migrations.CreateModel(
            name='RungAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('too-few', 'Too few people, and the day of decision has come'), ('undecided', 'Free places, people waiting, and the list stands still'), ('another', 'Enough people waiting for another date'), ('freed', 'Places given back that nobody waits for'), ('unclaimed', 'Kept places that nobody has claimed, and their last day is near')], max_length=10)),
                ('rang_on', models.DateField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rung_alarms', to='events.event')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('event', 'kind'), name='an_alarm_rings_once_an_event')],
            },
        ),
    ]
