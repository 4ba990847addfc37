"""Equality answers meet people here only, in memory, and only to be counted (privacy: nobody's answers are shown)."""

import hashlib
import hmac
from collections.abc import Callable, Iterable

from django.conf import settings

from people.models import EqualityAnswer


def key_of(person_id: int) -> str:
    """The key under which a person's answers lie: HMAC-SHA256 of the person's id under settings.EQUALITY_KEY."""
    return hmac.new(settings.EQUALITY_KEY.encode(), f"person:{person_id}".encode(), hashlib.sha256).hexdigest()


def answers_by_person() -> Callable[[int], tuple[str, str]]:
    """A look-up from a person's id to (sex, code of the ethnic group); blanks where nothing is on record."""
    held = {key: (sex, group) for key, sex, group in EqualityAnswer.objects.values_list("key", "sex", "ethnic_group")}

    def look_up(person_id: int) -> tuple[str, str]:
        return held.get(key_of(person_id), ("", ""))

    return look_up


def keep(answers: Iterable[tuple[int, str, str]]) -> None:
    """Keep (person's id, sex, code of the ethnic group); what is blank in all is kept as no answers at all."""
    rows = [EqualityAnswer(key=key_of(person_id), sex=sex, ethnic_group=group) for person_id, sex, group in answers]
    EqualityAnswer.objects.bulk_create(
        (row for row in rows if row.sex or row.ethnic_group),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["sex", "ethnic_group"],
    )
    EqualityAnswer.objects.filter(key__in=[row.key for row in rows if not (row.sex or row.ethnic_group)]).delete()
