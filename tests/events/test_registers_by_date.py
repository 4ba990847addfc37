"""Registers of several dates, and minutes that people missed: what is marked, and what it amounts to."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from config.records import import_package
from core.models import AuditEntry
from core.records.faults import PackageRefused
from events import attention, dates, marks, policies, programme, registers
from events.attendance import Mark, mark_of
from events.models import Booking, DateAttendance, Event, EventDate, Policy
from tests.config.packages import as_folder
from tests.makers import NOW, TESTER, make_booking, make_event, make_event_on, make_person

pytestmark = pytest.mark.django_db
ATTENDED, PART, ABSENT, APOLOGIES = "attended", "part", "absent", "apologies"


@pytest.fixture
def event() -> Event:
    """Two of its three dates have begun."""
    return make_event_on(-7, 0, 7, at=NOW - timedelta(hours=2))


def day(event: Event, number: int) -> EventDate:
    return event.meets_on[number]


def mark(event: Event, number: int, said: dict[Booking, Any], *, at: datetime = NOW) -> int:
    marked = {booking.pk: what for booking, what in said.items()}
    return registers.mark(event, marked, by=TESTER, at=at, on=day(event, number))


def mark_all(event: Event, booking: Booking, *said: str) -> str:
    """Mark the booking on each date, once all have begun; what that amounts to."""
    for number, what in enumerate(said):
        mark(event, number, {booking: what}, at=NOW + timedelta(days=8))
    return in_all(booking)


def in_all(booking: Booking) -> str:
    booking.refresh_from_db()
    return booking.attendance


def said_of(verb: str) -> list[dict[str, Any]]:
    return [entry.details for entry in AuditEntry.objects.filter(verb=verb).order_by("pk")]


# Minutes, of one date


def test_minutes_missed_are_kept_and_decide() -> None:
    event = make_event(days=-1)
    late, early = make_booking(event), make_booking(event)
    said = {late.pk: Mark(ATTENDED, minutes_late=10), early.pk: Mark(ATTENDED, 5, 30)}
    assert registers.mark(event, said, by=TESTER, at=NOW) == 2
    assert registers.mark(event, said, by=TESTER, at=NOW) == 0
    late.refresh_from_db()
    early.refresh_from_db()
    assert (mark_of(late), mark_of(early)) == (Mark(ATTENDED, 10), Mark(PART, 5, 30))
    assert said_of("registers.mark") == [
        {"was": "", "now": "attended", "minutes_late": 10},
        {"was": "", "now": "part", "minutes_late": 5, "minutes_early": 30},
    ]
    registers.mark(event, {late.pk: ATTENDED, early.pk: ABSENT}, by=TESTER, at=NOW)
    late.refresh_from_db()
    early.refresh_from_db()
    assert (mark_of(late), mark_of(early)) == (Mark(ATTENDED), Mark(ABSENT))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (Mark(ABSENT, minutes_late=10), "is marked as not there: leave the minutes empty."),
        (Mark(APOLOGIES, minutes_early=10), "is marked as not there: leave the minutes empty."),
        (Mark(ATTENDED, minutes_late=0), "a whole number from 1 to 720"),
        (Mark(ATTENDED, minutes_early=721), "a whole number from 1 to 720"),
        (Mark(ATTENDED, minutes_early=-1), "a whole number from 1 to 720"),
        (Mark("late"), "out of date"),
    ],
)
def test_a_mark_that_cannot_be_refuses_the_whole_form(wrong: Mark, sentence: str) -> None:
    event = make_event(days=-1)
    right, other = make_booking(event), make_booking(event)
    with pytest.raises(registers.NotOnRegister, match=sentence):
        registers.mark(event, {right.pk: ATTENDED, other.pk: wrong}, by=TESTER, at=NOW)
    assert not event.bookings.marked().exists()


@pytest.mark.parametrize("minutes", ["minutes_late", "minutes_early"])
@pytest.mark.parametrize("attendance", ["", ABSENT, APOLOGIES])
def test_the_database_takes_minutes_only_of_who_came(event: Event, attendance: str, minutes: str) -> None:
    booking = make_booking(event)
    facts = {"attendance": attendance, minutes: 5}
    with pytest.raises(IntegrityError, match="only_who_came_missed_minutes"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(**facts)
    with pytest.raises(IntegrityError, match=r"only_who_came|what_is_not_recorded"), transaction.atomic():
        DateAttendance.objects.create(booking=booking, date=day(event, 0), **facts)


# By date


def test_what_is_marked_date_by_date_adds_up(event: Event) -> None:
    booking = make_booking(event)
    assert mark(event, 0, {booking: ATTENDED}) == 1
    assert in_all(booking) == PART
    mark(event, 1, {booking: Mark(minutes_late=15)})
    mark(event, 2, {booking: ATTENDED}, at=NOW + timedelta(days=8))
    assert in_all(booking) == ATTENDED
    assert [mark_of(row) for row in booking.by_date.all()] == [Mark(ATTENDED), Mark(ATTENDED, 15), Mark(ATTENDED)]
    assert [said["on"] for said in said_of("registers.mark")] == ["2026-04-27", "2026-05-04", "2026-05-11"]


@pytest.mark.parametrize(
    ("enough", "said", "amounts_to"),
    [
        (None, (ATTENDED, ABSENT, ATTENDED), PART),
        (2, (ATTENDED, ABSENT, ATTENDED), ATTENDED),
        (2, (ATTENDED, PART, PART), PART),
        (None, (ABSENT, ABSENT, ABSENT), ABSENT),
        (None, (ABSENT, APOLOGIES, ABSENT), APOLOGIES),
        (None, (ABSENT, "", ABSENT), ""),
    ],
)
def test_the_event_says_how_many_dates_are_enough(enough: int | None, said: tuple[str, ...], amounts_to: str) -> None:
    event = make_event_on(-7, 0, 7, at=NOW - timedelta(hours=2), enough_dates=enough)
    assert mark_all(event, make_booking(event), *said) == amounts_to


def test_a_mark_taken_back_is_not_recorded_and_what_it_amounted_to_goes_with_it(event: Event) -> None:
    booking = make_booking(event)
    mark(event, 0, {booking: ATTENDED})
    assert mark(event, 0, {booking: ""}) == 1
    assert (in_all(booking), booking.by_date.count()) == ("", 0)
    assert said_of("registers.mark")[-1] == {"was": "attended", "now": "", "on": "2026-04-27"}


def test_each_date_opens_when_it_begins(event: Event) -> None:
    booking, third = make_booking(event), day(event, 2)
    for at in (NOW, third.starts_at - timedelta(seconds=1)):
        with pytest.raises(registers.RegisterNotOpen, match="Monday 11 May 2026 has not begun"):
            mark(event, 2, {booking: ATTENDED}, at=at)
    assert mark(event, 2, {booking: ATTENDED}, at=third.starts_at) == 1


def test_the_date_is_said_and_is_the_event_s_own(event: Event) -> None:
    booking, other = make_booking(event), make_event_on(-7, 0)
    with pytest.raises(registers.RegisterNotOpen, match="say which"):
        registers.mark(event, {booking.pk: ATTENDED}, by=TESTER, at=NOW)
    for wrong in (other, make_event(days=-1)):
        on, marked = day(other if wrong is not other else event, 0), make_booking(wrong)
        with pytest.raises(registers.NotOnRegister, match="out of date"):
            registers.mark(wrong, {marked.pk: ATTENDED}, by=TESTER, at=NOW, on=on)
    assert not DateAttendance.objects.exists()


def test_somebody_absent_once_is_neither_charged_nor_counted_absent(event: Event) -> None:
    policy = Policy.objects.create(starts_on=NOW.date(), absence_charge=30)
    booking = make_booking(event, policy=policy)
    mark(event, 0, {booking: ABSENT})
    booking.refresh_from_db()
    assert policies.charge(booking) == 0
    assert mark_all(event, booking, ABSENT, ABSENT, ABSENT) == ABSENT
    assert policies.charge(booking) == 30


# Who came without a booking


def test_a_walk_in_is_on_the_register_of_the_date_and_comes_again(event: Event) -> None:
    booking = registers.add_walk_in(event, make_person(), by=TESTER, at=NOW, on=day(event, 1))
    assert (in_all(booking), booking.unscheduled) == (PART, True)
    assert booking.by_date.get().date == day(event, 1)
    assert said_of("registers.add_walk_in") == [{"on": "2026-05-04"}]
    mark(event, 0, {booking: ""})
    for wrong in (ABSENT, APOLOGIES):
        with pytest.raises(registers.NotOnRegister, match="came without a booking"):
            mark(event, 0, {booking: wrong})
    with pytest.raises(registers.NotOnRegister, match="came without a booking"):
        mark(event, 1, {booking: ""})
    mark(event, 0, {booking: Mark(minutes_late=60)})
    assert mark(event, 1, {booking: ""}) == 1
    assert in_all(booking) == PART
    assert registers.missing(event, marks.lines(event, None)) == []


def test_a_walk_in_who_attends_enough_attended() -> None:
    event = make_event_on(-7, 0, enough_dates=1)
    assert in_all(registers.add_walk_in(event, make_person(), by=TESTER, at=NOW, on=day(event, 0))) == ATTENDED


# Closing


def test_closing_says_what_is_missing_date_by_date(event: Event) -> None:
    zoe, max_ = (make_booking(event, make_person(first_name=name, last_name="Moss")) for name in ("Zoë", "Max"))
    with pytest.raises(registers.RegisterNotOpen, match="meets again until Monday 11 May 2026"):
        registers.close(event, by=TESTER, at=NOW, leave_unrecorded=True)
    after = day(event, 2).ends_at
    mark(event, 0, {zoe: ATTENDED, max_: ABSENT})
    mark(event, 1, {max_: ABSENT})
    sentence = "No mark yet on Monday 4 May 2026 for Zoë Moss; on Monday 11 May 2026 for Max Moss, Zoë Moss. Mark them"
    with pytest.raises(registers.MarksMissing, match=sentence):
        registers.close(event, by=TESTER, at=after)
    assert registers.close(event, by=TESTER, at=after, leave_unrecorded=True).status == Event.Status.HELD
    assert (in_all(zoe), in_all(max_)) == (PART, "")
    assert said_of("registers.close") == [{"not_recorded": 3}]


def test_an_event_with_one_mark_is_not_called_off_though_nothing_adds_up_yet(event: Event) -> None:
    booking = make_booking(event)
    mark(event, 0, {booking: ABSENT})
    assert in_all(booking) == ""
    with pytest.raises(programme.EventNotChangeable, match="took place"):
        programme.cancel(event, by=TESTER, at=NOW, reason="Snow")


# Other dates, another rule


def test_another_rule_counts_again_and_says_so_on_the_trail(event: Event) -> None:
    late, part, other = make_booking(event), make_booking(event), make_booking(event)
    after = NOW + timedelta(days=8)
    for number in range(3):
        mark(event, number, {late: Mark(minutes_late=30), part: PART, other: ATTENDED}, at=after)
    programme.change(event, by=TESTER, at=after, grace_minutes=30)
    assert (in_all(late), in_all(part)) == (ATTENDED, PART)
    programme.change(event, by=TESTER, at=after, grace_minutes=29)
    assert in_all(late) == PART
    assert said_of("registers.count_again") == [
        {"was": "part", "now": "attended"},
        {"was": "attended", "now": "part"},
    ]


def test_another_grace_counts_one_date_again() -> None:
    event = make_event(days=-1)
    late, part = make_booking(event), make_booking(event)
    registers.mark(event, {late.pk: Mark(minutes_late=30), part.pk: PART}, by=TESTER, at=NOW)
    programme.change(event, by=TESTER, at=NOW, grace_minutes=30)
    late.refresh_from_db()
    part.refresh_from_db()
    assert (mark_of(late), mark_of(part)) == (Mark(ATTENDED, 30), Mark(PART))


def test_fewer_dates_to_attend_and_one_date_more_count_again(event: Event) -> None:
    booking = make_booking(event)
    mark(event, 0, {booking: ATTENDED})
    mark(event, 1, {booking: ATTENDED})
    programme.change(event, by=TESTER, at=NOW, enough_dates=2)
    assert in_all(booking) == ATTENDED
    programme.change(event, by=TESTER, at=NOW, enough_dates=None)
    assert in_all(booking) == PART
    programme.change(event, by=TESTER, at=NOW, meets_on=event.meets_on[:2])
    assert in_all(booking) == ATTENDED


def test_nobody_is_asked_to_attend_more_dates_than_there_are(event: Event) -> None:
    for meets_on in (None, event.meets_on, event.meets_on[:2]):
        with pytest.raises(dates.DatesNotKept, match="nobody can attend 4 of them"):
            programme.change(event, by=TESTER, at=NOW, meets_on=meets_on, enough_dates=4)
    for enough in (1, 2):
        with pytest.raises(dates.DatesNotKept, match="meets once"):
            programme.change(make_event(), by=TESTER, at=NOW, enough_dates=enough)


def test_a_date_with_marks_is_neither_dropped_nor_put_off(event: Event) -> None:
    mark(event, 1, {make_booking(event): ABSENT})
    first, second, third = event.meets_on
    with pytest.raises(dates.DatesNotKept, match="marked on Monday 4 May 2026"):
        programme.change(event, by=TESTER, at=NOW, meets_on=[first, third])
    later = EventDate(held_on=second.held_on, starts_time=time(12, 1), ends_time=time(16))
    with pytest.raises(programme.EventNotChangeable, match="a date that would be still to come"):
        programme.change(event, by=TESTER, at=NOW, meets_on=[first, later, third])
    sooner = EventDate(held_on=second.held_on, starts_time=time(8), ends_time=time(16))
    programme.change(event, by=TESTER, at=NOW, meets_on=[first, sooner, third])
    assert DateAttendance.objects.get().date.starts_time == time(8)


def test_one_stretch_with_marks_gets_no_dates() -> None:
    event = make_event(days=-1)
    make_booking(event, outcome="attended")
    two = [EventDate(held_on=NOW.date() + timedelta(days), starts_time=time(9), ends_time=time(10)) for days in (-1, 3)]
    with pytest.raises(dates.DatesNotKept, match="before it has dates"):
        programme.change(event, by=TESTER, at=NOW, meets_on=two)


# What waits for somebody


def test_a_register_waits_while_a_mark_is_missing_on_a_date_that_has_begun(event: Event) -> None:
    one, two = make_booking(event), make_booking(event)
    registers.add_walk_in(event, make_person(), by=TESTER, at=NOW, on=day(event, 1))

    def waiting(at: datetime = NOW) -> list[tuple[int, int]]:
        listed = attention.with_marks(attention.registers_to_close(at=at), at=at)
        return [(row["unmarked"], row["expected"]) for row in map(vars, listed)]

    assert waiting() == [(2, 3)]
    mark(event, 0, {one: ATTENDED, two: ATTENDED})
    mark(event, 1, {one: ATTENDED})
    assert waiting() == [(1, 3)]
    mark(event, 1, {two: ABSENT})
    assert waiting() == []
    assert waiting(day(event, 2).starts_at) == [(2, 3)]
    mark(event, 2, {one: ATTENDED, two: ABSENT}, at=NOW + timedelta(days=8))
    assert waiting(day(event, 2).starts_at) == [(0, 3)]


@pytest.mark.parametrize("on", [None, 0])
def test_many_are_marked_in_as_few_statements_as_few(on: int | None, django_assert_num_queries: Any) -> None:
    counts = []
    for people in (3, 30):
        event = make_event_on(-7, 0) if on is not None else make_event(days=-1)
        bookings = [make_booking(event) for _ in range(people)]
        said = [Mark(ATTENDED), Mark(ABSENT), Mark(minutes_late=20)]
        marked = {booking.pk: said[number % 3] for number, booking in enumerate(bookings)}
        with django_assert_num_queries(100, exact=False) as asked:
            registers.mark(event, marked, by=TESTER, at=NOW, on=None if on is None else day(event, on))
        counts.append(len(asked))
        assert [line.mark.attendance for line in marks.lines(event, event.meets_on[on] if on is not None else None)]
    assert counts[0] == counts[1] <= 14


def test_a_records_package_says_again_what_is_marked_by_date_and_nothing_else(event: Event, tmp_path: Path) -> None:
    person = make_person(code="p9")
    mark(event, 0, {make_booking(event, person): ATTENDED})
    absent = make_booking(event, make_person(code="p8"))
    mark_all(event, absent, APOLOGIES, APOLOGIES, APOLOGIES)
    same = [("p9", "part-attended"), ("p8", "did-not-attend")]
    rows = [{"event": event.code, "person": who, "outcome": outcome} for who, outcome in same]
    import_package(as_folder(tmp_path, {"bookings": rows}), by=TESTER, at=NOW)
    assert (in_all(event.bookings.get(person=person)), in_all(absent)) == (PART, APOLOGIES)
    for outcome in ("attended", "booked", "cancelled"):
        with pytest.raises(PackageRefused, match="marked date by date, expected what its register says"):
            import_package(as_folder(tmp_path, {"bookings": [rows[0] | {"outcome": outcome}]}), by=TESTER, at=NOW)
    assert in_all(event.bookings.get(person=person)) == PART


def test_a_page_that_shows_a_date_where_it_was_marks_nobody_early(event: Event) -> None:
    """The date was put off to the evening after the page was drawn: its register isn't open yet."""
    booking, shown = make_booking(event), day(event, 2)
    on = [
        EventDate(held_on=date.held_on, starts_time=date.starts_time, ends_time=date.ends_time)
        for date in event.meets_on
    ]
    on[2].starts_time, on[2].ends_time = time(18), time(20)
    programme.change(event, by=TESTER, at=NOW, meets_on=on)
    with pytest.raises(registers.RegisterNotOpen, match="has not begun"):
        registers.mark(event, {booking.pk: ATTENDED}, by=TESTER, at=NOW + timedelta(days=7), on=shown)
    assert registers.mark(event, {booking.pk: ATTENDED}, by=TESTER, at=NOW + timedelta(days=8), on=shown) == 1
