"""Merging agencies while somebody books, joins or merges the other way round: nobody is left where nobody answers."""

from collections.abc import Callable
from typing import Any

import pytest

from config.merging import NotMerged
from config.merging_agencies import Numbers, merge
from events import bookings
from events.models import Booking
from people import persons
from people.agencies import MergedMeanwhile
from people.models import Agency, Person
from tests.at_once import at_once
from tests.makers import NOW, TESTER, make_agency, make_event, make_person

pytestmark = pytest.mark.usefixtures("several_connections")
BOTH_WAYS = pytest.mark.parametrize("order", [1, -1], ids=["as told", "the other way round"])


def merging(kept: Agency, gone: Agency) -> Callable[[], Any]:
    return lambda: merge(kept, gone, numbers=Numbers(), by=TESTER, at=NOW, reason="One trust")


@BOTH_WAYS
def test_who_books_while_their_agency_is_merged_comes_from_the_kept_one(order: int) -> None:
    kept, gone, event = make_agency(), make_agency(), make_event()
    person = make_person(agency=gone)
    acts = [merging(kept, gone), lambda: bookings.book(event, person, by=TESTER, at=NOW)]
    answers = at_once(*acts[::order], held=event)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Booking.objects.get().agency == kept


@BOTH_WAYS
def test_who_joins_an_agency_while_it_is_merged_is_moved_or_told(order: int) -> None:
    kept, gone = make_agency(), make_agency()
    about = {"first_name": "Ann", "last_name": "Ash", "agency": gone}
    acts = [merging(kept, gone), lambda: persons.put_on_record(by=TESTER, at=NOW, **about)]
    joined = at_once(*acts[::order], held=gone)[::order][1]
    assert not Person.objects.filter(agency=gone).exists()
    assert isinstance(joined, MergedMeanwhile) or Person.objects.get().agency == kept
    assert isinstance(joined, Person) or f"part of {kept}" in str(joined)


def test_of_two_that_would_merge_into_each_other_one_does() -> None:
    one, other = make_agency(), make_agency()
    answers = at_once(merging(one, other), merging(other, one), held=[one, other])
    assert sum(isinstance(answer, NotMerged) for answer in answers) == 1
    assert Agency.objects.current().count() == 1
