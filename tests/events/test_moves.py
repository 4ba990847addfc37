"""No module but events/moves.py writes a booking's state, and no move is made that doesn't exist."""

import re
from itertools import product
from pathlib import Path

import pytest

from events import moves
from events.models import Booking
from tests.makers import NOW, TESTER, make_booking, make_event, make_person

pytestmark = pytest.mark.django_db
EVENTS = Path(__file__).parents[2] / "events"
WRITES = re.compile(r"\.state(, [^=]*)? = |update\([^)]*state=|Booking\.objects\.create\(|\"state\"\]\)")


def test_the_other_modules_of_the_floor_write_no_state() -> None:
    writers = [path.name for path in EVENTS.rglob("*.py") if WRITES.search(path.read_text(encoding="utf-8"))]
    assert writers == ["moves.py"]


@pytest.mark.parametrize(("state", "to"), list(product(Booking.State.values, Booking.State.values)))
def test_what_is_no_move_is_never_made(state: str, to: str) -> None:
    booking = make_booking(make_event(), outcome="waiting")
    booking.state = state
    if to in Booking.MOVES[state]:
        assert booking.may_become(to)
    else:
        with pytest.raises(LookupError, match="No booking goes from"):
            moves.move(booking, to)
    booking.refresh_from_db()
    assert booking.state == Booking.State.WAITING


def test_nothing_begins_as_cancelled() -> None:
    with pytest.raises(LookupError, match="from nothing to cancelled"):
        moves.make(make_event(), make_person(), Booking.State.CANCELLED, by=TESTER, at=NOW)
