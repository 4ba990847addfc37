"""Somebody erased while they book: they have a place and are on record, or neither.

On PostgreSQL they take their turns in the order told, on SQLite in any.
"""

import pytest

from config.erasing import erase
from core.refusals import Refusal
from events import bookings
from events.models import Booking
from people.models import Person
from tests.at_once import at_once
from tests.makers import NOW, TESTER, make_event, make_person


@pytest.mark.usefixtures("several_connections")
@pytest.mark.parametrize("order", [1, -1], ids=["books first", "is erased first"])
def test_nobody_is_erased_into_a_place(order: int) -> None:
    event, person = make_event(), make_person()
    acts = [
        lambda: bookings.book(event, person, by=TESTER, at=NOW),
        lambda: erase(person, by=TESTER, at=NOW, reason="Asked"),
    ]
    answers = at_once(*acts[::order], held=[event, person])
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert len(refused) == 1, answers
    assert Booking.objects.count() == Person.objects.count()
