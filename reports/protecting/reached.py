"""How many different people of each agency, sector and target group came, as it is published.

Whoever reads an edition may know that nobody is of two agencies or groups, so that people add up to the headline, and
agencies to their sectors; and that nobody comes less than once, nor more people than there are attendances. A number
stays hidden only where one person less of one row and one more of another would agree with all that is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.measures import ALL
from reports.protecting.classes import demand_classes

Row = dict[str, Any]
Told = Callable[[str], int | None]

BEFORE = ("previous", "change", "percent_change")
KNOWN = ("kind", "code", "label", "hard_to_reach", "attended", "people", *BEFORE, "workforce", "reached", "target")
WHOLE = ""


def reach(
    found: Sequence[Row], breakdowns: Mapping[str, list[Row]], sectors: Mapping[str, str], threshold: int
) -> list[Row]:
    """The rows as they are published; people of the year before are in its own report.

    Agencies and sectors, or groups, are left out where the headline would tell what has to be hidden among them.
    """
    told: dict[str, Told] = {kind: _told(breakdowns, kind) for kind in ("agency", "sector", "target_group")}
    hidden: dict[str, set[str]] = {}
    groups = _Rows.of(found, "target_group", told["target_group"], {}, threshold)
    if groups.hide():
        hidden["target_group"] = groups.hidden
    agencies = _Rows.of(found, "agency", told["agency"], sectors, threshold)
    agencies.closed = {row["code"] for row in found if _is_sector_to_hide(row, told["sector"], threshold)}
    if agencies.hide():
        hidden |= {"agency": agencies.hidden, "sector": agencies.closed}
    return [
        _published(row, row["code"] in hidden[row["kind"]], told[row["kind"]](row["code"]))
        for row in found
        if row["kind"] in hidden
    ]


def _is_sector_to_hide(row: Row, told: Told, threshold: int) -> bool:
    return row["kind"] == "sector" and (0 < row["people"] < threshold or told(row["code"]) is None)


@dataclass
class _Rows:
    """The rows of one kind while it is decided which are hidden; `part_of` is the sector of each, if it has one."""

    people: dict[str, int]
    attended: dict[str, int]
    told: Told
    part_of: Mapping[str, str]
    hidden: set[str]
    closed: set[str] = field(default_factory=set)
    """The sectors whose own number is hidden."""

    @classmethod
    def of(cls, found: Sequence[Row], kind: str, told: Told, part_of: Mapping[str, str], threshold: int) -> "_Rows":
        """Small ones are hidden, and those whose attendances are."""
        rows = {row["code"]: row for row in found if row["kind"] == kind}
        people = {code: row["people"] for code, row in rows.items()}
        hidden = {code for code, number in people.items() if 0 < number < threshold or told(code) is None}
        return cls(people, {code: row["attended"] for code, row in rows.items()}, told, part_of, hidden)

    def hide(self) -> bool:
        """Hide as many more as it takes, the smallest first; False where there aren't as many."""
        spare = iter(sorted(set(self.people) - self.hidden, key=lambda code: (self.people[code], code)))
        while True:
            self.closed |= {self._sector(code) for code in self.hidden if not self._is_open(self._beside(code), code)}
            self.closed.discard(WHOLE)
            if self._is_safe():
                return True
            more = next((code for code in spare if self.people[code]), None)
            if more is None:
                return False
            self.hidden.add(more)

    def _is_safe(self) -> bool:
        pool = [code for code in self.hidden if self._sector(code) in self.closed or not self._sector(code)]
        closed = all(any(self._crosses(sector, one, other) for one in pool for other in pool) for sector in self.closed)
        return closed and all(self._is_open(pool if code in pool else self._beside(code), code) for code in self.hidden)

    def _sector(self, code: str) -> str:
        return self.part_of.get(code, WHOLE)

    def _beside(self, code: str) -> list[str]:
        """The hidden ones of its sector."""
        return [each for each in self.hidden if self._sector(each) == self._sector(code)]

    def _is_open(self, pool: Sequence[str], code: str) -> bool:
        """Whether it could be another number, with another one of the pool."""
        return any(self._moves(code, other) or self._moves(other, code) for other in pool if other != code)

    def _crosses(self, sector: str, one: str, other: str) -> bool:
        """Whether a person can move into that sector, or out of it."""
        return (self._sector(one) == sector) != (self._sector(other) == sector) and self._moves(one, other)

    def _moves(self, one: str, other: str) -> bool:
        """Whether one person less there and one more here agrees with the attendances, as they are or might be."""
        has_room = self.people[other] < self.attended[other]
        both_might_differ = self.told(one) is None and self.told(other) is None
        return self.people[one] > 1 and (has_room or both_might_differ)


def _told(breakdowns: Mapping[str, list[Row]], kind: str) -> Told:
    """What the breakdown tells of a row; where the whole of it is left out, nothing."""
    rows = {row["code"]: row["attended"] for row in breakdowns[f"{ALL}.by_{kind}"]}
    return lambda code: rows.get(code, 0 if rows else None)


def _published(row: Row, is_hidden: bool, attended: int | None) -> Row:
    demand_classes(row, KNOWN, "reach: ")
    made = {**row, **dict.fromkeys(BEFORE), "withheld": True, "attended": attended}
    if not is_hidden:
        return made
    return {**made, "people": None, "reached": dict.fromkeys(row["reached"]) | {"base": row["reached"]["base"]}}
