"""The sheet of bookings: what became of each, by the outcomes, with what was true of the person on the day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from core.records.keeping import Change, Keeper, Run, Tally, save_changes
from core.records.kinds import choice, listed, text, word, yes_no
from core.records.sheets import Column, Row, Sheet
from core.words import count_noun
from events import coming_records
from events.coming_records import Said
from events.locks import lock_all
from events.models import Booking, Event, EventDate
from events.outcomes import OUTCOMES, Fields
from events.records import EVENT, Events, Outline
from people.models import Person
from people.records import AGENCY, PERSON

KEY = ("event__code", "person__code")
SNAPSHOT = ("agency", "target_group", "role")
CAME = [outcome for outcome, fields in OUTCOMES.items() if fields.attendance in Booking.CAME]
MARKED = [outcome for outcome, fields in OUTCOMES.items() if fields.attendance]
_NEVER_HELD = frozenset({Booking.State.DECLINED, Booking.State.LAPSED})

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
        self._overruled: Counter[str] = Counter()

    def check(self, rows: Sequence[Row]) -> None:
        self._events.look_up(row["event"] for row in rows)
        for row in rows:
            outcome, outline = row["outcome"], self._events.outline(row["event"])
            if row.get("unscheduled") and outcome not in CAME:
                self.fault(row.number, "unscheduled", f"found yes beside “{outcome}”, expected {listed(CAME)}.")
            if outline is None or outline.has_begun(at=self.run.at):
                continue
            if outline.status == Event.Status.DRAFT:
                found = f"“{row['event']}” is a draft"
                self.fault(row.number, "event", f"{found}, expected an event that is in the programme, or planned.")
            if outcome in MARKED:
                self.fault(row.number, "outcome", f"found “{outcome}” of an event that has not begun, expected booked.")
            self._on_coming[row["event"]][row["person"]] = row
        self._check_dated(rows)

    def check_whole(self) -> None:
        """An event that is still to come never has more places taken than it has."""
        self._check_workshops()
        limits = {event: outline for event, outline in self._events.outlines.items() if self._is_limited(outline)}
        on_record = defaultdict(set)
        taken = Booking.objects.holding_places().filter(event__code__in=limits)
        for event, person_id, person in taken.values_list("event__code", "person", "person__code"):
            row = self._on_coming[event].get(person or "")
            if row is None or row["outcome"] == "waiting":
                on_record[event].add(person_id)
        for event, outline in limits.items():
            self._check_room(event, outline, len(on_record[event]))

    def save(self, rows: Sequence[Row]) -> Tally:
        event_ids = [self.known_id(row, "event") for row in rows]
        # The lock of whatever takes or frees a place: nobody books while the import does.
        lock_all(event_ids)
        people = {person.code: person for person in Person.objects.filter(code__in=[row["person"] for row in rows])}
        on_record = bookings_of(event_ids, [person.pk for person in people.values()])
        coming = self._coming(rows, event_ids)
        changes, to_move = [], []
        for row, event_id in zip(rows, event_ids, strict=True):
            person = people[row["person"]]
            booking = on_record.get((event_id, person.pk))
            if event_id in coming:
                to_move.append((row, coming[event_id], person, booking))
                continue
            says = self._outcome(row, booking) | self._facts(row, person, booking)
            new = {"event_id": event_id, "person_id": person.pk, "made_at": self.run.at}
            changes.append(Change(booking, says, when_new=new))
        tally, _ = save_changes(Booking, changes)
        for each in to_move:
            tally += self._take_in(*each)
        return tally

    def save_whole(self) -> None:
        """Tell of what was said in vain."""
        if number := self._overruled[Booking.State.WAITING]:
            said = f"{count_noun(number, 'row')} said waiting of who has a place, or the offer of one"
            self.note(f"{said}: it stays theirs, unless the file says cancelled.")
        if number := self._overruled[Booking.State.CANCELLED]:
            said = f"{count_noun(number, 'row')} said cancelled of who only asked for a place, and has none"
            self.note(f"{said}: what became of that stays on record.")

    def _coming(self, rows: Sequence[Row], event_ids: Sequence[int]) -> dict[int, Event]:
        """The events among them that have not begun, by their ids."""
        outlines = zip(event_ids, (self._events.outline(row["event"]) for row in rows), strict=True)
        ids = {pk for pk, outline in outlines if outline and not outline.has_begun(at=self.run.at)}
        return Event.objects.select_related("course").in_bulk(ids) if ids else {}

    def _take_in(self, row: Row, event: Event, person: Person, known: Booking | None) -> Tally:
        """What is still to come goes by moves: one by one, each on the trail."""
        outcome = OUTCOMES[row["outcome"]]
        if event.status == Event.Status.CANCELLED:
            # Nobody is booked on what doesn't take place, whatever the row says, and nobody is late for it.
            outcome = Fields(Booking.State.CANCELLED.value, held_place=outcome.held_place)
        if event.parent_id:
            # What an earlier row did on the conference, or in another workshop, may have ended it.
            known = bookings_of([event.pk], [person.pk]).get((event.pk, person.pk))
        booking = coming_records.meant(known, outcome)
        facts, is_news = self._facts(row, person, booking), event.code not in self._events.added
        taken = coming_records.take_in(
            booking, Said(event, person, outcome, facts, is_news=is_news, by=self.run.by, at=self.run.at)
        )
        if taken.is_overruled and event.status != Event.Status.CANCELLED:
            self._overruled[outcome.state] += 1
        if taken.has_changed:
            self._events.touched.update(each.pk for each in (event, *taken.freed))
        return Tally(added=known is None, updated=bool(known and taken.has_changed), unchanged=not taken.has_changed)

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

    def _check_workshops(self) -> None:
        """Of a conference to come nobody is in a workshop without a place on it, or in two at the same time."""
        parts = [(outline, person, row) for outline, person, row in self._asked_for() if outline.parent]
        on_record = Booking.objects.filter(
            event__code__in={outline.parent for outline, _, _ in parts}, state=Booking.State.CONFIRMED
        )
        delegates = set(on_record.values_list(*KEY)) if parts else set()
        booked = defaultdict(list)
        for outline, person, row in parts:
            if row["outcome"] == "booked":
                booked[outline.parent, person].append((outline.starts, outline.ends, row))
            whole = self._on_coming[outline.parent].get(person)
            says = whole["outcome"] if whole else "waiting"
            has_place = says == "booked" or (says == "waiting" and (outline.parent, person) in delegates)
            conference = self._events.outline(outline.parent)
            if conference and not conference.has_begun(at=self.run.at) and not has_place:
                found = f"“{row['event']}” is a workshop of “{outline.parent}”, on which the person has no place"
                self.fault(row.number, "event", f"{found}, expected a booking there too.")
        for each in booked.values():
            for (_, ends, one), (starts, _, other) in pairwise(sorted(each, key=lambda part: part[:2])):
                if starts < ends:
                    found = f"“{other['event']}” goes on at the same time as “{one['event']}”"
                    self.fault(other.number, "event", f"{found}, where the person is booked too, expected one of them.")

    def _asked_for(self) -> Iterator[tuple[Outline, str, Row]]:
        """The rows that say a place on what is to come, or one in line, each with its event and the person's code."""
        for event, rows in self._on_coming.items():
            outline = self._events.outline(event)
            for person, row in rows.items():
                if outline and outline.status == Event.Status.PUBLISHED and row["outcome"] in ("booked", "waiting"):
                    yield outline, person, row

    def _is_limited(self, outline: Outline) -> bool:
        return outline.is_coming(at=self.run.at) and outline.places is not None

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
        """The fields that are the row's outcome of an event that has begun; what happened already keeps its moment."""
        unscheduled, outcome = bool(row.get("unscheduled")), OUTCOMES[row["outcome"]]
        if outcome.state == Booking.State.CANCELLED and booking:
            if coming_records.was_made_here(booking) and booking.state in _NEVER_HELD:
                return {}
            outcome = _given_back(outcome, booking)
        says = vars(outcome) | {"unscheduled": unscheduled, "held_place": outcome.held_place and not unscheduled}
        if outcome.state == Booking.State.WAITING:
            says["state"] = Booking.State.LAPSED.value
        if booking and booking.attendance == Booking.Attendance.APOLOGIES and row["outcome"] == "did-not-attend":
            says["attendance"] = booking.attendance
        if outcome.attendance not in Booking.CAME:
            says |= {"minutes_late": None, "minutes_early": None}
        says["cancelled_at"] = None
        if outcome.state == Booking.State.CANCELLED:
            says["cancelled_at"] = (booking.cancelled_at if booking else None) or self.run.at
        return says

    def _facts(self, row: Row, person: Person, booking: Booking | None) -> dict[str, Any]:
        return self.fields(row, "reason") | self._snapshot(row, person, booking)

    def _snapshot(self, row: Row, person: Person, booking: Booking | None) -> dict[str, int | None]:
        """Agency, target group and role on the day: the row's, else what the booking kept, else the person's now."""
        kept: Booking | Person = booking or person
        facts = {
            f"{name}_id": self.id_of(row, name) if row.get(name) else getattr(kept, f"{name}_id") for name in SNAPSHOT
        }
        return facts | {"agency_id": self._events.answering(facts["agency_id"], row["event"])}


def _given_back(outcome: Fields, booking: Booking) -> Fields:
    """What a package says was cancelled, as far as it can be so.

    Of a booking that was made here it is known whether it held a place, and, once it is cancelled, whether that was
    late: who only waited never is. A place in a workshop is never given back late.
    """
    late = bool(outcome.cancelled_late) and not booking.part_of_id
    if not coming_records.was_made_here(booking):
        return replace(outcome, cancelled_late=late)
    late = bool(booking.cancelled_late) if booking.state == Booking.State.CANCELLED else late and booking.held_place
    return replace(outcome, held_place=booking.held_place, cancelled_late=late)


def bookings_of(events: Collection[int], people: Collection[int]) -> dict[tuple[int, int], Booking]:
    """Of each person's bookings on each event the one that counts."""
    return that_count(Booking.objects.filter(event__in=events, person__in=people).order_by("pk"))


def that_count(bookings: Iterable[Booking]) -> dict[tuple[int, int], Booking]:
    """Of each person's bookings on each event, given from the oldest on, the live one or else the latest."""
    counts: dict[tuple[int, int], Booking] = {}
    for booking in bookings:
        other = counts.get((booking.event_id, booking.person_id))
        if other is None or other.state not in Booking.LIVE:
            counts[booking.event_id, booking.person_id] = booking
    return counts
