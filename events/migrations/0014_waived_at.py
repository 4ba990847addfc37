"""When a manager let a booking cost nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0013_attendance_by_date'),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='waived_at',
            field=models.DateTimeField(blank=True, help_text='When a manager let it cost nothing; the reason is in the trail.', null=True),
        ),
    ]
