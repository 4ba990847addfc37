"""When a manager merged an agency into its successor, so that no package takes that back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_former_person'),
    ]

    operations = [
        migrations.AddField(
            model_name='agency',
            name='merged_at',
            field=models.DateTimeField(blank=True, editable=False, help_text='When a manager merged it into its successor.', null=True),
        ),
        migrations.AddConstraint(
            model_name='agency',
            constraint=models.CheckConstraint(condition=models.Q(('merged_at', None), ('successor__isnull', False), _connector='OR'), name='a_merged_agency_has_a_successor'),
        ),
    ]
