"""A small bench on the suite's own database: it runs, and a wrong answer voids its figure however fast it comes."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.bench.client import Crowd
from tools.bench.ground import Ground
from tools.bench.measure import Void, alternate
from tools.bench.plan import TINY
from tools.bench.rows import agency, booking, weight, worker, year

pytestmark = pytest.mark.page
KIND = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """What is started is ended, whatever happens."""
    with tempfile.TemporaryDirectory(prefix="bench-") as var, ExitStack() as stack:
        yield Ground(TINY, Path(var), KIND, stack)


@pytest.fixture(scope="module")
def prepared(ground: Ground) -> booking.Prepared:
    """A Turnout and a floor with people and events."""
    return booking.Prepared.on(ground)


def test_everybody_who_books_is_booked_and_nobody_is_overbooked(ground: Ground, prepared: booking.Prepared) -> None:
    lines = [
        *booking.beside_the_floors(ground, prepared),
        booking.cost(prepared.turnout),
        *booking.hot_seat(ground, prepared.turnout, KIND),
    ]
    assert [line.row for line in lines] == ([2, 2, 2] if KIND == "PostgreSQL" else [2]) + [2, 3, 3]
    assert not [line for line in lines if line.measured.startswith("void")]
    assert lines[-1].measured == "in 4 of 4 runs, two of them with a worker killed"


@pytest.mark.parametrize("who", ["turnout", "floor"])
def test_bookings_that_are_not_kept_are_void(prepared: booking.Prepared, who: str) -> None:
    """The same people book the same events again: Turnout leads them to the bookings that they have."""
    found = alternate({who: lambda number: getattr(prepared, who).spread(0)}, rounds=1, say=lambda words: None)
    assert found[who].void
    assert not found[who].values


def test_fewer_than_all_places_held_are_void(prepared: booking.Prepared) -> None:
    code = prepared.turnout.codes[booking.SPREAD_FROM][0]
    with pytest.raises(Void, match=r"\d+ hold one of 9 places"):
        prepared.turnout._judge_hot(code, Crowd(1, []))


def test_a_first_visit_is_weighed_with_all_that_it_needs(prepared: booking.Prepared) -> None:
    site = prepared.turnout.site
    visit = weight.first_visit(site, "/programme/", "")
    assert visit.requests > 4
    assert visit.weight > 20_000
    with pytest.raises(Void, match="was answered 404"):
        weight.first_visit(site, "/no-such-page/", "")


def test_what_a_lead_looks_at_is_timed_and_a_worker_is_weighed(ground: Ground, prepared: booking.Prepared) -> None:
    site = prepared.turnout.site
    assert [line.row for line in agency.lines(ground, site, site) if not line.measured.startswith("void")] == [6, 6]
    with pytest.raises(Void, match="was answered 302"):
        agency.Dashboard(site, "/team/", "", 1, 1).seconds(0)
    assert 30 < worker.largest_worker(site.pid) < 1000


def test_a_year_is_compiled_and_drawn_and_void_where_the_rows_say_otherwise(ground: Ground) -> None:
    lines = year.lines(ground)
    assert [line.row for line in lines] == [8, 8, 10]
    assert not [line for line in lines if line.measured.startswith("void")], lines
    subject = year._year_of(ground, TINY.years[0])
    subject.plain_sql(0)
    subject.attended += 1
    with pytest.raises(Void, match=r"the report tells of .* who came and answered, and the rows are"):
        subject.turnout(0)
