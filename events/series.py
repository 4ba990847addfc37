"""Planning again what there is already: drafts like an event, on other days."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from events import dates, programme
from events.models import Event, EventDate, EventTrainer, MixRule
from people import agencies

AgencyToday = Callable[[int | None], int | None]
"""Which agency answers today for one that may have become part of another; of none, none."""
WEEK = timedelta(weeks=1)
MOST = 52
COPIED = (
    "course",
    "title",
    "starts_time",
    "ends_time",
    "area",
    "venue",
    "places",
    "minimum",
    "offer_hours",
    "approval_hours",
    "if_unanswered",
    "cut_off_hours",
    "prefers_mix",
    "grace_minutes",
    "enough_dates",
    "joining_instructions",
)
"""What a draft has of the event it is like."""
MOVED = ("starts_on", "ends_on", "decide_on", "opens_on", "closes_on")
"""Its days, which move by as many days as the event itself."""


class NotRepeated(Refusal):
    """The event can't be planned again like that."""


def why_not(event: Event) -> Refusal | None:
    """Why no drafts like that event can be planned, or None."""
    if event.parent_id is not None:
        return NotRepeated("A workshop is planned on the page of its conference.")
    if event.workshops.exists():
        return NotRepeated(f"{event} has workshops, which are planned anew for each conference.")
    return None


def days_from(first: date, *, weeks: int, times: int) -> list[date]:
    """So many days from the first on, so many weeks apart."""
    return [first + number * weeks * WEEK for number in range(times)]


@once.change
def repeat(event: Event, days: Sequence[date], *, by: Actor, at: datetime) -> list[Event]:
    """Plan a draft like the event on each of those days, with its trainers and the rules of its mix.

    Whatever else has a day, further dates among it, comes as many days before or after as with the event. What the
    event says of an agency that has become part of another, the draft says of that one.
    """
    if refusal := why_not(event):
        raise refusal
    if not days or len(days) > MOST:
        raise NotRepeated(f"Choose from 1 to {MOST} days.")
    answers = agencies.answering()

    def today(agency: int | None) -> int | None:
        return answers(agency, at) if agency else None

    return [_plan_like(event, day - event.starts_on, today, by=by, at=at) for day in days]


def _plan_like(event: Event, later: timedelta, today: AgencyToday, *, by: Actor, at: datetime) -> Event:
    draft = Event(**{name: getattr(event, name) for name in COPIED}, for_agency_id=today(event.for_agency_id))
    for name in MOVED:
        setattr(draft, name, _moved(getattr(event, name), later))
    meets_on = [
        EventDate(held_on=date.held_on + later, starts_time=date.starts_time, ends_time=date.ends_time)
        for date in dates.of(event)
    ]
    draft = programme.draft(draft, by=by, at=at, meets_on=meets_on)
    MixRule.objects.bulk_create(_rules_like(event, draft, later, today))
    EventTrainer.objects.bulk_create(
        EventTrainer(event=draft, user_id=each.user_id, name=each.name, agency_id=today(each.agency_id), days=each.days)
        for each in event.trainers.all()
    )
    audit.record("series.repeat", draft, by=by, at=at, like=event.pk)
    return draft


def _rules_like(event: Event, draft: Event, later: timedelta, today: AgencyToday) -> Iterable[MixRule]:
    """The rules of the event's mix for the draft; two agencies that are one by now have the places of both."""
    rules: dict[tuple[str, int | None, int | None], MixRule] = {}
    for rule in event.mix_rules.all():
        whom = (rule.kind, today(rule.agency_id), rule.sector_id)
        if whom in rules:
            rules[whom].places += rule.places
        else:
            kind, agency, sector = whom
            until = _moved(rule.until, later)
            rules[whom] = MixRule(
                event=draft, kind=kind, agency_id=agency, sector_id=sector, places=rule.places, until=until
            )
    return rules.values()


def _moved(day: date | None, later: timedelta) -> date | None:
    return day + later if day else None
