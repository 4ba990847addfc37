"""Packages about what is still to come: every row is a move that exists, on the trail, with the letter of the site."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from core import mail
from core.models import AuditEntry, OutgoingMail
from events import bookings, policies
from events.models import Booking, Event, Policy
from people.models import Person
from tests.config.coming import BEFORE, LATER, Packages, event_row, letters, row_of, somebody, trail
from tests.makers import (
    NOW,
    TESTER,
    make_agency,
    make_booking,
    make_event,
    make_person,
)

pytestmark = pytest.mark.django_db
OUTCOMES = ("booked", "waiting", "cancelled", "cancelled-late")

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
        packages.take_in(events=[event_row(event, places=3)], bookings=[row_of(event, cat, "booked")])
        assert [booking.state for booking in event.bookings.filter(pk__in=[each.pk for each in waits])] == [
            "confirmed",
            "waiting",
        ]

    def test_who_waits_beside_the_place_of_who_is_said_to_wait_is_no_reason_to_take_it(
        self, packages: Packages
    ) -> None:
        event, ann, ben = make_event(places=1), somebody("ann"), somebody("ben")
        make_booking(event, ann)
        said = [row_of(event, ann, "waiting"), row_of(event, ben, "booked")]
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
