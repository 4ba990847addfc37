"""What the document says beyond the contract's keys: what the programme served, who gave to it, and whom it reached."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.figures import Rate
from reports.compared import beside_the_year_before
from reports.counting.numbers import number
from reports.counting.reference import in_order
from reports.counting.tallies import Tally
from reports.counting.window import Span
from reports.counting.year import Year
from reports.measures import ALL, NOT_RECORDED, SCOPES, SCOPES_OF_KIND
from training.models import Course

Row = dict[str, Any]


def of(year: Year) -> dict[str, Any]:
    """The further keys of the document, in the order in which the report tells of them."""
    priorities = {priority: priority for priority in year.reference.priorities.values()}
    return {
        "priorities": list(_served(year, lambda course: _priority(year, course), priorities)),
        "needs": list(_served(year, lambda course: course.need or NOT_RECORDED, dict(Course.Need.choices))),
        "workshops": year.workshops,
        "workshop_choices": year.workshop_choices,
        "contributions": list(_contributions(year)),
        "lived_experience": year.lived_experience,
        "responses": {scope.name: _response(year, scope.name) for scope in SCOPES},
        "reach": list(_reach(year)),
        "later_comments": year.later_comments,
        "unmet": year.unmet,
    }


def _priority(year: Year, course: Course) -> str:
    return year.reference.priorities[course.priority_id] if course.priority_id else NOT_RECORDED


def _served(year: Year, fact: Callable[[Course], str], labels: Mapping[str, str]) -> Iterator[Row]:
    """Events and attendances by a fact of the course; what nothing served has its row too."""
    events: Counter[str] = Counter()
    topics: dict[str, set[int]] = defaultdict(set)
    for event in year.held.values():
        if event.span == Span.THIS and event.parent is None and ALL in SCOPES_OF_KIND[event.kind]:
            code = fact(year.reference.courses[event.course])
            events[code] += 1
            topics[code].add(event.course)
    this, before = (_attended_by(year, span, fact) for span in (Span.THIS, Span.BEFORE))
    for code, label in in_order({*labels, *events, *this, *before}, labels).items():
        yield {
            "code": code,
            "label": label,
            "topics": len(topics[code]),
            "events": events[code],
            "attended": this[code],
            "percent": Rate(this[code], this.total()).percent,
            **beside_the_year_before(this[code], before[code]),
        }


def _attended_by(year: Year, span: Span, fact: Callable[[Course], str]) -> Counter[str]:
    courses = {course.code: course for course in year.reference.courses.values()}
    attended: Counter[str] = Counter()
    for code, tally in year.counts.rows("by_course", span, ALL).items():
        attended[fact(courses[code])] += tally.attended
    return attended


def _contributions(year: Year) -> Iterator[Row]:
    labels = year.reference.labels()["by_agency"]
    for code, label in in_order({*year.contributions}, labels).items():
        given = year.contributions[code]
        days = number(given["days"])
        beside = beside_the_year_before(given["days"], given["previous"])
        yield {
            "code": code,
            "label": label,
            "trainers": given["trainers"],
            "events": given["events"],
            "days": days,
            **beside,
        }


def _response(year: Year, scope: str) -> Any:
    totals = year.counts.totals[Span.THIS, scope]
    return Rate(totals.evaluations, totals.attended).as_data()


def _reach(year: Year) -> Iterator[Row]:
    """How many different people of each agency, sector and target group came, beside its workforce and its target."""
    labels = year.reference.labels()
    workforces = year.reference.workforces()
    hard = set(year.reference.hard_to_reach())
    for kind, breakdown in (("agency", "by_agency"), ("sector", "by_sector"), ("target_group", "by_target_group")):
        this, before = (year.counts.reached(span, kind) for span in (Span.THIS, Span.BEFORE))
        always = year.reference.looked_for()[kind]
        attended = year.counts.rows(breakdown, Span.THIS, ALL)
        for code, label in in_order({*this, *before, *always}, labels[breakdown]).items():
            target = year.targets.get((kind, code))
            workforce = (target and target.workforce) or workforces[kind].get(code)
            yield {
                "kind": kind,
                "code": code,
                "label": label,
                "hard_to_reach": code in hard if kind == "agency" else None,
                "attended": attended.get(code, Tally()).attended,
                "people": this[code],
                **beside_the_year_before(this[code], before[code]),
                "workforce": workforce,
                "reached": Rate(this[code], workforce or 0).as_data(),
                "target": target.people if target else None,
            }
