"""Packages about what is still to come: every row is a move that exists, on the trail, with the letter of the site."""

from collections.abc import Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as django_mail

from config.records import SheetCount, import_package
from core import mail
from core.models import AuditEntry, OutgoingMail
from core.records.faults import PackageRefused
from events import bookings, choices, policies
from events.models import Booking, Event, Policy
from people.models import Person
from tests.config.packages import Cells, as_folder
from tests.makers import (
    NOW,
    TESTER,
    keep,
    make_agency,
    make_booking,
    make_conference,
    make_event,
    make_person,
    make_workshop,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
OUTCOMES = ("booked", "waiting", "cancelled", "cancelled-late")

BEFORE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "requested": {"state": "requested", "held_place": False, "decide_by": NOW + timedelta(days=2)},
    "waiting": {"state": "waiting", "held_place": False},
    "offered": {"state": "offered", "held_place": False, "offer_lapses_at": NOW + timedelta(days=2)},
    "confirmed": {},
    "declined": {"state": "declined", "held_place": False},
    "lapsed": {"state": "lapsed", "held_place": False, "offer_lapses_at": NOW},
    "left the list": {"state": "cancelled", "held_place": False, "cancelled_at": NOW, "cancelled_late": False},
    "gave back in time": {"state": "cancelled", "cancelled_at": NOW, "cancelled_late": False},
    "gave back late": {"state": "cancelled", "cancelled_at": NOW, "cancelled_late": True},
}
SAME = "same"
BOOKED, LISTED = "confirmed, held: book, booking-made", "waiting: book, put-on-list"
FREE, LEFT = "confirmed, held: give_place, place-came-free", "cancelled: cancel, booking-cancelled"
TABLE = {
    "nothing": (BOOKED, LISTED, "cancelled, held: cancel", "cancelled, held, late: cancel"),
    "requested": (BOOKED, LISTED, LEFT, LEFT),
    "waiting": (FREE, SAME, LEFT, LEFT),
    "offered": (BOOKED, SAME, LEFT, LEFT),
    "confirmed": (
        SAME,
        SAME,
        "cancelled, held: cancel, booking-cancelled",
        "cancelled, held, late: cancel, booking-cancelled",
    ),
    "declined": (f"anew {BOOKED}", f"anew {LISTED}", SAME, SAME),
    "lapsed": (f"anew {BOOKED}", f"anew {LISTED}", SAME, SAME),
    "left the list": (f"anew {BOOKED}", f"anew {LISTED}", SAME, SAME),
    "gave back in time": (f"anew {BOOKED}", f"anew {LISTED}", SAME, SAME),
    "gave back late": (f"anew {BOOKED}", f"anew {LISTED}", SAME, SAME),
}
"""What becomes of a booking made here, by how it stood and what is said: its state, the trail, the letter."""


class Packages:
    """Whoever takes in small packages a day after the tests' now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take_in(self, **files: Sequence[Cells]) -> list[SheetCount]:
        for old in self.folder.glob("package/*.csv"):
            old.unlink()
        return import_package(as_folder(self.folder, files), by=TESTER, at=LATER)

    def say(self, *rows: tuple[Event, Person, str]) -> SheetCount:
        """Only what became of bookings."""
        (count,) = self.take_in(bookings=[_row(*row) for row in rows])
        return count

    def refuse(self, **files: Sequence[Cells]) -> str:
        with pytest.raises(PackageRefused) as refused:
            self.take_in(**files)
        return str(refused.value)


def _row(event: Event, person: Person, outcome: str) -> Cells:
    return {"event": event.code, "person": person.code, "outcome": outcome}


def _event(event: Event, **changes: object) -> Cells:
    """The event as a package would say it, but for some cells."""
    said = {"code": event.code, "course": event.course.code, "status": "planned"}
    starts = f"{event.starts_on}T{event.starts_time:%H:%M}"
    return said | {"starts": starts, "ends": f"{event.ends_on}T{event.ends_time:%H:%M}"} | changes


def somebody(code: str) -> Person:
    return make_person(code=code)


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    return Packages(tmp_path)


def trail(*rows: Booking | Event) -> list[str]:
    subjects = [f"events.{type(row).__name__.lower()}:{row.pk}" for row in rows]
    return list(AuditEntry.objects.filter(subject__in=subjects).order_by("pk").values_list("verb", flat=True))


def letters(*bookings: Booking) -> list[str]:
    rows = OutgoingMail.objects.order_by("pk")
    return [row.letter for row in rows if row.about["booking"] in [booking.pk for booking in bookings]]


class TestTable:
    """Every pair of how a booking stood and what is said of it."""

    @pytest.fixture
    def pairs(self) -> dict[tuple[str, str], tuple[Event, Person, Booking | None]]:
        """A person each on an event each, whose list has stopped moving; all under a policy of ours."""
        policy, found = Policy.objects.create(starts_on=NOW.date(), late_charge=25), {}
        agency = make_agency()
        for before, fields in BEFORE.items():
            for outcome in OUTCOMES:
                event = make_event(places=5, cut_off_hours=2000)
                person = make_person(code=f"{before} {outcome}", agency=agency)
                new = before == "nothing"
                found[before, outcome] = (
                    event, person, None if new else make_booking(event, person, policy=policy, **fields)
                )  # fmt: skip
        return found

    def test_each_pair_becomes_what_it_should(
        self, packages: Packages, pairs: dict[tuple[str, str], tuple[Event, Person, Booking | None]]
    ) -> None:
        rows = [(event, person, outcome) for (_, outcome), (event, person, _) in pairs.items()]
        packages.say(*rows)
        found = {before: tuple(self.outcome_of(*pairs[before, said]) for said in OUTCOMES) for before in BEFORE}
        assert found == TABLE
        acts, posted = AuditEntry.objects.count(), OutgoingMail.objects.count()
        again = packages.say(*rows)
        assert (again.added, again.updated, again.unchanged) == (0, 0, len(rows))
        assert (AuditEntry.objects.count(), OutgoingMail.objects.count()) == (acts, posted)

    @staticmethod
    def outcome_of(event: Event, person: Person, before: Booking | None) -> str:
        booking = event.bookings.latest("pk")
        verbs = [verb.removeprefix("records.") for verb in trail(booking)]
        marks = {"held": booking.held_place, "late": booking.cancelled_late}
        state = ", ".join([booking.state, *(word for word, is_so in marks.items() if is_so)])
        if not verbs:
            assert booking == before
            assert {name: getattr(booking, name) for name in vars(before) if name[0] != "_"} == {
                name: value for name, value in vars(before).items() if name[0] != "_"
            }
            assert not letters(booking)
            return SAME
        anew = "anew " if before and before.pk != booking.pk else ""
        return f"{anew}{state}: {', '.join([*verbs, *letters(booking)])}"

    def test_who_waits_is_asked_for_no_approval_any_more(self, packages: Packages) -> None:
        event, ann = make_event(cut_off_hours=2000), somebody("ann")
        asked = make_booking(event, ann, **BEFORE["requested"])
        packages.say((event, ann, "waiting"))
        asked.refresh_from_db()
        assert (asked.state, asked.decide_by) == ("waiting", None)

    def test_what_was_said_in_vain_is_told(self, packages: Packages) -> None:
        event, ann, ben = make_event(), somebody("ann"), somebody("ben")
        make_booking(event, ann)
        make_booking(event, ben, **BEFORE["declined"])
        assert packages.say((event, ann, "waiting"), (event, ben, "cancelled")).notes == (
            "1 row said waiting of who has a place, or the offer of one: it stays theirs, unless the file says "
            "cancelled.",
            "1 row said cancelled of who only asked for a place, and has none: what became of that stays on record.",
        )

    def test_a_package_corrects_what_a_package_said_and_the_trail_says_what(self, packages: Packages) -> None:
        event, ann = make_event(), somebody("ann")
        booking = make_booking(event, ann, outcome="cancelled")
        assert packages.say((event, ann, "cancelled-late")).updated == 1
        booking.refresh_from_db()
        entry = AuditEntry.objects.get(verb="records.correct")
        assert (booking.cancelled_late, booking.cancelled_at, entry.details) == (
            True,
            NOW,
            {"fields": "cancelled_late"},
        )


class TestTheListMoves:
    def test_a_place_given_back_goes_to_who_waits(self, packages: Packages) -> None:
        event, ann = make_event(places=1), somebody("ann")
        held, waits = make_booking(event, ann), make_booking(event, outcome="waiting")
        packages.say((event, ann, "cancelled"))
        waits.refresh_from_db()
        assert (waits.state, trail(waits), letters(waits)) == ("confirmed", ["waiting.promote"], ["place-came-free"])
        assert (trail(held), letters(held)) == (["records.cancel"], ["booking-cancelled"])

    def test_or_is_offered_where_places_are(self, packages: Packages) -> None:
        event, ann = make_event(places=1, offer_hours=24), somebody("ann")
        make_booking(event, ann)
        waits = make_booking(event, outcome="waiting")
        packages.say((event, ann, "cancelled-late"))
        waits.refresh_from_db()
        assert (waits.state, waits.offer_lapses_at) == ("offered", LATER + timedelta(hours=24))

    def test_a_place_that_another_row_gives_away_is_not_given_twice(self, packages: Packages) -> None:
        """Whichever stands first: the list moves when all is said."""
        event, ann, cat = make_event(places=1), somebody("ann"), somebody("cat")
        held, waits = make_booking(event, ann), make_booking(event, outcome="waiting")
        for rows in ([(event, ann, "cancelled"), (event, cat, "booked")], [(event, cat, "cancelled")]):
            packages.say(*rows)
            waits.refresh_from_db()
            held.refresh_from_db()
            assert (held.state, waits.state) == ("cancelled", "confirmed" if len(rows) == 1 else "waiting")

    def test_more_places_move_it_after_the_rows_that_take_them(self, packages: Packages) -> None:
        event, cat = make_event(places=1), somebody("cat")
        make_booking(event)
        waits = [make_booking(event, outcome="waiting") for _ in range(2)]
        packages.take_in(events=[_event(event, places=3)], bookings=[_row(event, cat, "booked")])
        assert [booking.state for booking in event.bookings.filter(pk__in=[each.pk for each in waits])] == [
            "confirmed",
            "waiting",
        ]

    def test_who_waits_beside_the_place_of_who_is_said_to_wait_is_no_reason_to_take_it(
        self, packages: Packages
    ) -> None:
        event, ann, ben = make_event(places=1), somebody("ann"), somebody("ben")
        make_booking(event, ann)
        said = [_row(event, ann, "waiting"), _row(event, ben, "booked")]
        assert packages.refuse(bookings=said).startswith("bookings:3:outcome: “")


class TestNobodyWhoOnlyWaited:
    @pytest.fixture
    def waits(self) -> Booking:
        """Somebody on a full event's list, booked here, where giving a place back late costs £25."""
        Policy.objects.create(starts_on=NOW.date(), late_charge=25, notice_days=60)
        event = make_event(places=1)
        bookings.book(event, make_person(), by=TESTER, at=NOW)
        return bookings.book(event, somebody("ann"), by=TESTER, at=NOW)

    @pytest.mark.parametrize("outcome", ["cancelled", "cancelled-late"])
    @pytest.mark.parametrize("is_past", [False, True])
    def test_is_late_booked_or_charged(self, packages: Packages, waits: Booking, outcome: str, is_past: bool) -> None:
        event = waits.event
        if is_past:
            Event.objects.filter(pk=event.pk).update(starts_on=NOW.date(), ends_on=NOW.date())
            Booking.objects.filter(pk=waits.pk).update(state="lapsed")
        packages.say((event, waits.person, outcome))
        waits.refresh_from_db()
        assert (waits.state, waits.held_place) == ("lapsed" if is_past else "cancelled", False)
        assert not waits.cancelled_late
        assert policies.charge(waits) == 0

    def test_nor_who_left_the_list_of_what_is_over(self, packages: Packages, waits: Booking) -> None:
        bookings.cancel(waits, by=TESTER, at=NOW)
        Event.objects.filter(pk=waits.event_id).update(starts_on=NOW.date(), ends_on=NOW.date())
        packages.say((waits.event, waits.person, "cancelled-late"))
        waits.refresh_from_db()
        assert (waits.held_place, waits.cancelled_late) == (False, False)

    def test_one_who_held_a_place_is_late_as_the_package_says(self, packages: Packages, waits: Booking) -> None:
        held = waits.event.bookings.earliest("pk")
        Person.objects.filter(pk=held.person_id).update(code="ben")
        held.refresh_from_db()
        packages.say((held.event, held.person, "cancelled-late"))
        held.refresh_from_db()
        assert held.cancelled_late
        assert policies.charge(held) == 25

    def test_late_or_not_was_fixed_when_it_was_cancelled_here(self, packages: Packages, waits: Booking) -> None:
        held = waits.event.bookings.earliest("pk")
        Person.objects.filter(pk=held.person_id).update(code="ben")
        bookings.cancel(held, by=TESTER, at=NOW)
        assert packages.say((held.event, Person.objects.get(code="ben"), "cancelled")).unchanged == 1
        held.refresh_from_db()
        assert held.cancelled_late is True


class TestLetters:
    def test_who_comes_in_together_with_the_event_knows_of_it(self, packages: Packages) -> None:
        course, people = make_event().course, [somebody(code) for code in ("ann", "ben", "cat")]
        rows = [{"event": "new", "person": person.code, "outcome": "booked"} for person in people[:2]]
        times = {"starts": "2026-06-03T09:30", "ends": "2026-06-03T16:30", "status": "planned", "places": 5}
        packages.take_in(events=[{"code": "new", "course": course.code, **times}], bookings=rows)
        event = Event.objects.get(code="new")
        assert (set(trail(*event.bookings.all())), OutgoingMail.objects.count()) == ({"records.book"}, 0)
        packages.say((event, people[2], "booked"))
        news = event.bookings.get(person=people[2])
        assert (letters(news), news.news_at) == (["booking-made"], LATER)

    def test_what_is_over_writes_to_nobody_and_leaves_the_trail_to_the_package(self, packages: Packages) -> None:
        event, ann = make_event(days=-3), somebody("ann")
        booking = make_booking(event, ann)
        packages.say((event, ann, "did-not-attend"))
        assert (trail(booking), letters(booking)) == ([], [])

    def test_who_is_booked_before_they_took_the_offer_has_news(self, packages: Packages) -> None:
        event, ann = make_event(), somebody("ann")
        offered = make_booking(event, ann, **BEFORE["offered"])
        packages.say((event, ann, "booked"))
        offered.refresh_from_db()
        assert (offered.state, offered.news_at) == ("confirmed", LATER)

    def test_who_comes_by_a_place_as_soon_as_they_wait_gets_one_letter(self, packages: Packages) -> None:
        event, ann = make_event(), somebody("ann")
        packages.say((event, ann, "waiting"))
        assert letters(event.bookings.get()) == ["put-on-list", "place-came-free"]
        mail.send_due(at=LATER)
        (sent,) = django_mail.outbox
        assert sent.subject.startswith("A place came free")


class TestAChangedEvent:
    def test_offers_and_requests_end_in_time_and_people_are_told(self, packages: Packages) -> None:
        event = make_event(cut_off_hours=24, places=9)
        late = event.starts_at - timedelta(hours=30)
        offered = make_booking(event, **BEFORE["offered"] | {"offer_lapses_at": late})
        asked = make_booking(event, **BEFORE["requested"] | {"decide_by": late})
        booked = make_booking(event)
        days = {name: f"{event.starts_on - timedelta(days=3)}" for name in ("starts", "ends")}
        cells = _event(event, starts=f"{days['starts']}T09:30", ends=f"{days['ends']}T16:30")
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
        packages.take_in(events=[_event(event, title="Another")])
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
        own = _event(workshop, parent=conference.code, starts=f"{day}T14:00", ends=f"{day}T15:00")
        packages.take_in(events=[*([own] if is_named else []), _event(conference, **moved)])
        workshop.refresh_from_db()
        assert (workshop.starts_on, workshop.starts_time) == (day, time(14) if is_named else time(11))

    def test_a_workshop_left_outside_its_conference_is_a_fault_of_the_row(self, packages: Packages) -> None:
        conference = make_conference()
        workshop = make_workshop(conference, hour=11)
        outside = _event(workshop, starts=f"{workshop.starts_on}T17:00", ends=f"{workshop.starts_on}T18:00")
        assert "events:2:starts: Workshop" in packages.refuse(events=[outside])
        workshop.refresh_from_db()
        assert workshop.starts_time == time(11)

    def test_places_that_its_mix_does_not_fit_are_a_fault_of_the_row(self, packages: Packages) -> None:
        event = make_event(places=9)
        keep(event, 6, make_agency())
        assert packages.refuse(events=[_event(event, places=4)]).startswith("events:2:")

    def test_what_took_place_is_not_put_off(self, packages: Packages) -> None:
        event = make_event(days=-3)
        make_booking(event, outcome="attended")
        cells = _event(event, starts="2026-06-03T09:30", ends="2026-06-03T16:30")
        assert packages.refuse(events=[cells]) == (
            "events:2:starts: found 2026-06-03T09:30 of an event that took place, for people are marked on it, "
            "expected a time that has passed."
        )

    def test_a_draft_that_is_planned_is_published_and_takes_no_bookings_before(self, packages: Packages) -> None:
        event, ann = make_event(status="draft"), somebody("ann")
        elsewhere = make_booking(make_event(course=event.course), outcome="waiting")
        assert packages.refuse(bookings=[_row(event, ann, "booked")]).startswith("bookings:2:event: “")
        packages.take_in(events=[_event(event)], bookings=[_row(event, ann, "booked")])
        assert (trail(event), letters(elsewhere)) == (["programme.publish"], ["another-date"])
        assert event.bookings.get().state == "confirmed"


class TestACancelledEvent:
    def test_is_cancelled_as_on_its_page(self, packages: Packages) -> None:
        event, ann = make_event(), somebody("ann")
        booked, waits = make_booking(event, ann), make_booking(event, outcome="waiting")
        packages.take_in(events=[_event(event, status="cancelled")], bookings=[_row(event, ann, "cancelled-late")])
        entry = AuditEntry.objects.get(verb="programme.cancel")
        assert (entry.subject, entry.details) == (f"events.event:{event.pk}", {"told": 2})
        for booking in (booked, waits):
            booking.refresh_from_db()
            assert (booking.state, booking.cancelled_late) == ("cancelled", False)
            assert (trail(booking), letters(booking)) == (["bookings.cancel"], ["event-cancelled"])

    def test_stays_cancelled_for_people_were_told(self, packages: Packages) -> None:
        event = make_event(status="cancelled", cancelled_at=NOW)
        assert packages.refuse(events=[_event(event)]) == (
            "events:2:status: found “planned” of an event that was cancelled, as people were told, expected cancelled; "
            "plan it anew under another code."
        )


class TestWorkshops:
    def test_two_at_one_time_are_a_fault_of_the_row(self, packages: Packages) -> None:
        conference, ann = make_conference(), somebody("ann")
        one, other = make_workshop(conference, code="one"), make_workshop(conference, code="other")
        rows = [_row(event, ann, "booked") for event in (conference, one, other)]
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
        said = [_row(conference, ben, on_conference)] if on_conference else []
        rows = [_row(conference, ann, "booked"), _row(workshop, ann, "booked"), _row(workshop, ben, "booked"), *said]
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
