"""Kinds of organisation, by which the board's prices tell agencies apart, and the usual ones."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = {
    "school": "School or college",
    "voluntary": "Voluntary or community organisation",
    "business": "Profit-making organisation",
    "elsewhere": "Organisation from outside the county",
}


def bring(apps, schema_editor):
    kinds = apps.get_model("people", "AgencyKind").objects
    for code, name in KINDS.items():
        kinds.create(code=code, name=name)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_invitation'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgencyKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='agency',
            name='kind',
            field=models.ForeignKey(blank=True, help_text='If it does not contribute, what its places cost. Blank: what the policy says of all others.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agencies', to='people.agencykind', verbose_name='kind of organisation'),
        ),
        migrations.RunPython(bring, migrations.RunPython.noop),
    ]
