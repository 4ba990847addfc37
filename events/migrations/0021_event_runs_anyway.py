"""A manager may say that an event takes place with fewer people than it wants."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0020_check_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='runs_anyway_at',
            field=models.DateTimeField(blank=True, help_text='When a manager said that it takes place with fewer; the reason is in the trail.', null=True),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('runs_anyway_at', None), ('minimum__isnull', False), _connector='OR'), name='only_what_wants_a_number_runs_anyway'),
        ),
    ]
