"""The booking window of an event, and the board's policy as data."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_initial'),
        ('people', '0002_reference_data'),
        ('training', '0002_prerequisite'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(unique=True)),
                ('notice_days', models.PositiveSmallIntegerField(default=2, help_text='Who gives a place back with less notice than this many days gives it back late.')),
                ('in_working_days', models.BooleanField(default=False, help_text='Count Monday to Friday only.')),
                ('suspends_after', models.PositiveSmallIntegerField(blank=True, help_text='Who was absent without apologies so many times in 12 months books through the training team. Blank: nobody is suspended.', null=True)),
            ],
            options={
                'verbose_name_plural': 'policies',
                'ordering': ['-starts_on'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='closes_on',
            field=models.DateField(blank=True, help_text='The last day on which it can be booked.', null=True),
        ),
        migrations.AddField(
            model_name='event',
            name='opens_on',
            field=models.DateField(blank=True, help_text='The first day on which it can be booked.', null=True),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('opens_on', None), ('closes_on', None), ('closes_on__gte', models.F('opens_on')), _connector='OR'), name='booking_opens_before_it_closes'),
        ),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.CheckConstraint(condition=models.Q(('suspends_after', None), ('suspends_after__gte', 1), _connector='OR'), name='nobody_is_suspended_for_no_absence'),
        ),
    ]
