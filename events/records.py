"""The sheets of the events' floor: events, head counts and trainers; bookings are in booking_records."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.text import slugify

from core.records.keeping import Change, Keeper, Run, Tally, by_code, found_or_made, ids_by, save_changes
from core.records.kinds import choice, code, moment, number, text, token, whole, word, yes_no
from core.records.references import Ids
from core.records.sheets import Column, Row, Sheet
from core.refusals import Refusal
from events import coming_records, programme
from events.coming_records import Was
from events.locks import lock_all
from events.models import LONDON, Area, Booking, Event, EventDate, EventTrainer, HeadCount, Venue
from people import agencies
from people.records import AGENCY
from training.records import COURSE

EVENT = code(80)
STATUSES = {"held": Event.Status.HELD, "cancelled": Event.Status.CANCELLED, "planned": Event.Status.PUBLISHED}

REFERENCES: dict[str, Callable[[], Ids]] = {"events": lambda: ids_by("code", Event.objects.all())}
"""What the codes of this floor mean."""

EVENTS = Sheet(
    "events",
    ("code",),
    (
        Column("code", EVENT, "What other files call the event.", required=True),
        Column("course", COURSE, "The course that it is a run of.", required=True, refers_to="courses"),
        Column("title", text(200), "Its own title, where it differs from the course's."),
        Column("starts", moment(), "When it starts, by the clock in London.", required=True),
        Column("ends", moment(), "When it ends.", required=True),
        Column("area", text(120), "The part of the county, by its name."),
        Column("venue", text(200), "Where it takes place, by its name."),
        Column("places", whole(), "How many people there is room for."),
        Column("status", choice(STATUSES), "What became of it.", required=True),
        Column("for_agency", AGENCY, "The agency that it is for alone.", refers_to="agencies"),
        Column("parent", EVENT, "The conference that it is a workshop of.", refers_to="events"),
    ),
)
HEADCOUNTS = Sheet(
    "headcounts",
    ("event", "audience"),
    (
        Column("event", EVENT, "The event.", required=True, refers_to="events"),
        Column("audience", word(60), "Who was counted: young-people, professionals, or another word.", required=True),
        Column("people", whole(), "How many of them came.", required=True),
    ),
)
TRAINERS = Sheet(
    "trainers",
    ("event", "name"),
    (
        Column("event", EVENT, "The event.", required=True, refers_to="events"),
        Column("name", token(200), "Who trained.", required=True),
        Column("agency", AGENCY, "Whom they work for.", refers_to="agencies"),
        Column("days", number(below=10_000), "The days of work that it took.", required=True),
        Column("lived_experience", yes_no(), "Whether they took part as a parent, carer or young person."),
    ),
)


@dataclass(frozen=True)
class Outline:
    """What other rows ask of an event; `row` is its row in the package, 0 where it is only on record."""

    starts: datetime
    ends: datetime
    status: str
    places: int | None
    parent: str = ""
    row: int = 0

    def has_begun(self, *, at: datetime) -> bool:
        """Whether it began at or before `at`."""
        return self.starts.replace(tzinfo=LONDON) <= at

    def is_coming(self, *, at: datetime) -> bool:
        """Whether it is in the programme, and has not begun."""
        return self.status == Event.Status.PUBLISHED and not self.has_begun(at=at)


class Events(Keeper):
    """Keeps events, and tells what the package, or else the record, says of one.

    `added` are the codes of those that the package brings, `touched` the ids of those whose waiting lists may move by
    it: they do so when all of it is saved, for another row may say whose the place is.
    """

    sheet = EVENTS

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self.outlines: dict[str, Outline] = {}
        self.added: set[str] = set()
        self.touched: set[int] = set()
        self._to_tie: dict[str, str] = {}
        self._were: dict[str, Was] = {}
        self._to_announce: list[str] = []

    def outline(self, event: str) -> Outline | None:
        """What is known of that event; None where nothing is, and then its row has a fault of its own."""
        return self.outlines.get(event)

    @cached_property
    def _answering(self) -> Callable[[int, datetime], int]:
        return agencies.answering()

    def answering(self, agency: int | None, event: str) -> int | None:
        """The id of the agency that answers for that event, if the one named was merged before; of a workshop it is
        whoever answers for its conference.
        """
        outline = self.outlines.get(event)
        if agency is None or outline is None:
            return agency
        whole = self.outlines.get(outline.parent, outline)
        return self._answering(agency, whole.starts.replace(tzinfo=LONDON))

    def look_up(self, events: Iterable[str]) -> None:
        """Learn the outlines of those that are only on record."""
        unknown = {event for event in events if event not in self.outlines}
        for event in Event.objects.filter(code__in=unknown).select_related("parent"):
            self.outlines[event.code] = _outline(event)

    def check(self, rows: Sequence[Row]) -> None:
        on_record = by_code(Event, rows)
        with_dates = set(EventDate.objects.filter(event__code__in=on_record).values_list("event__code", flat=True))
        marked = self._marked(rows, on_record)
        for row in rows:
            outline = self._outline(row, on_record.get(row["code"]))
            self.outlines[row["code"]] = outline
            if row["code"] in marked:
                found = f"found {row['starts']:%Y-%m-%dT%H:%M} of an event that took place, for people are marked on it"
                self.fault(row.number, "starts", f"{found}, expected a time that has passed.")
            self._demand_not_called_off(row, on_record.get(row["code"]))
            if row["code"] in with_dates:
                self._demand_same_times(row, on_record[row["code"]])
            if row["ends"] < row["starts"]:
                self.fault(row.number, "ends", f"found {row['ends']:%Y-%m-%dT%H:%M}, before it starts.")
            if row["status"] == "held" and not outline.has_begun(at=self.run.at):
                self.fault(row.number, "status", "found “held” of an event that has not begun, expected planned.")

    def check_whole(self) -> None:
        """A workshop belongs to a conference, which belongs to nothing itself, and is cancelled with it."""
        self.look_up({outline.parent for outline in self.outlines.values() if outline.parent})
        parents = dict(Event.objects.exclude(parent=None).values_list("code", "parent__code"))
        parents |= {event: outline.parent for event, outline in self.outlines.items()}
        with_workshops = {parents[event] for event in parents if not self._row_of(event)}
        for event, outline in self.outlines.items():
            if outline.row and outline.parent:
                if parents.get(outline.parent):
                    self.fault(
                        outline.row, "parent", f"“{outline.parent}” is a workshop itself, expected a conference."
                    )
                elif event in with_workshops:
                    self.fault(outline.row, "parent", "has workshops of its own, expected no parent.")
                if self._outlives_conference(outline):
                    found = "found “planned” of a workshop whose conference is cancelled"
                    self.fault(outline.row, "status", f"{found}, expected cancelled.")

    def save(self, rows: Sequence[Row]) -> Tally:
        self._lock(rows)
        on_record = by_code(Event, rows)
        areas = found_or_made(Area, "name", (row.get("area", "") for row in rows), _new_area)
        venues = found_or_made(Venue, "name", (row.get("venue", "") for row in rows), lambda name: Venue(name=name))
        parent_was = dict(Event.objects.filter(code__in=on_record).values_list("code", "parent__code"))
        changes = []
        for row in rows:
            event = on_record.get(row["code"])
            says = self.fields(row, "code", "course", "title", "places", "for_agency") | _when(row)
            says |= _standing(STATUSES[row["status"]], event, at=self.run.at)
            if "for_agency_id" in says:
                says["for_agency_id"] = self.answering(says["for_agency_id"], row["code"])
            if "area" in row.values:
                says["area_id"] = areas.get(row["area"])
            if "venue" in row.values:
                says["venue_id"] = venues.get(row["venue"])
            was = parent_was.get(row["code"]) or ""
            parent = row.get("parent", was)
            if parent != was:
                self._to_tie[row["code"]] = parent
            changes.append(Change(event, says, more=parent != was))
            self._note_what_was(row, changes[-1])
        return save_changes(Event, changes)[0]

    def save_whole(self) -> None:
        id_of = self.run.references.id_of
        tied = [
            Event(pk=id_of("events", event), parent_id=id_of("events", parent))
            for event, parent in self._to_tie.items()
        ]
        Event.objects.bulk_update(tied, ["parent"])
        # Only now is it known of each whether its conference is cancelled or put off too.
        named = frozenset(code for code, outline in self.outlines.items() if outline.row)
        for event in Event.objects.filter(code__in=self._were).select_related("course", "parent"):
            self.touched.add(event.pk)
            try:
                coming_records.follow(event, self._were[event.code], named=named, by=self.run.by, at=self.run.at)
            except Refusal as refusal:
                column = "places" if isinstance(refusal, programme.Contradiction) else "starts"
                self.fault(self.outlines[event.code].row, column, refusal.sentence)
        # Last: who was on what is called off by now has asked in vain, and is told of these too.
        for event in Event.objects.filter(code__in=self._to_announce):
            programme.announce(event, by=self.run.by, at=self.run.at)

    def settle(self) -> None:
        coming_records.move_lists(self.touched, by=self.run.by, at=self.run.at)

    def _lock(self, rows: Sequence[Row]) -> None:
        """Lock what is to come, by the record or by the package: nobody takes or frees a place on it meanwhile."""
        to_come = {
            event.pk for event in by_code(Event, rows).values() if not self._is_over(event, self.outlines[event.code])
        }
        if to_come:
            lock_all(to_come)

    def _is_over(self, event: Event, outline: Outline) -> bool:
        """Whether it has begun, by the record and by the package."""
        return event.has_begun(at=self.run.at) and outline.has_begun(at=self.run.at)

    def _note_what_was(self, row: Row, change: Change[Event]) -> None:
        event = change.on_record
        if event is None:
            self.added.add(row["code"])
            if self.outlines[row["code"]].is_coming(at=self.run.at):
                self._to_announce.append(row["code"])
            return
        self._demand_not_called_off(row, event)
        fields = [name.removesuffix("_id") for name, value in change.says.items() if getattr(event, name) != value]
        fields += ["parent"] if change.more else []
        if fields and not self._is_over(event, self.outlines[event.code]):
            self._were[event.code] = Was(event.status, event.starts_on, tuple(fields))

    def _marked(self, rows: Sequence[Row], on_record: Mapping[str, Event]) -> set[str]:
        """Those of the events that would be still to come, though people are marked on their registers."""
        at = self.run.at
        begun = {code for code, event in on_record.items() if event.has_begun(at=at)}
        put_off = [row["code"] for row in rows if row["code"] in begun and row["starts"].replace(tzinfo=LONDON) > at]
        marked = Booking.objects.marked().filter(event__code__in=put_off)
        return set(marked.values_list("event__code", flat=True)) if put_off else set()

    def _demand_not_called_off(self, row: Row, event: Event | None) -> None:
        """What is still to come and was cancelled stays so: people were told, and their bookings have ended."""
        is_off = event is not None and event.status == Event.Status.CANCELLED
        if is_off and row["status"] == "planned" and not self.outlines[row["code"]].has_begun(at=self.run.at):
            found = "found “planned” of an event that was cancelled, as people were told"
            self.fault(row.number, "status", f"{found}, expected cancelled; plan it anew under another code.")

    def _outlives_conference(self, workshop: Outline) -> bool:
        conference = self.outline(workshop.parent)
        is_coming = workshop.is_coming(at=self.run.at)
        return is_coming and conference is not None and conference.status == Event.Status.CANCELLED

    def _demand_same_times(self, row: Row, event: Event) -> None:
        """What meets on several dates keeps them: a package only knows when the whole begins and ends."""
        for name, was in (("starts", wall_start(event)), ("ends", wall_end(event))):
            if row[name] != was:
                found = f"found {row[name]:%Y-%m-%dT%H:%M} of an event that meets on several dates"
                self.fault(row.number, name, f"{found}, expected {was:%Y-%m-%dT%H:%M}; its own page changes them.")

    def _row_of(self, event: str) -> int:
        return self.outlines[event].row if event in self.outlines else 0

    def _outline(self, row: Row, on_record: Event | None) -> Outline:
        known = _outline(on_record) if on_record else None
        return Outline(
            starts=row["starts"],
            ends=row["ends"],
            status=STATUSES[row["status"]],
            places=row.get("places", known.places if known else None),
            parent=row.get("parent", known.parent if known else ""),
            row=row.number,
        )


class HeadCounts(Keeper):
    """Keeps head counts."""

    sheet = HEADCOUNTS

    def save(self, rows: Sequence[Row]) -> Tally:
        events = {self.known_id(row, "event") for row in rows}
        on_record = {(count.event_id, count.audience): count for count in HeadCount.objects.filter(event__in=events)}
        changes = [
            Change(
                on_record.get((self.known_id(row, "event"), row["audience"])),
                self.fields(row, "event", "audience", "people"),
            )
            for row in rows
        ]
        return save_changes(HeadCount, changes)[0]


class Trainers(Keeper):
    """Keeps who trained at which event."""

    sheet = TRAINERS

    def __init__(self, run: Run, events: Events) -> None:
        super().__init__(run)
        self._events = events

    def check(self, rows: Sequence[Row]) -> None:
        self._events.look_up(row["event"] for row in rows)

    def save(self, rows: Sequence[Row]) -> Tally:
        events = {self.known_id(row, "event") for row in rows}
        on_record = {
            (trainer.event_id, trainer.name): trainer for trainer in EventTrainer.objects.filter(event__in=events)
        }
        changes = [
            Change(
                on_record.get((self.known_id(row, "event"), row["name"])),
                self._facts(row),
            )
            for row in rows
        ]
        return save_changes(EventTrainer, changes)[0]

    def _facts(self, row: Row) -> dict[str, Any]:
        says = self.fields(row, "event", "name", "agency", "days", "lived_experience")
        if "agency_id" in says:
            says["agency_id"] = self._events.answering(says["agency_id"], row["event"])
        return says


def _outline(event: Event) -> Outline:
    return Outline(
        wall_start(event), wall_end(event), event.status, event.places, event.parent.code if event.parent else ""
    )


def wall_start(event: Event) -> datetime:
    """When it begins, by the clock in London, as a package has it."""
    return datetime.combine(event.starts_on, event.starts_time)


def wall_end(event: Event) -> datetime:
    """When it ends, the same way."""
    return datetime.combine(event.ends_on, event.ends_time)


def _when(row: Row) -> dict[str, Any]:
    starts, ends = row["starts"], row["ends"]
    return {
        "starts_on": starts.date(),
        "starts_time": starts.time(),
        "ends_on": ends.date(),
        "ends_time": ends.time(),
    }


def _standing(status: str, on_record: Event | None, *, at: datetime) -> dict[str, Any]:
    """The status with what goes with it; what was closed or cancelled before keeps its moment and its reason."""
    same = on_record if on_record and on_record.status == status else None
    held, cancelled = status == Event.Status.HELD, status == Event.Status.CANCELLED
    return {
        "status": status,
        "register_closed_at": (same.register_closed_at if same else at) if held else None,
        "cancelled_at": (same.cancelled_at if same else at) if cancelled else None,
        "cancel_reason": same.cancel_reason if same else "",
    }


def _new_area(name: str) -> Area:
    """An area whose code is made from its name, with a number behind it where another has that code already."""
    plain = slugify(name)[:70] or "area"
    taken = set(Area.objects.filter(code__startswith=plain).values_list("code", flat=True))
    codes = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 2)))
    return Area(name=name, code=next(code for code in codes if code not in taken))
