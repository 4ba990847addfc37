"""Registers the events floor with Django."""

from importlib import import_module

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        """Make the floor's letters known to the mail."""
        import_module("events.letters")
        import_module("events.letters_trainers")
