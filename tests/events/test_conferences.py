"""Conferences: their workshops lie within them, move with them, and are chosen as the manager says."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from core.models import AuditEntry, OutgoingMail
from events import choices, conferences, programme
from events.models import Event
from tests.makers import NOW, TESTER, make_booking, make_conference, make_event, make_workshop

pytestmark = pytest.mark.django_db


def plan(conference: Event, **fields: Any) -> Event:
    defaults: dict[str, Any] = {
        "course": conference.course,
        "starts_on": conference.starts_on,
        "starts_time": time(11),
        "ends_on": conference.starts_on,
        "ends_time": time(12),
    }
    return programme.plan(Event(parent=conference, **defaults | fields), by=TESTER, at=NOW)


def test_a_workshop_is_planned_within_a_conference_as_a_draft() -> None:
    conference = make_conference()
    workshop = plan(conference, starts_time=conference.starts_time, ends_time=conference.ends_time)
    assert (workshop.parent, workshop.status) == (conference, Event.Status.DRAFT)
    assert workshop.code != conference.code


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_time": time(9)},
        {"ends_time": time(17)},
        {"starts_on": date(2026, 6, 4), "ends_on": date(2026, 6, 4)},
    ],
)
def test_a_workshop_outside_its_conference_is_refused(fields: dict[str, Any]) -> None:
    conference = make_conference()
    with pytest.raises(conferences.NotItsTime, match="must lie within the time of its conference: Wednesday 3 June"):
        plan(conference, **fields)
    workshop = make_workshop(conference)
    with pytest.raises(conferences.NotItsTime):
        programme.change(workshop, by=TESTER, at=NOW, **fields)
    workshop.refresh_from_db()
    assert workshop.starts_time == time(11)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"days": -1}, "has begun"),
        ({"status": "cancelled", "cancelled_at": NOW}, "is cancelled"),
        ({"parent": True}, "is a workshop itself"),
    ],
)
def test_what_takes_no_workshops(fields: dict[str, Any], said: str) -> None:
    within = fields.pop("parent", False)
    event = make_event(**fields, parent=make_conference() if within else None)
    with pytest.raises(conferences.TakesNoWorkshops, match=said):
        plan(event)


def test_workshops_and_the_marks_of_time_move_with_the_day_of_their_conference() -> None:
    conference = make_conference()
    workshop, draft = make_workshop(conference), make_workshop(conference, status="draft")
    off = make_workshop(conference, status="cancelled", cancelled_at=NOW)
    booking = make_booking(conference)
    choices.choose(booking, [workshop], by=TESTER, at=NOW)
    OutgoingMail.objects.all().delete()
    later = conference.starts_on + timedelta(days=7)
    programme.change(conference, by=TESTER, at=NOW, starts_on=later, ends_on=later)
    for event, day in ((workshop, later), (draft, later), (off, conference.starts_on)):
        event.refresh_from_db()
        assert (event.starts_on, event.ends_on) == (day, day)
    assert AuditEntry.objects.filter(verb="conferences.move_workshops").count() == 2
    assert OutgoingMail.objects.get().letter == "event-changed"


def test_workshops_stay_where_their_conference_begins_at_another_hour() -> None:
    workshop = make_workshop(make_conference())
    assert workshop.parent
    programme.change(workshop.parent, by=TESTER, at=NOW, starts_time=time(10))
    workshop.refresh_from_db()
    assert workshop.starts_time == time(11)
    assert not AuditEntry.objects.filter(verb="conferences.move_workshops").exists()


def test_a_workshop_s_list_that_had_stopped_moves_when_the_day_of_its_conference_is_a_later_one() -> None:
    conference = make_conference()
    workshop = make_workshop(conference, cut_off_hours=6, places=1)
    waiting = make_booking(workshop, outcome="waiting", part_of=make_booking(conference))
    late = workshop.starts_at - timedelta(hours=5)
    programme.change(conference, by=TESTER, at=late, joining_instructions="Bring a pen")
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    programme.change(conference, by=TESTER, at=late, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 1))
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


def test_a_conference_does_not_shrink_below_its_workshops() -> None:
    workshop = make_workshop(make_conference(), 15)
    assert workshop.parent
    with pytest.raises(conferences.NotItsTime, match=f"{workshop.title} must lie within"):
        programme.change(workshop.parent, by=TESTER, at=NOW, ends_time=time(15))


def test_nobody_is_put_into_two_workshops_by_a_change_of_time() -> None:
    conference = make_conference()
    morning, noon, free = make_workshop(conference), make_workshop(conference, 14), make_workshop(conference, 14)
    booking = make_booking(conference)
    choices.choose(booking, [morning, noon], by=TESTER, at=NOW)
    with pytest.raises(conferences.NotItsTime, match="at the same time: move them first"):
        programme.change(noon, by=TESTER, at=NOW, starts_time=time(11, 30), ends_time=time(12, 30))
    for workshop in (free, noon):
        moved = programme.change(workshop, by=TESTER, at=NOW, starts_time=time(12), ends_time=time(13))
        assert moved.starts_time == time(12)


def test_an_imported_workshop_that_lies_outside_may_have_more_places() -> None:
    workshop = make_workshop(make_conference(), 18)
    assert programme.change(workshop, by=TESTER, at=NOW, places=30).places == 30


def say(conference: Event, choosing: str, choose_by: date | None) -> Event:
    return conferences.say_how_to_choose(conference, choosing, choose_by, by=TESTER, at=NOW)


def test_how_delegates_choose_is_kept_with_the_trail() -> None:
    conference, day = make_conference(), NOW.date() + timedelta(days=7)
    assert say(conference, "ranked", day).awaits_allotment
    assert not say(conference, "first-come", None).awaits_allotment
    conference.refresh_from_db()
    assert (conference.workshop_choice, conference.choose_by) == ("first-come", None)
    entries = AuditEntry.objects.filter(verb="conferences.say_how_to_choose").order_by("pk")
    assert [entry.details for entry in entries] == [
        {"choosing": "ranked", "until": day.isoformat()},
        {"choosing": "first-come", "until": None},
    ]


def test_what_can_not_be_said_of_choosing() -> None:
    conference = make_conference()
    with pytest.raises(conferences.TakesNoWorkshops, match="until when"):
        say(conference, "ranked", None)
    with pytest.raises(conferences.NotItsTime, match="before the conference begins"):
        say(conference, "ranked", conference.starts_on)
    Event.objects.filter(pk=conference.pk).update(workshop_choice="ranked", choose_by=NOW.date(), allotted_at=NOW)
    with pytest.raises(conferences.TakesNoWorkshops, match="were allotted on Monday 4 May 2026"):
        say(conference, "first-come", None)


def test_a_conference_is_not_moved_before_the_day_on_which_its_delegates_choose() -> None:
    conference = make_conference()
    say(conference, "ranked", conference.starts_on - timedelta(days=1))
    earlier = conference.starts_on - timedelta(days=7)
    with pytest.raises(conferences.NotItsTime, match="before the conference begins"):
        programme.change(conference, by=TESTER, at=NOW, starts_on=earlier, ends_on=earlier)
