"""The words of the trail of bookings and events: what each act is called, and each detail that is kept of one.

A verb without words fails a test. An act that is on the trail stays readable whatever was kept with it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from core import words
from core.models import AuditEntry
from events.models import Booking, Event, Notice

ACTS = MappingProxyType(
    {
        "allotting.allot": "Place in the workshop allotted, {rank} choice",
        "allotting.allot_places": "Workshops allotted: {places} to {delegates}",
        "approvals.approve": "Request approved: {state}",
        "approvals.bring_forward": "Less time to decide on the request{decide_by}",
        "approvals.decline": "Request declined",
        "approvals.refer": "Nobody answered in time: the training team was asked to decide",
        "bookings.book": "Booking made: {state}",
        "bookings.cancel": "Booking cancelled{late}{by_the_organiser}",
        "bookings.give_up_for": "Moved to another date{late}",
        "bookings.pass_on": "Place passed on{to}",
        "bookings.substitute": "Took over the place of a colleague",
        "bookings.transfer": "Came here from another date",
        "check_ins.check_in": "Checked in{on}",
        "choices.choose": "Workshop chosen: {state}",
        "choices.rank": "Workshops ranked: {ranked}",
        "conferences.call_off_workshops": "Cancelled with the conference",
        "conferences.move_workshops": "Moved with the conference, by {days}",
        "conferences.say_how_to_choose": "Said how workshops are chosen: {choosing}{until}",
        "notices.send": "Wrote to {people}: {audience}",
        "offers.accept": "Offered place taken",
        "offers.bring_forward": "Offer ends sooner{lapses_at}",
        "offers.decline": "Offered place turned down",
        "offers.lapse": "Offer not answered in time",
        "programme.cancel": "Event cancelled: {told} ended with it",
        "programme.change": "Event changed: {fields}",
        "programme.change_mix": "Said who the places are for: {rules}{prefers_mix}",
        "programme.change_trainer": "What is said of a trainer changed{whom}: {fields}{days_were}",
        "programme.let_run": "Takes place all the same, with fewer people",
        "programme.name_trainer": "Trainer named{whom}",
        "programme.plan": "Planned as a draft",
        "programme.publish": "Published",
        "programme.take_trainer_off": "Trainer taken off{days_were}",
        "records.book": "A records package says: {state}",
        "records.cancel": "A records package says: cancelled{late}",
        "records.correct": "A records package corrects {fields}",
        "records.give_place": "A records package gives the place out of turn",
        "reference.add": "Added in the reference pages",
        "reference.change": "Changed in the reference pages: {fields}",
        "reference.delete": "Deleted in the reference pages",
        "registers.add_walk_in": "Came without a booking{on}",
        "registers.close": "Register closed: {not_recorded} not recorded",
        "registers.count_again": "Attendance counted anew: {now}, was: {was}",
        "registers.mark": "Marked: {now}{minutes_late}{minutes_early}{on}, was: {was}",
        "registers.reopen": "Register opened again",
        "series.repeat": "Planned like another date",
        "waiting.give_place": "Given a free place out of turn",
        "waiting.lapse": "No place came free",
        "waiting.move_to": "Moved in the waiting list, from {was} to {now}",
        "waiting.offer": "Place offered{lapses_at}",
        "waiting.promote": "A place came free: booked",
        "waivers.take_back": "Charged for after all",
        "waivers.waive": "Charge of £{charge} waived",
        "workshops.give_up": "Place in the workshop given up, or no longer waited for",
        "workshops.take_over": "Took over the place in the workshop of a colleague",
    }
)
"""What the trail says of a booking or an event, by its verb; in braces, what it keeps with it."""

FIELDS = MappingProxyType(
    {
        "approval_hours": "how long a request is open",
        "cancelled_late": "whether it was late",
        "closes_on": "the last day of booking",
        "cut_off_hours": "when the waiting list stops",
        "decide_on": "the day of decision",
        "ends_on": "the last day",
        "ends_time": "when it ends",
        "enough_dates": "how many dates are enough",
        "for_agency": "whom it is for",
        "grace_minutes": "how many minutes one may miss",
        "if_unanswered": "what becomes of requests",
        "minimum": "the fewest people",
        "offer_hours": "how long an offer is open",
        "opens_on": "the first day of booking",
        "parent": "the conference that it is a workshop of",
        "runs_anyway_at": "that it is open again whether it runs",
        "starts_on": "the day",
        "starts_time": "when it begins",
        "user": "the account",
    }
)
"""What an event's fields are called, where their own names would not do."""

_OVERRULED = MappingProxyType(
    {
        "AnotherCourseFirst": "the course to attend first",
        "DiaryClash": "another booking at that time",
        "NotChosenNow": "the day for choosing",
        "OutsideWindow": "the days of booking",
        "Suspended": "the suspension",
        "WrongAudience": "whom it is for",
    }
)


def what(entry: AuditEntry, *, to: str = "", whom: str = "") -> str:
    """What was done, in words.

    `to` is the colleague whom a place was passed on to, and `whom` the trainer whom it is about, where they are known.
    """
    details = {name: _said(name, value) for name, value in entry.details.items()}
    said = ACTS.get(entry.verb) or words.in_words(entry.verb.rpartition(".")[2])
    known = {"to": f" to {to}" if to else "", "whom": f", {whom}" if whom else ""}
    told = said.format_map(defaultdict(str, details | known))
    return f"{told}. Overruled: {details['overruled']}" if details.get("overruled") else told


def _said(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    return _DETAILS.get(name, str)(value)


def _moment(value: str) -> str:
    at = datetime.fromisoformat(value)
    return f", until {words.day(at)}, {words.clock(at)}"


def _standing(value: str | int) -> str:
    """A mark in words; of somebody who was moved in line, their position."""
    return words.ordinal(value) if isinstance(value, int) else _one_of(Booking.Attendance.choices)(value)


def _one_of(choices: Any) -> Callable[[Any], str]:
    labels = dict(choices)
    return lambda value: str(labels.get(value, value)).lower()


def _fields(value: str) -> str:
    return words.listed([FIELDS.get(name, name.replace("_", " ")) for name in re.split(", ?", value)])


def _overruled(value: str) -> str:
    return words.listed([_OVERRULED.get(name, name) for name in value.split(", ")])


_DETAILS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "audience": _one_of(Notice.Audience.choices),
        "by_the_organiser": lambda _: " with the event",
        "choosing": _one_of(Event.Choosing.choices),
        "decide_by": _moment,
        "days": lambda days: words.count_noun(days, "day"),
        "days_were": lambda days: f"; days given were {days}",
        "delegates": lambda people: words.count_noun(people, "delegate"),
        "fields": _fields,
        "lapses_at": _moment,
        "late": lambda _: ", late",
        "minutes_early": lambda minutes: f", left {words.count_noun(minutes, 'minute')} early",
        "minutes_late": lambda minutes: f", {words.count_noun(minutes, 'minute')} late",
        "now": _standing,
        "on": lambda day: f", on {words.day(date.fromisoformat(day))}",
        "overruled": _overruled,
        "people": lambda people: words.count_noun(people, "person,people"),
        "places": lambda places: words.count_noun(places, "place"),
        "prefers_mix": lambda _: "; places that come free go first to the agency that holds the fewest",
        "rank": words.ordinal,
        "rules": lambda rules: rules or "anybody",
        "state": _one_of(Booking.State.choices),
        "told": lambda bookings: words.count_noun(bookings, "booking"),
        "until": lambda day: f", until {words.day(date.fromisoformat(day))}",
        "was": _standing,
    }
)
