"""Booking several people at once: all of them or none, or as many as there are places for, or waiting for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core import once, words
from core.audit import Actor
from core.refusals import Refusal
from events import bookings, eligibility, waiting
from events.locks import lock, lock_people
from events.models import Booking, Event
from people.models import Person


class TooFewFree(Refusal):
    """Fewer places are free than people are to be booked."""


class NotAllEligible(Refusal):
    """Somebody of those who come together, or not at all, can't come."""


class NobodyChosen(Refusal):
    """There is nobody to book."""


@dataclass(frozen=True)
class Outcome:
    """Who was booked, and the sentences that say why the others were not."""

    booked: list[Booking]
    refused: list[str]


@once.change
def book_together(event: Event, people: Sequence[Person], *, by: Actor, at: datetime) -> Outcome:
    """Book all of them, each with a place, or nobody."""
    event, people = lock(event), _demand_somebody(people)
    refused = [str(reason) for person in people if (reason := eligibility.why_not(event, person, at=at))]
    if refused:
        raise NotAllEligible(" ".join([*refused, "Nobody was booked."]))
    free, why = waiting.fitting(event, [person.agency for person in people], at=at)
    if free < len(people):
        told = [
            f"{event} has {free} free for {words.count_noun(len(people), 'person,people')}.",
            why,
            "Nobody was booked.",
        ]
        raise TooFewFree(" ".join(filter(None, told)))
    return Outcome([bookings.enter(event, person, by=by, at=at) for person in people], [])


@once.change
def book_as_many_as_fit(event: Event, people: Sequence[Person], *, by: Actor, at: datetime) -> Outcome:
    """Book them in the order given while places are free; nobody is put on the waiting list."""
    return _book_each(lock(event), people, by=by, at=at, may_wait=False)


@once.change
def book_and_wait(event: Event, people: Sequence[Person], *, by: Actor, at: datetime) -> Outcome:
    """Book them in the order given; for whom no place is left, they are on the waiting list."""
    return _book_each(lock(event), people, by=by, at=at, may_wait=True)


def _book_each(event: Event, people: Sequence[Person], *, by: Actor, at: datetime, may_wait: bool) -> Outcome:
    outcome = Outcome([], [])
    for person in _demand_somebody(people):
        if reason := eligibility.why_not(event, person, at=at):
            outcome.refused.append(str(reason))
        elif not may_wait and not waiting.has_place(event, person.agency, at=at):
            why = waiting.why_not(event, person.agency, at=at)
            outcome.refused.append(f"No place was left for {person}. {why}".strip())
        else:
            outcome.booked.append(bookings.enter(event, person, by=by, at=at))
    return outcome


def _demand_somebody(people: Sequence[Person]) -> list[Person]:
    """Those people as they are now and locked, still in the order given."""
    if not people:
        raise NobodyChosen("Choose who is to be booked.")
    locked = {person.pk: person for person in lock_people(people)}
    return [locked[pk] for pk in dict.fromkeys(person.pk for person in people)]
