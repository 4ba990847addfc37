"""Retention, on the events' floor: whose training is long ago, and messages of which it is."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from events.models import Booking, DateWish, Event, Notice
from people.models import Person
from training.models import Enrolment

NO_LONGER = "These words are not kept any more."


def long_ago(before: date) -> QuerySet[Person]:
    """Whoever has no account, came to something or enrolled, and has had nothing since that day nor waits for anything.

    Whose register was never closed is not among them, nor who was never at anything.
    """
    bookings = Booking.objects.filter(person=OuterRef("pk"))
    enrolments = Enrolment.objects.filter(person=OuterRef("pk"))
    has_had = Exists(bookings) | Exists(enrolments)
    since = bookings.filter(Q(event__ends_on__gte=before) | Q(event__status=Event.Status.PUBLISHED))
    has = Exists(since) | Exists(enrolments.filter(enrolled_on__gte=before))
    wishes = Exists(DateWish.objects.filter(person=OuterRef("pk"), told_at=None))
    return Person.objects.filter(has_had & ~has & ~wishes, user=None).order_by("pk")


def not_booked_since(day: date) -> QuerySet[Booking, int]:
    """Whoever has bookings, and none on an event after that day, whatever became of them; ghosts are among them."""
    latest = Booking.objects.order_by().values("person").annotate(last=Max("event__starts_on"))
    return latest.filter(last__lte=day).values_list("person", flat=True)


def old_words(before: datetime) -> QuerySet[Notice]:
    """The messages to people of an event that were written before then, and whose words are still kept."""
    return Notice.objects.filter(written_at__lt=before).exclude(text=NO_LONGER).order_by("pk")


def forget_words(notices: Iterable[Notice]) -> int:
    """Leave of these messages that they were sent, about what, to whom and when."""
    return Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(text=NO_LONGER)
