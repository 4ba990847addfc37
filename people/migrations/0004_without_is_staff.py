"""Drops the column that said who may open the reference data pages; apart, for PostgreSQL alters no table just filled."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_administrators_by_duty")]

    operations = [migrations.RemoveField(model_name="user", name="is_staff")]
