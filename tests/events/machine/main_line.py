"""People book, wait and cancel; and what the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import strategies as st

from core import once
from events import bookings, eligibility, policies
from events.models import Booking, Event
from people.models import Person
from tests.events.machine.keys import Form
from tests.events.machine.referee import FINAL, given_in_turn, is_refused
from tests.events.machine.seen import LIVE, Row
from tests.events.machine.stage import ANY, Stage, move

OVERRULE = st.sampled_from(("", "The team asked", "The team asked", " "))


class MainLine(Stage):
    """Bookings, by anybody for anybody, from pages that may be old."""

    @move(3, lambda self: self.is_coming, who=ANY, by=ANY, overrule=OVERRULE)
    def book(self, who: int, by: int, overrule: str) -> None:
        """Anybody, at any time; with a reason past what may be overruled."""
        person, seen = self._person(who), self.seen
        reasons = self.world.reasons(seen, person.pk, at=self.at)
        if self.turn % 8 == 0:
            self._compare_reasons(person, reasons)
        booked = self._do(
            lambda by: self.sent(bookings.book)(self.event, person, by=by, at=self.at, overrule=overrule),
            refused=is_refused(reasons, overrule=overrule),
            reason=overrule if reasons else "",
            by=by,
        )
        if booked:
            self._keep(booked)
            self.walked.update(("overruled", reason) for reason in reasons)
            asks = self.wants_approval(person.pk, by)
            assert booked.state == self._state_of(booked) == ("requested" if asks else given_in_turn(seen, 1)[0])

    @move(2, lambda self: self.is_coming, who=ANY, by=ANY, overrule=OVERRULE)
    def book_past_the_rules(self, who: int, by: int, overrule: str) -> None:
        """Somebody against whom something stands that may be overruled, whatever it is."""
        reasons = [self.world.reasons(self.seen, person.pk, at=self.at) for person in self.people]
        barred = {told[0]: number for number, told in enumerate(reasons) if told and FINAL.isdisjoint(told)}
        if barred:
            self.book(list(barred.values())[who % len(barred)], by, overrule)

    def _compare_reasons(self, person: Person, reasons: list[str]) -> None:
        """What is told before somebody tries is what they are told then."""
        as_it_is = Event.objects.select_related("course").get(pk=self.event.pk)
        told = [type(refusal).__name__ for refusal in eligibility.reasons(as_it_is, person, at=self.at)]
        assert told == reasons

    @move(3, lambda self: self.is_coming, who=st.permutations(range(8)), many=st.integers(2, 8))
    def book_one_after_another(self, who: list[int], many: int) -> None:
        """So that events fill and lines form."""
        for each in who[:many]:
            if not self.seen.live_of(self._person(each).pk):
                self.book(each, each, "")

    @move(3, lambda self: self.is_coming, which=ANY, by=ANY)
    def cancel(self, which: int, by: int) -> None:
        """By the person, a manager or the house."""
        row = self._booking(which)
        if row:
            self._cancel(row, by)

    def _cancel(self, row: Row, by: int) -> None:
        refused = row.state not in LIVE or self.seen.begins <= self.at
        self._do(
            lambda by: self.sent(bookings.cancel)(self.kept[row.pk], by=by, at=self.at, reason="Court"),
            refused=refused,
            reason="Court",
            by=by,
        )
        assert refused or self.seen.rows[row.pk].state == "cancelled"

    @move(4, lambda self: self.is_coming and self._booked_by_form, by=ANY)
    def cancel_and_go_back(self, by: int) -> None:
        """The page on which it was booked is sent again afterwards: the booking doesn't come back."""
        if self._booked_by_form:
            form, row = self._booked_by_form[-1]
            if row.state in LIVE:
                self._cancel(row, by)
            self.send(form, form.actor, is_done=True)

    @property
    def _booked_by_form(self) -> list[tuple[Form, Row]]:
        """Bookings of this event with the forms that asked for them, which could be sent still."""
        recent = [form for form in self.spent if self.at < form.drawn_at + once.GOOD_FOR]
        made = [(form, form.made.pk) for form in recent if isinstance(form.made, Booking) and form.asks_for == "book"]
        return [(form, self.seen.rows[pk]) for form, pk in made if pk in self.seen.rows]

    @move(2, lambda self: self.is_coming, which=ANY, other=ANY)
    def cancel_two(self, which: int, other: int) -> None:
        """So that the line moves."""
        self.cancel(which, other)
        self.cancel(other, which)

    @move(1, which=ANY)
    def ask_what_it_costs(self, which: int) -> None:
        """By its own policy, whatever holds by now; who only waited pays nothing."""
        row = self._booking(which)
        if row:
            booking = Booking.objects.select_related("event__course", "policy").get(pk=row.pk)
            assert policies.charge(booking) == self.world.charge(row)

    @move(1, which=ANY)
    def smuggle(self, which: int) -> None:
        """Past every rule of ours, the database itself refuses a second live booking."""
        row = self._booking(which)
        if row is None or row.state not in LIVE:
            return
        type(self).steps += 1
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(
                event=self.event, person_id=row.person_id, agency_id=row.agency_id, state="waiting", made_at=self.at
            )
