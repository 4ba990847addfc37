"""How bookings end, in the letters that tell of it: what it meant, what it costs, and what can be done now."""

from typing import Any

import pytest

from core import mail, words
from events import bookings, policies
from events.models import Policy
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "fields", "said"),
    [
        (30, {}, "It was cancelled in time, so nothing is charged for it."),
        (1, {}, "It was cancelled late: The Trust is charged £20.00."),
        (1, {"state": "waiting", "held_place": False}, "You held no place, so nothing is charged and nothing counts"),
    ],
)
def test_the_letter_says_whether_it_was_late_and_what_that_costs(
    days: int, fields: dict[str, Any], said: str, mailoutbox: list[Any]
) -> None:
    policy = Policy.objects.create(starts_on=NOW.date(), late_charge=20)
    person = make_person(agency=make_agency(name="The Trust"))
    booking = make_booking(make_event(days=days), person, policy=policy, **fields)
    bookings.cancel(booking, by=TESTER, at=NOW)
    assert mail.send_due(at=NOW) == 1
    assert said in mailoutbox[0].body
    assert "The reason given" not in mailoutbox[0].body


@pytest.mark.parametrize(
    ("charge", "said"),
    [(20, "9:30am, it counts as late, and The Trust is charged £20.00."), (0, "9:30am, it counts as late.")],
)
def test_who_comes_by_a_place_is_told_until_when_giving_it_back_is_in_time(
    charge: int, said: str, mailoutbox: list[Any]
) -> None:
    policy = Policy.objects.create(starts_on=NOW.date(), late_charge=charge)
    event = make_event(places=1)
    holder = make_booking(event)
    make_booking(event, make_person(agency=make_agency(name="The Trust")), outcome="waiting", policy=policy)
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert mail.send_due(at=NOW) == 2
    [letter] = [each for each in mailoutbox if each.subject.startswith("A place came free")]
    until = policies.in_time_until(event, policy)
    assert f"Given up after {words.day(until)}, {said}" in letter.body
