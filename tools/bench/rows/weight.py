"""Row 12: what a first visit to the pages with most on them costs, and whether more rows cost more statements."""

import gzip
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

from tools.bench.client import Client, get
from tools.bench.ground import Site
from tools.bench.measure import Goal, Line, Void, demand

PAGES = (
    ("visitor", "/programme/"),
    ("visitor", "/events/{code}/"),
    ("visitor", "/courses/"),
    ("visitor", "/accounts/login/"),
    ("practitioner", "/my/"),
    ("practitioner", "/me/"),
    ("lead", "/team/"),
    ("lead", "/events/{code}/team/"),
    ("lead", "/uptake/"),
    ("manager", "/manage/"),
    ("manager", "/manage/events/"),
    ("manager", "/manage/events/{code}/"),
    ("manager", "/manage/people/"),
    ("manager", "/manage/demand/"),
    ("manager", "/manage/comments/"),
    ("manager", "/manage/suspended/"),
    ("manager", "/registers/{begun}/"),
    ("manager", "/registers/{begun}/check-in/"),
    ("board", "/reports/"),
    ("board", "/reports/missing/"),
    ("administrator", "/duties/"),
    ("administrator", "/reference/events/booking/"),
    ("administrator", "/reference/training/course/add/"),
)
FETCHED = re.compile(
    rb'<(?:link[^>]+rel="(?:stylesheet|icon|modulepreload)"|script|img)[^>]*?(?:href|src)="(/[^"]+)"'
    rb'|data-govuk="(/[^"]+)"'
)
COMING = "SELECT min(code) FROM events_event WHERE status = 'published' AND starts_on > %s"
BEGUN = """
SELECT e.code FROM events_event e JOIN events_booking b ON b.event_id = e.id
WHERE e.starts_on < %s AND e.parent_id IS NULL GROUP BY e.id, e.code ORDER BY count(*) DESC, e.code LIMIT 1
"""
KILOBYTE = 1000
LIGHT, FEW = Goal(most=60), Goal(most=6)


class Visit(NamedTuple):
    """A first visit: everything that the browser asks for, and its weight in bytes as it comes over the wire."""

    requests: int
    weight: int


class Way(NamedTuple):
    """How somebody comes to a page: where it is, and with the key of which session, or none."""

    address: str
    session: str


def lines(small: Site, large: Site) -> list[Line]:
    """The weight of each page, and its statements with few and with many bookings behind it."""
    ways = [_ways(site) for site in (small, large)]
    asked = [site.inside("costs", pages=way) for site, way in zip((small, large), ways, strict=True)]
    figures = [f"{re.sub('[{}]', '', path)} as {who}" for who, path in PAGES]
    told = zip(figures, ways[0], *asked, strict=True)
    return [line for figure, way, *costs in told for line in _lines(figure, small, way, costs)]


def _ways(site: Site) -> list[Way]:
    """To each of the pages, on that site."""
    sessions, today = site.inside("one_of_each"), site.inside("today")
    codes = {"code": site.value(COMING, today), "begun": site.value(BEGUN, today)}
    return [Way(path.format(**codes), sessions.get(who, "")) for who, path in PAGES]


def _lines(figure: str, site: Site, way: Way, costs: list[dict[str, Any]]) -> Iterator[Line]:
    try:
        visit = first_visit(site, *way)
        few, many = map(_counted, costs)
    except Void as fault:
        yield Line(12, figure, f"void: {fault}", met=False)
        return
    kilobytes = visit.weight / KILOBYTE
    yield Line(12, figure, f"{kilobytes:,.0f} kB", "", f"{LIGHT} kB", LIGHT.is_met(kilobytes))
    yield Line(12, figure, f"{visit.requests} requests", "", str(FEW), FEW.is_met(visit.requests))
    yield Line(12, figure, f"{few} statements; with many more bookings {many}", "", "the same", few == many)


def first_visit(site: Site, path: str, session: str) -> Visit:
    """Ask for the page and for all that it needs, as a browser does that was never here before."""
    with closing(Client(site.port)) as client:
        page = client.ask(get(path, session, Accept_Encoding="gzip"))
        demand(page.status == 200, f"{path} was answered {page.status}")
        is_packed = page.header("content-encoding") == "gzip"
        text = gzip.decompress(page.body) if is_packed else page.body
        needed = dict.fromkeys((one or other).decode() for one, other in FETCHED.findall(text))
        weight = len(page.body)
        for address in needed:
            answer = client.ask(get(address, session, Accept_Encoding="gzip"))
            demand(answer.status == 200, f"{address} was answered {answer.status}")
            weight += len(answer.body)
    return Visit(1 + len(needed), weight)


def _counted(asked: dict[str, Any]) -> int:
    demand(asked["status"] == 200, f"it was answered {asked['status']}")
    return len(asked["statements"])
