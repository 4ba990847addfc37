"""Compiled documents for the drawings' tests, each made once; the tests that use them are marked for the database."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from core.years import parse_period
from people.models import Agency
from reports import drawing, editions
from reports.counting.window import Window
from reports.counting.year import STAGES, Year
from reports.document import Document, assemble, digest
from reports.models import YearlyReport
from tests.reports.hostile import HOSTILE, hostile_world
from tests.reports.middle_world import middle_world
from tests.reports.small_world import AT, small_world
from tests.reports.worlds import World, build

Compile = Callable[..., Document]


@pytest.fixture(scope="session")
def compile_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Compile:
    """The document of a world, which is forgotten again."""

    def compiled(
        world: World, period: str = "2013-14", then: Callable[[], object] = lambda: None, *, public: bool = False
    ) -> Document:
        with django_db_blocker.unblock(), transaction.atomic():
            build(world)
            then()
            year = Year(Window(parse_period(period), AT))
            for _, count in STAGES:
                count(year)
            document = assemble(year)
            document = editions.protect(document, year) if public else document
            transaction.set_rollback(True)
        return document

    return compiled


@pytest.fixture(scope="session")
def small(compile_world: Compile) -> Document:
    """The small world's year."""
    return compile_world(small_world())


@pytest.fixture(scope="session")
def exact(compile_world: Compile) -> Document:
    """The middling year as its board sees it."""
    return compile_world(middle_world())


@pytest.fixture(scope="session")
def public(compile_world: Compile) -> Document:
    """The same year's public edition."""
    return compile_world(middle_world(), public=True)


@pytest.fixture(scope="session")
def published(public: Document) -> dict[str, bytes]:
    """Its drawings."""
    return {name: drawing.draw(report_of(public), name) for name in drawing.FORMATS}


@pytest.fixture(scope="session")
def hostile(compile_world: Compile) -> Document:
    """A year in which whatever people may type is hostile, and one name longer than the database would keep."""

    def rename() -> None:
        for agency, text in zip(Agency.objects.order_by("pk"), HOSTILE, strict=False):
            Agency.objects.filter(pk=agency.pk).update(name=text[:200])

    compiled = json.dumps(compile_world(hostile_world(), then=rename))
    document: Document = json.loads(compiled.replace(f'"{"w" * 200}"', f'"{"w" * 200_000}"'))
    return document


@pytest.fixture(scope="session")
def empty(compile_world: Compile) -> Document:
    """A year without anything."""
    return compile_world(World())


def report_of(document: dict[str, Any]) -> YearlyReport:
    """An unsaved report with that document."""
    data = {**document, "data_digest": digest(document)}
    return YearlyReport(period_name=data["year"], version=1, figures=data, checksum=data["data_digest"])
