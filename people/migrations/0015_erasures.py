"""Records and accounts can be erased, and a ledger keeps what was."""

import uuid

from django.db import migrations, models

BATCH = 2000


def tell_apart(apps, schema_editor):
    """Give every record that there is a mark of its own."""
    person = apps.get_model("people", "Person")
    rows = person.objects.filter(uid=None).only("pk")
    while batch := list(rows[:BATCH]):
        for row in batch:
            row.uid = uuid.uuid4()
        person.objects.bulk_update(batch, ["uid"])


class Migration(migrations.Migration):
    dependencies = [("people", "0014_api_key")]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(unique=True)),
                ("codes", models.JSONField(blank=True, default=list)),
                ("erased_at", models.DateTimeField()),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddField("person", "erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("user", "erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("person", "uid", models.UUIDField(editable=False, null=True)),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AlterField("person", "uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(user=None, code=None, first_name="", last_name="", email="", job_title="", manager_email=""),
                name="nothing_is_left_of_who_was_erased",
            ),
        ),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(is_active=False), name="an_erased_account_is_closed"
            ),
        ),
    ]
