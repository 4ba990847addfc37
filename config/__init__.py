"""The roof: settings, addresses, Celery, navigation and the demonstration."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
