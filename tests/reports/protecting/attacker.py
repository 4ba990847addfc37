"""The attacker: somebody with every published edition, a solver, and nothing else; what can they work out?

They read the JSON alone and know what anybody may: which agency is in which sector, how ethnic groups are rolled up,
and how long a course is. Every number that is published, every total, percentage and change, becomes an equation or a
bound; a hidden number is solved where the equations leave it one whole value. Nothing is shared with the protection.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Document = dict[str, Any]
Key = tuple[str, ...]
"""World, year, table, scope, row and column of a number."""

MEMBERS = ("courses", "lpgs", "conferences", "bespoke", "performances")
OUTCOMES = ("booked", "attended", "cancelled", "did_not_attend", "unscheduled", "not_recorded")
CLOSES = {"attended": 1, "booked": -1, "cancelled": 1, "did_not_attend": 1, "not_recorded": 1, "unscheduled": -1}
ROLLED = {"by_agency": "by_sector", "by_ethnic_group": "by_ethnic_rollup"}
MANY = 100_000.0
GUESSES = 30


@dataclass
class Attack:
    """What is known: bounds of every number, equations between them, and which of them are hidden."""

    sectors: Mapping[str, str]
    rollups: Mapping[str, str]
    hours: Mapping[str, int]
    bounds: dict[Key, tuple[float, float]] = field(default_factory=dict)
    equations: list[tuple[dict[Key, float], float]] = field(default_factory=list)
    hidden: set[Key] = field(default_factory=set)

    def read(self, edition: Document, before: str, world: str = "") -> None:
        """Take in an edition; `before` is the name of the year before its own."""
        _Reading(self, edition, (world, edition["year"]), (world, before)).read()

    def narrow(self, key: Key, least: float, most: float) -> None:
        """It is known to lie between these."""
        low, high = self.bounds.get(key, (0.0, MANY))
        self.bounds[key] = (max(low, least), min(high, most))

    def solved(self) -> dict[Key, int]:
        """The hidden numbers that have one value only, with that value."""
        return _Solver(self).solved()


@dataclass
class _Reading:
    """One edition being read."""

    attack: Attack
    edition: Document
    this: Key
    before: Key

    def __post_init__(self) -> None:
        said = self.edition["protection"]
        self.left_out = set(said["tables"])
        self.small = {(row["table"], row["code"], name) for row in said["rows"] for name in row["small"]}
        self.fewest = said["thresholds"]

    def read(self) -> None:
        """Everything that the edition says."""
        tables = [name.partition(".") for name in self.edition["breakdowns"] if not name.endswith(".by_reason")]
        for scope, _, table in tables:
            for row in self.edition["breakdowns"][f"{scope}.{table}"]:
                self.row(scope, table, row)
            self.sums(scope, table)
        for table in {table for _, _, table in tables}:
            self.scopes(table)
        for gap in self.edition["gaps"]:
            table = {"agency": "by_agency", "target_group": "by_target_group"}[gap["kind"]]
            self.exactly((*self.this, table, gap["scope"], gap["code"], "attended"), gap["attended"])
            self.exactly((*self.before, table, gap["scope"], gap["code"], "attended"), gap["previous"])
        for fact, rate in self.edition["completeness"].items():
            self.complete(f"by_{fact}", rate)
        self.waited(self.edition["unmet"])
        self.reached(self.edition["reach"])
        for prompt, written in self.edition["later_comments"].items():
            self.written_later(prompt, written)

    def exactly(self, key: Key, value: float | None) -> None:
        """A published number."""
        if value is not None:
            self.attack.narrow(key, value, value)

    def row(self, scope: str, table: str, row: Mapping[str, Any]) -> None:
        """A row: its cells, its share, its change, and that what became of bookings adds up."""
        cells = {name: (*self.this, table, scope, row["code"], name) for name in OUTCOMES}
        cells["previous"] = (*self.before, table, scope, row["code"], "attended")
        for name, key in cells.items():
            if row[name] is None:
                self.attack.hidden.add(key)
            self.attack.narrow(key, *self.between(f"{scope}.{table}", row, name))
        self.closes(cells)
        base = self.edition["figures"][f"{scope}.attended"]["value"]
        if row["attended"] is None and row["percent"] is not None:
            self.exactly(cells["attended"], round(row["percent"] * base / 100))
        if row["change"] is not None and None in {row["attended"], row["previous"]}:
            self.attack.equations.append(({cells["attended"]: 1, cells["previous"]: -1}, row["change"]))

    def closes(self, cells: Mapping[str, Key]) -> None:
        """What became of the bookings of a row adds up."""
        self.attack.equations.append(({cells[name]: sign for name, sign in CLOSES.items()}, 0))

    def between(self, table: str, row: Mapping[str, Any], name: str) -> tuple[float, float]:
        """Between which numbers a cell lies, by what it shows."""
        value = row[name]
        if value is None:
            return (1, self.fewest["work"] - 1) if (table, row["code"], name) in self.small else (0, MANY)
        if not row.get("rounded_to") or not value:
            return value, value
        # The whole numbers that are rounded to this one, halves up.
        step = row["rounded_to"]
        found = [
            each for each in range(value - step, value + step + 1) if (2 * each + step) // (2 * step) * step == value
        ]
        return max(self.fewest["personal"], min(found)), max(found)

    def codes(self, scope: str, table: str) -> list[str] | None:
        """The rows that a table can have; nothing where it is left out and nobody can say."""
        if f"{scope}.{table}" in self.left_out:
            if scope in {"all", "elearning"} or f"all.{table}" in self.left_out:
                return None
            return [row["code"] for row in self.edition["breakdowns"][f"all.{table}"]]
        return [row["code"] for row in self.edition["breakdowns"][f"{scope}.{table}"]]

    def sums(self, scope: str, table: str) -> None:
        """The columns of a table, its rows rolled up, and its hours."""
        codes = self.codes(scope, table)
        if not codes:
            return
        for name in OUTCOMES:
            total = self.edition["figures"][f"{scope}.{name}"]
            self.adds_up([(*self.this, table, scope, code, name) for code in codes], total["value"])
            if name == "attended":
                self.adds_up([(*self.before, table, scope, code, name) for code in codes], total["previous"])
        if f"{scope}.{table}" in self.left_out:
            for code in codes:
                self.closes({name: (*self.this, table, scope, code, name) for name in OUTCOMES})
        if table in ROLLED:
            self.rolled_up(scope, table, codes)
        if table == "by_course":
            self.times_hours(scope, codes)

    def rolled_up(self, scope: str, table: str, codes: Iterable[str]) -> None:
        """A row of sectors is the sum of its agencies, one of rolled-up ethnic groups of its groups."""
        parent = ROLLED[table]
        ups = self.attack.sectors if table == "by_agency" else self.attack.rollups
        children: dict[str, list[str]] = defaultdict(list)
        for code in codes:
            children[ups.get(code, "not-recorded")].append(code)
        for up in {*children, *(self.codes(scope, parent) or ())}:
            for moment, names in ((self.this, OUTCOMES), (self.before, ("attended",))):
                for name in names:
                    terms = {(*moment, table, scope, code, name): 1.0 for code in children[up]}
                    self.attack.equations.append((terms | {(*moment, parent, scope, up, name): -1.0}, 0))

    def times_hours(self, scope: str, codes: Iterable[str]) -> None:
        """Hours are attendances, each times its course's."""
        figure = self.edition["figures"][f"{scope}.hours"]
        for moment, value in ((self.this, figure["value"]), (self.before, figure["previous"])):
            if value is not None:
                terms = {
                    (*moment, "by_course", scope, code, "attended"): float(self.attack.hours.get(code, 0))
                    for code in codes
                }
                self.attack.equations.append((terms, 100 * value))

    def adds_up(self, keys: Iterable[Key], total: float) -> None:
        """Their sum is known."""
        self.attack.equations.append((dict.fromkeys(keys, 1.0), total))

    def scopes(self, table: str) -> None:
        """Everything together is the sum of the scopes; a row that a scope's table doesn't have is nobody."""
        for code in self.codes("all", table) or ():
            for moment, names in ((self.this, OUTCOMES), (self.before, ("attended",))):
                for name in names:
                    parts = [scope for scope in MEMBERS if self.has(scope, table, code)]
                    terms = {(*moment, table, scope, code, name): 1.0 for scope in parts}
                    self.attack.equations.append((terms | {(*moment, table, "all", code, name): -1.0}, 0))

    def has(self, scope: str, table: str, code: str) -> bool:
        """Whether somebody may be in that row of that scope."""
        codes = self.codes(scope, table)
        return codes is None or code in codes

    def complete(self, table: str, rate: Mapping[str, Any]) -> None:
        """How many are known says how many are not recorded, in everything together."""
        key = (*self.this, table, "all", "not-recorded", "attended")
        if rate["numerator"] is None or key not in self.attack.bounds:
            return
        missing, slack = rate["base"] - rate["numerator"], rate.get("rounded_to", 0)
        self.attack.narrow(key, missing - slack, missing + slack)

    def waited(self, unmet: Mapping[str, Any]) -> None:
        """Who waited in vain adds up over the courses; where a course is not told, somebody waited for it."""
        keys = {(*self.this, "unmet", "all", row["code"], "waited"): row["waited"] for row in unmet["by_course"]}
        for key, number in keys.items():
            self.exactly(key, number)
            if number is None:
                self.attack.hidden.add(key)
                self.attack.narrow(key, 1, MANY)
        if keys:
            self.adds_up(keys, unmet["waited"]["value"])

    def reached(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Different people of agencies, sectors and groups: nobody comes less than once, or is of two of a kind."""
        found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            found[f"by_{row['kind']}"].append(row)
        for table, own in found.items():
            for row in own:
                self.came(table, row)
            if table not in ROLLED:
                people = self.edition["figures"]["all.people"]["value"]
                self.adds_up([self.people(table, row["code"]) for row in own], people)
        for row in found["by_sector"]:
            agencies = [each["code"] for each in found["by_agency"] if self.attack.sectors[each["code"]] == row["code"]]
            terms = {self.people("by_agency", code): 1.0 for code in agencies}
            self.attack.equations.append((terms | {self.people("by_sector", row["code"]): -1.0}, 0))

    def people(self, table: str, code: str) -> Key:
        """How many people of that row came."""
        return (*self.this, f"people {table}", "all", code, "people")

    def came(self, table: str, row: Mapping[str, Any]) -> None:
        """People of one row: as many as it says, at most as many as attendances, and somebody where there are any."""
        key, attended = self.people(table, row["code"]), (*self.this, table, "all", row["code"], "attended")
        if row["people"] is None:
            self.attack.hidden.add(key)
        self.exactly(key, row["people"])
        self.exactly(attended, row["attended"])
        least, _ = self.between(f"all.{table}", row, "attended")
        self.attack.narrow(key, min(1, least), MANY)
        again = (*key[:-1], "came again")
        self.attack.narrow(again, 0, MANY)
        self.attack.equations.append(({key: 1, again: 1, attended: -1}, 0))

    def written_later(self, prompt: str, written: Mapping[str, Any]) -> None:
        """Themes add up to all that was written; what is not told is small."""
        keys = {(*self.this, "later", "all", prompt, row["theme"]): row["count"] for row in written["themes"]}
        if not keys:
            keys = {(*self.this, "later", "all", prompt, "every theme"): written["count"]}
        for key, number in keys.items():
            self.exactly(key, number)
            if number is None:
                self.attack.hidden.add(key)
                self.attack.narrow(key, 1, self.fewest["work"] - 1)
        if written["count"] is not None:
            self.adds_up(keys, written["count"])


class _Solver:
    """Finds which hidden numbers are the same in every solution, by many solutions that are as unlike as can be."""

    def __init__(self, attack: Attack) -> None:
        self.keys = sorted({key for terms, _ in attack.equations for key in terms} | set(attack.bounds))
        index = {key: place for place, key in enumerate(self.keys)}
        bounds = np.array([attack.bounds.get(key, (0.0, MANY)) for key in self.keys])
        if (bounds[:, 0] > bounds[:, 1]).any():
            raise Contradiction
        entries = [
            (row, index[key], sign) for row, (terms, _) in enumerate(attack.equations) for key, sign in terms.items()
        ]
        rows, columns, signs = zip(*entries, strict=True)
        matrix = csr_array((signs, (rows, columns)), shape=(len(attack.equations), len(self.keys)))
        totals = np.array([total for _, total in attack.equations])
        self.bounds, self.matrix, self.totals = bounds, matrix, totals
        self.hidden = np.array(sorted(index[key] for key in attack.hidden), dtype=int)
        numbers: dict[str, int] = {}
        self.worlds = np.array([numbers.setdefault(key[0], len(numbers)) for key in self.keys])
        self.worlds_of_sums = self.worlds[matrix.indices[matrix.indptr[:-1]]]
        self.least = self.most = self.solution(np.zeros(len(self.keys)), np.unique(self.worlds))

    def solved(self) -> dict[Key, int]:
        """Hidden keys with their one value."""
        random = Random(1)
        for _ in range(GUESSES):
            unsure = self.unsure()
            if not len(unsure):
                return {}
            self.look(self.one_row_a_table(unsure, random))
        return self.one_by_one()

    def one_row_a_table(self, unsure: Any, random: Random) -> Any:
        """Of each table one row that is to have as much as it can, or as little; of the rest, a little of anything."""
        chosen: dict[Key, tuple[str, int]] = {}
        wanted = np.zeros(len(self.keys))
        for place in random.sample(list(unsure), len(unsure)):
            world, _, table, _, code, _ = self.keys[place]
            row, sign = chosen.setdefault((world, table), (code, random.choice((1, -1, -1))))
            wanted[place] = 100 * sign if row == code else random.choice((1, -1))
        return wanted

    def unsure(self) -> Any:
        """The hidden numbers that were the same in every solution so far."""
        return self.hidden[self.least[self.hidden] == self.most[self.hidden]]

    def look(self, wanted: Any) -> None:
        """One more solution of the worlds in which something is unsure; worlds don't touch, so the others may rest."""
        worlds = np.unique(self.worlds[self.unsure()])
        if not len(worlds):
            return
        places = np.isin(self.worlds, worlds)
        found = self.solution(wanted, worlds)
        self.least, self.most = self.least.copy(), self.most.copy()
        self.least[places] = np.minimum(self.least[places], found)
        self.most[places] = np.maximum(self.most[places], found)

    def one_by_one(self) -> dict[Key, int]:
        """Each number that is left from its least to its most; worlds don't touch, so one of each at a time."""
        solved: dict[Key, int] = {}
        while left := {self.keys[place][0]: place for place in self.unsure() if self.keys[place] not in solved}:
            wanted = np.zeros(len(self.keys))
            wanted[list(left.values())] = 1
            self.look(wanted)
            self.look(-wanted)
            for place in left.values():
                if self.least[place] == self.most[place]:
                    solved[self.keys[place]] = int(self.least[place])
        return solved

    def solution(self, wanted: Any, worlds: Any) -> Any:
        """Whole numbers of those worlds that agree with everything, and as little as can be of what is wanted."""
        places, sums = np.isin(self.worlds, worlds), np.isin(self.worlds_of_sums, worlds)
        low, high = self.bounds[places].T
        matrix, totals = self.matrix[sums][:, places], self.totals[sums]
        found = milp(
            wanted[places],
            integrality=np.ones(places.sum()),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, totals, totals),
        )
        if found.x is None:
            raise Contradiction
        return np.round(found.x)


class Contradiction(Exception):
    """The editions contradict each other: they are of different records."""
