"""The day on which somebody was let book again who had been absent too often."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0016_price_tiers'),
        ('people', '0008_agency_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='LiftedSuspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lifted_on', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lifted_suspensions', to='people.person')),
            ],
            options={
                'ordering': ['lifted_on', 'pk'],
            },
        ),
    ]
