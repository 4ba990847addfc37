"""Registers the reports floor with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
