"""The floors: no foreign key and no migration points upwards; `make check` holds the imports."""

import os

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

FLOORS = ["core", "people", "training", "events", "evaluations", "reports", "config"]


def floor(app_label: str) -> int:
    """How high an app lies; what isn't ours is the ground that everything may stand on."""
    return FLOORS.index(app_label) if app_label in FLOORS else -1


@pytest.mark.parametrize("label", FLOORS)
def test_relations_point_down(label: str) -> None:
    upward = [
        f"{model.__name__}.{field.name} -> {field.remote_field.model._meta.label}"
        for model in apps.get_app_config(label).get_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.remote_field and floor(field.remote_field.model._meta.app_label) > floor(label)
    ]
    assert upward == []


def test_migrations_depend_downwards() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    upward = [
        f"{app}.{name} -> {dependency}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in FLOORS
        for dependency, _ in migration.dependencies
        if floor(dependency) > floor(app)
    ]
    assert upward == []


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_that_it_was_given() -> None:
    """With DATABASE_URL naming PostgreSQL the tests must not quietly run on SQLite."""
    wanted = "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == wanted
