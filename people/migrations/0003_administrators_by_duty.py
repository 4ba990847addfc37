"""Gives those who may open the reference data pages the duty of an administrator, which says so from now on."""

from django.db import migrations


def give_the_duty(apps, schema_editor):
    User, Duty = apps.get_model("people", "User"), apps.get_model("people", "Duty")
    for user in User.objects.filter(is_staff=True).iterator():
        Duty.objects.get_or_create(user=user, kind="administrator", agency=None)


def set_the_column(apps, schema_editor):
    apps.get_model("people", "User").objects.filter(duties__kind="administrator").update(is_staff=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_reference_data")]

    operations = [migrations.RunPython(give_the_duty, set_the_column, elidable=True)]
