"""The dated runs of courses, the dates of those that meet several times, trainers, and head counts beside the names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import words
from events.models.place import Area, Venue
from events.models.states import HOLDING
from people.models import Agency
from training.models import Course

LONDON = ZoneInfo("Europe/London")


def _begun(day: str, *, at: datetime) -> Q:
    """What began at or before `at`, by the clock on the wall in London, where `day` names the field of the day."""
    here = at.astimezone(LONDON)
    return Q(**{f"{day}__lt": here.date()}) | Q(**{day: here.date()}, starts_time__lte=here.time())


def _to_come(day: str, *, at: datetime) -> Q:
    """All the rest: what begins after `at`."""
    here = at.astimezone(LONDON)
    return Q(**{f"{day}__gt": here.date()}) | Q(**{day: here.date()}, starts_time__gt=here.time())


class EventQuerySet(models.QuerySet["Event"]):
    """Sentences about many events."""

    def listed(self) -> EventQuerySet:
        """Those that people may know of: published ones and what became of them."""
        return self.exclude(status=Event.Status.DRAFT)

    def started(self, *, at: datetime) -> EventQuerySet:
        """Those that began at or before `at`, by the clock on the wall in London."""
        return self.filter(_begun("starts_on", at=at))

    def coming(self, *, at: datetime) -> EventQuerySet:
        """Published ones that begin after `at`, soonest first."""
        to_come = self.filter(_to_come("starts_on", at=at), status=Event.Status.PUBLISHED)
        return to_come.order_by("starts_on", "starts_time", "pk")

    def starting_within(self, days: int, *, at: datetime) -> EventQuerySet:
        """Published ones that begin after `at`, and so many days later at the latest, by the clock on the wall."""
        return self.coming(at=at).started(at=at.astimezone(LONDON) + timedelta(days))

    def with_places_taken(self) -> EventQuerySet:
        """Each with `places_taken`: how many bookings hold one of its places at the moment."""
        return self.annotate(
            places_taken=models.Count("bookings", filter=Q(bookings__state__in=HOLDING, bookings__unscheduled=False))
        )


class Event(models.Model):
    """A dated run of a course.

    Date and times are those on the wall in Europe/London: a week later is at the same time of day, whatever the clocks
    do, and the reporting year is that of the local date. Where it meets several times they are those at which the first
    of its `dates` starts and the last ends.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    class IfUnanswered(models.TextChoices):
        """What becomes of a request that nobody approved or declined in time."""

        APPROVE = "approve", "It counts as approved"
        DECLINE = "decline", "It counts as declined"
        ASK_MANAGER = "manager", "The training team decides"

    class Choosing(models.TextChoices):
        """How the delegates of a conference come by places in its workshops."""

        FIRST_COME = "first-come", "First come, first served"
        RANKED = "ranked", "Delegates rank what they would like, and places are allotted after a day"

    # Which moves exist; events/programme.py and events/registers.py are the modules that make them.
    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        Status.DRAFT: frozenset({Status.PUBLISHED, Status.CANCELLED}),
        Status.PUBLISHED: frozenset({Status.HELD, Status.CANCELLED}),
        Status.HELD: frozenset({Status.PUBLISHED}),
        Status.CANCELLED: frozenset(),
    }

    code = models.SlugField(max_length=80, unique=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=200, blank=True, help_text="Where it differs from the course's.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    starts_on = models.DateField()
    starts_time = models.TimeField()
    ends_on = models.DateField()
    ends_time = models.TimeField()
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    places = models.PositiveIntegerField(null=True, blank=True, help_text="Blank: not recorded, and no limit.")
    minimum = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How few people it takes place with.")
    decide_on = models.DateField(null=True, blank=True, help_text="The day on which that is decided.")
    runs_anyway_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When a manager said that it takes place with fewer; the reason is in the trail.",
    )
    opens_on = models.DateField(null=True, blank=True, help_text="The first day on which it can be booked.")
    closes_on = models.DateField(null=True, blank=True, help_text="The last day on which it can be booked.")
    offer_hours = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="For how many hours a place that came free is offered to who waits. Blank: it is theirs at once.",
    )
    approval_hours = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="For how many hours the agency's lead may approve a booking. Blank: it needs no approval.",
    )
    if_unanswered = models.CharField(max_length=10, choices=IfUnanswered, default=IfUnanswered.ASK_MANAGER)
    cut_off_hours = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="So many hours before it begins the waiting list stops moving by itself. Blank: it never does.",
    )
    prefers_mix = models.BooleanField(
        default=False, help_text="Places that come free go first to the agency that holds the fewest."
    )
    grace_minutes = models.PositiveSmallIntegerField(
        default=15, help_text="Who misses no more of a date than this, late or early, attended all of it."
    )
    enough_dates = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Who attended so many of its dates attended it. Blank: all of them."
    )
    for_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="events_for_it"
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshops",
        help_text="The conference that a workshop belongs to.",
    )
    workshop_choice = models.CharField(max_length=10, choices=Choosing, default=Choosing.FIRST_COME)
    choose_by = models.DateField(null=True, blank=True, help_text="The last day on which delegates choose, or rank.")
    allotted_at = models.DateTimeField(
        null=True, blank=True, help_text="When ranked choices became places. Since then it is first come, first served."
    )
    joining_instructions = models.TextField(blank=True)
    register_closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    # What events/browsing.py says of an event as somebody looks at it.
    has_mix_rules: bool
    has_place: bool
    people_waiting: int
    places_left: int | None
    why_wait: str

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "starts_time", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")) | Q(ends_on=F("starts_on"), ends_time__gte=F("starts_time")),
                name="event_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False)
                | (~Q(status="cancelled") & Q(cancelled_at=None, cancel_reason="")),
                name="event_cancelled_at_goes_with_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(status="held", register_closed_at__isnull=False)
                | (~Q(status="held") & Q(register_closed_at=None)),
                name="register_closed_at_goes_with_held",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="booking_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None, decide_on=None) | Q(minimum__isnull=False, decide_on__isnull=False),
                name="minimum_goes_with_the_day_of_decision",
            ),
            models.CheckConstraint(
                condition=Q(runs_anyway_at=None) | Q(minimum__isnull=False), name="only_what_wants_a_number_runs_anyway"
            ),
            models.CheckConstraint(condition=~Q(approval_hours=0), name="approval_has_an_hour_at_least"),
            models.CheckConstraint(condition=~Q(offer_hours=0), name="an_offer_lasts_an_hour_at_least"),
            models.CheckConstraint(condition=~Q(enough_dates=0), name="who_attends_comes_once_at_least"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="event_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=~Q(workshop_choice="ranked") | Q(choose_by__isnull=False), name="ranking_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=Q(allotted_at=None) | Q(workshop_choice="ranked"), name="only_ranked_choices_are_allotted"
            ),
        ]
        indexes = [models.Index(fields=["starts_on", "starts_time"], name="events_by_start")]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on:%-d %B %Y}"

    @property
    def name(self) -> str:
        """Its own title, or the course's."""
        return self.title or self.course.title

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.starts_on, self.starts_time, tzinfo=LONDON)

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends."""
        return datetime.combine(self.ends_on, self.ends_time, tzinfo=LONDON)

    @property
    def meets_on(self) -> list[EventDate]:
        """The dates on which it meets, where they are several; none of an event that goes on in one stretch."""
        if self.ends_on == self.starts_on:
            return []
        models.prefetch_related_objects([self], "dates")  # asked once, unless a list has asked for all of its events
        return list(self.dates.all())

    @property
    def days(self) -> list[date]:
        """The days on which it meets; of one that goes on in one stretch, the first."""
        return [date.held_on for date in self.meets_on] or [self.starts_on]

    @property
    def same_times(self) -> tuple[time, time] | None:
        """From when to when it goes on each time, where that is the same on all of several dates."""
        times = {(date.starts_time, date.ends_time) for date in self.meets_on}
        return times.pop() if len(times) == 1 else None

    @property
    def stretches(self) -> list[tuple[datetime, datetime]]:
        """From when to when it goes on: each of its dates, or else all from its first moment to its last."""
        return [(date.starts_at, date.ends_at) for date in self.meets_on] or [(self.starts_at, self.ends_at)]

    @property
    def list_stops_at(self) -> datetime:
        """The moment from which the waiting list doesn't move by itself: a manager decides who comes."""
        return self.starts_at - timedelta(hours=self.cut_off_hours or 0)

    @property
    def awaits_allotment(self) -> bool:
        """Whether its delegates rank workshops, and none of that became a place yet."""
        return self.workshop_choice == self.Choosing.RANKED and self.allotted_at is None

    def has_begun(self, *, at: datetime) -> bool:
        """Whether it began at or before `at`."""
        return self.starts_at <= at

    def has_ended(self, *, at: datetime) -> bool:
        """Whether it ended, on the last of its dates if there are several, at or before `at`."""
        return self.ends_at <= at

    def is_under_way(self, *, at: datetime) -> bool:
        """Whether it has begun and not ended; between two of its dates it is."""
        return self.has_begun(at=at) and not self.has_ended(at=at)

    def clashes_with(self, other: Event) -> bool:
        """Whether both go on, for a while at least, at the same time."""
        return any(
            begins < other_ends and other_begins < ends
            for begins, ends in self.stretches
            for other_begins, other_ends in other.stretches
        )

    def has_room_for(self, people: int, *, taken: int) -> bool:
        """Whether `people` more fit beside the `taken` places; always where no number of places is recorded."""
        return self.places is None or taken + people <= self.places

    def may_become(self, status: str) -> bool:
        """Whether that move exists."""
        return status in self.MOVES[self.status]


class EventDateQuerySet(models.QuerySet["EventDate"]):
    """Sentences about many dates."""

    def begun(self, *, at: datetime) -> EventDateQuerySet:
        """Those that began at or before `at`, by the clock on the wall in London."""
        return self.filter(_begun("held_on", at=at))

    def to_come(self, *, at: datetime) -> EventDateQuerySet:
        """Those that begin after `at`."""
        return self.filter(_to_come("held_on", at=at))


class EventDate(models.Model):
    """One of several dates on which an event meets, by the clock on the wall in London; a booking covers them all.

    An event without any goes on from its first moment to its last. events/dates.py keeps the two in step.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="dates")
    held_on = models.DateField()
    starts_time = models.TimeField()
    ends_time = models.TimeField()

    objects = EventDateQuerySet.as_manager()

    class Meta:
        ordering = ["held_on"]
        constraints = [
            # With the next one: the dates of an event never overlap.
            models.UniqueConstraint(fields=["event", "held_on"], name="event_meets_once_a_day"),
            models.CheckConstraint(condition=Q(ends_time__gt=F("starts_time")), name="event_date_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return words.day(self.held_on)

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.held_on, self.starts_time, tzinfo=LONDON)

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends."""
        return datetime.combine(self.held_on, self.ends_time, tzinfo=LONDON)

    def has_begun(self, *, at: datetime) -> bool:
        """Whether it began at or before `at`."""
        return self.starts_at <= at


class HeadCount(models.Model):
    """How many of an audience came, without names; stands beside the named people and is never added to them."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="head_counts")
    audience = models.SlugField(max_length=60)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "audience"], name="one_head_count_an_audience")]

    def __str__(self) -> str:
        return f"{self.people} {self.audience} at {self.event}"


class EventTrainer(models.Model):
    """Somebody who trained at an event, and the days of work that took."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="trainers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="trains"
    )
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="trainers")
    days = models.DecimalField(max_digits=6, decimal_places=2)
    lived_experience = models.BooleanField(null=True, help_text="A parent, carer or young person who took part.")

    # What events/trainers.py says of one: whether the duties of their account open the register.
    may_register: bool

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="one_trainer_a_name_and_event"),
            models.CheckConstraint(condition=Q(days__gte=0), name="trainer_days_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.event}"
