"""Theirs: which rows of each kind are about one person, as the classification of personal data says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from config.classification import Rows
from config.personal_data import HOLDINGS
from core.audit import reference
from core.models import AuditEntry, OutgoingMail, SentForm
from events.models import Notice
from people import equality
from people.models import Person, TwoPeople, User

Found = QuerySet[Any]
ON_THE_TRAIL = (
    "people.Person",
    "people.User",
    "people.Invitation",
    "training.Enrolment",
    "events.Booking",
    "events.EventTrainer",
    "evaluations.Certificate",
)
"""What the trail names that leads to somebody; of evaluations it names the respondent only."""
IN_LETTERS = {
    "person": "people.Person",
    "user": "people.User",
    "invitation": "people.Invitation",
    "booking": "events.Booking",
    "trainer": "events.EventTrainer",
    "wish": "events.DateWish",
    "certificate": "evaluations.Certificate",
    "evaluation": "evaluations.Evaluation",
}
"""What the row of a letter says it is about, by the model of the number that it gives."""


@dataclass(frozen=True)
class Somebody:
    """A person as they are on record, and as they sign in; either may be missing."""

    person: Person | None
    user: User | None

    @classmethod
    def on_record(cls, person: Person) -> Somebody:
        """Whoever that record is of, with their account."""
        return cls(person, person.user)

    def __str__(self) -> str:
        return self.person.name if self.person else str(self.user)

    def is_oneself(self, row: Model) -> bool:
        """Whether that user or person is the same as this one."""
        return row in {self.person, self.user}

    @property
    def actor_ref(self) -> str:
        """How the trail names them where they act; "" where they can't."""
        return self.user.actor_ref if self.user else ""

    @cached_property
    def subjects(self) -> set[str]:
        """How the trail names what is about them, what was merged into their record included."""
        merged = {f"{Person._meta.label_lower}:{row.number}" for row in self.rows("people.FormerPerson")}
        return merged | {reference(row) for label in ON_THE_TRAIL for row in self.rows(label).only("pk")}

    def rows(self, label: str) -> Found:
        """The rows of that model which are about them, in the order in which they came to be."""
        if label in FOUND_OTHERWISE:
            return FOUND_OTHERWISE[label](self).order_by("pk")
        model, whose = apps.get_model(label), ROWS[label].whose
        named = self.user if whose and issubclass(_led_to(model, whose), User) else self.person
        found: Found = (
            model._base_manager.filter(**{whose: named.pk}) if whose and named else model._base_manager.none()
        )
        return found.order_by("pk")


ROWS: Mapping[str, Rows] = {label: rows for holding in HOLDINGS for label, rows in holding.rows.items()}


def _led_to(model: type[Model], path: str) -> Any:
    """The model at the end of that path: Person or User."""
    for name in path.split("__"):
        model = model if name == "id" else model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model


def _told_apart(whose: Somebody) -> Found:
    return TwoPeople.objects.filter(Q(one=whose.person) | Q(other=whose.person))


def _equality_answers(whose: Somebody) -> Found:
    return equality.of(whose.person.pk if whose.person else None)


def _letters(whose: Somebody) -> Found:
    about = Q(pk__in=[])
    for key, label in IN_LETTERS.items():
        if numbers := list(whose.rows(label).values_list("pk", flat=True)):
            about |= Q(**{f"about__{key}__in": numbers})
    return OutgoingMail.objects.filter(about)


def _notices(whose: Somebody) -> Found:
    """Those that were sent to them, and those that they wrote."""
    sent = _letters(whose).filter(letter="notice").values_list("about", flat=True)
    return Notice.objects.filter(Q(pk__in=[about["notice"] for about in sent]) | Q(written_by=whose.user or 0))


def _acts(whose: Somebody) -> Found:
    """What was done to what is theirs, and what they did."""
    return AuditEntry.objects.filter(Q(subject__in=whose.subjects) | Q(actor=whose.actor_ref or "-"))


def _forms(whose: Somebody) -> Found:
    return SentForm.objects.filter(sender=whose.actor_ref or "-")


def _none(label: str) -> Callable[[Somebody], Found]:
    """Rows of which nobody can tell whose they are: a session is a browser's, and sealed."""
    return lambda whose: apps.get_model(label)._base_manager.none()


FOUND_OTHERWISE: Mapping[str, Callable[[Somebody], Found]] = {
    "sessions.Session": _none("sessions.Session"),
    "people.TwoPeople": _told_apart,
    "people.EqualityAnswer": _equality_answers,
    "core.OutgoingMail": _letters,
    "core.AuditEntry": _acts,
    "core.SentForm": _forms,
    "events.Notice": _notices,
}


def counted(whose: Somebody, rows: Mapping[str, Rows]) -> Iterator[tuple[str, int]]:
    """What there is of each of these kinds that has a name to be counted by: the name, and how many; none left out."""
    for label, each in rows.items():
        if each.noun and (count := whose.rows(label).count()):
            yield each.noun, count
