"""Two records of one person merged while one of them books: nobody has two places on an event, and nothing is lost.

On PostgreSQL they take their turns in the order told, on SQLite in any.
"""

from collections.abc import Callable
from typing import Any

import pytest

from config.merging import NotMerged, merge
from core.refusals import Refusal
from events import bookings
from events.models import Booking, Event
from people.models import FormerPerson, Person
from tests.at_once import at_once
from tests.makers import NOW, TESTER, make_booking, make_event, make_person

pytestmark = pytest.mark.usefixtures("several_connections")
BOTH_WAYS = pytest.mark.parametrize("order", [1, -1], ids=["as told", "the other way round"])
Act = Callable[[], Any]


def book(event: Event, person: Person) -> Act:
    return lambda: bookings.book(event, person, by=TESTER, at=NOW)


def merging(kept: Person, gone: Person) -> Act:
    return lambda: merge(kept, gone, from_gone={}, by=TESTER, at=NOW, reason="Same nurse")


def demand_nothing_lost(answers: list[Any], kept: Person, gone: Person, *, before: int) -> None:
    """Of all that was booked every booking is there, and of a person on record."""
    made = [answer for answer in answers if isinstance(answer, Booking)]
    assert Booking.objects.count() == before + len(made)
    assert set(Booking.objects.values_list("person", flat=True)) <= set(Person.objects.values_list("pk", flat=True))
    if FormerPerson.objects.exists():
        assert not Person.objects.filter(pk=gone.pk).exists()
        assert kept.bookings.count() == Booking.objects.count()


@BOTH_WAYS
def test_who_books_what_their_other_record_has_booked_is_not_merged_into_two_places(order: int) -> None:
    event, kept, gone = make_event(), make_person(), make_person()
    make_booking(event, kept)
    answers = at_once(*[book(event, gone), merging(kept, gone)][::order], held=[event, kept, gone])
    refused = [str(answer) for answer in answers if isinstance(answer, Refusal)]
    if FormerPerson.objects.exists():
        assert refused == ["The record was merged with another, or removed, meanwhile. Nothing was changed."]
        assert event.bookings.get().person == kept
    else:
        assert refused == [f"Both are booked on {event}, or wait for it. Cancel one of the two bookings first."]
    demand_nothing_lost(answers, kept, gone, before=1)


@BOTH_WAYS
def test_both_records_book_one_event_while_they_are_merged(order: int) -> None:
    event, kept, gone = make_event(), make_person(), make_person()
    make_booking(make_event(days=40), gone)
    acts = [book(event, kept), book(event, gone), merging(kept, gone)]
    answers = at_once(*acts[::order], held=[event, kept, gone])
    assert any(isinstance(answer, NotMerged) for answer in answers) != FormerPerson.objects.exists()
    for person in Person.objects.all():
        assert event.bookings.live().filter(person=person).count() <= 1
    demand_nothing_lost(answers, kept, gone, before=1)
