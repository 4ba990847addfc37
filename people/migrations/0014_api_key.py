"""Keys with which agencies' own systems read what is on record of their staff."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_manager_email'),
    ]

    operations = [
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What it is for, such as the system that uses it.', max_length=60)),
                ('hashed', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(blank=True, help_text='Within the hour.', null=True)),
                ('warned_at', models.DateTimeField(blank=True, help_text='When its agency was told that it lapses soon.', null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='people.agency')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='api_keys_made', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'API key',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('agency', 'name'), name='one_key_a_name_that_is_not_ended'), models.CheckConstraint(condition=models.Q(('lapses_at__gt', models.F('made_at'))), name='a_key_lapses_after_it_was_made')],
            },
        ),
    ]
