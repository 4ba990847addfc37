"""The codes by which people check in: shown where a date takes place, in the half hour before and after it begins.

A code is made from the event, its date and the time of day under the site's secret key. It is kept nowhere, another
one is shown every ten minutes, and each is taken for ten minutes more: a picture of it sent to somebody at home is
soon worth nothing, and a guess is right once in a thousand million times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from events.models import LONDON, Event, EventDate

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without letters that are taken for digits, or that make words."""
LENGTH = 6
MISREAD = str.maketrans("OIL", "011")
OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(minutes=30)
STEP = timedelta(minutes=10)


@dataclass(frozen=True)
class Occasion:
    """What people check in to: an event, or one of its dates."""

    event: Event
    on: EventDate | None

    @property
    def held_on(self) -> date:
        """The day on which it begins."""
        return self.on.held_on if self.on else self.event.starts_on

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        return self.on.starts_at if self.on else self.event.starts_at

    @property
    def opens_at(self) -> datetime:
        """From when on people can check in."""
        return self.starts_at - OPENS_BEFORE

    @property
    def closes_at(self) -> datetime:
        """Until when they can: half an hour after it began, or when it ends."""
        return min(self.starts_at + CLOSES_AFTER, self.on.ends_at if self.on else self.event.ends_at)

    def is_open(self, *, at: datetime) -> bool:
        """Whether people can check in at `at`."""
        return self.event.status == Event.Status.PUBLISHED and self.opens_at <= at < self.closes_at


@dataclass(frozen=True)
class Code:
    """The code of an occasion, as it is shown, and until when it is taken."""

    text: str
    good_until: datetime

    def __str__(self) -> str:
        half = LENGTH // 2
        return f"{self.text[:half]} {self.text[half:]}"


def shown(occasion: Occasion, *, at: datetime) -> Code:
    """The code to show at `at`."""
    step = _step(at)
    gone = datetime.fromtimestamp((step + 2) * STEP.total_seconds(), UTC)
    return Code(_code(occasion, step), min(gone, occasion.closes_at))


def occasion_of(text: str, *, at: datetime) -> Occasion | None:
    """What one checks in to with that code, however it is typed; None where it is no code, or none any more."""
    typed = "".join(filter(str.isalnum, text.upper()))[: LENGTH + 1].translate(MISREAD)
    steps = (_step(at), _step(at) - 1)
    found = None
    for occasion in _open(at=at):
        if any(constant_time_compare(_code(occasion, step), typed) for step in steps):
            found = occasion
    return found


def dates_or_none(event: Event) -> Sequence[EventDate | None]:
    """The event's dates, or None for one that goes on in one stretch."""
    return event.meets_on or (None,)


def is_to_come(event: Event, *, at: datetime) -> bool:
    """Whether people can check in to it, or to one of its dates, at `at` or later."""
    return event.status == Event.Status.PUBLISHED and any(
        at < Occasion(event, on).closes_at for on in dates_or_none(event)
    )


def _open(*, at: datetime) -> Iterator[Occasion]:
    """Everything that one can check in to at `at`."""
    here = at.astimezone(LONDON)
    days = {(here + ahead).date() for ahead in (OPENS_BEFORE, -CLOSES_AFTER)}
    near = Event.objects.filter(Q(starts_on__in=days) | Q(dates__held_on__in=days), status=Event.Status.PUBLISHED)
    for event in near.distinct().select_related("course").prefetch_related("dates"):
        for on in dates_or_none(event):
            if (occasion := Occasion(event, on)).is_open(at=at):
                yield occasion


def _step(at: datetime) -> int:
    return int(at.timestamp() // STEP.total_seconds())


def _code(occasion: Occasion, step: int) -> str:
    about = f"{occasion.event.pk}:{occasion.starts_at.isoformat()}:{step}"
    number = int.from_bytes(salted_hmac("events.check_in", about, algorithm="sha256").digest())
    letters = [ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH)]
    return "".join(letters)
