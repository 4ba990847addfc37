"""Packages about events that are still to come: what follows is what follows from the same change on their pages."""

from datetime import time, timedelta

import pytest

from core.models import AuditEntry
from events import choices
from events.models import Booking, Event
from tests.config.coming import BEFORE, Packages, event_row, letters, row_of, somebody, trail
from tests.makers import (
    NOW,
    TESTER,
    keep,
    make_agency,
    make_booking,
    make_conference,
    make_event,
    make_workshop,
)

pytestmark = pytest.mark.django_db


class TestAChangedEvent:
    def test_offers_and_requests_end_in_time_and_people_are_told(self, packages: Packages) -> None:
        event = make_event(cut_off_hours=24, places=9)
        late = event.starts_at - timedelta(hours=30)
        offered = make_booking(event, **BEFORE["offered"] | {"offer_lapses_at": late})
        asked = make_booking(event, **BEFORE["requested"] | {"decide_by": late})
        booked = make_booking(event)
        days = {name: f"{event.starts_on - timedelta(days=3)}" for name in ("starts", "ends")}
        cells = event_row(event, starts=f"{days['starts']}T09:30", ends=f"{days['ends']}T16:30")
        packages.take_in(events=[cells])
        event.refresh_from_db()
        for booking in (offered, asked):
            booking.refresh_from_db()
        assert (offered.offer_lapses_at, asked.decide_by) == (event.list_stops_at, event.starts_at)
        assert (letters(booked), letters(offered)) == (["event-changed"], ["offer-changed"])
        assert trail(event) == ["programme.change"]
        assert packages.take_in(events=[cells])[0].unchanged == 1
        assert letters(booked) == ["event-changed"]

    def test_another_title_or_course_tells_nobody(self, packages: Packages) -> None:
        event = make_event()
        booked = make_booking(event)
        packages.take_in(events=[event_row(event, title="Another")])
        entry = AuditEntry.objects.get(verb="programme.change")
        assert (letters(booked), entry.details["fields"], entry.actor) == ([], "title", TESTER.actor_ref)

    @pytest.mark.parametrize("is_named", [False, True])
    def test_workshops_move_with_their_conference_but_where_the_package_says_when(
        self, packages: Packages, is_named: bool
    ) -> None:
        conference = make_conference()
        workshop = make_workshop(conference, hour=11)
        day = conference.starts_on + timedelta(days=7)
        moved = {"starts": f"{day}T09:30", "ends": f"{day}T16:30"}
        own = event_row(workshop, parent=conference.code, starts=f"{day}T14:00", ends=f"{day}T15:00")
        packages.take_in(events=[*([own] if is_named else []), event_row(conference, **moved)])
        workshop.refresh_from_db()
        assert (workshop.starts_on, workshop.starts_time) == (day, time(14) if is_named else time(11))

    def test_the_list_of_a_workshop_that_moved_along_goes_on_if_it_had_stopped(self, packages: Packages) -> None:
        conference = make_conference(days=2)
        workshop = make_workshop(conference, cut_off_hours=48)
        waiting = make_booking(workshop, outcome="waiting", part_of=make_booking(conference))
        day = conference.starts_on + timedelta(days=7)
        packages.take_in(events=[event_row(conference, starts=f"{day}T09:30", ends=f"{day}T16:30")])
        waiting.refresh_from_db()
        assert waiting.state == "confirmed"

    def test_a_workshop_left_outside_its_conference_is_a_fault_of_the_row(self, packages: Packages) -> None:
        conference = make_conference()
        workshop = make_workshop(conference, hour=11)
        outside = event_row(workshop, starts=f"{workshop.starts_on}T17:00", ends=f"{workshop.starts_on}T18:00")
        assert "events:2:starts: Workshop" in packages.refuse(events=[outside])
        workshop.refresh_from_db()
        assert workshop.starts_time == time(11)

    def test_places_that_its_mix_does_not_fit_are_a_fault_of_the_row(self, packages: Packages) -> None:
        event = make_event(places=9)
        keep(event, 6, make_agency())
        assert packages.refuse(events=[event_row(event, places=4)]).startswith("events:2:")

    def test_what_took_place_is_not_put_off(self, packages: Packages) -> None:
        event = make_event(days=-3)
        make_booking(event, outcome="attended")
        cells = event_row(event, starts="2026-06-03T09:30", ends="2026-06-03T16:30")
        assert packages.refuse(events=[cells]) == (
            "events:2:starts: found 2026-06-03T09:30 of an event that took place, for people are marked on it, "
            "expected a time that has passed."
        )

    def test_a_draft_that_is_planned_is_published_and_takes_no_bookings_before(self, packages: Packages) -> None:
        event, ann = make_event(status="draft"), somebody("ann")
        elsewhere = make_booking(make_event(course=event.course), outcome="waiting")
        assert packages.refuse(bookings=[row_of(event, ann, "booked")]).startswith("bookings:2:event: “")
        packages.take_in(events=[event_row(event)], bookings=[row_of(event, ann, "booked")])
        assert (trail(event), letters(elsewhere)) == (["programme.publish"], ["another-date"])
        assert event.bookings.get().state == "confirmed"


class TestANewEvent:
    def test_is_told_once_to_who_waits_for_another_date_of_its_course(self, packages: Packages) -> None:
        full = make_event(places=0)
        waits, off = make_booking(full, outcome="waiting"), make_booking(make_event(course=full.course))
        new = event_row(full, code="new")
        for _ in range(2):
            packages.take_in(events=[new, event_row(off.event, status="cancelled")])
        assert (letters(waits), letters(off)) == (["another-date"], ["event-cancelled", "another-date"])
        assert trail(Event.objects.get(code="new")) == ["programme.publish"]

    def test_is_no_news_where_it_is_past_or_cancelled_nor_to_who_comes_in_with_it(self, packages: Packages) -> None:
        full, ann = make_event(places=0), somebody("ann")
        waits = make_booking(full, outcome="waiting")
        past = {"starts": f"{NOW:%Y-%m-%d}T09:30", "ends": f"{NOW:%Y-%m-%d}T16:30", "status": "held"}
        rows = [event_row(full, code="held", **past), event_row(full, code="off", status="cancelled")]
        packages.take_in(events=rows)
        other = make_event()
        new = [event_row(other, code=code, places=0) for code in ("one", "two")]
        packages.take_in(events=new, bookings=[{"event": "one", "person": ann.code, "outcome": "waiting"}])
        assert (letters(waits), letters(*ann.bookings.all())) == ([], [])


class TestACancelledEvent:
    def test_is_cancelled_as_on_its_page(self, packages: Packages) -> None:
        event, ann = make_event(), somebody("ann")
        booked, waits = make_booking(event, ann), make_booking(event, outcome="waiting")
        packages.take_in(events=[event_row(event, status="cancelled")], bookings=[row_of(event, ann, "cancelled-late")])
        entry = AuditEntry.objects.get(verb="programme.cancel")
        assert (entry.subject, entry.details) == (f"events.event:{event.pk}", {"told": 2})
        for booking in (booked, waits):
            booking.refresh_from_db()
            assert (booking.state, booking.cancelled_late) == ("cancelled", False)
            assert (trail(booking), letters(booking)) == (["bookings.cancel"], ["event-cancelled"])

    def test_stays_cancelled_for_people_were_told(self, packages: Packages) -> None:
        event = make_event(status="cancelled", cancelled_at=NOW)
        assert packages.refuse(events=[event_row(event)]) == (
            "events:2:status: found “planned” of an event that was cancelled, as people were told, expected cancelled; "
            "plan it anew under another code."
        )


class TestWorkshops:
    def test_two_at_one_time_are_a_fault_of_the_row(self, packages: Packages) -> None:
        conference, ann = make_conference(), somebody("ann")
        one, other = make_workshop(conference, code="one"), make_workshop(conference, code="other")
        rows = [row_of(event, ann, "booked") for event in (conference, one, other)]
        assert packages.refuse(bookings=rows) == (
            "bookings:4:event: “other” goes on at the same time as “one”, where the person is booked too, expected one "
            "of them."
        )

    @pytest.mark.parametrize("on_conference", ["waiting", "cancelled", None])
    def test_nobody_is_in_one_without_a_place_on_the_conference(
        self, packages: Packages, on_conference: str | None
    ) -> None:
        conference, ann, ben = make_conference(code="whole"), somebody("ann"), somebody("ben")
        workshop = make_workshop(conference, code="part", places=5)
        make_booking(conference, ben, outcome="booked" if on_conference == "cancelled" else "waiting")
        said = [row_of(conference, ben, on_conference)] if on_conference else []
        rows = [
            row_of(conference, ann, "booked"),
            row_of(workshop, ann, "booked"),
            row_of(workshop, ben, "booked"),
            *said,
        ]
        assert packages.refuse(bookings=rows) == (
            "bookings:4:event: “part” is a workshop of “whole”, on which the person has no place, expected a booking "
            "there too."
        )

    def test_who_is_said_to_be_in_one_leaves_the_other_of_that_time_to_who_waits(self, packages: Packages) -> None:
        conference, ann = make_conference(), somebody("ann")
        one, other = make_workshop(conference), make_workshop(conference)
        delegate, waits = make_booking(conference, ann), make_booking(conference)
        choices.choose(delegate, [one], (), by=TESTER, at=NOW)
        choices.choose(waits, [], [one], by=TESTER, at=NOW)
        packages.say((other, ann, "booked"))
        assert {part.event: part.state for part in Booking.objects.live().filter(event__parent=conference)} == {
            other: "confirmed",
            one: "confirmed",
        }
        assert one.bookings.live().get().person == waits.person

    def test_who_leaves_the_conference_is_out_of_its_workshops_once(self, packages: Packages) -> None:
        conference, ann = make_conference(), somebody("ann")
        workshop = make_workshop(conference)
        choices.choose(make_booking(conference, ann), [workshop], (), by=TESTER, at=NOW)
        packages.say((conference, ann, "cancelled-late"), (workshop, ann, "cancelled-late"))
        part = workshop.bookings.get()
        assert (part.state, part.cancelled_late, trail(part)[-1]) == ("cancelled", False, "workshops.give_up")
        assert trail(part).count("records.cancel") == 0


def test_a_workshop_long_past_was_never_given_back_late(packages: Packages) -> None:
    conference, ann = make_conference(), somebody("ann")
    workshop = make_workshop(conference)
    choices.choose(make_booking(conference, ann), [workshop], (), by=TESTER, at=NOW)
    Event.objects.update(starts_on=NOW.date(), ends_on=NOW.date())
    packages.say((workshop, ann, "cancelled-late"))
    assert workshop.bookings.get().cancelled_late is False


def test_minutes_that_somebody_missed_go_with_the_mark_that_says_they_came(packages: Packages) -> None:
    event, ann = make_event(days=-3), somebody("ann")
    booking = make_booking(event, ann, outcome="part-attended", minutes_late=40)
    packages.say((event, ann, "did-not-attend"))
    booking.refresh_from_db()
    assert (booking.attendance, booking.minutes_late) == ("absent", None)
