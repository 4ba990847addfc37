"""What the report says beyond the contract, as it is published: what was served, workshops, trainers, who waited.

Priorities and needs are sums of courses: they are told where each of their courses is, so that they say nothing new.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.measures import ALL, NOT_RECORDED
from reports.protecting.cells import ATTENDED, PREVIOUS, Cell, Family
from reports.protecting.classes import demand_classes

Row = dict[str, Any]

SERVED = ("code", "label", "topics", "events", "attended", "percent", "previous", "change", "percent_change")
WORKSHOP = ("code", "label", "conference", "places", "booked", "attended")
CHOICES = ("code", "label", "delegates", "first_choices", "first_met", "later_met")
CONTRIBUTION = ("code", "label", "trainers", "events", "days", "previous", "change", "percent_change")
WAITED = ("code", "label", "waited", "previous", "change", "percent_change")
BEFORE = ("previous", "change", "percent_change")


def served(found: Sequence[Row], courses: Family, serves: Mapping[str, str]) -> list[Row]:
    """Attendances by what their course serves: `serves` says it of each course."""
    return [_served(row, courses, serves) for row in found]


def _served(row: Row, courses: Family, serves: Mapping[str, str]) -> Row:
    demand_classes(row, SERVED, "priorities: ")
    own = [code for code in courses.rows["by_course", ALL] if serves.get(code, NOT_RECORDED) == row["code"]]
    hidden = [column for column in (ATTENDED, PREVIOUS) if _any_hidden(courses, own, column)]
    if not hidden:
        return dict(row)
    share = ("percent",) if ATTENDED in hidden else ()
    return _without(row, *hidden, *share, "change", "percent_change")


def _any_hidden(courses: Family, codes: Sequence[str], column: str) -> bool:
    return ALL in courses.dropped or any(courses.is_hidden(Cell("by_course", ALL, code, column)) for code in codes)


def workshops(found: Sequence[Row], threshold: int) -> list[Row]:
    """Who took part in each workshop; workshops count in no total."""
    return [_small_hidden(row, WORKSHOP, ("booked", "attended"), threshold) for row in found]


def choices(found: Sequence[Row], threshold: int) -> list[Row]:
    """What became of wishes: where one of a conference's numbers is small, none of them is told."""
    counted = CHOICES[2:]
    made = []
    for row in found:
        demand_classes(row, CHOICES, "workshop_choices: ")
        is_small = any(0 < row[name] < threshold for name in counted)
        made.append(_without(row, *counted) if is_small else dict(row))
    return made


def contributions(found: Sequence[Row], threshold: int) -> list[Row]:
    """What agencies gave: events and days are no people, and have a headline; how many trained has none."""
    return [_small_hidden(row, CONTRIBUTION, ("trainers",), threshold) for row in found]


def unmet(found: Mapping[str, Any], threshold: int) -> Row:
    """Who waited in vain: headlines as they are; courses where they can't be told from these, else none of them."""
    demand_classes(found, ("waited", "people", "by_course"), "unmet: ")
    rows: list[Row] = found["by_course"]
    for row in rows:
        demand_classes(row, WAITED, "unmet: ")
    waited = {row["code"]: row["waited"] for row in rows}
    hidden = _enough(waited, {code for code, number in waited.items() if 0 < number < threshold})
    told = [_without(row, *(("waited",) if row["code"] in hidden else ()), *BEFORE) for row in rows]
    return {**found, "by_course": told if _is_safe(waited, hidden) else []}


def _enough(numbers: Mapping[str, int], hidden: set[str]) -> set[str]:
    """The rows to hide: as many as it takes for what is left of the whole not to tell them, if there are as many."""
    hidden = set(hidden)
    for code in sorted(set(numbers) - hidden, key=lambda code: (numbers[code], code)):
        if _is_safe(numbers, hidden):
            break
        if numbers[code]:
            hidden.add(code)
    return hidden


def _is_safe(numbers: Mapping[str, int], hidden: set[str]) -> bool:
    """Whether what is left of the whole doesn't tell them: of one row it does, and of rows with one each."""
    return not hidden or (len(hidden) > 1 and sum(numbers[code] for code in hidden) > len(hidden))


def _small_hidden(row: Row, known: Sequence[str], counted: Sequence[str], threshold: int) -> Row:
    demand_classes(row, known, f"{row['code']}: ")
    small = [name for name in counted if 0 < row[name] < threshold]
    return _without(row, *small) if small else dict(row)


def _without(row: Row, *names: str) -> Row:
    return {**row, **dict.fromkeys(names), "withheld": True}


def lists(document: Mapping[str, Any], threshold: int) -> Iterator[tuple[str, list[Row]]]:
    """The lists of people that stand for themselves."""
    yield "workshops", workshops(document["workshops"], threshold)
    yield "workshop_choices", choices(document["workshop_choices"], threshold)
    yield "contributions", contributions(document["contributions"], threshold)
