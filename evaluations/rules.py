"""Who may give an evaluation and who may read what was given; pure predicates."""

from events.models import Booking, Event
from events.rules import is_own, may_mark_register
from people.models import Person
from people.rules import AnyUser, is_oneself, may_lead, may_manage_training

FEWEST_FOR_TRAINERS = 5
"""From how many answers on a trainer may read them: below, one could tell who said what."""


def may_evaluate(user: AnyUser, booking: Booking) -> bool:
    """Nobody speaks for somebody else."""
    return user.is_active and is_own(user, booking)


def may_read_evaluations(user: AnyUser, event: Event) -> bool:
    """Managers, and the trainers of that event: whoever marks its register."""
    return may_mark_register(user, event)


def may_read_answers(user: AnyUser, *, given: int) -> bool:
    """Of those who may read an event's evaluations, managers always; trainers once enough were given."""
    return may_manage_training(user) or given >= FEWEST_FOR_TRAINERS


def may_see_passport(user: AnyUser, person: Person) -> bool:
    """The person themself, the leads of the agency that they work for now, and managers."""
    return is_oneself(user, person) or may_lead(user, person.agency) or may_manage_training(user)
