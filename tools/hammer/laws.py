"""What must be true of the rows after each round, and by how much it isn't."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.audit import reference
from core.models import AuditEntry
from events.models import Booking, Event
from tools.hammer.bookers import Answer
from tools.hammer.instant import Act

# A page, a page to go to, a refusal with its sentence.
EXPECTED, BUSY = {200, 302, 409}, 503


@dataclass(frozen=True)
class Round:
    """What is done at one instant, each act by somebody, and who must have what afterwards.

    Several events take place at the same time: nobody may be in two of them. Those who `must` have a place or one in
    line by then are named, and those who may have: nobody else may.
    """

    events: tuple[Event, ...]
    acts: Sequence[Act]
    must: tuple[int, ...]
    may: tuple[int, ...] = ()
    first_in_line: tuple[int, ...] = ()


def broken_by(done: Round, answers: Sequence[Answer]) -> Counter[str]:
    """By how much each law is broken, and how many were asked to try again; nothing where all is well.

    As many are forgiven what they were to have, or to have given back, as were asked to try again.
    """
    rows = list(Booking.objects.filter(event__in=done.events).order_by("pk"))
    busy = sum(answer.status == BUSY for answer in answers)
    hurt = Counter({law: times - busy for law, times in _of_people(done, rows).items()})
    hurt["unheld"] = _unheld(done, rows) - busy
    hurt |= sum((_of_places(event, rows) for event in done.events), Counter())
    hurt["twice"] = _written_twice(rows)
    hurt["empty"] = int(not any(row.made_by_id for row in rows))
    hurt["errors"] = sum(answer.status not in EXPECTED | {BUSY} for answer in answers)
    hurt["busy"] = busy
    hurt["double"] = _double(rows)
    return +hurt


def _live(rows: Sequence[Booking]) -> list[Booking]:
    return [row for row in rows if row.state in Booking.LIVE]


def _held(rows: Sequence[Booking]) -> int:
    return sum(row.state in Booking.HOLDING for row in rows)


def _places(event: Event) -> int:
    """How many there are now: a manager may have changed it."""
    return Event.objects.values_list("places", flat=True).get(pk=event.pk) or 0


def _of_places(event: Event, rows: Sequence[Booking]) -> Counter[str]:
    """More who hold a place than there are, and who waits though one is free."""
    live, places = [row for row in _live(rows) if row.event_id == event.pk], _places(event)
    held = _held(live)
    return +Counter(overbooked=held - places, idle=min(places - held, len(live) - held))


def _unheld(done: Round, rows: Sequence[Booking]) -> int:
    """Places that nobody holds, though there are people enough who asked for them."""
    places, asked = sum(map(_places, done.events)), len(done.must) + len(done.may)
    return min(places, asked) - _held(rows)


def _of_people(done: Round, rows: Sequence[Booking]) -> Counter[str]:
    """Who asked and got nothing, was first in line and got no place, and is booked without having asked."""
    live = {row.person_id for row in _live(rows)}
    served = {row.pk for row in rows if row.state == Booking.State.CONFIRMED}
    return Counter(
        lost=len(set(done.must) - live),
        passed_over=len(set(done.first_in_line) - served),
        came_back=len(live - {*done.must, *done.may}),
    )


def _double(rows: Sequence[Booking]) -> int:
    """Bookings of people who have one already, on this event or another one at the same time."""
    live = _live(rows)
    return len(live) - len({row.person_id for row in live})


def _written_twice(rows: Sequence[Booking]) -> int:
    subjects = [reference(row) for row in rows]
    trail = Counter(AuditEntry.objects.filter(subject__in=subjects).values_list("verb", "subject"))
    return sum(times - 1 for times in trail.values())
