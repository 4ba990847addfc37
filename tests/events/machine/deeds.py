"""Deeds: what was done, what it changed, and what every change is worth in the trail and in the post.

A further move of bookings needs a line in MOVES and a rule in one of the files beside this, and no change of the laws.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tests.events.machine.referee import World
from tests.events.machine.seen import Entry, Row, Seen

# Every move of a booking: from, to, and its name in the trail; and the one letter that it is worth, if any.
# "" is a booking that wasn't there yet.
MOVES = {
    ("", "requested", "bookings.book"): "booking-made:{}",
    ("", "waiting", "bookings.book"): "booking-made:{}",
    ("", "confirmed", "bookings.book"): "booking-made:{}",
    ("", "confirmed", "bookings.substitute"): "booking-made:{}",
    ("", "confirmed", "bookings.transfer"): "booking-moved:{}",
    ("", "confirmed", "registers.add_walk_in"): "",
    ("requested", "waiting", "approvals.approve"): "booking-made:{}:approved",
    ("requested", "confirmed", "approvals.approve"): "booking-made:{}:approved",
    ("requested", "declined", "approvals.decline"): "request-declined:{}",
    ("requested", "cancelled", "bookings.cancel"): "booking-cancelled:{}",
    ("requested", "lapsed", "waiting.lapse"): "waiting-ended:{}",
    ("waiting", "offered", "waiting.offer"): "place-offered:{}",
    ("waiting", "confirmed", "waiting.promote"): "place-came-free:{}",
    ("waiting", "confirmed", "waiting.give_place"): "place-came-free:{}",
    ("waiting", "cancelled", "bookings.cancel"): "booking-cancelled:{}",
    ("waiting", "lapsed", "waiting.lapse"): "waiting-ended:{}",
    ("offered", "confirmed", "offers.accept"): "booking-made:{}:accepted",
    ("offered", "declined", "offers.decline"): "",
    ("offered", "cancelled", "bookings.cancel"): "booking-cancelled:{}",
    ("offered", "lapsed", "offers.lapse"): "offer-lapsed:{}",
    ("offered", "lapsed", "waiting.lapse"): "waiting-ended:{}",
    ("confirmed", "cancelled", "bookings.cancel"): "booking-cancelled:{}",
    ("confirmed", "cancelled", "bookings.pass_on"): "place-passed-on:{}",
    ("confirmed", "cancelled", "bookings.give_up_for"): "",
    # In the workshops of a conference, whose delegate is told of all that they chose in one letter.
    ("", "confirmed", "choices.choose"): "",
    ("", "waiting", "choices.choose"): "",
    ("waiting", "confirmed", "choices.choose"): "",
    ("confirmed", "cancelled", "workshops.give_up"): "",
    ("waiting", "cancelled", "workshops.give_up"): "",
    ("", "confirmed", "workshops.take_over"): "",
    ("", "confirmed", "allotting.allot"): "",
}
# Two moves of one booking in one deed: what somebody chooses frees what another leaves a place for that they wait for.
CHAINS = {
    ("", "confirmed", "choices.choose+waiting.promote"): "place-came-free:{}",
    ("", "cancelled", "choices.choose+workshops.give_up"): "",
    ("waiting", "cancelled", "choices.choose+workshops.give_up"): "",
}
# What the trail says of a booking that stays in its state.
MARK, MOVE_TO, BRING_FORWARD = "registers.mark", "waiting.move_to", "offers.bring_forward"
DECIDE_SOONER = "approvals.bring_forward"
COUNT_AGAIN, RANK = "registers.count_again", "choices.rank"
STAYING = {MARK, MOVE_TO, BRING_FORWARD, DECIDE_SOONER, COUNT_AGAIN, RANK}
EVENT_MOVES = {
    ("draft", "published"): "programme.publish",
    ("draft", "cancelled"): "programme.cancel",
    ("published", "cancelled"): "programme.cancel",
    ("published", "held"): "registers.close",
    ("held", "published"): "registers.reopen",
}
# What the waiting list does of itself, whoever set it going.
BY_THE_LIST = {"waiting.offer", "waiting.promote"}
MAKES_ROOM = "Has a place in "  # so begins why the list ends what else somebody has at that time
THE_LIST, THE_SWEEP = "system:waiting list", "system:sweep"


@dataclass(frozen=True)
class Change:
    """One event before and after a deed."""

    before: Seen
    after: Seen

    @cached_property
    def moved(self) -> list[tuple[str, Row]]:
        """Each booking whose state is another, with the state that it had."""
        was = {pk: row.state for pk, row in self.before.rows.items()}
        return [(was.get(pk, ""), row) for pk, row in self.after.rows.items() if row.state != was.get(pk)]

    @property
    def kept(self) -> Iterator[tuple[Row, Row]]:
        """Each booking that was there before, as it was and as it is."""
        return ((was, self.after.rows[pk]) for pk, was in self.before.rows.items())

    @property
    def brought_forward(self) -> list[Row]:
        """The offers that end sooner than they did."""
        return [
            row
            for was, row in self.kept
            if was.state == row.state == "offered" and was.offer_lapses_at != row.offer_lapses_at
        ]

    @property
    def to_decide_sooner(self) -> list[Row]:
        """The requests for which there is less time than there was."""
        return [
            row for was, row in self.kept if was.state == row.state == "requested" and was.decide_by != row.decide_by
        ]

    @property
    def is_called_off(self) -> bool:
        """Whether the organiser cancelled the event."""
        return self.before.status != self.after.status == "cancelled"

    @property
    def is_put_off(self) -> bool:
        """Whether people must be told that it is at another time."""
        return self.before.times != self.after.times and self.after.status == "published"


@dataclass(frozen=True)
class Deed:
    """Something done by somebody at a moment: what it changed, and what was written down.

    `notes` are the entries that it is worth beside those of its changes, (name, subject), and `posts` the letters.
    """

    at: datetime
    actor: str
    reason: str
    notes: tuple[tuple[str, str], ...]
    posts: tuple[str, ...]
    changes: list[Change]
    entries: list[Entry]
    letters: list[str]
    world: World

    @cached_property
    def verbs(self) -> dict[int, str]:
        """How the trail calls what was done to each booking, by its id."""
        found: dict[int, str] = {}
        for entry in self.entries:
            kind, _, pk = entry.subject.partition(":")
            if kind == "events.booking" and entry.verb not in STAYING:
                found[int(pk)] = f"{found[int(pk)]}+{entry.verb}" if int(pk) in found else entry.verb
        return found

    def went_with(self, change: Change) -> Change | None:
        """Of a workshop, what became of its conference, if that too was looked at."""
        return next((each for each in self.changes if each.after.pk == change.after.parent_id), None)

    @property
    def moved(self) -> Iterator[tuple[Change, str, Row, str]]:
        """Each booking that moved: with its event's change, the state that it had, and what the trail calls it."""
        for change in self.changes:
            for was, row in change.moved:
                yield change, was, row, self.verbs.get(row.pk, "")
