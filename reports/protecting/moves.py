"""Moves: what could be otherwise in a breakdown while everything that is published stays as it is.

A move takes one from a row and gives it to another, in one scope and in all scopes together, or in one scope and back
in a second one. In both rows another column moves with it, so that what became of bookings still adds up; parents move
with their children, and hours with attendances. So every sum, rate and identity of the report holds after a move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import inf

from reports.counting.tallies import OUTCOMES
from reports.measures import ALL
from reports.protecting.cells import ATTENDED, BOOKED, HOURS, MEMBERS, PREVIOUS, Cell, Family, Status

Move = dict[Cell, int]
Shift = tuple[tuple[str, int], ...]
"""In which scopes a row gains, and in which it loses."""
Columns = tuple[tuple[str, int], ...]
"""Which columns gain and lose with it."""

# attended - unscheduled + cancelled + did not attend + not recorded - booked = 0, in every row.
_CLOSES = {**dict.fromkeys(OUTCOMES, 1), "unscheduled": -1, BOOKED: -1}
# What it costs a reader not to see a number: its own size and this, or as good as never.
_TOLD = {ATTENDED: 10.0, PREVIOUS: 10.0}
_SAY_LESS, _ZERO, _HOURS, _KNOWN = 5.0, 10_000.0, 5_000.0, 1_000_000.0


@dataclass(frozen=True)
class Exchange:
    """One goes from the second row to the first, or with the sign -1 the other way, in those columns and scopes."""

    shift: Shift
    first: str
    second: str
    columns: Columns
    sign: int

    def move(self, family: Family) -> Move:
        """All that moves with it."""
        rows = [(family.leaf, self.first, self.sign), (family.leaf, self.second, -self.sign)]
        parents = [family.parent_of(code) for code in (self.first, self.second)]
        if family.parent and parents[0] != parents[1]:
            rows += [(family.parent, parents[0], self.sign), (family.parent, parents[1], -self.sign)]
        made = {cell: step for row in rows for cell, step in _steps(self.shift, *row, self.columns)}
        return made | dict(_hours(family, self))


class Prices:
    """What it costs to let a number move by one: nothing where it may, and without end where it can't."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self._found: dict[tuple[Cell, int], float] = {}
        self._rows: dict[tuple[Shift, str, str, int, Columns], float] = {}

    def of(self, cell: Cell, step: int) -> float:
        """The price of one step, up or down."""
        price = self._found.get((cell, step))
        if price is None:
            price = self._found[cell, step] = _price(self.family, cell, step)
        return price

    def forget(self, cell: Cell) -> None:
        """What is said of the cell has changed."""
        for step in (1, -1):
            self._found.pop((cell, step), None)
        self._rows.clear()

    def forget_all(self) -> None:
        """A whole table has been left out."""
        self._found.clear()
        self._rows.clear()

    def of_row(self, shift: Shift, table: str, code: str, sign: int, columns: Columns) -> float:
        """The price of moving a row."""
        key = shift, table, code, sign, columns
        price = self._rows.get(key)
        if price is None:
            price = self._rows[key] = sum(self.of(cell, step) for cell, step in _steps(*key))
        return price


def cheapest(prices: Prices, target: Cell) -> Move | None:
    """The move of the target that hides least; nothing where there is none."""
    family, best, found = prices.family, inf, None
    for columns, sign, shift in product(_columns(target.column), (1, -1), _shifts(target.scope)):
        for exchange, price in _priced(prices, target, columns, sign, shift):
            if price < best:
                best, found = price, exchange
                if not best:
                    return found.move(family)
    return found.move(family) if found else None


def _priced(
    prices: Prices, target: Cell, columns: Columns, sign: int, shift: Shift
) -> Iterator[tuple[Exchange, float]]:
    """The exchanges of the target's row, or of those that roll up to it, with every other row."""
    family = prices.family
    is_leaf = target.table == family.leaf
    for first in (target.code,) if is_leaf else family.children_of(target.code, target.scope):
        given = prices.of_row(shift, family.leaf, first, sign, columns)
        if given == inf:
            continue
        for second in family.codes(family.leaf, target.scope):
            if second == first or not (is_leaf or family.parent_of(second) != target.code):
                continue
            taken = prices.of_row(shift, family.leaf, second, -sign, columns)
            if taken < inf:
                exchange = Exchange(shift, first, second, columns, sign)
                yield exchange, given + taken + _beside(prices, exchange)


def _beside(prices: Prices, exchange: Exchange) -> float:
    """What it costs that parents and hours move as well."""
    family, price = prices.family, 0.0
    if family.parent:
        first, second = family.parent_of(exchange.first), family.parent_of(exchange.second)
        if first != second:
            price += prices.of_row(exchange.shift, family.parent, first, exchange.sign, exchange.columns)
            price += prices.of_row(exchange.shift, family.parent, second, -exchange.sign, exchange.columns)
    hours = (cell for cell, _ in _hours(family, exchange) if not family.is_hidden(cell))
    return price + sum(_HOURS for _ in hours)


def _shifts(scope: str) -> Iterator[Shift]:
    """In which scopes a row may gain, and in which it must lose for it."""
    if scope == ALL:
        yield from (((member, 1), (ALL, 1)) for member in MEMBERS)
    elif scope in MEMBERS:
        yield from (((scope, 1), (other, -1)) for other in MEMBERS if other != scope)
        yield ((scope, 1), (ALL, 1))
    else:
        yield ((scope, 1),)


def _columns(column: str) -> Iterator[Columns]:
    """The column, and with it another one, so that the row still adds up; of the year before there is no other."""
    if column == PREVIOUS:
        yield ((column, 1),)
        return
    for other in OUTCOMES:
        if other != column:
            yield ((column, 1), (other, -_CLOSES[column] * _CLOSES[other]))


def _steps(shift: Shift, table: str, code: str, sign: int, columns: Columns) -> Iterator[tuple[Cell, int]]:
    for scope, direction in shift:
        for column, step in columns:
            yield Cell(table, scope, code, column), direction * sign * step


def _hours(family: Family, exchange: Exchange) -> Iterator[tuple[Cell, int]]:
    more = family.weights.get(exchange.first, 0) - family.weights.get(exchange.second, 0)
    for column, step in exchange.columns:
        if more and column in {ATTENDED, PREVIOUS}:
            for scope, direction in exchange.shift:
                yield Cell(HOURS, scope, "", column), direction * exchange.sign * step * more


def _price(family: Family, cell: Cell, step: int) -> float:
    if family.is_free(cell):
        return 0.0 if family.values.get(cell, 0) + step >= 0 else inf
    if cell not in family.values or family.values[cell] + step < 0:
        return inf
    if cell in family.known:
        return _KNOWN
    least, most = family.bounds(cell)
    moved = family.values[cell] + step
    return 0.0 if moved >= least and (most is None or moved <= most) else _cost(family, cell)


def _cost(family: Family, cell: Cell) -> float:
    """What it costs to say nothing of the number any more."""
    if family.status[cell] == Status.SMALL:
        return _SAY_LESS
    value = family.values[cell]
    if not value:
        return _ZERO
    told = _TOLD.get(cell.column, 1.0) * (1.5 if cell.scope == ALL else 1.0)
    return told + value * told / 10
