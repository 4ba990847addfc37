"""Workshops: which go on together, and that nobody has a place in one who has none on its conference."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from core.models import AuditEntry, OutgoingMail
from events import bookings, choices, eligibility, programme, registers, waiting, workshops
from events.models import Booking, Event, Policy, WorkshopChoice
from people.models import Person
from tests.makers import (
    NOW,
    TESTER,
    make_agency,
    make_booking,
    make_conference,
    make_event,
    make_person,
    make_workshop,
)

pytestmark = pytest.mark.django_db
State = Booking.State


def delegate(conference: Event, *places: Event, waits: tuple[Event, ...] = (), person: Person | None = None) -> Booking:
    """Somebody booked on the conference who has those places and waits for those."""
    booking = make_booking(conference, person)
    return choices.choose(booking, places, waits, by=TESTER, at=NOW) if places or waits else booking


def had(booking: Booking) -> list[tuple[str, str]]:
    """What the booking's person ever had in workshops, in the order of the day: each with the state that it is in."""
    parts = Booking.objects.filter(part_of=booking).order_by("event__starts_time", "event").select_related("event")
    return [(part.event.title, part.state) for part in parts]


def test_workshops_that_go_on_together_are_a_block() -> None:
    conference = make_conference()
    first, second, third = (make_workshop(conference, hour) for hour in (11, 11, 14))
    touching = make_workshop(conference, 12)
    whole_day = make_workshop(conference, 11, title="All day", ends_time=time(16))
    found = workshops.blocks([third, whole_day, second, touching, first])
    assert found == [[first, second, whole_day], [touching], [third]]


@pytest.mark.parametrize("hours", [[], [11], [9, 9, 9], [9, 10, 11]])
def test_each_workshop_is_in_one_block(hours: list[int]) -> None:
    conference = make_conference()
    made = [make_workshop(conference, hour) for hour in hours]
    found = workshops.blocks(made)
    assert sorted(workshop.pk for block in found for workshop in block) == [workshop.pk for workshop in made]
    assert len(found) == len(set(hours))


def test_a_workshop_that_neither_goes_on_nor_ends_is_a_block_of_its_own() -> None:
    conference = make_conference()
    assert (
        len(workshops.blocks([make_workshop(conference, 11, ends_time=time(11)), make_workshop(conference, 12)])) == 2
    )


def test_cancelling_the_conference_gives_the_workshops_to_who_waits_there() -> None:
    conference = make_conference()
    morning, noon = make_workshop(conference), make_workshop(conference, 14)
    booking = delegate(conference, morning, noon)
    waits = delegate(conference, waits=(morning, noon))
    at = conference.starts_at - timedelta(hours=1)
    bookings.cancel(booking, by=TESTER, at=at, reason="Court")
    assert had(booking) == [(morning.title, State.CANCELLED), (noon.title, State.CANCELLED)]
    assert had(waits) == [(morning.title, State.CONFIRMED), (noon.title, State.CONFIRMED)]
    booking.refresh_from_db()
    parts = Booking.objects.filter(part_of=booking)
    assert (booking.cancelled_late, set(parts.values_list("cancelled_late", "reason"))) == (True, {(False, "Court")})
    posted = OutgoingMail.objects.filter(due_at=at).values_list("letter", flat=True)
    assert sorted(posted) == ["booking-cancelled", "place-came-free", "place-came-free"]


def test_who_waits_for_the_conference_gets_its_place_and_no_workshop() -> None:
    conference = make_conference(places=1)
    workshop = make_workshop(conference)
    booking, waits = delegate(conference, workshop), make_booking(conference, outcome="waiting")
    bookings.cancel(booking, by=TESTER, at=NOW)
    waits.refresh_from_db()
    assert (waits.state, had(waits), workshop.bookings.live().count()) == (State.CONFIRMED, [], 0)


def test_a_colleague_takes_over_the_places_the_ranked_choices_and_no_waiting() -> None:
    conference = make_conference()
    morning, noon = make_workshop(conference), make_workshop(conference, 14)
    delegate(conference, noon)
    booking = delegate(conference, morning, waits=(noon,))
    WorkshopChoice.objects.create(booking=booking, workshop=noon, rank=1)
    waits = delegate(conference, waits=(morning,))
    taken = bookings.substitute(booking, make_person(), by=TESTER, at=NOW)
    assert had(booking) == [(morning.title, State.CANCELLED), (noon.title, State.CANCELLED)]
    assert had(taken) == [(morning.title, State.CONFIRMED)]
    assert had(waits) == [(morning.title, State.WAITING)]
    own = taken.parts.get()
    assert (own.person, own.agency, own.replaces) == (taken.person, taken.agency, booking.parts.get(event=morning))
    assert list(taken.workshop_choices.values_list("workshop", "rank")) == [(noon.pk, 1)]
    assert AuditEntry.objects.filter(verb="workshops.take_over").count() == 1
    posted = OutgoingMail.objects.exclude(letter="workshops-chosen").values_list("letter", flat=True)
    assert sorted(posted) == ["booking-made", "place-passed-on"]


def test_a_place_that_the_colleague_has_already_passes_on() -> None:
    conference = make_conference()
    workshop = make_workshop(conference, places=2)
    booking, colleague = delegate(conference, workshop), make_person()
    make_booking(workshop, colleague)
    waits = delegate(conference, waits=(workshop,))
    taken = bookings.substitute(booking, colleague, by=TESTER, at=NOW)
    assert (had(taken), had(waits)) == ([], [(workshop.title, State.CONFIRMED)])


def test_another_date_gives_the_workshops_back() -> None:
    conference = make_conference()
    workshop = make_workshop(conference)
    booking, waits = delegate(conference, workshop), delegate(conference, waits=(workshop,))
    taken = bookings.transfer(booking, make_event(course=conference.course, days=60), by=TESTER, at=NOW)
    assert (had(booking), had(taken)) == ([(workshop.title, State.CANCELLED)], [])
    assert had(waits) == [(workshop.title, State.CONFIRMED)]


def test_a_called_off_conference_calls_off_its_workshops_with_one_letter_each() -> None:
    conference = make_conference()
    workshop, draft = make_workshop(conference), make_workshop(conference, status="draft")
    booking, waits = delegate(conference, workshop), delegate(conference, waits=(workshop,))
    OutgoingMail.objects.all().delete()
    programme.cancel(conference, by=TESTER, at=NOW, reason="Snow")
    for event in (workshop, draft):
        event.refresh_from_db()
        assert (event.status, event.cancelled_at, event.cancel_reason) == (Event.Status.CANCELLED, NOW, "Snow")
    assert [state for part in (booking, waits) for _, state in had(part)] == [State.CANCELLED, State.CANCELLED]
    assert list(OutgoingMail.objects.values_list("letter", flat=True)) == ["event-cancelled", "event-cancelled"]


def test_a_called_off_workshop_leaves_the_conference_alone() -> None:
    conference = make_conference()
    booking = delegate(conference, make_workshop(conference))
    programme.cancel(booking.parts.get().event, by=TESTER, at=NOW, reason="The speaker is ill")
    booking.refresh_from_db()
    assert (booking.state, booking.parts.get().state) == (State.CONFIRMED, State.CANCELLED)


def test_marks_on_a_workshop_say_that_its_conference_took_place() -> None:
    conference = make_conference()
    delegate(conference, workshop := make_workshop(conference))
    Booking.objects.filter(event=workshop).update(attendance=Booking.Attendance.ATTENDED)
    with pytest.raises(programme.EventNotChangeable, match="took place"):
        programme.cancel(conference, by=TESTER, at=NOW, reason="Snow")


def test_waiting_for_a_workshop_that_begins_lapses() -> None:
    conference = make_conference()
    delegate(conference, workshop := make_workshop(conference))
    waits = delegate(conference, waits=(workshop,))
    assert waiting.lapse_begun(at=conference.starts_at) == 0
    assert waiting.lapse_begun(at=workshop.starts_at) == 1
    assert had(waits) == [(workshop.title, State.LAPSED)]


def test_a_place_that_came_free_is_taken_instead_of_another_and_that_passes_on() -> None:
    conference = make_conference()
    first, second, third = (make_workshop(conference) for _ in range(3))
    other_time = make_workshop(conference, 14)
    leaves = delegate(conference, first)
    one = delegate(conference, second, other_time, waits=(first,))
    two = delegate(conference, third, waits=(second,))
    choices.choose(leaves, [], by=TESTER, at=NOW)
    assert had(one) == [
        (first.title, State.CONFIRMED),
        (second.title, State.CANCELLED),
        (other_time.title, State.CONFIRMED),
    ]
    assert had(two) == [(second.title, State.CONFIRMED), (third.title, State.CANCELLED)]
    assert third.bookings.live().count() == 0


def test_a_ring_of_people_who_would_change_places_is_no_endless_one() -> None:
    """Nobody gives up a place without having another, so a ring waits until a place comes free from outside."""
    conference = make_conference()
    first, second = make_workshop(conference, places=2), make_workshop(conference, places=2)
    both = [delegate(conference, first), delegate(conference, first)]
    others = [delegate(conference, second), delegate(conference, second)]
    for booking in both:
        choices.choose(booking, [first], [second], by=TESTER, at=NOW)
    for booking in others:
        choices.choose(booking, [second], [first], by=TESTER, at=NOW)
    programme.change(first, by=TESTER, at=NOW, places=3)
    held = {part.event_id for part in Booking.objects.filter(part_of__in=others, state=State.CONFIRMED)}
    assert held == {first.pk}
    assert {part.event_id for part in Booking.objects.filter(part_of__in=both, state=State.CONFIRMED)} == {second.pk}
    assert not Booking.objects.filter(state=State.WAITING).exists()


def test_a_manager_gives_a_free_place_and_what_goes_on_at_that_time_is_left() -> None:
    conference = make_conference()
    first, second = make_workshop(conference, cut_off_hours=24 * 60), make_workshop(conference)
    delegate(conference, first)
    booking = delegate(conference, second, waits=(first,))
    Event.objects.filter(pk=first.pk).update(places=2)
    waiting.give_place(booking.parts.get(event=first), by=TESTER, at=NOW, reason="She speaks there")
    assert had(booking) == [(first.title, State.CONFIRMED), (second.title, State.CANCELLED)]


def test_a_workshop_s_list_offers_nothing_for_a_time() -> None:
    conference = make_conference()
    workshop = make_workshop(conference, offer_hours=48)
    booking, waits = delegate(conference, workshop), delegate(conference, waits=(workshop,))
    choices.choose(booking, [], by=TESTER, at=NOW)
    assert had(waits) == [(workshop.title, State.CONFIRMED)]


def test_a_workshop_is_never_late_never_charged_and_no_absence() -> None:
    Policy.objects.create(starts_on=NOW.date(), suspends_after=1, place_price=150, late_charge=50)
    conference = make_conference()
    workshop = make_workshop(conference, course=make_event().course)
    person = make_person(agency=make_agency(contributes=False))
    part = delegate(conference, workshop, person=person).parts.get()
    assert part.price == 0
    part = bookings.cancel(part, by=TESTER, at=workshop.starts_at - timedelta(minutes=1))
    assert part.cancelled_late is False
    gone = make_workshop(make_conference(days=-9), status="held", register_closed_at=NOW)
    make_booking(gone, person, outcome="did-not-attend")
    assert eligibility.why_not(make_event(days=50), person, at=NOW) is None


def test_a_place_in_a_workshop_is_not_passed_on_and_stands_in_no_diary() -> None:
    conference = make_conference()
    booking = delegate(conference, make_workshop(conference))
    part = booking.parts.get()
    other = make_conference(course=conference.course)
    moves: list[Callable[[], Booking]] = [
        lambda: bookings.substitute(part, make_person(), by=TESTER, at=NOW),
        lambda: bookings.transfer(part, other, by=TESTER, at=NOW),
    ]
    for move in moves:
        with pytest.raises(bookings.NotPassedOn, match="go with the booking on the conference"):
            move()
    assert bookings.transfer(booking, other, by=TESTER, at=NOW).state == State.CONFIRMED


def test_who_came_to_a_workshop_unplanned_came_to_its_conference() -> None:
    conference = make_conference()
    booking, workshop = make_booking(conference), make_workshop(conference)
    walk_in = registers.add_walk_in(workshop, booking.person, by=TESTER, at=workshop.starts_at)
    assert (walk_in.part_of, walk_in.unscheduled, walk_in.held_place) == (booking, True, False)
    with pytest.raises(registers.NotOnRegister, match="add them there first"):
        registers.add_walk_in(workshop, make_person(), by=TESTER, at=workshop.starts_at)


def test_the_booking_on_the_conference_is_found_for_an_imported_place_too() -> None:
    conference = make_conference()
    booking = make_booking(conference)
    imported = make_booking(make_workshop(conference), booking.person)
    stray = make_booking(make_workshop(conference))
    assert [workshops.whole_of(each) for each in (imported, stray, booking)] == [booking, stray, booking]
    bookings.cancel(booking, by=TESTER, at=NOW)
    imported.refresh_from_db()
    assert imported.state == State.CANCELLED
