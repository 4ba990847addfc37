"""Wishes for a next date: people are told, once, as soon as a course that had no date has one that they can book."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from core import audit, mail, once
from core.audit import Actor
from core.refusals import Refusal
from events import browsing
from events.models import LONDON, DateWish, Event
from people.models import Person
from training.models import Course

HAS_NO_DATES = frozenset({Course.Kind.E_LEARNING})
"""Kinds of course that take place at any time."""


class HasDates(Refusal):
    """There is nothing to wait for."""


def why_not(course: Course, person: Person | None, *, at: datetime) -> HasDates | None:
    """Why that person can't wish for a next date of the course, or None."""
    if course.kind in HAS_NO_DATES:
        return HasDates(f"{course} is e-learning, which has no dates.")
    if browsing.dates_of(course, person, at=at).exists():
        return HasDates(f"{course} has coming dates.")
    return None


@once.change
def make(course: Course, person: Person, *, by: Actor, at: datetime) -> DateWish:
    """Keep that the person wants to be told of the next date; HasDates where there is one."""
    if refusal := why_not(course, person, at=at):
        raise refusal
    made, is_new = DateWish.objects.get_or_create(course=course, person=person, told_at=None, defaults={"made_at": at})
    if is_new:
        audit.record("wishes.make", made, by=by, at=at, course=course.pk)
    return made


@once.change
def end(course: Course, person: Person, *, by: Actor, at: datetime) -> None:
    """The person doesn't want to be told any more."""
    gone, _ = DateWish.objects.filter(course=course, person=person, told_at=None).delete()
    if gone:
        audit.record("wishes.end", course, by=by, at=at, person=person.pk)


def open_one(course: Course, person: Person | None) -> DateWish | None:
    """The person's wish, while nobody told them of a date."""
    return DateWish.objects.filter(course=course, person=person, told_at=None).first() if person else None


def how_many(course: Course) -> int:
    """How many wait to be told of a date."""
    return DateWish.objects.filter(course=course, told_at=None).count()


def tell_due(*, at: datetime) -> int:
    """Write to those who wished for a date that they can book now; how many. Two sweeps at once write once."""
    bookable = _bookable(at=at)
    waiting = DateWish.objects.filter(told_at=None, course__in=bookable).select_related("person")
    due = [wish for wish in waiting.order_by("pk") if bookable[wish.course_id] & {None, wish.person.agency_id}]
    return sum(_tell(wish, at=at) for wish in due)


def _bookable(*, at: datetime) -> dict[int, set[int | None]]:
    """The courses with a coming event that can be booked already: for which agencies, and None for everybody."""
    today = at.astimezone(LONDON).date()
    is_open = Q(opens_on=None) | Q(opens_on__lte=today), Q(closes_on=None) | Q(closes_on__gte=today)
    wished = DateWish.objects.filter(told_at=None).order_by().values("course")
    events = Event.objects.coming(at=at).filter(*is_open, parent=None, course__in=wished).order_by()
    found: dict[int, set[int | None]] = defaultdict(set)
    for course, agency in events.values_list("course", "for_agency").distinct():
        found[course].add(agency)
    return found


@transaction.atomic(durable=True)
def _tell(wish: DateWish, *, at: datetime) -> int:
    told = DateWish.objects.filter(pk=wish.pk, told_at=None).update(told_at=at)
    if told:
        mail.post("next-date", key=str(wish.pk), at=at, wish=wish.pk)
    return told
