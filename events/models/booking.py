"""One person's booking on one event, and what can be asked of many."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from events.models.event import Event, EventDate
from events.models.policy import Policy
from events.models.states import CAME, HOLDING, LIVE, MOVES, Attendance, State
from people.models import Agency, Duty, Person, Role, TargetGroup


class BookingQuerySet(models.QuerySet["Booking"]):
    """Sentences about many bookings."""

    def live(self) -> BookingQuerySet:
        """Those that still mean something for the future of their event."""
        return self.filter(state__in=Booking.LIVE)

    def holding_places(self) -> BookingQuerySet:
        """Those that count against the event's places."""
        return self.filter(state__in=Booking.HOLDING, unscheduled=False)

    def waiting_in_order(self) -> BookingQuerySet:
        """The waiting list: in the order that a manager gave it, if one did, and then first come first."""
        return self.filter(state=Booking.State.WAITING).order_by(F("turn").asc(nulls_last=True), "made_at", "pk")

    def unmet(self) -> BookingQuerySet:
        """Those who still waited for a place when their event began, and were offered none: unmet demand."""
        return self.filter(state=Booking.State.LAPSED, offer_lapses_at=None, decide_by=None)

    def whole(self) -> BookingQuerySet:
        """Those that stand by themselves: places in workshops go with the booking on their conference."""
        return self.filter(event__parent=None)

    def marked(self) -> BookingQuerySet:
        """Those with a mark on the register, be it on one of several dates only."""
        return self.filter(~Q(attendance=Attendance.NOT_RECORDED) | Q(by_date__isnull=False)).distinct()

    def to_mark(self, *, at: datetime) -> BookingQuerySet:
        """Those expected whose mark is missing, be it on one of several dates that have begun; walk-ins have theirs."""
        dates = EventDate.objects.filter(event=OuterRef("event"))
        marked = EventDate.objects.filter(attendances__booking=OuterRef(OuterRef("pk")))
        missed = dates.begun(at=at).exclude(pk__in=marked.values("pk"))
        unmarked = Q(attendance=Attendance.NOT_RECORDED, event__in=Event.objects.started(at=at)) & ~Exists(dates)
        return self.filter(Exists(missed) | unmarked, state=Booking.State.CONFIRMED, unscheduled=False)

    def attended(self) -> BookingQuerySet:
        """Those whose person came, for all or part of it."""
        return self.filter(attendance__in=Booking.CAME)

    def reachable(self) -> BookingQuerySet:
        """Those whose person has an address to write to, or somebody who tells them (events/go_betweens.py)."""
        active = Duty.objects.filter(user__is_active=True)
        leads = active.filter(kind=Duty.Kind.LEAD, agency=OuterRef("agency"))
        maker = active.filter(kind__in=[Duty.Kind.MANAGER, Duty.Kind.ADMINISTRATOR], user=OuterRef("made_by"))
        with_address = Q(person__user__isnull=False) | ~Q(person__email="")
        return self.filter(with_address | Exists(leads) | Exists(maker))


class Booking(models.Model):
    """One person's booking on one event, with what was true of the person on the day it was made.

    `held_place` says that it held a place at some time; the report counts those as booked. Blank attendance on a
    confirmed booking is "not recorded", never "absent". events/moves.py changes `state`, events/registers.py
    `attendance`, nothing else does.
    """

    State = State
    Attendance = Attendance
    MOVES = MOVES
    LIVE = LIVE
    HOLDING = HOLDING
    CAME = CAME

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=10, choices=State)
    held_place = models.BooleanField(default=False)
    unscheduled = models.BooleanField(default=False, help_text="Came without a booking.")
    attendance = models.CharField(max_length=10, choices=Attendance, blank=True, default=Attendance.NOT_RECORDED)
    minutes_late = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="So many they came late. Of an event of several dates each date has its own."
    )
    minutes_early = models.PositiveSmallIntegerField(null=True, blank=True, help_text="So many they left early.")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="bookings")
    target_group = models.ForeignKey(
        TargetGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings"
    )
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="bookings")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings_made"
    )
    policy = models.ForeignKey(
        Policy,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
        help_text="The policy that it was made under, and stays under. Blank: none was in force, or it was imported.",
    )
    price = models.DecimalField(
        max_digits=7, decimal_places=2, default=0, help_text="What the place cost on the day it was booked."
    )
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        help_text="The booking that this one took over from: a colleague's place, or another date.",
    )
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The booking on the conference that a place in one of its workshops belongs to. Blank if imported.",
    )
    # Blank again once it is approved, so that one which lapses with it was never answered.
    decide_by = models.DateTimeField(null=True, blank=True, help_text="Until when a request may be approved.")
    offer_lapses_at = models.DateTimeField(null=True, blank=True, help_text="Until when an offered place is open.")
    news_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it last became another without their doing: a place came, or another time.",
    )
    turn = models.PositiveIntegerField(null=True, blank=True, help_text="Where a manager put it on the waiting list.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_late = models.BooleanField(null=True, blank=True, help_text="Fixed when it is cancelled.")
    waived_at = models.DateTimeField(
        null=True, blank=True, help_text="When a manager let it cost nothing; the reason is in the trail."
    )
    reason = models.CharField(max_length=300, blank=True, help_text="Why they cancelled or did not come.")

    # What the person has in the workshops of a conference, for pages that list both (browsing.training_of).
    workshops: list[Booking]

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=["requested", "waiting", "offered", "confirmed"]),
                name="one_live_booking_a_person_and_event",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False, cancelled_late__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None, cancelled_late=None)),
                name="booking_cancelled_at_goes_with_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_late=None) | Q(cancelled_late=False) | Q(held_place=True),
                name="who_only_waited_is_never_late",
            ),
            models.CheckConstraint(
                condition=Q(attendance="") | Q(state="confirmed"), name="attendance_is_of_confirmed_bookings"
            ),
            models.CheckConstraint(
                condition=Q(minutes_late=None, minutes_early=None) | Q(attendance__in=["attended", "part"]),
                name="only_who_came_missed_minutes",
            ),
            models.CheckConstraint(
                condition=Q(unscheduled=False)
                | Q(state="confirmed", held_place=False, attendance__in=["attended", "part"]),
                name="unscheduled_came_and_held_no_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(unscheduled=True) | Q(held_place=True),
                name="confirmed_holds_a_place",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="booking_price_not_negative"),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="booking_does_not_replace_itself"),
            models.CheckConstraint(condition=~Q(part_of=F("pk")), name="booking_is_not_part_of_itself"),
            models.CheckConstraint(
                condition=Q(part_of=None) | (Q(price=0) & ~Q(cancelled_late=True)),
                name="a_workshop_is_never_late_nor_charged",
            ),
            models.CheckConstraint(
                condition=~Q(state="requested") | Q(decide_by__isnull=False), name="a_request_has_a_time_limit"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_lapses_at__isnull=False), name="an_offer_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(offer_lapses_at=None) | ~Q(state__in=["requested", "waiting"]),
                name="who_waits_was_offered_nothing",
            ),
            models.CheckConstraint(
                condition=Q(held_place=False) | Q(state__in=["confirmed", "cancelled"]),
                name="held_place_is_of_confirmed_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.event}"

    @property
    def standing(self) -> str:
        """Where it stands, in a few words."""
        if self.state == State.DECLINED and not self.offer_lapses_at:
            return "Not approved"
        if self.offer_lapses_at and self.state == State.LAPSED:
            return "Offer not answered in time"
        if self.decide_by and self.state == State.LAPSED:
            return "Not approved in time"
        if self.offer_lapses_at and self.state == State.DECLINED:
            return "Offered place turned down"
        return self.get_state_display()

    def may_become(self, state: str) -> bool:
        """Whether that move exists."""
        return state in self.MOVES[self.state]
