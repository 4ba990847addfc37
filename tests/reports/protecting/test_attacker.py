"""The attacker works out no hidden number of any edition, and would if only small numbers were hidden.

1,000 simulated years here; TURNOUT_DRILL_YEARS says how many others (`make attack`).
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from reports.protecting.earlier import SAME_YEAR, YEAR_BEFORE, Earlier
from reports.protecting.edition import public_edition
from reports.protecting.thresholds import Thresholds
from tests.reports.protecting.attacker import Attack, Contradiction, Key
from tests.reports.protecting.years import (
    FACTS,
    GROUPS,
    HOURS,
    OUTCOMES,
    SECTORS,
    Document,
    bookings,
    corrected,
    some_tables,
    unmet,
    waiting,
    written_later,
    year_of,
)

pytestmark = pytest.mark.once

DRILLED = int(os.environ.get("TURNOUT_DRILL_YEARS", "0"))
YEARS, SEED = (DRILLED, int.from_bytes(os.urandom(4))) if DRILLED else (1_000, 0)
PARTS, AT_ONCE, MOST = 10, 25, 12
LIMITS = Thresholds()


def attack() -> Attack:
    return Attack(SECTORS, GROUPS, HOURS)


def two_years(seed: int) -> Iterator[tuple[Document, str, str]]:
    """The editions of two years that follow each other, and of the second put right, with the year before each.

    The third of each is the same for editions of the same records: what was put right is other records.
    """
    random = Random(seed)
    tables = some_tables(random)
    long_ago, before, this = (bookings(random, MOST) for _ in range(3))
    waited = [waiting(random) for _ in range(3)]
    later = {"later_comments": written_later(random)}
    lately, then = ({"unmet": unmet(*pair), **later} for pair in ((waited[2], waited[1]), (waited[1], waited[0])))
    first = public_edition(year_of("2012-13", before, long_ago, tables, then), FACTS, LIMITS)
    year = year_of("2013-14", this, before, tables, lately)
    second = public_edition(year, FACTS, LIMITS, [Earlier(first, YEAR_BEFORE)])
    yield first, "2011-12", ""
    yield second, "2012-13", ""
    if random.random() < 0.2:
        earlier = [Earlier(first, YEAR_BEFORE), Earlier(second, SAME_YEAR)]
        anew = year_of("2013-14", corrected(random, this), before, tables, lately)
        yield public_edition(anew, FACTS, LIMITS, earlier), "2012-13", "put right"


@pytest.mark.parametrize("part", range(PARTS))
def test_no_hidden_number_is_worked_out(part: int, record_property: Any) -> None:
    years = hidden = 0
    solved: dict[Key, int] = {}
    for start in range(0, YEARS // PARTS, AT_ONCE):
        attacking = attack()
        for number in range(start, start + AT_ONCE, 2):
            seed = SEED + part * YEARS + number
            for edition, before, records in two_years(seed):
                attacking.read(edition, before, world=f"{seed} {records}")
            years += 2
        hidden += len(attacking.hidden)
        solved |= attacking.solved()
    for name, count in (("years", years), ("hidden", hidden), ("solved", len(solved))):
        record_property(name, count)
    assert solved == {}
    assert years >= YEARS // PARTS
    assert hidden > 10 * years


def test_hiding_small_numbers_alone_is_seen_through(record_property: Any) -> None:
    attacking = attack()
    for seed in range(12):
        random = Random(seed)
        year = year_of("2013-14", bookings(random, MOST), bookings(random, MOST), {"by_agency", "by_sector"})
        attacking.read(only_small_hidden(year), "2012-13", world=str(seed))
    solved = attacking.solved()
    record_property("hidden in the control", len(attacking.hidden))
    record_property("solved in the control", len(solved))
    assert len(solved) > len(attacking.hidden) / 5
    assert set(solved.values()) <= {1, 2, 3, 4}


def test_the_attacker_says_when_editions_contradict_each_other() -> None:
    random = Random(1)
    this, before = bookings(random, MOST), bookings(random, MOST)
    attacking = attack()
    for found in (this, [*this, *this]):
        attacking.read(public_edition(year_of("2013-14", found, before), FACTS, LIMITS), "2012-13")
    with pytest.raises(Contradiction):
        attacking.solved()


def only_small_hidden(year: Document) -> Document:
    """What a careless edition would be: 1 to 4 hidden, everything else as it is."""
    edition = deepcopy(year)
    listed = []
    for table, rows in edition["breakdowns"].items():
        for row in rows:
            small = [name for name in (*OUTCOMES, "previous") if 0 < row[name] < 5]
            row.update(dict.fromkeys(small))
            if {"attended", "previous"} & set(small):
                row.update(change=None, percent_change=None)
            if "attended" in small:
                row["percent"] = None
            listed.append({"table": table, "code": row["code"], "small": small, "withheld": []})
    edition["gaps"], edition["completeness"] = [], {}
    said = {"work": LIMITS.work, "personal": LIMITS.personal}
    edition["protection"] = {"thresholds": said, "tables": [], "rows": listed}
    return edition
