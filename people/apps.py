"""Registers the people floor with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
