"""Registers the evaluations floor with Django."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"
