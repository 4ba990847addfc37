"""Packages that cancel what people are still to come to, or take somebody off a conference."""

import pytest

from core.models import AuditEntry, OutgoingMail
from core.records.faults import PackageRefused
from events import choices
from events.models import Booking, Event
from people.models import Person
from tests.config.importer import LATER, Importer
from tests.config.packages import Cells
from tests.makers import NOW, TESTER, make_booking, make_conference, make_event, make_person, make_workshop

pytestmark = pytest.mark.django_db


class TestCalledOff:
    """A package that cancels what people are still to come to."""

    @pytest.fixture
    def coming(self, again: Importer) -> Event:
        """An event in a month, with one person of the package booked, one not, and one who waits."""
        course = Event.objects.all()[0].course
        event = make_event(course=course, code="soon", places=2)
        for person, outcome in (
            (Person.objects.all()[0], "booked"),
            (make_person(), "booked"),
            (make_person(), "waiting"),
        ):
            make_booking(event, person, outcome=outcome)
        return event

    def cells(self, event: Event, **changes: object) -> Cells:
        said = {"code": "soon", "course": event.course.code, "status": "cancelled"}
        when = {"starts": f"{event.starts_on}T09:30", "ends": f"{event.ends_on}T16:30"}
        return said | when | changes

    def test_everybody_on_it_is_told_once_and_nobody_is_late(self, again: Importer, coming: Event) -> None:
        for _ in range(2):
            again.bring("events", self.cells(coming))
        assert set(coming.bookings.values_list("state", "cancelled_late")) == {("cancelled", False)}
        keys = [f"event-cancelled:{booking.pk}" for booking in coming.bookings.all()]
        assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == sorted(keys)
        assert AuditEntry.objects.filter(verb="bookings.cancel", actor=TESTER.actor_ref).count() == 3

    def test_a_row_that_still_says_booked_books_nobody_on_it(self, again: Importer, coming: Event) -> None:
        again.bring("events", self.cells(coming))
        row: Cells = {"event": "soon", "person": Person.objects.all()[0].code, "outcome": "booked"}
        assert again.bring("bookings", row) == "0 0 1"
        assert not coming.bookings.live().exists()

    @pytest.mark.parametrize("names_the_workshop", [False, True])
    def test_a_conference_takes_its_workshops_with_it_in_one_letter(
        self, again: Importer, names_the_workshop: bool
    ) -> None:
        conference = make_conference(code="soon")
        workshop, delegate, waits = make_workshop(conference, code="one"), make_booking(conference), make_person()
        choices.choose(delegate, [workshop], (), by=TESTER, at=NOW)
        choices.choose(make_booking(conference, waits), [], [workshop], by=TESTER, at=NOW)
        OutgoingMail.objects.all().delete()
        when = {"starts": f"{workshop.starts_on}T11:00", "ends": f"{workshop.ends_on}T12:00"}
        row = self.cells(conference, code="one", parent="soon", **when)
        again.bring("events", *([row] if names_the_workshop else []), self.cells(conference))
        workshop.refresh_from_db()
        assert (workshop.status, workshop.cancelled_at) == ("cancelled", LATER)
        assert not Booking.objects.live().filter(event__in=[conference, workshop]).exists()
        keys = [f"event-cancelled:{booking.pk}" for booking in conference.bookings.all()]
        assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == sorted(keys)

    def test_a_workshop_planned_within_what_is_cancelled_is_a_fault(self, again: Importer) -> None:
        conference = make_conference(code="soon")
        workshop = make_workshop(conference, code="one")
        row = self.cells(workshop, code="one", parent="soon", status="planned")
        with pytest.raises(PackageRefused, match="events:2:status: found “planned” of a workshop whose conference"):
            again.bring("events", row, self.cells(conference))
        assert again.bring("events", row) == "0 1 0"

    def test_years_long_past_write_to_nobody(self, again: Importer, coming: Event) -> None:
        Event.objects.filter(pk=coming.pk).update(starts_on=NOW.date(), ends_on=NOW.date())
        past = f"{NOW:%Y-%m-%d}"
        again.bring("events", self.cells(coming, starts=f"{past}T09:30", ends=f"{past}T16:30"))
        assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("file", ["bookings", "events"])
def test_who_is_not_on_a_conference_any_more_has_nothing_in_its_workshops(again: Importer, file: str) -> None:
    conference = make_conference()
    workshop = make_workshop(conference)
    leaves, waits = make_booking(conference), make_booking(conference)
    Person.objects.filter(pk=leaves.person_id).update(code="leaves")
    choices.choose(leaves, [workshop], by=TESTER, at=NOW)
    choices.choose(waits, [], [workshop], by=TESTER, at=NOW)
    if file == "bookings":
        again.bring(file, {"event": conference.code, "person": "leaves", "outcome": "cancelled"})
    else:
        times = {"starts": f"{conference.starts_on}T09:30", "ends": f"{conference.starts_on}T16:30"}
        again.bring(file, {"code": conference.code, "course": conference.course.code, "status": "cancelled", **times})
    assert leaves.parts.get().state == "cancelled"
    assert waits.parts.get().state == ("confirmed" if file == "bookings" else "cancelled")
