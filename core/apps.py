"""Registers the ground floor with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
