"""The referee's plain loops and the set-based counting agree on every figure of random years."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from core.years import parse_period
from reports import document
from reports.counting.window import Window
from reports.counting.year import STAGES, Year
from tests.reports import referee_more
from tests.reports.random_worlds import Case, cases
from tests.reports.worlds import build, names


def compiled(case: Case) -> dict[str, Any]:
    """What the reports floor makes of the case: labels left out, quotes in the referee's order."""
    year = Year(Window(parse_period(case.name).cut(case.until), case.at))
    for _, count in STAGES:
        count(year)
    made = document.assemble(year)
    added = [made[key] for key in ("priorities", "needs", "workshops", "workshop_choices", "contributions", "reach")]
    for rows in [*made["breakdowns"].values(), *added, made["unmet"]["by_course"]]:
        for row in rows:
            del row["label"]
    for rows in made["comments"].values():
        for row in rows:
            row["quotes"].sort()
    for found in made["later_comments"].values():
        found["quotes"].sort()
    return made


def assert_same(made: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Fail at the first figure, rate, row or list in which the document is not what the referee says."""
    for key, value in wanted.items():
        if isinstance(value, dict):
            assert made[key].keys() == value.keys()
            for name in value:
                assert made[key][name] == value[name], f"{key}: {name}"
        else:
            assert made[key] == value, key


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_every_figure_is_the_referee_s(case: Case) -> None:
    with transaction.atomic():
        build(case.world)
        made = compiled(case)
        wanted = referee_more.expected(case.world, names(), name=case.name, until=case.until, at=case.at)
        transaction.set_rollback(True)
    assert_same(made, wanted)
