"""Price tiers, kinds of event that are free, and places earned by trainer days."""

import django.db.models.deletion
import events.models.policy
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0015_calendar_feed'),
        ('people', '0008_agency_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='policy',
            name='free_kinds',
            field=models.JSONField(default=events.models.policy._free_from_the_start, help_text='The kinds of event that are free for everybody, whatever became of the place.'),
        ),
        migrations.AddField(
            model_name='policy',
            name='places_per_trainer_day',
            field=models.PositiveSmallIntegerField(default=0, help_text='How many places an agency earns by each day on which it lends a trainer.'),
        ),
        migrations.AlterField(
            model_name='policy',
            name='place_price',
            field=models.DecimalField(decimal_places=2, default=0, help_text='What a day costs an agency that does not contribute to the board, and has no tier of its own.', max_digits=7),
        ),
        migrations.CreateModel(
            name='PriceTier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day_price', models.DecimalField(decimal_places=2, max_digits=7)),
                ('half_day_price', models.DecimalField(blank=True, decimal_places=2, help_text='Blank: as much as a day.', max_digits=7, null=True)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tiers', to='people.agencykind')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='events.policy')),
            ],
            options={
                'ordering': ['kind', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'kind'), name='one_tier_a_kind_and_policy'), models.CheckConstraint(condition=models.Q(('day_price__gte', 0), models.Q(('half_day_price', None), ('half_day_price__gte', 0), _connector='OR')), name='no_tier_costs_less_than_nothing')],
            },
        ),
    ]
