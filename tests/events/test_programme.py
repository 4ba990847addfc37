"""The programme: what took place can be neither called off nor put off."""

from datetime import timedelta

import pytest

from events import programme
from events.models import Event
from tests.makers import NOW, TESTER, make_booking, make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outcome", ["attended", "did-not-attend"])
def test_an_event_with_marks_is_not_cancelled(outcome: str) -> None:
    event = make_event(days=-1)
    make_booking(event, outcome=outcome)
    with pytest.raises(programme.EventNotChangeable, match="took place"):
        programme.cancel(event, by=TESTER, at=NOW, reason="Snow")
    event.refresh_from_db()
    assert event.status == Event.Status.PUBLISHED


def test_an_event_whose_trainer_never_came_can_still_be_cancelled() -> None:
    event = make_event(days=-1)
    make_booking(event)
    assert programme.cancel(event, by=TESTER, at=NOW, reason="Snow").status == Event.Status.CANCELLED


def test_an_event_with_marks_is_not_put_off_but_its_places_may_change() -> None:
    event = make_event(days=-1)
    make_booking(event, outcome="attended")
    day = (NOW + timedelta(days=7)).date()
    with pytest.raises(programme.EventNotChangeable, match="took place"):
        programme.change(event, by=TESTER, at=NOW, starts_on=day, ends_on=day)
    assert programme.change(event, by=TESTER, at=NOW, places=30).places == 30
