"""The referee: recounts a year by plain loops over plain rows, from the words of the report's contract alone.

It shares no code with the reports floor on purpose. `expected` returns the contract's part of the document.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from tests.reports import referee_change
from tests.reports.contract import FIXED_ORDERS, KINDS, ROLL_UPS
from tests.reports.worlds import BookingRow, EventRow, World

LONDON = ZoneInfo("Europe/London")
HELD_A_PLACE = {"booked", "attended", "part-attended", "did-not-attend", "apologies", "cancelled", "cancelled-late"}
OUTCOMES: dict[str, Callable[[BookingRow], bool]] = {
    "booked": lambda row: row.outcome in HELD_A_PLACE and not row.unscheduled,
    "attended": lambda row: row.outcome in {"attended", "part-attended"},
    "cancelled": lambda row: row.outcome in {"cancelled", "cancelled-late"},
    "did_not_attend": lambda row: row.outcome in {"did-not-attend", "apologies"},
    "unscheduled": lambda row: row.unscheduled,
    "not_recorded": lambda row: row.outcome == "booked",
}


@dataclass
class Year:
    """One of the two periods that are set side by side, and what of the world lies in it."""

    world: World
    first: date
    last: date
    at: datetime

    def __post_init__(self) -> None:
        begun = [row for row in self.world.events if self.holds(row.day) and _starts(row) <= self.at]
        self.held = [row for row in begun if row.status in {"held", "planned"}]
        self.cancelled = [row for row in begun if row.status == "cancelled" and not row.parent]
        self.counted = [row for row in self.held if not row.parent]
        self.kind = {row.code: row.kind for row in self.world.courses}

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def events(self, scope: str) -> list[EventRow]:
        return [row for row in self.counted if self.kind[row.course] in KINDS[scope]]

    def bookings(self, events: Iterable[EventRow]) -> list[BookingRow]:
        codes = {row.code for row in events}
        return [row for row in self.world.bookings if row.event in codes]


def expected(
    world: World, names: dict[str, dict[str, str]], *, name: str, until: date | None, at: datetime
) -> dict[str, Any]:
    """What the contract says that the report of the period called `name` must hold."""
    this, before = years(world, name=name, until=until, at=at)
    first, last = period(name)
    return {
        "schema": 1,
        "year": name,
        "starts": first.isoformat(),
        "ends": last.isoformat(),
        "audience": "internal",
        "figures": _figures(this, before),
        "rates": _rates(this),
        "breakdowns": _breakdowns(this, before, names),
        "ratings": _ratings(this, names),
        "headcounts": _headcounts(this),
        "gaps": _gaps(this, before, names),
        "comments": _comments(this, names),
        "matched": referee_change.matched(world, referee_change.places(this)),
        "later": referee_change.later(world, referee_change.places(this)),
        "budget": _budget(world, name),
        "previous_rates": _rates(before),
        "previous_on_record": _is_on_record(before),
        "empty": not _is_on_record(this),
    }


def years(world: World, *, name: str, until: date | None, at: datetime) -> tuple[Year, Year]:
    """The period called `name`, to `until` where that is a day, and the same a year before."""
    first, last = period(name)
    cut = last if until is None else until
    before = Year(world, year_before(first), year_before(cut) if until else _day_before(first, last), at)
    return Year(world, first, cut, at), before


def period(name: str) -> tuple[date, date]:
    """The first and last day of a reporting year or quarter."""
    year, _, quarter = name.partition("/Q")
    first = int(year[:4])
    if not quarter:
        return date(first, 4, 1), date(first + 1, 3, 31)
    starts = {"1": date(first, 4, 1), "2": date(first, 7, 1), "3": date(first, 10, 1), "4": date(first + 1, 1, 1)}[
        quarter
    ]
    following = date(starts.year + (starts.month == 10), 1 if starts.month == 10 else starts.month + 3, 1)
    return starts, following - timedelta(days=1)


def _day_before(first: date, last: date) -> date:
    """The last day of the same period a year before: the day before the one a year before the day after `last`."""
    return year_before(last + timedelta(days=1)) - timedelta(days=1)


def year_before(day: date) -> date:
    """The same day a year before; the 28th for 29 February."""
    while True:
        try:
            return day.replace(year=day.year - 1)
        except ValueError:
            day -= timedelta(days=1)


def _starts(row: EventRow) -> datetime:
    return datetime.combine(row.day, row.clock, tzinfo=LONDON)


def _percent(numerator: float, base: float) -> float | None:
    return 100 * numerator / base if base else None


def _rate(numerator: int, base: int) -> dict[str, Any]:
    rounded = floor(Fraction(100 * numerator, base) + Fraction(1, 2)) if base else None
    return {"numerator": numerator, "base": base, "percent": _percent(numerator, base), "rounded": rounded}


def _changes(value: Any, previous: Any) -> dict[str, Any]:
    percent = _percent(float(value) - float(previous), float(previous))
    return {"previous": _number(previous), "change": _number(value - previous), "percent_change": percent}


def _number(value: Any) -> float:
    return int(value) if value == int(value) else float(value)


def _count(rows: Iterable[BookingRow], outcome: str) -> int:
    count = 0
    for row in rows:
        if OUTCOMES[outcome](row):
            count += 1
    return count


def _values(year: Year, scope: str) -> dict[str, Any]:
    events = year.events(scope)
    bookings = year.bookings(events)
    hours = {row.code: Decimal(row.hours or 0) for row in year.world.courses}
    course = {row.code: row.course for row in events}
    values: dict[str, Any] = {
        "events": len(events),
        "events_cancelled": len([row for row in year.cancelled if year.kind[row.course] in KINDS[scope]]),
        "topics": len({row.course for row in events}),
        "places": sum(row.places or 0 for row in events),
        **{outcome: _count(bookings, outcome) for outcome in OUTCOMES},
        "people": len({row.person for row in bookings if OUTCOMES["attended"](row)}),
        "hours": sum((hours[course[row.event]] for row in bookings if OUTCOMES["attended"](row)), Decimal(0)),
    }
    if scope == "elearning":
        today = year.at.astimezone(LONDON).date()
        enrolled = [row for row in year.world.enrolments if year.holds(row.enrolled) and row.enrolled <= today]
        values["enrolled"] = len(enrolled)
        values["started"] = len([row for row in enrolled if row.modules])
        values["completed"] = len([row for row in enrolled if row.completed])
    if scope == "all":
        codes = {row.code for row in events}
        trainers = [row for row in year.world.trainers if row.event in codes]
        values["trainer_days"] = sum((Decimal(row.days) for row in trainers), Decimal(0))
        values["trainers_with_lived_experience"] = len({row.name for row in trainers if row.lived_experience})
    return values


def _figures(this: Year, before: Year) -> dict[str, Any]:
    figures = {}
    for scope in KINDS:
        values, previous = _values(this, scope), _values(before, scope)
        for figure, value in values.items():
            figures[f"{scope}.{figure}"] = {"value": _number(value), **_changes(value, previous[figure])}
    return figures


def _rates(year: Year) -> dict[str, Any]:
    rates = {}
    for scope in KINDS:
        events = year.events(scope)
        bookings = year.bookings(events)
        with_places = [row for row in events if row.places is not None]
        came = len([row for row in bookings if OUTCOMES["attended"](row) and not row.unscheduled])
        booked, cancelled = _count(bookings, "booked"), _count(bookings, "cancelled")
        rates[f"{scope}.take_up"] = _rate(
            _count(year.bookings(with_places), "attended"), sum(row.places or 0 for row in with_places)
        )
        rates[f"{scope}.booked_who_came"] = _rate(came, booked)
        rates[f"{scope}.expected_who_came"] = _rate(came, booked - cancelled)
    return rates


def _facts(world: World) -> dict[str, Callable[[BookingRow], str]]:
    agencies = {row.code: row for row in world.agencies}
    people = {row.code: row for row in world.people}
    events = {row.code: row for row in world.events}
    return {
        "by_agency": lambda row: row.agency,
        "by_sector": lambda row: agencies[row.agency].sector,
        "by_target_group": lambda row: row.target_group,
        "by_role": lambda row: row.role,
        "by_works_with": lambda row: people[row.person].works_with,
        "by_sex": lambda row: people[row.person].sex,
        "by_ethnic_group": lambda row: people[row.person].ethnic_group,
        "by_ethnic_rollup": lambda row: ROLL_UPS.get(people[row.person].ethnic_group, ""),
        "by_area": lambda row: events[row.event].area,
        "by_course": lambda row: events[row.event].course,
        "by_reason": lambda row: row.reason,
    }


def _orders(world: World, names: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    return FIXED_ORDERS | {
        "by_agency": [row.code for row in world.agencies],
        "by_sector": list(names["sectors"]),
        "by_target_group": list(names["target_groups"]),
        "by_role": list(names["roles"]),
        "by_area": list(dict.fromkeys(row.area for row in world.events if row.area)),
        "by_course": [row.code for row in world.courses],
        "by_reason": sorted({row.reason for row in world.bookings if row.reason}, key=str.casefold),
    }


def _breakdowns(this: Year, before: Year, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    orders = _orders(this.world, names)
    found = {}
    for scope in KINDS:
        attended = _count(this.bookings(this.events(scope)), "attended")
        for breakdown, fact in _facts(this.world).items():
            by_code = [_by_code(year, scope, fact, reasons=breakdown == "by_reason") for year in (this, before)]
            in_use = set(by_code[0]) | set(by_code[1])
            if breakdown == "by_target_group":
                in_use |= set(names["target_groups"])
            if breakdown == "by_ethnic_group":
                in_use |= {*ROLL_UPS, ""}
            order = orders[breakdown]
            others = sorted(in_use - set(order) - {""})
            codes = [code for code in order if code in in_use] + others + [""] * ("" in in_use)
            found[f"{scope}.{breakdown}"] = [
                _row(code or "not-recorded", by_code[0][code], by_code[1][code], attended) for code in codes
            ]
    return found


def _by_code(
    year: Year, scope: str, fact: Callable[[BookingRow], str], *, reasons: bool
) -> defaultdict[str, list[BookingRow]]:
    by_code: defaultdict[str, list[BookingRow]] = defaultdict(list)
    for row in year.bookings(year.events(scope)):
        counted = ("cancelled", "did_not_attend") if reasons else tuple(OUTCOMES)
        if any(OUTCOMES[outcome](row) for outcome in counted):
            by_code[fact(row)].append(row)
    return by_code


def _row(code: str, this: list[BookingRow], before: list[BookingRow], base: int) -> dict[str, Any]:
    attended = _count(this, "attended")
    return {
        "code": code,
        **{outcome: _count(this, outcome) for outcome in OUTCOMES},
        "percent": _percent(attended, base),
        **_changes(attended, _count(before, "attended")),
    }


def _ratings(this: Year, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    found = {scope: _rows_of_answers(this.world, this.events(scope), names) for scope in KINDS}
    for event in this.held:
        rows = _rows_of_answers(this.world, [event], names)
        if rows:
            found[f"event:{event.code}"] = rows
    return found


def _rows_of_answers(world: World, events: list[EventRow], names: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    codes = {row.code for row in events}
    given = [row for row in world.evaluations if row.event in codes and _is_given(row)]
    kinds = {code: kind for kind in ("quality", "yes-no", "one-to-ten") for code in names[f"questions: {kind}"]}
    rows = []
    for question in kinds:
        answers = [row.answers[question] for row in given if question in row.answers]
        if answers:
            rows.append({"question": question, "responses": len(answers), **_DETAILS[kinds[question]](answers)})
    return rows


def _is_given(row: Any) -> bool:
    return bool(row.kind == "end" and row.state == "submitted")


def _qualities(answers: list[Any]) -> dict[str, Any]:
    counts = {quality: answers.count(quality) for quality in ("excellent", "good", "satisfactory", "poor")}
    return {**counts, "excellent_to_good": _rate(counts["excellent"] + counts["good"], len(answers))}


def _yes_or_no(answers: list[Any]) -> dict[str, Any]:
    return {
        "yes": answers.count("yes"),
        "no": answers.count("no"),
        "yes_share": _rate(answers.count("yes"), len(answers)),
    }


def _scores(answers: list[Any]) -> dict[str, Any]:
    ordered = sorted(answers)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return {
        "counts": {str(score): answers.count(score) for score in range(1, 11)},
        "mean": sum(answers) / len(answers),
        "median": middle,
    }


_DETAILS = {"quality": _qualities, "yes-no": _yes_or_no, "one-to-ten": _scores}


def _headcounts(this: Year) -> dict[str, Any]:
    found = {}
    for scope in KINDS:
        codes = {row.code for row in this.events(scope)}
        people: dict[str, int] = defaultdict(int)
        for row in this.world.headcounts:
            if row.event in codes:
                people[row.audience] += row.people
        found[scope] = [{"audience": audience, "people": people[audience]} for audience in sorted(people)]
    return found


def _gaps(this: Year, before: Year, names: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    facts = _facts(this.world)
    gaps = []
    for scope in ("courses", "lpgs"):
        for kind, codes in (
            ("target_group", list(names["target_groups"])),
            ("agency", [row.code for row in this.world.agencies if row.hard_to_reach]),
        ):
            for code in codes:
                attended, previous = (
                    _count(_by_code(year, scope, facts[f"by_{kind}"], reasons=False)[code], "attended")
                    for year in (this, before)
                )
                if attended == 0 or attended < previous:
                    gaps.append(
                        {"kind": kind, "scope": scope, "code": code, "attended": attended, "previous": previous}
                    )
    return gaps


def _comments(this: Year, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Quotes in alphabetical order: the contract asks for none."""
    codes = {row.code for row in this.held}
    found: dict[str, Any] = {}
    for wanted in ("impact", "improvement", "other"):
        texts: dict[str, list[str]] = {code: [] for code in [*names["themes"], ""]}
        quotes: dict[str, list[str]] = defaultdict(list)
        for evaluation in this.world.evaluations:
            if evaluation.event in codes and _is_given(evaluation):
                for prompt, text, theme, may_quote in evaluation.comments:
                    if prompt == wanted:
                        texts[theme].append(text)
                        if may_quote:
                            quotes[theme].append(text)
        named = [code for code in sorted(names["themes"], key=lambda code: -len(texts[code])) if texts[code]]
        order = [*sorted(named, key=lambda code: (-len(texts[code]), list(names["themes"]).index(code)))]
        found[wanted] = [
            {"theme": code or "not-recorded", "count": len(texts[code]), "quotes": sorted(quotes[code])}
            for code in order + [""] * bool(texts[""])
        ]
    return found


def _budget(world: World, name: str) -> list[dict[str, Any]]:
    rows = []
    for row in world.budget:
        if row.year == name:
            remaining = None
            if row.budgeted is not None and row.actual is not None:
                remaining = str((Decimal(row.budgeted) - Decimal(row.actual)).quantize(Decimal("0.01")))
            rows.append({"line": row.line, "budgeted": row.budgeted, "actual": row.actual, "remaining": remaining})
    return rows


def _is_on_record(year: Year) -> bool:
    today = year.at.astimezone(LONDON).date()
    return bool(year.held) or any(year.holds(row.enrolled) and row.enrolled <= today for row in year.world.enrolments)
