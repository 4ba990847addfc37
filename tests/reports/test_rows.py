"""The rows behind a figure are those that it counts; of sex and ethnic group there are none to open."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db.models import QuerySet
from django.test import Client

from core.years import parse_period
from events.models import Booking
from people.models import Duty, User
from reports import reports
from reports.behind.figures import COUNTS, RECORDED, Figure, NoSuchFigure, asked, opens
from reports.behind.found import found
from reports.behind.printed import printed
from reports.drawing.blocks import Cell, KeyFigures, Table
from reports.drawing.outline import outline
from reports.measures import BREAKDOWNS, NOT_RECORDED
from reports.models import YearlyReport
from tests.makers import TESTER, make_user
from tests.reports.small_world import AT, small_world
from tests.reports.worlds import BookingRow, ChoiceRow, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> YearlyReport:
    world = small_world()
    world.bookings.append(BookingRow("conference-1", "bob", "attended", "police"))
    world.choices.append(ChoiceRow("conference-1", "bob", "workshop-1", 2))
    build(world)
    return reports.compile_now(reports.request(parse_period("2013-14"), by=TESTER, at=AT), at=AT)


def cells(report: YearlyReport) -> Iterator[Cell]:
    """Every number of the drawn report whose rows can be opened."""
    for section in outline(report).sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (cell for row in block.body for cell in row if cell.opens)
            if isinstance(block, KeyFigures):
                yield from (item.cell for item in block.items if item.cell.opens)


WHAT_IT_ADDS_UP: dict[str, Callable[[QuerySet[Any]], float]] = {
    "places": lambda rows: sum(event.places for event in rows),
    "hours": lambda rows: float(sum(event.learning for event in rows)),
    "trainers": lambda rows: len({row.name for row in rows}),
    "trained_at": lambda rows: len({row.event_id for row in rows}),
    "trainers_with_lived_experience": lambda rows: len({row.name for row in rows}),
    "trainer_days": lambda rows: float(sum(row.days for row in rows)),
    "heads": lambda rows: sum(row.people for row in rows),
    "delegates": lambda rows: len({row.booking_id for row in rows}),
}


def test_as_many_rows_are_behind_every_figure_as_it_says(report: YearlyReport) -> None:
    opened: Counter[str] = Counter()
    for cell in cells(report):
        figure = asked(dict(parse_qsl(cell.opens)))
        assert printed(report.figures, figure)[1] == cell.value, figure
        assert WHAT_IT_ADDS_UP.get(figure.count, len)(found(report, figure)) == cell.value, figure
        opened[figure.count] += bool(cell.value)
    assert {name for name, count in COUNTS.items() if count.adds_up} == set(WHAT_IT_ADDS_UP)
    assert set(COUNTS) - set(opened) == set()
    assert [name for name, number in opened.items() if not number] == []


@pytest.mark.parametrize("by", ["by_agency", "by_target_group", "by_role", "by_works_with", "by_area"])
def test_what_is_recorded_and_what_is_not_is_everybody_who_came(report: YearlyReport, by: str) -> None:
    known = Figure("attended", by=by, code=RECORDED)
    rows = set(found(report, known))
    assert printed(report.figures, known)[1] == len(rows)
    rest = set(found(report, Figure("attended", by=by, code=NOT_RECORDED)))
    assert rows | rest == set(found(report, Figure("attended")))
    assert not rows & rest


def test_nothing_is_opened_by_what_people_answered_about_themselves(report: YearlyReport) -> None:
    # Whom somebody works with is small and personal in print, but on their record, which managers see.
    apart = [each.name for each in BREAKDOWNS if each.is_personal and each.name != "by_works_with"]
    assert apart == ["by_sex", "by_ethnic_group", "by_ethnic_rollup"]
    for name in apart:
        assert opens("courses", "attended", name, "female") == ""
        with pytest.raises(NoSuchFigure):
            Figure("attended", "courses", name, "female")
    with pytest.raises(NoSuchFigure):
        Figure("waited", by="by_role", code="manager")


def test_a_manager_opens_every_link_of_the_page(client: Client, manager: User, report: YearlyReport) -> None:
    page, address = client.get(f"/reports/{report.pk}/").content.decode(), f"/reports/{report.pk}/rows/"
    links = sorted(set(re.findall(r'href="(/reports/[0-9]+/rows/[^"]+)"', page)))
    assert len(links) > 30
    assert not [link for link in links if "by_sex" in link or "ethnic" in link]
    shown = client.get(
        f"/reports/{report.pk}/rows/?scope=courses&count=attended&by=by_agency&code=ccs"
    ).content.decode()
    assert "says 2. These are the 2 rows behind it." in shown
    Booking.objects.filter(agency__code="ccs", attendance="attended", event__code="neglect-1").update(
        attendance="absent"
    )
    shown = client.get(
        f"/reports/{report.pk}/rows/?scope=courses&count=attended&by=by_agency&code=ccs"
    ).content.decode()
    assert "Today 1 row would be counted" in shown
    assert client.get(f"/reports/{report.pk}/rows/?count=events").status_code == 200
    assert (
        client.get(f"/reports/{report.pk}/rows/?count=events&download=csv")
        .headers["Content-Type"]
        .startswith("text/csv")
    )
    for strange in (
        "count=x",
        "scope=x",
        "by=by_sex&code=female",
        "by=by_agency&code=nobody",
        "scope=all&by=x",
        "count=waited&by=by_role",
        "count=heads",
        "count=people&scope=courses&by=by_agency&code=ccs",
        "count=enrolled",
        "count=trainers&by=by_agency&code=nobody",
    ):
        assert client.get(f"{address}?{strange}").status_code == 409


def test_a_file_of_hours_has_what_they_come_to(client: Client, manager: User, report: YearlyReport) -> None:
    answer = client.get(f"/reports/{report.pk}/rows/?scope=courses&count=hours&download=csv")
    lines = list(csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines()))
    said = printed(report.figures, Figure("hours", "courses"))[1]
    assert sum(float(line["Hours of learning"]) for line in lines) == said
    assert sum(float(line["Hours"]) * int(line["Attended"]) for line in lines) == said > len(lines)


def test_the_board_sees_figures_without_rows(client: Client, report: YearlyReport) -> None:
    client.force_login(make_user(Duty.Kind.BOARD))
    assert "/rows/" not in client.get(f"/reports/{report.pk}/").content.decode()
    assert client.get(f"/reports/{report.pk}/rows/").status_code == 404
