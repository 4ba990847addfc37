"""Equality answers meet people here only, in memory, and only to be counted (privacy: nobody's answers are shown)."""

import hmac
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from core import audit, once
from core.audit import Actor
from people.models import EqualityAnswer, Person


def key_of(person_id: int) -> str:
    """The key under which a person's answers lie: HMAC-SHA256 of the person's id under settings.EQUALITY_KEY."""
    return _digest(person_id).hex()


def of(person_id: int | None) -> QuerySet[EqualityAnswer]:
    """The answers of one person, for the copy that they themself ask for, and for nobody else; none of nobody."""
    return EqualityAnswer.objects.filter(key=key_of(person_id) if person_id else "")


def answers_by_person() -> Callable[[int], tuple[str, str]]:
    """A look-up from a person's id to (sex, code of the ethnic group); blanks where nothing is on record.

    Of a county's two hundred thousand people it holds a short key each, and the few pairs of answers but once.
    """
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    answered = EqualityAnswer.objects.values_list("key", "sex", "ethnic_group").iterator(chunk_size=5000)
    held = {bytes.fromhex(key): pairs.setdefault((sex, group), (sex, group)) for key, sex, group in answered}

    def look_up(person_id: int) -> tuple[str, str]:
        return held.get(_digest(person_id), ("", ""))

    return look_up


def withdrawn() -> Callable[[int], bool]:
    """A look-up from a person's id to whether no answers of theirs may be used, nor taken in again."""
    marked = set(EqualityAnswer.objects.filter(withdrawn=True).values_list("key", flat=True))
    return lambda person_id: key_of(person_id) in marked


@once.change
def stop(person: Person, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Use no answers of theirs from now on, as they ask; the trail has that they asked, and not what they said."""
    withdraw(person.pk)
    audit.record("persons.stop_equality_answers", person, by=by, at=at, reason=reason)


def are_stopped(person: Person) -> bool:
    """Whether they asked that no answers of theirs are used."""
    return of(person.pk).filter(withdrawn=True).exists()


def withdraw(person_id: int) -> None:
    """Stop using that person's answers, at once: they are gone, and a mark without any answer keeps them away."""
    nothing = {"sex": "", "ethnic_group": "", "withdrawn": True}
    EqualityAnswer.objects.update_or_create(key=key_of(person_id), defaults=nothing)


def kept_under(person_ids: Iterable[int]) -> list[str]:
    """The keys under which answers of these people are kept; marks that answers were withdrawn are none."""
    keys = set(map(key_of, person_ids))
    held = EqualityAnswer.objects.filter(withdrawn=False).order_by("key").values_list("key", flat=True)
    return [key for key in held if key in keys]


def forget(keys: Iterable[str]) -> int:
    """Forget the answers under those keys; how many."""
    return EqualityAnswer.objects.filter(key__in=list(keys), withdrawn=False).delete()[0]


def merge(kept_id: int, gone_id: int) -> None:
    """Leave one person's answers of two: the kept record's own or else the other's; none if either withdrew them."""
    held = EqualityAnswer.objects.in_bulk([key_of(kept_id), key_of(gone_id)])
    kept, gone = held.get(key_of(kept_id)), held.get(key_of(gone_id))
    if gone is None:
        return
    gone.delete()
    if gone.withdrawn:
        withdraw(kept_id)
    elif kept is None:
        keep([(kept_id, gone.sex, gone.ethnic_group)])


def keep(answers: Iterable[tuple[int, str, str]]) -> None:
    """Keep (person's id, sex, code of the ethnic group); what is blank in all is kept as no answers at all.

    Nothing is kept of those who withdrew their answers.
    """
    is_withdrawn = withdrawn()
    rows = [
        EqualityAnswer(key=key_of(person_id), sex=sex, ethnic_group=group)
        for person_id, sex, group in answers
        if not is_withdrawn(person_id)
    ]
    EqualityAnswer.objects.bulk_create(
        (row for row in rows if row.sex or row.ethnic_group),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["sex", "ethnic_group"],
    )
    EqualityAnswer.objects.filter(key__in=[row.key for row in rows if not (row.sex or row.ethnic_group)]).delete()


def _digest(person_id: int) -> bytes:
    return hmac.digest(settings.EQUALITY_KEY.encode(), f"person:{person_id}".encode(), "sha256")
