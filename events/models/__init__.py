"""Dated runs of courses, where they take place, who booked, who came, and head counts beside the names."""

from events.models.attendance import DateAttendance
from events.models.booking import Booking, BookingQuerySet
from events.models.date import EventDate, EventDateQuerySet
from events.models.event import LONDON, Area, Event, EventQuerySet, EventTrainer, HeadCount, Venue
from events.models.mix import MixRule, MixRuleQuerySet
from events.models.policy import Policy
from events.models.workshop import WorkshopChoice

__all__ = [
    "LONDON",
    "Area",
    "Booking",
    "BookingQuerySet",
    "DateAttendance",
    "Event",
    "EventDate",
    "EventDateQuerySet",
    "EventQuerySet",
    "EventTrainer",
    "HeadCount",
    "MixRule",
    "MixRuleQuerySet",
    "Policy",
    "Venue",
    "WorkshopChoice",
]
