"""Keeps the address of those who have an account on the account alone, where it follows when they change it."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def forget_the_copies(apps, schema_editor):
    apps.get_model("people", "Person").objects.exclude(user=None).update(email="")


def copy_again(apps, schema_editor):
    Person, User = apps.get_model("people", "Person"), apps.get_model("people", "User")
    address = User.objects.filter(pk=OuterRef("user")).values("email")[:1]
    Person.objects.exclude(user=None).update(email=Subquery(address))


class Migration(migrations.Migration):
    dependencies = [("people", "0004_without_is_staff")]

    operations = [
        migrations.RunPython(forget_the_copies, copy_again, elidable=True),
        migrations.AlterField(
            model_name="person",
            name="email",
            field=models.EmailField(
                blank=True, help_text="Of somebody without an account; an account has its own.", max_length=254
            ),
        ),
    ]
