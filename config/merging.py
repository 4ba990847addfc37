"""Merging two records of the same person: every floor's rows move to the kept one, in one transaction; none is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core import audit, once
from core.audit import Actor
from core.merging import Relation, fields_to
from core.refusals import Refusal
from core.words import count_noun
from events import merging as events_merging
from events.locks import lock_all, lock_people
from people import invitations
from people import merging as people_merging
from people.models import Person
from training import merging as training_merging

OF_A_PERSON: tuple[Relation, ...] = (
    *people_merging.OF_A_PERSON,
    *training_merging.OF_A_PERSON,
    *events_merging.OF_A_PERSON,
)
"""What becomes of every row that names a person; a test compares it with the models."""


class NotMerged(Refusal):
    """Something stands in the way."""


@dataclass(frozen=True)
class Outlook:
    """What a merge would move, what stands in the way, and what is worth a look before."""

    moves: list[str]
    hindrances: list[str]
    warnings: list[str]


def outlook(kept: Person, gone: Person, *, by: Actor) -> Outlook:
    """What would happen; it changes nothing."""
    clashes = [
        f"{own.event} and {other.event} are at the same time." for own, other in events_merging.clashes(kept, gone)
    ]
    return Outlook(holdings(gone), _hindrances(kept, gone, by=by), clashes)


def holdings(person: Person) -> list[str]:
    """What names that person, counted, in words."""
    counted = ((relation.noun, relation.rows(person).count()) for relation in OF_A_PERSON)
    return [count_noun(count, noun) for noun, count in counted if count]


@once.change
def merge(kept: Person, gone: Person, *, from_gone: Mapping[str, bool], by: Actor, at: datetime, reason: str) -> Person:
    """Move all that names `gone` to `kept`, and leave of `gone` the number and the key, which lead to `kept`.

    `from_gone` says of which fields the kept record takes what the other says. No letters are posted.
    """
    lock_all(events_merging.events_of(kept, gone))
    locked = {person.pk: person for person in lock_people([kept, gone])}
    kept, gone = locked[kept.pk], locked[gone.pk]
    if hindrances := _hindrances(kept, gone, by=by):
        raise NotMerged(" ".join(hindrances))
    number, moved = gone.pk, "; ".join(holdings(gone))
    chosen = ", ".join(name for name, is_taken in from_gone.items() if is_taken)
    invitations.withdraw(gone, at=at)
    for relation in OF_A_PERSON:
        relation.move(kept, gone)
    people_merging.absorb(kept, gone, from_gone=from_gone, at=at)
    _let_go(gone)
    audit.record("persons.merge", kept, by=by, at=at, reason=reason, merged=number, moved=moved, fields=chosen)
    return kept


def _hindrances(kept: Person, gone: Person, *, by: Actor) -> list[str]:
    if of_themselves := list(people_merging.why_not(kept, gone, by=by)):
        return of_themselves
    return [sentence for relation in OF_A_PERSON for sentence in relation.why_not(kept, gone)]


def _let_go(gone: Person) -> None:
    """Delete the empty record, unless something still names it: that must neither go with it nor be left without it."""
    if left := [field for field in fields_to(Person) if Relation(field, "").rows(gone).exists()]:
        raise LookupError(f"Not everything was moved: {', '.join(left)}.")
    gone.delete()
