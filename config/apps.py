"""Registers the roof with Django, for its commands."""

from django.apps import AppConfig


class RoofConfig(AppConfig):
    name = "config"
