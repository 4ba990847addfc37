"""The referee of what the document says beyond the contract: the same plain loops over the same plain rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.reports import referee
from tests.reports.contract import KINDS
from tests.reports.referee import OUTCOMES, Year, _changes, _count, _number, _rate
from tests.reports.worlds import BookingRow, EventRow, World

NEEDS = ("serious-case-review", "section-11", "national", "local", "other")


def expected(
    world: World, names: dict[str, dict[str, str]], *, name: str, until: date | None, at: datetime
) -> dict[str, Any]:
    """The contract's part of the document, as the referee counts it, and what stands beside it."""
    wanted = referee.expected(world, names, name=name, until=until, at=at)
    this, before = referee.years(world, name=name, until=until, at=at)
    return wanted | further(this, before, names, whole_year=None if "/" in name else name)


def further(this: Year, before: Year, names: dict[str, dict[str, str]], *, whole_year: str | None) -> dict[str, Any]:
    """What the document's further keys must hold; `whole_year` is the year's name where that is what is counted."""
    courses = {row.code: row for row in this.world.courses}
    priorities = list(dict.fromkeys(row.priority for row in this.world.courses if row.priority))
    return {
        "priorities": _served(this, before, lambda event: courses[event.course].priority, priorities),
        "needs": _served(this, before, lambda event: courses[event.course].need, list(NEEDS)),
        "workshops": _workshops(this),
        "workshop_choices": _choices(this),
        "contributions": _contributions(this, before),
        "lived_experience": _lived(this),
        "responses": {scope: _response(this, scope) for scope in KINDS},
        "reach": _reach(this, before, names, whole_year),
        "later_comments": _later_comments(this, names),
        "unmet": _unmet(this, before),
    }


def _served(this: Year, before: Year, fact: Callable[[EventRow], str], order: list[str]) -> list[dict[str, Any]]:
    def events(year: Year, code: str) -> list[EventRow]:
        return [row for row in year.events("all") if fact(row) == code]

    def came(year: Year, code: str) -> int:
        return _count(year.bookings(events(year, code)), "attended")

    total = _count(this.bookings(this.events("all")), "attended")
    blank = any(events(year, "") for year in (this,)) or any(
        _counted(year, events(year, "")) for year in (this, before)
    )
    rows = []
    for code in [*order, *[""] * blank]:
        attended, previous = came(this, code), came(before, code)
        rows.append(
            {
                "code": code or "not-recorded",
                "topics": len({row.course for row in events(this, code)}),
                "events": len(events(this, code)),
                "attended": attended,
                "percent": 100 * attended / total if total else None,
                **_changes(attended, previous),
            }
        )
    return rows


def _counted(year: Year, events: Iterable[EventRow]) -> list[BookingRow]:
    return [row for row in year.bookings(events) if any(counts(row) for counts in OUTCOMES.values())]


def _workshops(this: Year) -> list[dict[str, Any]]:
    held = {row.code for row in this.held}
    inside = sorted((row for row in this.held if row.parent in held), key=lambda row: (row.day, row.clock, row.code))
    return [
        {
            "code": row.code,
            "conference": row.parent,
            "places": row.places,
            "booked": _count(this.bookings([row]), "booked"),
            "attended": _count(this.bookings([row]), "attended"),
        }
        for row in inside
    ]


def _choices(this: Year) -> list[dict[str, Any]]:
    confirmed = {"booked", "attended", "part-attended", "did-not-attend", "apologies"}
    going = {(row.event, row.person) for row in this.world.bookings if row.outcome in confirmed}
    placed = {
        (row.event, row.person) for row in this.world.bookings if row.outcome in confirmed and not row.unscheduled
    }
    found = []
    for conference in sorted(this.counted, key=lambda row: (row.day, row.clock, row.code)):
        mine = [
            row
            for row in this.world.choices
            if row.conference == conference.code and (conference.code, row.person) in going
        ]
        if mine:
            met = [row for row in mine if (row.workshop, row.person) in placed]
            found.append(
                {
                    "code": conference.code,
                    "delegates": len({row.person for row in mine}),
                    "first_choices": len([row for row in mine if row.rank == 1]),
                    "first_met": len([row for row in met if row.rank == 1]),
                    "later_met": len([row for row in met if row.rank > 1]),
                }
            )
    return found


def _contributions(this: Year, before: Year) -> list[dict[str, Any]]:
    found = []
    for code in [*(row.code for row in this.world.agencies), ""]:
        given, earlier = (
            [row for row in year.world.trainers if row.agency == code and row.event in _codes(year)]
            for year in (this, before)
        )
        if given or earlier:
            days, previous = (sum((Decimal(row.days) for row in rows), Decimal(0)) for rows in (given, earlier))
            found.append(
                {
                    "code": code or "not-recorded",
                    "trainers": len({row.name for row in given}),
                    "events": len({row.event for row in given}),
                    "days": _number(days),
                    **_changes(days, previous),
                }
            )
    return found


def _codes(year: Year) -> set[str]:
    return {row.code for row in year.events("all")}


def _lived(this: Year) -> dict[str, Any]:
    given = [row for row in this.world.trainers if row.lived_experience and row.event in _codes(this)]
    days = sum((Decimal(row.days) for row in given), Decimal(0))
    return {
        "trainers": len({row.name for row in given}),
        "events": len({row.event for row in given}),
        "days": _number(days),
    }


def _response(this: Year, scope: str) -> dict[str, Any]:
    codes = {row.code for row in this.events(scope)}
    given = [
        row for row in this.world.evaluations if row.event in codes and row.kind == "end" and row.state == "submitted"
    ]
    return _rate(len(given), _count(this.bookings(this.events(scope)), "attended"))


def _later_comments(this: Year, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Every comment that the contract's part leaves out; quotes in alphabetical order."""
    held, at_the_end = {row.code for row in this.held}, ("impact", "improvement", "other")
    written = [
        (prompt, text, theme or "not-recorded", may_quote)
        for row in this.world.evaluations
        if row.event in held and row.state == "submitted"
        for prompt, text, theme, may_quote in row.comments
        if row.kind != "end" or prompt not in at_the_end
    ]
    found = {}
    for wanted in {prompt for prompt, *_ in written}:
        to_prompt = [each for each in written if each[0] == wanted]
        themes = [each[2] for each in to_prompt]
        found[wanted] = {
            "count": len(to_prompt),
            "themes": [
                {"theme": code, "count": themes.count(code)}
                for code in [*names["themes"], "not-recorded"]
                if code in themes
            ],
            "quotes": sorted(each[1] for each in to_prompt if each[3]),
            "approved": [],
        }
    return found


def _unmet(this: Year, before: Year) -> dict[str, Any]:
    """Who still waited, or had waited until then, for an event that was held, and did not come to it all the same."""

    def waited(year: Year) -> list[BookingRow]:
        rows = year.bookings(year.events("all"))
        came = {(row.event, row.person) for row in rows if OUTCOMES["attended"](row)}
        return [row for row in rows if row.outcome in {"waiting", "lapsed"} and (row.event, row.person) not in came]

    course = {row.code: row.course for row in this.world.events}
    now, then = waited(this), waited(before)
    rows = []
    for code in [row.code for row in this.world.courses]:
        waited_now, waited_then = (len([row for row in each if course[row.event] == code]) for each in (now, then))
        if waited_now or waited_then:
            rows.append({"code": code, "waited": waited_now, **_changes(waited_now, waited_then)})
    people = (len({row.person for row in each}) for each in (now, then))
    return {
        "waited": {"value": len(now), **_changes(len(now), len(then))},
        "people": dict(zip(("value", "previous", "change", "percent_change"), _beside(*people), strict=True)),
        "by_course": rows,
    }


def _beside(value: int, previous: int) -> tuple[Any, ...]:
    return value, *_changes(value, previous).values()


def _reach(this: Year, before: Year, names: dict[str, dict[str, str]], whole_year: str | None) -> list[dict[str, Any]]:
    agencies = {row.code: row for row in this.world.agencies}
    known: dict[str, list[int | None]] = defaultdict(list)
    for row in this.world.agencies:
        known[row.sector].append(row.workforce)
    workforce: dict[str, dict[str, int | None]] = {
        "agency": {row.code: row.workforce for row in this.world.agencies},
        "sector": {code: None if None in each else sum(filter(None, each)) for code, each in known.items()},
        "target_group": {},
    }
    facts: dict[str, Callable[[BookingRow], str]] = {
        "agency": lambda row: row.agency,
        "sector": lambda row: agencies[row.agency].sector,
        "target_group": lambda row: row.target_group or "not-recorded",
    }
    always = {
        "agency": list(agencies),
        "sector": [code for code in names["sectors"] if code in known],
        "target_group": list(names["target_groups"]),
    }
    rows = []
    for kind, fact in facts.items():
        came = [
            [row for row in year.bookings(year.events("all")) if OUTCOMES["attended"](row)] for year in (this, before)
        ]
        used = {fact(row) for rows_of_year in came for row in rows_of_year}
        others = sorted(used - set(always[kind]) - {"not-recorded"})
        for code in [*always[kind], *others, *["not-recorded"] * ("not-recorded" in used)]:
            people, previous = (len({row.person for row in of_year if fact(row) == code}) for of_year in came)
            targets = [row for row in this.world.targets if (row.year, row.kind, row.code) == (whole_year, kind, code)]
            base = (targets[0].workforce if targets else None) or workforce[kind].get(code)
            rows.append(
                {
                    "kind": kind,
                    "code": code,
                    "hard_to_reach": bool(agencies[code].hard_to_reach) if kind == "agency" else None,
                    "attended": len([row for row in came[0] if fact(row) == code]),
                    "people": people,
                    **_changes(people, previous),
                    "workforce": base,
                    "reached": _rate(people, base or 0),
                    "target": targets[0].people if targets else None,
                }
            )
    return rows
