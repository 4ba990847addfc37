"""Two records that look alike, and are of two people."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0011_merged_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='TwoPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alike', models.BigIntegerField(help_text='A digest of what makes them alike.')),
                ('said_at', models.DateTimeField()),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'verbose_name_plural': 'two people',
                'ordering': ['-said_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='two_people_are_said_to_be_two_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='of_two_people_the_older_record_is_first')],
            },
        ),
    ]
