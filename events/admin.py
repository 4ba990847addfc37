"""Areas, venues, events and bookings, for administrators; states change by the house's own pages only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin import RecordAdmin, ReferenceAdmin, ReferenceInline
from events.models import Area, Booking, Event, EventTrainer, HeadCount, Policy, PriceTier, Venue


@admin.register(Area)
class AreaAdmin(ReferenceAdmin):
    """The parts of the county."""

    list_display = ("name", "code")
    settled = ("code",)


@admin.register(Venue)
class VenueAdmin(ReferenceAdmin):
    """The places that events are held at, and how to get there."""

    list_display = ("name", "address")
    search_fields = ("name", "address")


class PriceTierInline(ReferenceInline):
    """The prices of the kinds of organisation that have their own."""

    model = PriceTier
    may_add = may_change = may_delete = False


@admin.register(Policy)
class PolicyAdmin(RecordAdmin):
    """What the board decided about notice, prices and repeated absence, and from when on it holds; to look at.

    Managers adopt another one on a page of the house. None on record is changed: bookings stay under theirs.
    """

    list_display = ("starts_on", "notice_days", "in_working_days", "suspends_after", "place_price", "late_charge")
    inlines = (PriceTierInline,)


class HeadCountInline(ReferenceInline):
    """Who came, without names."""

    model = HeadCount


class EventTrainerInline(ReferenceInline):
    """Who trained, and the days that took; to look at: managers say it on a page of the house."""

    model = EventTrainer
    may_add = may_change = may_delete = False


@admin.register(Event)
class EventAdmin(ReferenceAdmin):
    """The dated runs, to look at; only their head counts are changed here."""

    may_add = False
    readonly_fields = tuple(field.name for field in Event._meta.fields if field.name != "id")
    list_display = ("name", "code", "starts_on", "area", "status", "places")
    list_filter = ("status", "course__kind", "area")
    list_select_related = ("course", "area")
    search_fields = ("code", "title", "course__title")
    date_hierarchy = "starts_on"
    inlines = (EventTrainerInline, HeadCountInline)

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        """The event's own row stays as it is: writing it back could undo what a module did a moment ago."""


@admin.register(Booking)
class BookingAdmin(RecordAdmin):
    """Who booked what and what became of it."""

    list_display = ("event", "person", "agency", "state", "attendance", "made_at")
    list_filter = ("state", "attendance", "unscheduled")
    list_select_related = ("event__course", "person", "agency")
    search_fields = ("event__code", "person__last_name", "person__email", "person__user__email")
    date_hierarchy = "made_at"
