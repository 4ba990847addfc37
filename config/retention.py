"""Retention by clock: what is kept no longer than its time, how much of it is due, and letting it go in small batches.

Each clock is one kind of thing, with the months that the settings say. A day's work is taken once, however often a
sweep looks; what one day doesn't get done, the next does. The trail has how many of each went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from config import erasing
from config.periods import kept_for
from core import audit, jobs
from core.audit import System
from core.models import AuditEntry, ClosedYear
from core.months import months_later
from core.refusals import Refusal
from core.words import count_noun
from core.years import parse_period
from evaluations import retention as evaluations_retention
from events import retention as events_retention
from events.models import LONDON, CalendarFeed
from people import equality, unused
from people.models import Person

BY = System("retention")
VERB, SUBJECT, JOB = "retention.keep", "retention", "keep-to-retention"
AT = time(3, 30)
A_DAY = 2000
BATCH = 100
"""So many of each kind at most go in one day, and at once."""


@dataclass(frozen=True)
class Clock:
    """One kind of thing that goes after a time: what is due at a moment, and letting some of it go, which counts it.

    `setting` names its months, and `since` says from when they are counted. Of rows that are many `due` gives a query,
    so that they are counted by the database, and no more of them are read than go.
    """

    name: str
    title: str
    noun: str
    setting: str
    since: str
    due: Callable[[date, datetime], Sequence[Any] | QuerySet[Any]]
    go: Callable[[Sequence[Any], date, datetime], int]

    @property
    def period(self) -> str:
        """How long it is kept, in words: `6 years after the last of it`."""
        return f"{kept_for(self.setting)} {self.since}"

    def before(self, at: datetime) -> date:
        """What is older than this day goes."""
        return months_later(at.astimezone(LONDON).date(), -settings.RETENTION[self.setting])


@dataclass(frozen=True)
class Due:
    """How many of one kind would go now."""

    clock: Clock
    count: int
    before: date

    def __str__(self) -> str:
        what = count_noun(self.count, self.clock.noun)
        return f"{self.clock.title}: {what} (kept {self.clock.period}; now from before {self.before:%-d %B %Y})"


def due(*, at: datetime) -> list[Due]:
    """What would go now, of each kind; it changes nothing."""
    return [Due(clock, _how_many(clock.due(before, at)), before) for clock in CLOCKS for before in [clock.before(at)]]


def keep(*, at: datetime, at_most: int = A_DAY) -> dict[str, int]:
    """Let go what is due, so many of each kind at most; how many went, which the trail has too."""
    gone = {clock.name: sum(_in_batches(clock, at, at_most)) for clock in CLOCKS}
    counts: dict[str, Any] = gone
    with transaction.atomic(durable=True):
        audit.record_about(VERB, SUBJECT, by=BY, at=at, **counts)
    return gone


def keep_once_a_day(*, at: datetime) -> dict[str, int] | None:
    """The same, once for each day, from half past three at night on; None where it is done, or not wanted."""
    due_at = datetime.combine(at.astimezone(LONDON).date(), AT, LONDON)
    if not settings.RETENTION_BY_CLOCK or at < due_at:
        return None
    with transaction.atomic(durable=True):
        is_ours = jobs.take(JOB, due_at=due_at, at=at)
    return keep(at=at) if is_ours else None


def last_run() -> AuditEntry | None:
    """When it was last done, with how many of each went."""
    return AuditEntry.objects.filter(subject=SUBJECT, verb=VERB).first()


def _how_many(rows: Sequence[Any] | QuerySet[Any]) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def _in_batches(clock: Clock, at: datetime, at_most: int) -> Iterator[int]:
    before = clock.before(at)
    rows = iter(clock.due(before, at)[:at_most])
    while batch := list(islice(rows, BATCH)):
        yield clock.go(batch, before, at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _long_ago(before: date, at: datetime) -> QuerySet[Person]:
    return events_retention.long_ago(before)


def _erase(people: Sequence[Person], before: date, at: datetime) -> int:
    """Each in a transaction of its own; whoever something stands in the way of is left for another day."""
    return sum(_erased(person, at) for person in people)


def _erased(person: Person, at: datetime) -> bool:
    try:
        erasing.erase(person, by=BY, at=at, reason="Kept for as long as the board keeps training records")
    except Refusal:
        return False
    return True


def _tied(before: date, at: datetime) -> QuerySet[Any]:
    return evaluations_retention.to_cut(before, at=at)


@transaction.atomic(durable=True)
def _cut(rows: Sequence[Any], before: date, at: datetime) -> int:
    return evaluations_retention.cut(list(rows))


def _unused_answers(before: date, at: datetime) -> Sequence[str]:
    """The keys of answers that no report uses any more.

    A year's report sets the year before beside it: answers go when the report of the year after their last was
    published so long ago.
    """
    closed = ClosedYear.objects.filter(closed_at__lt=_moment(before)).values_list("year", flat=True)
    settled = max((parse_period(year).previous().ends for year in closed), default=None)
    if settled is None:
        return []
    return equality.kept_under(events_retention.not_booked_since(settled).iterator())


@transaction.atomic(durable=True)
def _forget_answers(keys: Sequence[str], before: date, at: datetime) -> int:
    return equality.forget(keys)


def _messages(before: date, at: datetime) -> QuerySet[Any]:
    return events_retention.old_words(_moment(before))


@transaction.atomic(durable=True)
def _forget_words(rows: Sequence[Any], before: date, at: datetime) -> int:
    return events_retention.forget_words(rows)


def _to_warn(before: date, at: datetime) -> Sequence[Any]:
    return [(user, number) for number in (1, 2) for user in unused.to_warn(number, before=_moment(before), at=at)]


@transaction.atomic(durable=True)
def _warn(rows: Sequence[Any], before: date, at: datetime) -> int:
    for user, number in rows:
        unused.warn(user, number, at=at)
    return len(rows)


def _unused(before: date, at: datetime) -> Sequence[Any]:
    return unused.to_go(before=_moment(before), at=at)


@transaction.atomic(durable=True)
def _let_go(users: Sequence[Any], before: date, at: datetime) -> int:
    each = (unused.let_go(user, before=_moment(before), by=BY, at=at) for user in users)
    gone = [user for user in each if user]
    CalendarFeed.objects.filter(user__in=gone).delete()
    return len(gone)


CLOCKS = (
    Clock("warnings", "Letters to who doesn’t use their account", "letter", "unused_accounts",
          "after the last sign-in, less 60 and 14 days", _to_warn, _warn),
    Clock("accounts", "Accounts that nobody uses", "account", "unused_accounts",
          "after the last sign-in, and two letters", _unused, _let_go),
    Clock("people", "Who somebody was whose training is long ago", "person,people", "training",
          "after the last of it, without an account", _long_ago, _erase),
    Clock("evaluations", "Who gave an evaluation", "evaluation", "who_said_it",
          "after the event", _tied, _cut),
    Clock("equality_answers", "Equality answers", "answer", "equality_answers",
          "after the last report that uses them", _unused_answers, _forget_answers),
    Clock("messages", "The words of messages to people of an event", "message", "messages",
          "after they were sent", _messages, _forget_words),
)  # fmt: skip
"""Warnings before accounts, and accounts before people: who has no account any more may be due as well."""
