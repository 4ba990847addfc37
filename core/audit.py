"""The audit trail: every change of state is recorded in the transaction that makes it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from django.db import models
from django.db.models import Count, Max

from core.models import AuditEntry


class Actor(Protocol):
    """Whoever acts: a signed-in user, or the house itself."""

    @property
    def actor_ref(self) -> str:
        """How the trail names the actor: "user:12", "system:sweep"."""


class System:
    """The house itself as an actor: a sweep, an import, the demonstration."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def actor_ref(self) -> str:
        """How the trail names it."""
        return f"system:{self.name}"


def reference(row: models.Model) -> str:
    """How the trail names a row: "events.booking:7"."""
    return f"{row._meta.label_lower}:{row.pk}"


def record(
    verb: str, subject: models.Model, *, by: Actor, at: datetime, reason: str = "", **details: str | int | bool | None
) -> AuditEntry:
    """Write down that `by` did `verb` to `subject`; call it inside the transaction of the act."""
    return record_about(verb, reference(subject), by=by, at=at, reason=reason, **details)


def record_each(
    verb: str, acts: Iterable[tuple[models.Model, Mapping[str, str | int | bool | None]]], *, by: Actor, at: datetime
) -> None:
    """Write down the same verb of many subjects, each with details of its own, in one statement."""
    AuditEntry.objects.bulk_create(
        AuditEntry(at=at, actor=by.actor_ref, verb=verb, subject=reference(subject), details=dict(said))
        for subject, said in acts
    )


def record_about(
    verb: str, subject: str, *, by: Actor, at: datetime, reason: str = "", **details: str | int | bool | None
) -> AuditEntry:
    """The same of something that is no row: a records package, a folder."""
    return AuditEntry.objects.create(
        at=at, actor=by.actor_ref, verb=verb, subject=subject, reason=reason, details=details
    )


def acts_on(subjects: Iterable[str]) -> dict[str, tuple[int, datetime]]:
    """How many acts the trail has on each of those subjects, and when the last was; one statement, none left out."""
    entries = AuditEntry.objects.filter(subject__in=subjects).order_by().values_list("subject")
    return {subject: (acts, last) for subject, acts, last in entries.annotate(Count("pk"), Max("at"))}
