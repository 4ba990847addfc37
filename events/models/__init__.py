"""Dated runs of courses, where they take place, who booked, who came, and head counts beside the names."""

from events.models.alarm import RungAlarm
from events.models.attendance import DateAttendance
from events.models.booking import Booking, BookingQuerySet
from events.models.calendar_feed import CalendarFeed
from events.models.check_in import CheckIn
from events.models.event import LONDON, Event, EventDate, EventDateQuerySet, EventQuerySet, EventTrainer, HeadCount
from events.models.mix import MixRule, MixRuleQuerySet
from events.models.notice import Notice
from events.models.place import Area, Venue
from events.models.policy import Policy, PriceTier
from events.models.suspension import LiftedSuspension
from events.models.wish import DateWish
from events.models.workshop import WorkshopChoice

__all__ = [
    "LONDON",
    "Area",
    "Booking",
    "BookingQuerySet",
    "CalendarFeed",
    "CheckIn",
    "DateAttendance",
    "DateWish",
    "Event",
    "EventDate",
    "EventDateQuerySet",
    "EventQuerySet",
    "EventTrainer",
    "HeadCount",
    "LiftedSuspension",
    "MixRule",
    "MixRuleQuerySet",
    "Notice",
    "Policy",
    "PriceTier",
    "RungAlarm",
    "Venue",
    "WorkshopChoice",
]
