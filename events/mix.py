"""The mix: who may hold a place on an event, and who of a line is next. One rule, from plain data.

Where somebody comes from is a path, the sector and then the agency: (3, 17). Everybody is (), a sector is (3,), and a
share of the places speaks of whoever is below its path. So the event's places are the cap on everybody, and what is
kept for some is kept for them within every cap around them: one rule for the event, a sector and an agency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf

Path = tuple[int, ...]
EVERYBODY: Path = ()
ANY_AGENCY: Path = (-1,)
"""In a cap: each agency by itself."""
NOWHERE: Path = (0, 0)
"""An agency that there isn't: where a visitor comes from of whom nothing is known."""


@dataclass(frozen=True)
class Share:
    """So many places for whoever is below a path: kept for them, or the most that they may hold."""

    places: int
    path: Path
    name: str = ""
    until: date | None = None


@dataclass(frozen=True)
class InLine:
    """Somebody who waits: their booking's id, their agency, and where a manager put them, if one did."""

    booking: int
    agency: Path
    turn: int | None = None


@dataclass(frozen=True)
class Picture:
    """An event's places at one moment: how many there are, who holds and who awaits them, and the rules in force."""

    places: int | None
    held: Mapping[Path, int] = field(default_factory=dict)
    waiting: Mapping[Path, int] = field(default_factory=dict)
    kept: Sequence[Share] = ()
    caps: Sequence[Share] = ()
    prefers_mix: bool = False
    is_ordered: bool = False
    """Whether a manager put somebody who waits where they are."""

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the number of places matters, so that the line is served by age."""
        return not (self.kept or self.caps or self.prefers_mix)

    @property
    def free(self) -> float:
        """How many places nobody holds; no end of them where they are not limited."""
        return inf if self.places is None else max(0, self.places - self.held_below(EVERYBODY))

    @property
    def can_move(self) -> bool:
        """Whether somebody waits who may hold a place."""
        return any(self.may_hold(agency) for agency in self.waiting)

    def held_below(self, path: Path) -> int:
        """How many places are held by whoever is below the path."""
        return sum(places for agency, places in self.held.items() if is_below(agency, path))

    def unclaimed(self, share: Share) -> int:
        """How many of the places that are kept for some they have not taken."""
        return max(0, share.places - self.held_below(share.path))

    def kept_for(self, agency: Path) -> int:
        """How many places are kept for people from that agency that they have not taken."""
        return sum(self.unclaimed(share) for share in self.kept if is_below(agency, share.path))

    def caps_on(self, path: Path) -> list[Share]:
        """The caps on people from there, the widest first; the event's own number of places is one of them."""
        everybody = [] if self.places is None else [Share(self.places, EVERYBODY)]
        caps = [replace(cap, path=path) if cap.path == ANY_AGENCY and is_agency(path) else cap for cap in self.caps]
        return everybody + sorted((cap for cap in caps if is_below(path, cap.path)), key=lambda cap: len(cap.path))

    def left_below(self, cap: Share, agency: Path) -> int:
        """How many of the places below that cap people from that agency may still take.

        Those that are kept for them, while there are any, and those that are kept for nobody.
        """
        free = cap.places - self.held_below(cap.path)
        kept_for_others = (
            self.unclaimed(share)
            for share in self.kept
            if is_below(share.path, cap.path) and not is_below(agency, share.path)
        )
        return max(min(free, self.kept_for(agency)), free - sum(kept_for_others))

    def left_for(self, agency: Path) -> float:
        """How many places people from that agency may still take; no end of them where nothing limits it."""
        return max(0, min((self.left_below(cap, agency) for cap in self.caps_on(agency)), default=inf))

    def stops(self, agency: Path) -> list[Share]:
        """The caps that stand between people from that agency and a place."""
        return [cap for cap in self.caps_on(agency) if self.left_below(cap, agency) <= 0]

    def may_hold(self, agency: Path) -> bool:
        """Whether somebody from that agency may hold one more place."""
        return self.left_for(agency) > 0

    def has_place_for(self, agency: Path) -> bool:
        """Whether somebody from there who books now gets a place: they may hold one, and nobody in line may."""
        return self.may_hold(agency) and not self.can_move

    def with_one_more(self, agency: Path) -> Picture:
        """The picture once somebody from that agency has taken a place."""
        return replace(self, held={**self.held, agency: self.held.get(agency, 0) + 1})


def is_below(path: Path, other: Path) -> bool:
    """Whether the other path leads to this one, or is the same."""
    return path[: len(other)] == other


def is_agency(path: Path) -> bool:
    """Whether the path leads down to an agency."""
    return len(path) == 2


def next_in(line: Sequence[InLine], picture: Picture) -> InLine | None:
    """Who of the line is next, or None where nobody in it may hold a place. The line is given oldest first.

    Of those who may hold one: first whom a place is kept for; then in the order in which a manager put them; then, if
    the event prefers the mix, whose agency holds the fewest places; then who has waited longest.
    """
    ranks = {
        agency: (not picture.kept_for(agency), picture.held.get(agency, 0) if picture.prefers_mix else 0)
        for agency in {one.agency for one in line}
        if picture.may_hold(agency)
    }

    def rank(one: InLine) -> tuple[bool, float, int]:
        none_is_kept, fewest = ranks[one.agency]
        return none_is_kept, inf if one.turn is None else one.turn, fewest

    return min((one for one in line if one.agency in ranks), key=rank, default=None)


def in_turn(line: Iterable[InLine], picture: Picture) -> Iterator[InLine]:
    """Those of the line who get the places that are free, one after the other."""
    left = list(line)
    while one := next_in(left, picture):
        yield one
        left.remove(one)
        picture = picture.with_one_more(one.agency)


def order(line: Sequence[InLine], picture: Picture) -> list[InLine]:
    """The whole line in the order in which places would go if they came free one by one; last, whom a cap stops."""
    if picture.is_plain:
        return list(line)
    served = list(in_turn(line, replace(picture, places=None)))
    return served + [one for one in line if one not in served]


def fitting(agencies: Sequence[Path], picture: Picture) -> tuple[int, Picture]:
    """How many people from those agencies, who book together in that order, get a place; and the picture then."""
    fit = 0
    while fit < len(agencies) and picture.has_place_for(agencies[fit]):
        picture = picture.with_one_more(agencies[fit])
        fit += 1
    return fit, picture
