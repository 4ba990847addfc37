"""The parts of the walk: each makes all the moves of its machine, and answers for a share of what is rare.

A move that is new is demanded of one part at least: what none of them came by proves nothing.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from tests.events.machine.choosing import Choosing
from tests.events.machine.deeds import EVENT_MOVES, MOVES
from tests.events.machine.moves import Moves
from tests.events.machine.several_dates import SeveralDates
from tests.events.machine.stage import Stage
from training.models import Course

Demand = set[tuple[str, ...]]


@dataclass(frozen=True)
class Part:
    """A machine, the kind of course that its events are runs of, and what it must come by beside its moves.

    The lives of `seeds` come by all of that together, as far as was found by trying; the walk begins with them.
    """

    machine: type[Stage]
    kind: str
    demands: frozenset[tuple[str, ...]]
    seeds: tuple[int, ...]


def _each(what: str, *names: str) -> Demand:
    return {(what, name) for name in names}


def _twice(*acts: str) -> Demand:
    """Each was asked for by a form that was sent twice, and done once."""
    return {("sent again", act) for act in acts}


IN_WORKSHOPS = {move for move in MOVES if move[2].startswith(("choices", "workshops", "allotting"))}
OF_PLACES = MOVES.keys() - IN_WORKSHOPS
PLACES = {
    *(move for move in OF_PLACES if not move[2].startswith(("offers", "waiting", "registers"))),
    *_each("refused", "EventNotOpen", "OutsideWindow", "AlreadyBooked", "WrongAudience", "DiaryClash", "NotRequested"),
    *_each("refused", "NotAllEligible", "TooFewFree", "NotPassedOn", "EventFull"),
    *_each("overruled", "OutsideWindow", "WrongAudience", "DiaryClash"),
    *_each("unanswered", "approve", "decline", "manager"),
    *_each("team", "together", "as many as fit", "the others wait"),
    *_twice("book", "cancel", "substitute", "transfer", "approve", "book_as_many_as_fit"),
    *_each("undone", "book"),
    ("out of date", "somebody else"),
}
LISTS = {
    *(move for move in OF_PLACES if move[2].startswith(("offers", "waiting", "registers"))),
    *EVENT_MOVES,
    *_each("refused", "AnotherCourseFirst", "Suspended", "NotOffered", "TooFewPlaces"),
    *_each("overruled", "AnotherCourseFirst", "Suspended"),
    ("waiting", "waiting.move_to"),
    *_twice("accept", "give_place", "plan", "publish", "change", "mark"),
    *_each("undone", "plan", "change", "mark"),
    ("out of date", "too old"),
}
DATES = {
    *_each("dates", "put off", "another time", "once more", "once less", "anew", "one stretch", "with marks"),
    *_each("not met", "put off", "another time", "once more", "once less"),
    *_each("marked", "attended", "part", "absent", "apologies", "taken back"),
    *_each("minutes", "attended", "part"),
    *_each("in all", "attended", "part", "absent", "apologies", ""),
    *_each("refused", "DatesNotKept", "EventNotChangeable", "RegisterNotOpen", "NotOnRegister", "DiaryClash"),
    ("counted again", ""),
    ("passed by", "date by date"),
    ("missing", "on a date"),
    ("walk-in", "on a date"),
    ("published", "held"),
    *_twice("change", "mark", "add_walk_in"),
}
WORKSHOPS = {
    *IN_WORKSHOPS,
    *_each("chosen", "waits beside a place", "for another", "moved on"),
    *_each("ranked", "anew", "the same"),
    *_each("allotted", "some", "by the sweep"),
    *_each("called off", "a workshop"),
    *_each("moved", "a workshop"),
    *_each("refused", "NotADelegate", "NotChosenNow", "NotRankedNow", "ChoicesChanged", "TwoAtOnce", "EventFull"),
    *_each("refused", "NotAllotted", "NotItsTime", "TakesNoWorkshops"),
    ("made room", ""),
    *_each("undone", "choose"),
    *_twice("choose", "rank", "say_how_to_choose"),
}


class Places(Moves):
    """What people do for themselves and others, more often than elsewhere."""

    emphasis: ClassVar[dict[str, int]] = {"book_past_the_rules": 4, "transfer": 5, "substitute": 4, "approve": 5}


class Lists(Moves):
    """What the list does, more often than elsewhere."""

    emphasis: ClassVar[dict[str, int]] = {
        "accept_the_offer": 15,
        "decline_the_offer": 10,
        "sweep_offers_in_time": 6,
        "sweep_as_it_begins": 3,
        "cancel_two": 6,
        "give_place": 8,
        "move_to": 6,
        "book_one_after_another": 5,
    }

    def _plan(self, course: int, day: date, clock: time, **terms: Any) -> int:
        """There are few places, more often offered for a time than elsewhere."""
        terms["places"] = terms["places"] and min(terms["places"], 2)
        terms["offer_hours"] = terms["offer_hours"] or (24 if day.day % 4 == 1 else None)
        return super()._plan(course, day, clock, **terms)


PARTS = {
    "places": Part(Places, Course.Kind.COURSE, frozenset(PLACES), (1, 4, 5, 6)),
    "lists": Part(Lists, Course.Kind.COURSE, frozenset(LISTS), (7, 5, 9)),
    "dates": Part(SeveralDates, Course.Kind.COURSE, frozenset(DATES), (4, 10, 2)),
    "workshops": Part(Choosing, Course.Kind.CONFERENCE, frozenset(WORKSHOPS), (4, 6)),
}
