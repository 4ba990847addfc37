"""Which alarms rang when somebody last looked."""

from django.db import models

from events.models.event import Event


class RungAlarm(models.Model):
    """An alarm that rings, and the day on which managers were told of it. events/alarm_news.py alone keeps it."""

    class Kind(models.TextChoices):
        TOO_FEW = "too-few", "Too few people, and the day of decision has come"
        UNDECIDED = "undecided", "Free places, people waiting, and the list stands still"
        ENOUGH_FOR_ANOTHER = "another", "Enough people waiting for another date"
        FREED = "freed", "Places given back that nobody waits for"
        UNCLAIMED = "unclaimed", "Kept places that nobody has claimed, and their last day is near"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rung_alarms")
    kind = models.CharField(max_length=10, choices=Kind)
    rang_on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="an_alarm_rings_once_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.event}"
