"""What is left of a record that was merged into another: its number and its key."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0009_designated_lead'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('code', models.CharField(blank=True, help_text='Its key in records packages.', max_length=60, null=True, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'former people',
                'ordering': ['pk'],
            },
        ),
    ]
