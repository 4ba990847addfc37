"""The laws of places: what holds of an event at every moment, and what every change of it must leave behind.

A further move needs a line in ENTRIES and LETTERS, a rule in moves.py, and no change of the laws.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.core import mail
from django.db import connection
from django.db.models import Count

from events import waiting
from events.models import Booking, Event
from events.outcomes import COUNTED
from tests.events.machine.clock import NOTICE
from tests.events.machine.seen import ENDED, Row, Seen

SOME_EVENT = -1

# What the trail says of a booking that moved from one state to another; "" is a booking that wasn't there yet.
ENTRIES = {
    ("", "waiting"): "bookings.book",
    ("", "confirmed"): "bookings.book",
    ("waiting", "confirmed"): "waiting.promote",
    ("waiting", "cancelled"): "bookings.cancel",
    ("confirmed", "cancelled"): "bookings.cancel",
    ("waiting", "lapsed"): "waiting.lapse",
}
WALK_IN = "registers.add_walk_in"
MARK = "registers.mark"
EVENT_ENTRIES = {
    ("draft", "published"): "programme.publish",
    ("draft", "cancelled"): "programme.cancel",
    ("published", "cancelled"): "programme.cancel",
    ("published", "held"): "registers.close",
    ("held", "published"): "registers.reopen",
}
# The one letter that each change of state is worth; no line, no letter.
LETTERS = {
    ("", "waiting"): "booking-made",
    ("", "confirmed"): "booking-made",
    ("waiting", "confirmed"): "place-came-free",
    ("waiting", "cancelled"): "booking-cancelled",
    ("confirmed", "cancelled"): "booking-cancelled",
}


@dataclass(frozen=True)
class Change:
    """What was before and what is after something was done, at a moment, to this event alone or to others too."""

    before: Seen
    after: Seen
    at: datetime
    alone: bool = True

    @property
    def moved(self) -> list[tuple[str, Row]]:
        """Each booking whose state is another, with the state that it had."""
        was = {pk: row.state for pk, row in self.before.rows.items()}
        return [(was.get(pk, ""), row) for pk, row in self.after.rows.items() if row.state != was.get(pk)]

    @property
    def event_fields(self) -> bool:
        """Whether the event's own facts changed, other than its status."""
        facts = [(seen.places, seen.starts_on, seen.starts_time) for seen in (self.before, self.after)]
        return facts[0] != facts[1]

    @property
    def other_time(self) -> bool:
        """Whether it begins at another time."""
        return self.before.begins != self.after.begins


# At every moment


def no_more_places_are_held_than_there_are(seen: Seen, at: datetime) -> None:
    assert seen.places is None or seen.held <= seen.places


def nobody_has_two_live_bookings(seen: Seen, at: datetime) -> None:
    assert max(Counter(row.person_id for row in seen.live).values(), default=0) <= 1


def nobody_waits_beside_a_free_place(seen: Seen, at: datetime) -> None:
    assert not (seen.waiting and seen.is_free and seen.begins > at)


def who_only_waited_is_never_late(seen: Seen, at: datetime) -> None:
    assert not [row for row in seen.rows.values() if row.cancelled_late and not row.held_place]


def only_what_has_begun_has_marks(seen: Seen, at: datetime) -> None:
    assert not seen.marked or seen.begins <= at


def the_line_is_counted_by_age(seen: Seen, at: datetime) -> None:
    line = seen.waiting
    if line:
        told = waiting.positions(Booking.objects.filter(event=seen.pk, state="waiting"), at=at)
        assert told == {row.pk: place for place, row in enumerate(line, start=1)}


def the_outcomes_close(seen: Seen, at: datetime) -> None:
    """By the words of events.outcomes, counted by the database."""
    counted = _counted(seen.pk)
    did_not_come = counted["cancelled"] + counted["did_not_attend"] + counted["not_recorded"]
    assert counted["attended"] == counted["booked"] - did_not_come + counted["unscheduled"]
    assert counted["booked"] == sum(row.held_place for row in seen.rows.values())


def _counted(event_id: int) -> dict[str, int]:
    query, values = _counting()
    with connection.cursor() as cursor:
        cursor.execute(query, [event_id if value == SOME_EVENT else value for value in values])
        found = cursor.fetchone() or [0] * len(COUNTED)
    return dict(zip(COUNTED, found, strict=True))


@cache
def _counting() -> tuple[str, tuple[Any, ...]]:
    """The product's own counts as SQL, made once: making it costs more than the counting."""
    counts = {name: Count("pk", filter=condition) for name, condition in COUNTED.items()}
    grouped = (
        Booking.objects.filter(event=SOME_EVENT).order_by().values("event").annotate(**counts).values_list(*counts)
    )
    query, values = grouped.query.sql_with_params()
    return query, tuple(values)


STANDING: tuple[Callable[[Seen, datetime], None], ...] = (
    no_more_places_are_held_than_there_are,
    nobody_has_two_live_bookings,
    nobody_waits_beside_a_free_place,
    who_only_waited_is_never_late,
    only_what_has_begun_has_marks,
    the_line_is_counted_by_age,
    the_outcomes_close,
)


# Of every change


def states_move_along_the_moves_that_exist(change: Change) -> None:
    for was, row in change.moved:
        assert row.state in Booking.MOVES[was], f"{was or 'nothing'} -> {row.state}"
    before, after = change.before.status, change.after.status
    assert before == after or after in Event.MOVES[before], f"{before} -> {after}"


def nothing_vanishes_and_what_ended_stays(change: Change) -> None:
    for pk, was in change.before.rows.items():
        row = change.after.rows[pk]
        assert was.state not in ENDED or row == was
        fixed = [(one.person_id, one.agency_id, one.made_at, one.unscheduled) for one in (was, row)]
        assert fixed[0] == fixed[1]
        assert row.held_place >= was.held_place


def the_oldest_move_up_first(change: Change) -> None:
    promoted = [row.age for was, row in change.moved if (was, row.state) == ("waiting", "confirmed")]
    still = [row.age for row in change.after.waiting]
    assert not promoted or not still or max(promoted) < min(still)


def late_is_what_held_a_place_and_came_within_the_notice(change: Change) -> None:
    by_the_organiser = change.after.status == "cancelled"
    for was, row in change.moved:
        if row.state == "cancelled":
            short = change.at > change.after.begins - NOTICE
            assert row.cancelled_late == (was == "confirmed" and short and not by_the_organiser)
            assert row.cancelled_at == change.at


def each_change_is_in_the_trail_once(change: Change) -> None:
    event, expected = f"events.event:{change.after.pk}", Counter[tuple[str, str]]()
    for was, row in change.moved:
        is_walk_in = row.unscheduled and not was
        expected[WALK_IN if is_walk_in else ENTRIES[was, row.state], f"events.booking:{row.pk}"] += 1
    for pk, was_row in change.before.rows.items():
        expected[MARK, f"events.booking:{pk}"] += was_row.attendance != change.after.rows[pk].attendance
    if change.before.status != change.after.status:
        expected[EVENT_ENTRIES[change.before.status, change.after.status], event] += 1
    expected["programme.change", event] += change.event_fields
    here = {event, *(f"events.booking:{pk}" for pk in change.after.rows)}
    written = [entry for entry in change.after.entries if change.alone or entry[1] in here]
    assert Counter(written) == +expected


def each_change_is_worth_one_letter(change: Change) -> None:
    expected = Counter[str]()
    cancelled = change.before.status != change.after.status == "cancelled"
    for was, row in change.moved:
        letter = "event-cancelled" if cancelled else LETTERS.get((was, row.state))
        if letter and not row.unscheduled:
            expected[f"{letter}:{row.pk}"] += 1
    if change.other_time and change.after.status == "published":
        told = [pk for pk, row in change.before.rows.items() if row.state == "confirmed"]
        expected.update(f"event-changed:{pk}:{change.at.isoformat()}" for pk in told)
    assert Counter(change.after.letters) == expected


def no_letter_leaves_before_the_act_is_kept(change: Change) -> None:
    """Letters go by the sweep, which nobody calls here."""
    assert mail.outbox == []


MOVING: tuple[Callable[[Change], None], ...] = (
    states_move_along_the_moves_that_exist,
    nothing_vanishes_and_what_ended_stays,
    the_oldest_move_up_first,
    late_is_what_held_a_place_and_came_within_the_notice,
    each_change_is_in_the_trail_once,
    each_change_is_worth_one_letter,
    no_letter_leaves_before_the_act_is_kept,
)
