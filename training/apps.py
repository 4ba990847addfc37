"""Registers the training floor with Django."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
