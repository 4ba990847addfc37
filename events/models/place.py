"""Where events take place: the areas of the county, and the venues."""

from django.db import models


class Area(models.Model):
    """A part of the county: where Local Practice Groups and courses take place."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    """A place that events are held at."""

    name = models.CharField(max_length=200, unique=True)
    address = models.TextField(blank=True)
    directions = models.TextField(blank=True, help_text="How to get there, parking, step-free access.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
