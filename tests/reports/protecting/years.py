"""Simulated years: small boards with few people in many rows, as internal documents, without a database.

Every booking is drawn with its facts and counted here anew, by plain loops.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType
from typing import Any

from core.figures import Rate, percent_change
from reports.counting.numbers import number
from reports.measures import ALL, BREAKDOWNS, SCOPES, figures_of
from reports.protecting.facts import ANSWERS, Facts
from tests.reports.contract import FIXED_ORDERS, ROLL_UPS

Document = dict[str, Any]
Row = dict[str, Any]

MEMBERS = ("courses", "lpgs", "conferences", "bespoke", "performances")
OUTCOMES = ("booked", "attended", "cancelled", "did_not_attend", "unscheduled", "not_recorded")
FATES = ("attended",) * 7 + ("cancelled", "did_not_attend", "not_recorded", "unscheduled")
SECTORS = {f"a{number}": f"s{number % 4}" for number in range(9)}
HOURS = {f"{scope}-{number}": (300, 300, 600, 750)[number] for scope in (*MEMBERS, "elearning") for number in range(4)}
REASONS = ("Sickness", "No cover", "Leave", "Zoo visit", "not-recorded")
GROUPS = {code: ROLL_UPS[code] for code in list(ROLL_UPS)[::3]}
"""Some of the ethnic groups, so that a year is soon attacked."""
FACTS = Facts(sectors=SECTORS, rollups=GROUPS, hours=HOURS, answers=ANSWERS)
FAMILIES = (
    ("by_agency", "by_sector"),
    ("by_ethnic_group", "by_ethnic_rollup"),
    ("by_target_group",),
    ("by_course",),
    ("by_sex",),
    ("by_role", "by_area", "by_works_with"),
)


EVERY = tuple(each.name for each in BREAKDOWNS)


@dataclass(frozen=True)
class Booking:
    """One booking with all that is counted of it."""

    scope: str
    facts: tuple[tuple[str, str], ...]
    fate: str
    reason: str
    number: int = 0
    """Of whoever booked, among the few of one agency and target group: everybody has one of each."""

    def code(self, breakdown: str) -> str:
        """Its row in that breakdown."""
        return dict(self.facts)[breakdown]

    @property
    def person(self) -> tuple[str, str, int]:
        """Who booked."""
        return self.code("by_agency"), self.code("by_target_group"), self.number

    @property
    def counts(self) -> Counter[str]:
        """What it adds to each column."""
        unscheduled = self.fate == "unscheduled"
        counts = Counter({self.fate: 1, "booked": int(not unscheduled)})
        return counts + Counter({"attended": int(unscheduled)})


def bookings(random: Random, most: int) -> list[Booking]:
    """The bookings of one year: unevenly spread, so that there are small rows beside large ones."""
    scopes = random.sample(MEMBERS, random.randint(1, 3)) + ["elearning"] * (random.random() < 0.1)
    tastes = {name: _uneven(random, codes) for name, codes in CODES.items()}
    return [_booking(random, scope, tastes) for scope in scopes for _ in range(random.randint(1, most))]


def waiting(random: Random) -> Counter[str]:
    """How often people waited in vain for some courses in one year: often for one or two alone."""
    courses = random.sample(sorted(HOURS), random.randint(0, 6))
    return Counter({course: random.choice((1, 1, 1, 2, 3, 4, 5, 8, 13)) for course in courses})


def written_later(random: Random) -> dict[str, Row]:
    """What people wrote weeks later, by prompt: how many comments of which theme, often few."""
    prompts = random.sample(("example", "helped", "hindered"), random.randint(0, 3))
    return {prompt: _themed(random, random.sample("abcd", random.randint(1, 4))) for prompt in prompts}


def year_of(
    name: str,
    this: list[Booking],
    before: list[Booking],
    tables: Container[str] = EVERY,
    beside: Mapping[str, Any] = MappingProxyType({}),
) -> Document:
    """The internal document of a year with these bookings, and those of the year before; with those breakdowns.

    `beside` is what the bookings don't say, as it stands in the document: unmet demand, say.
    """
    totals = {
        (span, scope.name): _totals(_within(rows, scope.name))
        for span, rows in enumerate((this, before))
        for scope in SCOPES
    }
    breakdowns = {
        f"{scope.name}.{each.name}": list(_rows(each.name, _within(this, scope.name), _within(before, scope.name)))
        if each.name in tables
        else []
        for scope in SCOPES
        for each in BREAKDOWNS
    }
    return {
        "schema": 1,
        "year": name,
        "audience": "internal",
        "figures": {
            f"{scope.name}.{figure.name}": _figure(
                totals[0, scope.name][figure.name], totals[1, scope.name][figure.name]
            )
            for scope in SCOPES
            for figure in figures_of(scope.name)
        },
        "breakdowns": breakdowns,
        "gaps": list(_gaps(breakdowns)),
        "completeness": _completeness(int(totals[0, ALL]["attended"]), breakdowns),
        **{key: {} for key in ("ratings", "headcounts", "comments", "approved_quotes", "matched", "later")},
        "later_comments": {},
        "unmet": unmet(Counter(), Counter()),
        "reach": [row for kind in LOOKED_FOR if f"by_{kind}" in tables for row in _reach(kind, this, before)],
        **{key: [] for key in ("priorities", "needs", "workshops", "workshop_choices", "contributions")},
        **beside,
    }


def some_tables(random: Random) -> set[str]:
    """Some breakdowns: each is protected by itself, or with its parent, so that few make a year."""
    return {*random.choice(FAMILIES), "by_reason"}


def corrected(random: Random, found: list[Booking]) -> list[Booking]:
    """The same year after some registers were put right."""
    return [replace(each, fate=random.choice(FATES)) if random.random() < 0.03 else each for each in found]


CODES: dict[str, tuple[str, ...]] = {
    "by_agency": tuple(SECTORS),
    "by_target_group": tuple("12345678"),
    "by_role": ("practitioner", "manager", "not-recorded"),
    "by_area": ("north", "south", "not-recorded"),
    "by_works_with": (*FIXED_ORDERS["by_works_with"], "not-recorded"),
    "by_sex": (*FIXED_ORDERS["by_sex"], "not-recorded"),
    "by_ethnic_group": (*GROUPS, "not-recorded"),
    "number": ("0", "1", "2", "3"),
}
LOOKED_FOR = {
    "agency": CODES["by_agency"],
    "sector": tuple(sorted(set(SECTORS.values()))),
    "target_group": CODES["by_target_group"],
}
"""Whose people the report counts, whether any came or not."""


def _uneven(random: Random, codes: tuple[str, ...]) -> list[str]:
    used = random.sample(codes, random.randint(1, min(len(codes), 6)))
    return [
        code for place, code in enumerate(used) for _ in range(random.choice((1, 1, 2, 6)) * (4 if not place else 1))
    ]


def _booking(random: Random, scope: str, tastes: dict[str, list[str]]) -> Booking:
    facts = {name: random.choice(codes) for name, codes in tastes.items()}
    facts["by_sector"] = SECTORS[facts["by_agency"]]
    facts["by_ethnic_rollup"] = GROUPS.get(facts["by_ethnic_group"], "not-recorded")
    facts["by_course"] = f"{scope}-{facts.pop('number')}"
    return Booking(scope, tuple(facts.items()), random.choice(FATES), random.choice(REASONS), random.randrange(3))


def _within(found: list[Booking], scope: str) -> list[Booking]:
    return [each for each in found if each.scope == scope or (scope == ALL and each.scope in MEMBERS)]


def _sum(found: list[Booking]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in found:
        total.update(each.counts)
    return total


def _totals(found: list[Booking]) -> dict[str, int | float]:
    total: dict[str, int | float] = dict(_sum(found))
    hours = sum(HOURS[each.code("by_course")] * each.counts["attended"] for each in found)
    return defaultdict(int, total | {"hours": number(hours / 100), "people": len(_came(found))})


def _came(found: list[Booking]) -> set[tuple[str, str, int]]:
    return {each.person for each in found if each.counts["attended"]}


def _figure(value: float, previous: float) -> Row:
    change = percent_change(value, previous)
    return {"value": value, "previous": previous, "change": value - previous, "percent_change": change}


def _beside(value: float, previous: float) -> Row:
    return {key: each for key, each in _figure(value, previous).items() if key != "value"}


def _rows(breakdown: str, this: list[Booking], before: list[Booking]) -> Iterator[Row]:
    if breakdown == "by_reason":
        this, before = (
            [each for each in rows if each.fate in {"cancelled", "did_not_attend"}] for rows in (this, before)
        )
    attended = _sum(this)["attended"]
    always = CODES["by_target_group"] if breakdown == "by_target_group" else ()
    always = CODES["by_ethnic_group"] if breakdown == "by_ethnic_group" else always
    for code in sorted({_code(each, breakdown) for each in (*this, *before)} | set(always)):
        counts = _sum([each for each in this if _code(each, breakdown) == code])
        previous = _sum([each for each in before if _code(each, breakdown) == code])["attended"]
        yield {
            "code": code,
            "label": code,
            **{name: counts[name] for name in OUTCOMES},
            "percent": Rate(counts["attended"], attended).percent,
            **_beside(counts["attended"], previous),
        }


def _reach(kind: str, this: list[Booking], before: list[Booking]) -> Iterator[Row]:
    """How many different people of each row came to anything but e-learning."""
    this, before = _within(this, ALL), _within(before, ALL)
    for code in LOOKED_FOR[kind]:
        ours, lately = ([each for each in rows if each.code(f"by_{kind}") == code] for rows in (this, before))
        people, previous = len(_came(ours)), len(_came(lately))
        yield {
            "kind": kind,
            "code": code,
            "label": code,
            "hard_to_reach": False,
            "attended": _sum(ours)["attended"],
            "people": people,
            **_beside(people, previous),
            "workforce": 40,
            "reached": Rate(people, 40).as_data(),
            "target": None,
        }


def _themed(random: Random, themes: list[str]) -> Row:
    counted = [{"theme": theme, "count": random.choice((1, 2, 4, 5, 9))} for theme in themes]
    return {"count": sum(row["count"] for row in counted), "themes": counted, "quotes": [], "approved": []}


def unmet(this: Counter[str], before: Counter[str]) -> Row:
    """Who waited in vain this year and the year before, as the document says it."""
    rows = [
        {"code": code, "label": code, "waited": this[code], **_beside(this[code], before[code])}
        for code in sorted({*this, *before})
    ]
    total = _figure(this.total(), before.total())
    return {"waited": total, "people": total, "by_course": rows}


def _code(booking: Booking, breakdown: str) -> str:
    return booking.reason if breakdown == "by_reason" else booking.code(breakdown)


def _gaps(breakdowns: dict[str, list[Row]]) -> Iterator[Row]:
    for scope in ("courses", "lpgs"):
        for kind, name in (("target_group", "by_target_group"), ("agency", "by_agency")):
            for row in breakdowns[f"{scope}.{name}"]:
                if row["attended"] == 0 or row["attended"] < row["previous"]:
                    shown = {key: row[key] for key in ("code", "attended", "previous")}
                    yield {"kind": kind, "scope": scope, **shown}


def _completeness(attended: int, breakdowns: dict[str, list[Row]]) -> Row:
    facts = ("agency", "target_group", "role", "works_with", "sex", "ethnic_group", "area")
    unknown = {
        fact: sum(row["attended"] for row in breakdowns[f"{ALL}.by_{fact}"] if row["code"] == "not-recorded")
        for fact in facts
    }
    return {fact: Rate(attended - unknown[fact], attended).as_data() for fact in facts}
