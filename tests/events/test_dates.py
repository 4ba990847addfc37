"""Several dates: the event is framed by them, changes are told once, and diaries clash date by date."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as sent
from django.db import IntegrityError, transaction

from config.records import import_package
from core import mail
from core.models import AuditEntry, OutgoingMail
from core.records.faults import PackageRefused
from evaluations import evaluations, window
from events import bookings, browsing, dates, eligibility, policies, programme, registers
from events.models import LONDON, Event, EventDate
from tests.config.packages import as_folder
from tests.makers import NOW, TESTER, make_booking, make_course, make_event, make_event_on, make_person

pytestmark = pytest.mark.django_db
THREE = (7, 14, 21)


def on(days: int, starts: time = time(9, 30), ends: time = time(16, 30)) -> EventDate:
    return EventDate(held_on=NOW.date() + timedelta(days), starts_time=starts, ends_time=ends)


def draft() -> Event:
    """A new event whose own moments are nonsense: its dates are to set them."""
    return Event(
        course=make_course(),
        starts_on=date(2001, 1, 1),
        starts_time=time(1),
        ends_on=date(2001, 1, 2),
        ends_time=time(2),
    )


def hull(event: Event) -> tuple[date, time, date, time]:
    event.refresh_from_db()
    return event.starts_on, event.starts_time, event.ends_on, event.ends_time


def days_of(event: Event) -> list[int]:
    return [(day - NOW.date()).days for day in dates.of(event).values_list("held_on", flat=True)]


def change(event: Event, *meets_on: EventDate, **values: Any) -> Event:
    return programme.change(event, by=TESTER, at=NOW, meets_on=meets_on, **values)


def told(event: Event) -> int:
    return OutgoingMail.objects.filter(letter="event-changed", key__contains=f":{event.bookings.get().pk}:").count()


def test_an_event_begins_with_its_first_date_and_ends_with_its_last_whatever_the_order() -> None:
    event = programme.plan(draft(), by=TESTER, at=NOW, meets_on=[on(21, ends=time(12)), on(7, starts=time(13)), on(14)])
    assert hull(event) == (date(2026, 5, 11), time(13), date(2026, 5, 25), time(12))
    assert days_of(event) == [7, 14, 21]
    assert [date.held_on for date in event.meets_on] == event.days
    assert event.code.endswith("2026-05-11")


def test_one_date_is_one_stretch() -> None:
    event = programme.plan(draft(), by=TESTER, at=NOW, meets_on=[on(7)])
    assert hull(event) == (date(2026, 5, 11), time(9, 30), date(2026, 5, 11), time(16, 30))
    assert days_of(event) == []


@pytest.mark.parametrize(
    ("meets_on", "sentence"),
    [
        (
            [on(7), on(14), on(7, starts=time(17), ends=time(18))],
            "meets once a day: Monday 11 May 2026 is there twice.",
        ),
        ([on(7), on(14, starts=time(9), ends=time(9))], "On Monday 18 May 2026 it would end before it starts."),
    ],
)
def test_dates_that_cannot_be_are_refused_and_nothing_is_kept(meets_on: list[EventDate], sentence: str) -> None:
    with pytest.raises(dates.DatesNotKept, match=sentence):
        programme.plan(draft(), by=TESTER, at=NOW, meets_on=meets_on)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("smuggled", "constraint"),
    [
        ({"held_on": NOW.date() + timedelta(7)}, "event_meets_once_a_day|event_id, events_eventdate.held_on"),
        ({"held_on": NOW.date() + timedelta(8), "ends_time": time(9, 30)}, "event_date_ends_after_it_starts"),
    ],
)
def test_past_every_rule_of_ours_the_database_refuses_dates_that_overlap(
    smuggled: dict[str, Any], constraint: str
) -> None:
    event = make_event_on(*THREE)
    facts = {"starts_time": time(9, 30), "ends_time": time(16, 30)} | smuggled
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        EventDate.objects.create(event=event, **facts)


def test_who_has_booked_is_told_once_of_other_dates_and_another_venue_together() -> None:
    event = make_event_on(*THREE)
    make_booking(event)
    kept = dates.of(event).get(held_on=NOW.date() + timedelta(14)).pk
    change(event, on(14, ends=time(15)), on(21), on(28), joining_instructions="Bring lunch")
    assert hull(event) == (date(2026, 5, 18), time(9, 30), date(2026, 6, 1), time(16, 30))
    assert days_of(event) == [14, 21, 28]
    assert dates.of(event).get(ends_time=time(15)).pk == kept
    assert told(event) == 1
    assert "dates" in str(AuditEntry.objects.get(verb="programme.change").details["fields"])


def test_they_are_told_of_a_date_between_the_first_and_the_last() -> None:
    event = make_event_on(*THREE)
    make_booking(event)
    change(event, on(7), on(15), on(21))
    assert (days_of(event), told(event)) == ([7, 15, 21], 1)


def test_an_event_knows_its_new_dates_at_once() -> None:
    event = make_event_on(*THREE)
    assert len(event.meets_on) == 3
    dates.keep(event, [on(7), on(8), on(9), on(21)])
    assert len(event.meets_on) == 4


def test_they_are_told_of_another_hour_on_one_of_the_dates() -> None:
    event = make_event_on(*THREE)
    make_booking(event)
    change(event, on(7), on(14, starts=time(13)), on(21))
    assert dates.of(event).get(starts_time=time(13)).held_on == on(14).held_on
    assert told(event) == 1


def test_dates_are_not_kept_by_an_event_that_is_not_framed_by_them() -> None:
    event = make_event(days=7)
    with pytest.raises(dates.DatesNotKept, match="meets on several dates"), transaction.atomic():
        dates.keep(event, [on(7), on(14)])
    assert days_of(event) == []


def test_the_same_dates_again_change_nothing() -> None:
    event = make_event_on(*THREE)
    make_booking(event)
    rows = list(dates.of(event))
    change(event, *map(on, THREE))
    assert list(dates.of(event)) == rows
    assert not AuditEntry.objects.exists()
    assert told(event) == 0


def test_several_dates_may_become_one_and_one_several() -> None:
    event = make_event_on(*THREE)
    day = on(7).held_on
    change(event, starts_on=day, starts_time=time(10), ends_on=day, ends_time=time(12))
    assert (days_of(event), hull(event)) == ([], (day, time(10), day, time(12)))
    change(event, on(7), on(9))
    assert (days_of(event), hull(event)[2]) == ([7, 9], on(9).held_on)


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
def test_the_whole_is_not_moved_past_its_dates(field: str) -> None:
    event = make_event_on(*THREE)
    before = hull(event)
    moved = {field: getattr(event, field) - timedelta(1)}
    with pytest.raises(dates.DatesNotKept, match="meets on several dates"):
        programme.change(event, by=TESTER, at=NOW, **moved)
    assert hull(event) == before
    assert programme.change(event, by=TESTER, at=NOW, places=3).places == 3


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        (lambda: make_event_on(8, 15, 22), False),
        (lambda: make_event_on(0, 14, 28), True),
        (lambda: make_event_on(14, 28, starts=time(16, 29)), True),
        (lambda: make_event(days=14, starts_time=time(16, 30), ends_time=time(18)), False),
        (lambda: make_event(days=14, starts_time=time(16), ends_time=time(18)), True),
        (lambda: make_event(days=15), False),
        (lambda: make_event(days=8, ends_on=NOW.date() + timedelta(13)), False),
        (lambda: make_event(days=8, ends_on=NOW.date() + timedelta(14)), True),
    ],
    ids=[
        "the days between",
        "one shared day",
        "a minute",
        "touching",
        "an evening",
        "between",
        "a week between",
        "into",
    ],
)
def test_diaries_clash_date_by_date(other: Any, clashes: bool) -> None:
    one, two, person = make_event_on(*THREE), other(), make_person()
    for booked, wanted in ((one, two), (two, one)):
        booking = make_booking(booked, person)
        found = [type(reason) for reason in eligibility.reasons(wanted, person, at=NOW - timedelta(1))]
        assert found == ([eligibility.DiaryClash] if clashes else [])
        booking.delete()


@pytest.mark.parametrize("others", [1, 4])
def test_a_clash_is_looked_for_in_as_few_queries_among_many(others: int, django_assert_num_queries: Any) -> None:
    person, event = make_person(), make_event_on(*THREE)
    for number in range(others):
        make_booking(make_event_on(*(day + 1 + number for day in THREE)), person)
    # All that the person booked before, the groups of the course, what overlaps, its dates, and the event's own.
    with django_assert_num_queries(5):
        assert eligibility.why_not(event, person, at=NOW) is None


def test_it_begins_and_gives_notice_by_the_first_date_and_is_over_after_the_last() -> None:
    event = make_event_on(*THREE)
    booking = bookings.book(event, make_person(), by=TESTER, at=NOW)
    first, last = event.starts_at, event.ends_at
    assert first.date() == NOW.date() + timedelta(7)
    assert policies.in_time_until(event, policies.of(booking)) == first - timedelta(days=2)
    assert isinstance(bookings.why_not_cancel(booking, at=first), bookings.NotLive)
    assert registers.why_not_mark(event, at=first) is None
    assert (event.has_begun(at=first), event.has_ended(at=last - timedelta(seconds=1))) == (True, False)
    assert event.has_ended(at=last)


def test_it_is_evaluated_after_the_last_date() -> None:
    event = make_event_on(-14, -7, 0)
    booking = make_booking(event, outcome="attended")
    over = event.ends_at
    assert not evaluations.awaited_from(booking.person, at=over - timedelta(seconds=1)).exists()
    assert evaluations.awaited_from(booking.person, at=over).get() == booking
    assert window.last_day(event) == NOW.date() + window.OPEN_FOR


def test_it_is_coming_in_one_s_training_until_the_last_date() -> None:
    event = make_event_on(-7, 0, 7)
    booking = make_booking(event)
    waited = make_booking(event, booking.person, outcome="waiting", state="lapsed")
    mine = browsing.training_of(booking.person, at=NOW)
    assert (mine.coming, mine.under_way, mine.past) == ([booking], {booking.pk}, [waited])
    later = browsing.training_of(booking.person, at=event.ends_at)
    assert (later.coming, later.past) == ([], [waited, booking])


def test_letters_name_every_date() -> None:
    event = make_event_on(*THREE, title="Core groups")
    bookings.book(event, make_person(), by=TESTER, at=NOW)
    change(event, on(7), on(14, starts=time(13)), on(28))
    assert mail.send_due(at=NOW) == 2
    for letter in sent.outbox:
        assert "3 dates in one booking:\n- Monday 11 May 2026, 9:30am to 4:30pm\n" in letter.body
        assert "\n- Monday 18 May 2026, 1pm to 4:30pm\n- Monday 1 June 2026, 9:30am to 4:30pm\n" in letter.body


def test_a_records_package_leaves_dates_as_they_are(tmp_path: Path) -> None:
    event = make_event_on(*THREE, course=make_course(code="core"), code="e9")
    row = {"code": "e9", "course": "core", "status": "planned", "places": "5"}
    same = {"starts": "2026-05-11T09:30", "ends": "2026-05-25T16:30"}
    import_package(as_folder(tmp_path, {"events": [row | same]}), by=TESTER, at=NOW)
    event.refresh_from_db()
    assert (event.places, days_of(event)) == (5, list(THREE))
    for column, other in (("starts", "2026-05-12T09:30"), ("ends", "2026-05-25T16:31")):
        with pytest.raises(PackageRefused) as refused:
            import_package(as_folder(tmp_path, {"events": [row | same | {column: other}]}), by=TESTER, at=NOW)
        assert f"{column}: found {other} of an event that meets on several dates" in str(refused.value)
    assert event.starts_at.astimezone(LONDON).date() == date(2026, 5, 11)
