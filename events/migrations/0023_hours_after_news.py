"""Hours in which a place may be given back after news; policies on record never change, so that those give none."""

from django.db import migrations, models

HOURS = {
    "help_text": "Whom a place came to from the waiting list, or whose event was put off, may give it back in time "
    "for so many hours, however soon the event begins.",
}


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0022_rung_alarm"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="news_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When it last became another without their doing: a place came, or another time.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="hours_after_news",
            field=models.PositiveSmallIntegerField(default=0, **HOURS),
        ),
        migrations.AlterField(
            model_name="policy",
            name="hours_after_news",
            field=models.PositiveSmallIntegerField(default=24, **HOURS),
        ),
    ]
