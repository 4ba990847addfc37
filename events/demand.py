"""Demand: who asked for a course and had no place, by course; and telling them of another date. It makes no booking."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import mail
from core.years import Period
from events.models import LONDON, Booking, BookingQuerySet, Event
from training.models import Course

REMEMBERED_FOR = timedelta(days=365)


def in_vain(*, at: datetime) -> BookingQuerySet:
    """Who waited until the event began, and had no place; whether the sweep has been by or not.

    Not who came all the same, and is on its register as a walk-in.
    """
    unmet, begun = Booking.objects.unmet(), Event.objects.started(at=at)
    still_listed = Q(state=Booking.State.WAITING, event__in=begun)
    came = Booking.objects.attended().filter(event=OuterRef("event"), person=OuterRef("person"))
    return Booking.objects.whole().filter(Q(pk__in=unmet.values("pk")) | still_listed).exclude(Exists(came))


def called_off() -> BookingQuerySet:
    """Whoever had a place on an event, or waited for one, when its organiser cancelled it."""
    return Booking.objects.whole().filter(
        state=Booking.State.CANCELLED, event__status=Event.Status.CANCELLED, cancelled_at=F("event__cancelled_at")
    )


def waiting_now(*, at: datetime) -> BookingQuerySet:
    """Who waits for a place on an event that is to come."""
    coming = Event.objects.coming(at=at)
    return Booking.objects.whole().filter(state=Booking.State.WAITING, event__in=coming.order_by().values("pk"))


def without_a_place(bookings: BookingQuerySet) -> BookingQuerySet:
    """Those of the bookings whose person neither has nor awaits a place on another date, nor came since."""
    same = Booking.objects.filter(person=OuterRef("person"), event__course=OuterRef("event__course"))
    ahead = Q(state__in=Booking.LIVE, event__status=Event.Status.PUBLISHED) & ~Q(pk=OuterRef("pk"))
    came = Q(attendance__in=Booking.CAME, event__starts_on__gte=OuterRef("event__starts_on"))
    return bookings.exclude(Exists(same.filter(ahead | came)))


def asked_in_vain(*, at: datetime) -> BookingQuerySet:
    """Who waited in vain, or was called off."""
    return Booking.objects.filter(Q(pk__in=in_vain(at=at).values("pk")) | Q(pk__in=called_off().values("pk")))


def by_course(courses: QuerySet[Course], *, period: Period | None, at: datetime) -> QuerySet[Course]:
    """The courses that anybody waits for now, or asked for in vain in that period, with how many.

    `waited` in vain, `called` off, `without` a place to this day (people), `waiting` now, and `dates` to come.
    """
    within: dict[str, Any] = {"event__starts_on__range": (period.starts, period.ends)} if period else {}
    vain, off = in_vain(at=at).filter(**within), called_off().filter(**within)
    asked = asked_in_vain(at=at).filter(**within)
    dates = Event.objects.coming(at=at).filter(course=OuterRef("pk"), parent=None).order_by().values("course")
    latest = Event.objects.filter(course=OuterRef("pk"), parent=None).order_by("-starts_on", "-pk")
    counted = courses.annotate(
        waited=_how_many(vain),
        called=_how_many(off),
        without=_how_many(without_a_place(asked), "person"),
        waiting=_how_many(waiting_now(at=at)),
        dates=Coalesce(Subquery(dates.annotate(number=Count("pk")).values("number")), 0),
        latest=Subquery(latest.values("code")[:1]),
    )
    return counted.filter(Q(waited__gt=0) | Q(called__gt=0) | Q(waiting__gt=0))


def _how_many(bookings: BookingQuerySet, of: str = "pk") -> Coalesce:
    theirs = bookings.filter(event__course=OuterRef("pk")).order_by().values("event__course")
    return Coalesce(Subquery(theirs.annotate(number=Count(of, distinct=True)).values("number")), 0)


def people_of(course: Course, *, at: datetime) -> BookingQuerySet:
    """The bookings behind the figures of one course, the latest event first.

    Each with whether it `is_waiting` now, and whether its person, who asked in vain, `is_without` a place to this day.
    """
    vain, waiting = asked_in_vain(at=at), waiting_now(at=at)
    asked = Q(pk__in=vain.values("pk")) | Q(pk__in=waiting.values("pk"))
    theirs = Booking.objects.filter(asked, event__course=course).annotate(
        is_waiting=Exists(waiting.filter(pk=OuterRef("pk"))),
        is_without=Exists(without_a_place(vain).filter(pk=OuterRef("pk"))),
    )
    in_order = theirs.order_by("-event__starts_on", "-event__starts_time", "made_at", "pk")
    return in_order.select_related("person", "agency", "event__course")


def tell_of_another_date(event: Event, *, at: datetime) -> None:
    """Write, once, to each who waits for another date of its course, as soon as this one can be booked.

    And to each who asked for one in vain within a year, and has no place to this day. Wants an open transaction.
    """
    if event.parent_id or event.has_begun(at=at):
        return
    others = Booking.objects.filter(event__course=event.course_id).exclude(event=event)
    waiting = others.filter(pk__in=waiting_now(at=at).values("pk"))
    since = at.astimezone(LONDON).date() - REMEMBERED_FOR
    lately = others.filter(pk__in=asked_in_vain(at=at).values("pk"), event__starts_on__gt=since)
    due = max(at, datetime.combine(event.opens_on, time(), LONDON)) if event.opens_on else at
    for bookings in (waiting, without_a_place(lately)):
        told = bookings.filter(person__agency=event.for_agency_id) if event.for_agency_id else bookings
        for booking, person in told.order_by("-event__starts_on", "pk").values_list("pk", "person"):
            mail.post("another-date", key=f"{person}:{event.pk}", at=due, booking=booking, event=event.pk)
