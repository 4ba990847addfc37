"""A duty for those who act on what may tell of harm."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0008_agency_kind'),
    ]

    operations = [
        migrations.AlterField(
            model_name='duty',
            name='kind',
            field=models.CharField(choices=[('lead', 'Agency lead'), ('trainer', 'Trainer'), ('manager', 'Training manager'), ('board', 'Board member'), ('administrator', 'Administrator'), ('safeguarding', 'Designated lead')], max_length=20),
        ),
    ]
