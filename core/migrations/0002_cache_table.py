"""Makes the table of Django's database cache, which rate limits stand on, so that `migrate` is all there is to run."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
