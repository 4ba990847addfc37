"""Entries of trainers: what an event says in the calendar of who trains there, by letter and in the feed.

As with entries of bookings, nothing of it is kept: an entry is named after the trainer's row and its account, and how
often it was changed is how much the trail says of the event and of that row, which only ever grows.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from core import audit, calendars
from core.calendars import Entry
from core.mail import Part
from events import browsing, entries, trainers
from events.models import Event, EventTrainer
from people.models import User

Acts = Mapping[str, tuple[int, datetime]]
BEFORE_THE_TRAIL = datetime(2000, 1, 1, tzinfo=UTC)
"""What the trail says nothing of, as what a package brought, is older than whatever it says."""


def of(user_id: int, *, since: date) -> list[Entry]:
    """The entries of all at which they train that ends on that day or later; three statements, however many."""
    trains = EventTrainer.objects.filter(user=user_id, event__ends_on__gte=since)
    held = trains.filter(event__status__in=(Event.Status.PUBLISHED, Event.Status.HELD))
    rows: QuerySet[EventTrainer] = trainers.with_right(held.select_related("event__course", "event__venue"))
    found = list(rows.order_by("event__starts_on", "event__starts_time", "pk"))
    if not found:
        return []
    browsing.with_dates(trainer.event for trainer in found)
    acts = audit.acts_on({subject for trainer in found for subject in _subjects(trainer.event, trainer.pk)})
    return [
        entry
        for trainer in found
        for entry in _entries(trainer.event, trainer.pk, user_id, acts, opens=trainer.may_register)
    ]


def parts(event: Event, trainer: int, user: User, *, opens: bool = False, is_off: bool = False) -> list[Part]:
    """What a letter to who trains there has beside its words: the entries, and cancelled those of dates that are gone.

    All are cancelled for somebody who `is_off`, or was.
    """
    acts = audit.acts_on(_subjects(event, trainer))
    told = list(_entries(event, trainer, user.pk, acts, opens=opens, is_off=is_off))
    told += entries.gone(told, [event.pk], _root(trainer, user.pk), event.name)
    return calendars.parts(told, to=user.email, name=user.email)


def _entries(
    event: Event, trainer: int, user_id: int, acts: Acts, *, opens: bool, is_off: bool = False
) -> Iterator[Entry]:
    on_trail = [acts[subject] for subject in _subjects(event, trainer) if subject in acts]
    register, page = reverse("register", args=[event.code]), reverse("event", args=[event.code])
    context = {"event": event, "opens": opens, "site_url": settings.SITE_URL}
    return entries.at_each_date(
        event,
        _root(trainer, user_id),
        f"{event.name}: you train",
        changes=sum(times for times, _ in on_trail),
        as_of=max([BEFORE_THE_TRAIL, *(last for _, last in on_trail)]),
        about=render_to_string("mail/_trainer_entry.txt", context).strip(),
        page=settings.SITE_URL + (register if opens else page),
        is_cancelled=is_off,
    )


def _root(trainer: int, user_id: int) -> str:
    return f"trainer-{trainer}-{user_id}"


def _subjects(event: Event, trainer: int) -> set[str]:
    return {f"{Event._meta.label_lower}:{event.pk}", f"{EventTrainer._meta.label_lower}:{trainer}"}
