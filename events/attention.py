"""What waits for a manager or a trainer: registers to close, full events with people waiting, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from events.browsing import with_dates, with_places
from events.models import LONDON, Booking, BookingQuerySet, Event, EventDate, EventQuerySet
from people.models import Duty, User

SOON_MEANS = timedelta(days=7)


@dataclass(frozen=True)
class Attention:
    """The lists of a manager's first page, each in the order in which it wants doing."""

    registers: EventQuerySet
    in_demand: EventQuerySet
    drafts: EventQuerySet
    requests: BookingQuerySet
    today: list[Meeting]
    coming: list[Meeting]


@dataclass(frozen=True)
class Meeting:
    """One time that an event meets; where it has several dates, which of how many this is."""

    event: Event
    starts_at: datetime
    number: int
    many: int


def for_managers(*, at: datetime) -> Attention:
    """What waits for the training team at that moment."""
    waited_for = Booking.objects.filter(state=Booking.State.WAITING).values("event")
    with_demand = with_places(Event.objects.coming(at=at).filter(pk__in=waited_for))
    midnight = at.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0)
    soon = meetings(at=midnight - timedelta(seconds=1), until=at + SOON_MEANS)
    today = [meeting for meeting in soon if meeting.starts_at.date() == midnight.date()]
    return Attention(
        registers=with_marks(registers_to_close(at=at), at=at),
        in_demand=with_demand,
        requests=requests_for_managers(at=at),
        drafts=Event.objects.filter(status=Event.Status.DRAFT).select_related("course"),
        today=today,
        coming=soon[len(today) :],
    )


def meetings(*, at: datetime, until: datetime) -> list[Meeting]:
    """When published events meet after `at` and until `until`, each of several dates by itself, soonest first."""
    begins = Event.objects.coming(at=at).exclude(pk__in=Event.objects.coming(at=until).values("pk"))
    dates = EventDate.objects.to_come(at=at).begun(at=until).values("event")
    here = Event.objects.filter(Q(pk__in=begins.values("pk")) | Q(pk__in=dates), parent=None)
    events = with_dates(with_places(here.filter(status=Event.Status.PUBLISHED)))
    each = [
        Meeting(event, starts_at, number, len(event.stretches))
        for event in events
        for number, (starts_at, _) in enumerate(event.stretches, start=1)
    ]
    soon = [meeting for meeting in each if at < meeting.starts_at <= until]
    return sorted(soon, key=lambda meeting: (meeting.starts_at, meeting.event.pk))


def requests_for_managers(*, at: datetime) -> BookingQuerySet:
    """Requests that no lead may decide on, or that none did in time, by the time they were to be answered by."""
    led = Duty.objects.filter(kind=Duty.Kind.LEAD, user__is_active=True).values("agency")
    own = Q(person__user__duties__kind=Duty.Kind.LEAD, person__user__duties__agency=F("agency"))
    theirs = Booking.objects.filter(~Q(agency__in=led) | Q(decide_by__lte=at) | own, state=Booking.State.REQUESTED)
    return theirs.select_related("person", "agency", "event__course").distinct().order_by("decide_by", "pk")


def registers_to_close(*, at: datetime) -> EventQuerySet:
    """Published events that have begun, oldest first: their registers are open, or still to be opened.

    Workshops among them where somebody has a place: the others have nobody to mark. One that meets again later only
    while a mark is missing on a date that has begun.
    """
    in_it = Booking.objects.filter(event=OuterRef("pk"), state=Booking.State.CONFIRMED)
    begun = Event.objects.started(at=at).filter(Q(parent=None) | Exists(in_it), status=Event.Status.PUBLISHED)
    later = EventDate.objects.to_come(at=at).filter(event=OuterRef("pk"))
    to_mark = Booking.objects.to_mark(at=at).filter(event=OuterRef("pk"))
    begun = begun.exclude(Exists(later) & ~Exists(to_mark))
    return begun.order_by("starts_on", "starts_time", "pk").select_related("course", "venue")


def taught_by(user: User, *, at: datetime) -> EventQuerySet:
    """The events at which the user is a trainer, latest first; drafts and cancelled ones left out."""
    own = Event.objects.listed().exclude(status=Event.Status.CANCELLED).filter(trainers__user=user)
    return with_marks(own.order_by("-starts_on", "-starts_time", "pk").select_related("course", "venue"), at=at)


def with_marks(events: EventQuerySet, *, at: datetime) -> EventQuerySet:
    """Each with `expected`, the people on its register, and `unmarked`, those of whom a mark is missing by now."""
    to_mark = Booking.objects.to_mark(at=at).filter(event=OuterRef("pk")).order_by().values("event")
    unmarked = Subquery(to_mark.annotate(people=Count("pk")).values("people"))
    expected = Count("bookings", filter=Q(bookings__state=Booking.State.CONFIRMED))
    return events.annotate(expected=expected, unmarked=Coalesce(unmarked, 0))
