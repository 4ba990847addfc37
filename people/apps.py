"""Registers the people floor with Django."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        """Make the floor's letters known to the mail."""
        import_module("people.letters")
