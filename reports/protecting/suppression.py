"""Decides what is hidden in a breakdown: what is small, and as much beside it as it takes for nobody to work it out."""

from reports.measures import ALL
from reports.protecting.cells import COLUMNS, HOURS, MEMBERS, Cell, Family, Status
from reports.protecting.moves import Prices, cheapest

# First what people look at.
_ORDER = {name: place for place, name in enumerate(("attended", "previous"))}


def suppress(family: Family) -> None:
    """Hide until everything that is hidden has a move. `family.status` may say beforehand what must be hidden anyhow.

    Each move is a proof by itself: it stays one, whatever more is hidden.
    """
    for cell in family.values:
        family.status.setdefault(cell, _at_first(family, cell))
    prices, proven = Prices(family), set[Cell]()
    while True:
        waiting = [cell for cell in _to_prove(family) if cell not in proven]
        if not waiting:
            return
        for cell in waiting:
            if cell not in proven and _wants_proof(family, cell):  # A table may have been left out meanwhile.
                _prove(prices, cell, proven)


def _at_first(family: Family, cell: Cell) -> Status:
    if cell.table == HOURS:
        return Status.SHOWN
    if family.is_personal:
        if _is_empty(family, cell):
            return Status.SHOWN
        return Status.WITHHELD if family.is_small(cell) else Status.ROUNDED
    return Status.SMALL if family.is_small(cell) else Status.SHOWN


def _is_empty(family: Family, cell: Cell) -> bool:
    """Whether the column is empty in that scope, which its headline says."""
    same = (family.values[cell._replace(code=code)] for code in family.rows[cell.table, cell.scope])
    return not any(same)


def _to_prove(family: Family) -> list[Cell]:
    """What wants a proof, in an order that is always the same: everything together is last, for it moves with parts."""
    found = [cell for cell in family.values if _wants_proof(family, cell)]
    return sorted(found, key=lambda cell: (cell.scope == ALL, _ORDER.get(cell.column, len(COLUMNS)), cell))


def _wants_proof(family: Family, cell: Cell) -> bool:
    """Whether it is hidden, and can be: an earlier edition may tell it. Of a table that is left out, what is small.

    Hours are hidden by a move of attendances only, or because an earlier edition hid them.
    """
    if cell.table == HOURS:
        return False
    if family.is_free(cell):
        return bool(family.values[cell]) and family.is_small(cell)
    return family.is_hidden(cell) and cell not in family.known


def _prove(prices: Prices, cell: Cell, proven: set[Cell]) -> None:
    """Find the cell a move, and hide what that takes."""
    family = prices.family
    move = cheapest(prices, cell)
    if move is None:
        if not _drop(family, cell.scope):
            proven.add(cell)  # Nothing at all is published of the breakdown.
        prices.forget_all()
        return
    for each, step in move.items():
        if not family.is_free(each) and (each.table == HOURS or prices.of(each, step)):
            family.status[each] = Status.WITHHELD
            prices.forget(each)
    proven.update(move)


def _drop(family: Family, scope: str) -> bool:
    """Leave the scope's table out, or if it is left out already the breakdown in every scope; whether there was any."""
    everywhere = {*MEMBERS, ALL} if scope in {*MEMBERS, ALL} else {scope}
    before = set(family.dropped)
    family.dropped.update(everywhere if scope in before else {scope})
    return family.dropped != before
