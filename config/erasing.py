"""Erasing people: who they were goes on every floor, in one transaction; what is counted stays, as that of a number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry

from config.classification import Holding
from config.personal_data import HOLDINGS
from config.theirs import Somebody, counted
from core import audit, once
from core.audit import Actor, reference
from core.models import AuditEntry, OutgoingMail, SentForm
from core.refusals import Refusal
from core.words import count_noun
from evaluations import erasing as evaluations_erasing
from events import erasing as events_erasing
from events.locks import lock_all, lock_people
from events.models import Booking
from people import accounts
from people import erasing as people_erasing
from people.models import Person, User


class NotErased(Refusal):
    """Something stands in the way."""


@dataclass(frozen=True)
class Fate:
    """What there is of one kind, counted in words, and what erasing takes and leaves of it."""

    holding: Holding
    has: list[str]


@dataclass(frozen=True)
class Outlook:
    """What stands in the way of erasing somebody, and what would become of everything."""

    hindrances: list[str]
    fates: list[Fate]


def outlook(person: Person, *, by: Actor, at: datetime) -> Outlook:
    """What would happen; it changes nothing. Of what is for them alone it doesn't tell how much there is."""
    whose = Somebody.on_record(person)
    fates = [Fate(holding, [] if holding.alone else _has(holding, whose)) for holding in HOLDINGS]
    return Outlook(list(_hindrances(person, by=by, at=at)), fates)


@once.change
def erase(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Take who they were from every row, for good; figures that are counted anew come out as before.

    The number of their record stays. No letters are posted, and those that are due to them are dropped.
    """
    lock_all(_events_of(person))
    user = User.objects.select_for_update(no_key=True).filter(pk=person.user_id or 0).first()
    [person] = lock_people([person])
    if person.user_id != (user.pk if user else None):
        raise NotErased("Their account was changed at this moment. Nothing was erased: please try again.")
    person.user = user
    if hindrances := list(_hindrances(person, by=by, at=at)):
        raise NotErased(" ".join(hindrances))
    _quiet(Somebody.on_record(person), at=at)
    events_erasing.erase(person)
    evaluations_erasing.erase(person, at=at)
    people_erasing.erase(person, at=at)
    if user:
        accounts.erase(user, at=at)
    audit.record("persons.erase", person, by=by, at=at, reason=reason)
    return person


def _hindrances(person: Person, *, by: Actor, at: datetime) -> Iterator[str]:
    yield from people_erasing.why_not(person, by=by)
    yield from events_erasing.why_not(person, at=at)


def _events_of(person: Person) -> list[int]:
    """The events whose locks are wanted: those on which they have a booking, or train."""
    booked = Booking.objects.filter(person=person).order_by().values_list("event", flat=True)
    return [*booked.distinct(), *events_erasing.trained(person).values_list("event", flat=True)]


def _has(holding: Holding, whose: Somebody) -> list[str]:
    return [count_noun(count, noun) for noun, count in counted(whose, holding.rows)]


def _quiet(whose: Somebody, *, at: datetime) -> None:
    """Drop the letters that are due about them, forget the forms that they sent, and the reasons typed about them."""
    due = whose.rows("core.OutgoingMail").filter(sent_at=None, dropped_at=None)
    OutgoingMail.objects.filter(pk__in=list(due.values_list("pk", flat=True))).update(dropped_at=at, claimed_at=None)
    SentForm.objects.filter(sender=whose.actor_ref or "-").delete()
    told = {*whose.subjects, *map(reference, whose.rows("people.TwoPeople"))}
    AuditEntry.objects.filter(subject__in=told).exclude(reason="").update(reason="")
    LogEntry.objects.filter(user=whose.user or 0).update(object_repr="", change_message="")
