"""A person's line manager, who is told what becomes of their places."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_two_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="manager_email",
            field=models.EmailField(
                blank=True,
                help_text="Their line manager's, who is told what becomes of their places.",
                max_length=254,
            ),
        ),
    ]
