"""Registers the events floor with Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
