"""The sheet of bookings: what became of each, by the outcomes, with what was true of the person on the day."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import F, Q

from core.records.keeping import Change, Keeper, Run, Tally, save_changes
from core.records.kinds import choice, listed, text, word, yes_no
from core.records.sheets import Column, Row, Sheet
from core.refusals import Busy
from core.words import count_noun
from events import conferences
from events.locks import lock_all
from events.models import Booking, Event, EventDate
from events.outcomes import OUTCOMES
from events.records import EVENT, Events, Outline
from people.models import Person
from people.records import AGENCY, PERSON

KEY = ("event__code", "person__code")
SNAPSHOT = ("agency", "target_group", "role")
CAME = [outcome for outcome, fields in OUTCOMES.items() if fields.attendance in Booking.CAME]
MARKED = [outcome for outcome, fields in OUTCOMES.items() if fields.attendance]

BOOKINGS = Sheet(
    "bookings",
    ("event", "person"),
    (
        Column("event", EVENT, "The event.", required=True, refers_to="events"),
        Column("person", PERSON, "Who booked, or came.", required=True, refers_to="people"),
        Column("outcome", choice(OUTCOMES), "What became of the booking.", required=True),
        Column("unscheduled", yes_no(), "Whether they came without a booking."),
        Column("reason", text(300), "Why they cancelled or did not come."),
        Column("agency", AGENCY, "Their agency on the day, where it is another now.", refers_to="agencies"),
        Column("target_group", text(10), "Their target group on the day.", refers_to="target groups"),
        Column("role", word(30), "Their role on the day.", refers_to="roles"),
    ),
)


class Bookings(Keeper):
    """Keeps bookings. Of several that a person has on an event, a row means the live one, or else the latest."""

    sheet = BOOKINGS

    def __init__(self, run: Run, events: Events) -> None:
        super().__init__(run)
        self._events = events
        self._on_coming: dict[str, dict[str, Row]] = defaultdict(dict)

    def check(self, rows: Sequence[Row]) -> None:
        self._events.look_up(row["event"] for row in rows)
        for row in rows:
            outcome, outline = row["outcome"], self._events.outline(row["event"])
            if row.get("unscheduled") and outcome not in CAME:
                self.fault(row.number, "unscheduled", f"found yes beside “{outcome}”, expected {listed(CAME)}.")
            if outline is None or outline.has_begun(at=self.run.at):
                continue
            if outcome in MARKED:
                self.fault(row.number, "outcome", f"found “{outcome}” of an event that has not begun, expected booked.")
            self._on_coming[row["event"]][row["person"]] = row
        self._check_dated(rows)

    def check_whole(self) -> None:
        """An event that is still to come never has more places taken than it has."""
        limits = {event: outline for event, outline in self._events.outlines.items() if self._is_limited(outline)}
        on_record = defaultdict(set)
        taken = Booking.objects.holding_places().filter(event__code__in=limits)
        for event, person_id, person in taken.values_list("event__code", "person", "person__code"):
            if person not in self._on_coming[event]:
                on_record[event].add(person_id)
        for event, outline in limits.items():
            self._check_room(event, outline, len(on_record[event]))

    def save(self, rows: Sequence[Row]) -> Tally:
        event_ids = [self.known_id(row, "event") for row in rows]
        # The lock of whatever takes or frees a place: nobody books while the import does.
        lock_all(event_ids)
        people = {person.code: person for person in Person.objects.filter(code__in=[row["person"] for row in rows])}
        on_record = bookings_of(event_ids, [person.pk for person in people.values()])
        changes = []
        for row, event_id in zip(rows, event_ids, strict=True):
            person = people[row["person"]]
            booking = on_record.get((event_id, person.pk))
            says = self._outcome(row, booking) | self.fields(row, "reason") | self._snapshot(row, person, booking)
            new = {"event_id": event_id, "person_id": person.pk, "made_at": self.run.at}
            changes.append(Change(booking, says, when_new=new))
        return save_changes(Booking, changes)[0]

    def save_whole(self) -> None:
        """What was found to have room may have been booked by others between the check and the lock.

        Whoever isn't on a conference any more has nothing in its workshops.
        """
        conferences.end_stray_parts(by=self.run.by, at=self.run.at)
        overfull = Event.objects.with_places_taken().filter(Q(places_taken__gt=F("places")), code__in=self._on_coming)
        event = overfull.select_related("course").first()
        if event:
            raise Busy(f"Somebody booked {event} while the package was being checked. Nothing was saved: try again.")

    def _check_dated(self, rows: Sequence[Row]) -> None:
        """What is marked date by date adds up by itself: a package may say that again, and nothing else."""
        events = EventDate.objects.filter(event__code__in={row["event"] for row in rows})
        dated = set(events.values_list("event__code", flat=True))
        live = Booking.objects.live().filter(event__code__in=dated)
        marks = {(event, person): mark for event, person, mark in live.values_list(*KEY, "attendance")} if dated else {}
        for row in rows:
            mark, said = marks.get((row["event"], row["person"]), ""), OUTCOMES[row["outcome"]].attendance
            did_not_come = {mark, said} == {Booking.Attendance.ABSENT, Booking.Attendance.APOLOGIES}
            if row["event"] in dated and said != mark and not did_not_come:
                found = f"found “{row['outcome']}” of an event that is marked date by date"
                self.fault(row.number, "outcome", f"{found}, expected what its register says.")

    def _is_limited(self, outline: Outline) -> bool:
        is_coming = outline.status == Event.Status.PUBLISHED and not outline.has_begun(at=self.run.at)
        return is_coming and outline.places is not None

    def _check_room(self, event: str, outline: Outline, taken: int) -> None:
        holding = [row for row in self._on_coming[event].values() if row["outcome"] == "booked"]
        places = outline.places or 0
        if taken + len(holding) <= places:
            return
        if holding:
            row = holding[max(0, places - taken)]
            self.fault(row.number, "outcome", f"“{event}” has only {count_noun(places, 'place')}, expected waiting.")
        elif outline.row:
            self._events.fault(outline.row, "places", f"found {places}, expected {taken} or more: so many are booked.")

    def _outcome(self, row: Row, booking: Booking | None) -> dict[str, Any]:
        """The fields that are the row's outcome; what happened already keeps its moment."""
        unscheduled, outcome = bool(row.get("unscheduled")), OUTCOMES[row["outcome"]]
        outline = self._events.outline(row["event"])
        says = vars(outcome) | {"unscheduled": unscheduled, "held_place": outcome.held_place and not unscheduled}
        has_begun = outline is not None and outline.has_begun(at=self.run.at)
        if outcome.state == Booking.State.WAITING and has_begun:
            says["state"] = Booking.State.LAPSED.value
        if outline and outline.status == Event.Status.CANCELLED and not has_begun:
            held_place = booking.held_place if booking else says["held_place"]
            return self._called_off(booking) | {"held_place": held_place, "unscheduled": False}
        if booking and booking.attendance == Booking.Attendance.APOLOGIES and row["outcome"] == "did-not-attend":
            says["attendance"] = booking.attendance
        says["cancelled_at"] = None
        if outcome.state == Booking.State.CANCELLED:
            says["cancelled_at"] = (booking.cancelled_at if booking else None) or self.run.at
        return says

    def _called_off(self, booking: Booking | None) -> dict[str, Any]:
        """Nobody is booked on what doesn't take place, whatever the row says, and nobody is late for it."""
        at = booking.cancelled_at if booking else None
        late = booking.cancelled_late if booking else None
        said = {"state": Booking.State.CANCELLED.value, "attendance": Booking.Attendance.NOT_RECORDED.value}
        return said | {"cancelled_at": at or self.run.at, "cancelled_late": bool(late)}

    def _snapshot(self, row: Row, person: Person, booking: Booking | None) -> dict[str, int | None]:
        """Agency, target group and role on the day: the row's, else what the booking kept, else the person's now."""
        kept: Booking | Person = booking or person
        return {
            f"{name}_id": self.id_of(row, name) if row.get(name) else getattr(kept, f"{name}_id") for name in SNAPSHOT
        }


def bookings_of(events: Collection[int], people: Collection[int]) -> dict[tuple[int, int], Booking]:
    """Of each person's bookings on each event the one that counts: the live one, or else the latest."""
    counts: dict[tuple[int, int], Booking] = {}
    for booking in Booking.objects.filter(event__in=events, person__in=people).order_by("pk"):
        other = counts.get((booking.event_id, booking.person_id))
        if other is None or other.state not in Booking.LIVE:
            counts[booking.event_id, booking.person_id] = booking
    return counts
