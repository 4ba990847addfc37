"""Registers the evaluations floor with Django."""

from importlib import import_module

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self) -> None:
        """Make the floor's letters known to the mail."""
        import_module("evaluations.letters")
