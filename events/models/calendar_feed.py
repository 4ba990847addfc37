"""The private address under which somebody's calendar looks at their training."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """A user's leave for whoever has its address to read what they have a place on, and nothing else.

    The address is the key, signed: a copy of the database alone opens none, and another key ends the address.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
