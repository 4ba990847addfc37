"""Row 1: the programme, signed out and in, beside a bare page of the same rows; and far more bookings behind it.

The sites that were measured then serve rows 6, 11 and 12.
"""

import re
from dataclasses import dataclass

from tools.bench.client import asks, crowd, get
from tools.bench.ground import Ground, Site
from tools.bench.measure import Goal, Line, Subject, alternate, compared, counted, demand
from tools.bench.rows import agency, weight, worker, year

PATH = "/programme/"
A_PAGE = 20
LINK = re.compile(rb'href="/events/([\w-]+)/"')
LEFT = re.compile(rb"(\d+) places? left|Full")
# The coming events as both sides show them: what is free is told by the rows themselves.
COMING = """
SELECT json_agg(row_to_json(shown)) FROM (
    SELECT e.code, c.title, c.kind, e.starts_on, v.name AS venue, e.places,
        (SELECT count(*) FROM events_booking b WHERE b.event_id = e.id AND b.state = 'confirmed') AS taken
    FROM events_event e JOIN training_course c ON c.id = e.course_id JOIN events_venue v ON v.id = e.venue_id
    WHERE e.status = 'published' AND e.starts_on > %s ORDER BY e.starts_on, e.id
) AS shown
"""


@dataclass(frozen=True)
class Programme:
    """One site's programme: how often a second it comes, and whether it is right."""

    site: Site
    requests: int
    clients: int
    shown: list[tuple[str, int]]

    def signed_out(self, number: int) -> float:
        """Pages a second for anybody."""
        return self._pages("")

    def signed_in(self, session: str) -> Subject:
        """Pages a second for somebody."""
        return lambda number: self._pages(session)

    def _pages(self, session: str) -> float:
        acts = [asks(get(PATH, session))] * self.requests
        done = crowd(self.site.port, acts, clients=self.clients)
        for answer in done.answers:
            demand(answer.status == 200, f"the programme was answered {answer.status}")
            links = list(dict.fromkeys(LINK.findall(answer.body)))
            left = [int(found or 0) for found in LEFT.findall(answer.body)]
            told = [(code.decode(), free) for code, free in zip(links, left, strict=False)]
            demand(told == self.shown, f"the programme shows {told[:3]} …, and the rows are {self.shown[:3]} …")
        return done.rate


def measure(ground: Ground) -> list[Line]:
    """The programme of a small and of a large county, beside the floor's."""
    plan = ground.plan
    small, large = (ground.turnout(ground.filled(size)) for size in (plan.small, plan.large))
    session = small.inside("world", people=1, keys=0, batches=[])["accounts"][0]["session"]
    today = small.inside("today")
    rows = small.value(COMING, today)
    floor = ground.floor()
    floor_session = floor.inside("programme", rows=rows)
    ours, theirs, behind = (
        Programme(site, plan.pages, plan.clients, _shown(found))
        for site, found in ((small, rows), (floor, rows), (large, large.value(COMING, today)))
    )
    subjects: dict[str, Subject] = {
        "signed out": ours.signed_out,
        "bare, signed out": theirs.signed_out,
        "signed in": ours.signed_in(session),
        "bare, signed in": theirs.signed_in(floor_session),
        "large": behind.signed_out,
    }
    found = alternate(subjects, rounds=plan.rounds, say=ground.sayer("pages a second"), within=plan.patience)
    lines = [
        compared(
            1, f"Programme, {who}", found[who], found[f"bare, {who}"], unit="a second", beside="bare page", goal=goal
        )
        for who, goal in (("signed out", Goal(least=2)), ("signed in", Goal(least=1)))
    ]
    figure = f"Programme with {plan.large:,} bookings behind it"
    beside = f"with {plan.small:,}"
    goal = Goal(least=0.95)
    lines.append(compared(1, figure, found["large"], found["signed out"], unit="a second", beside=beside, goal=goal))
    costs = [_cost(small, who, key) for who, key in (("signed out", ""), ("signed in", session))]
    lines += [*costs, *worker.lines(ground, small, floor), *agency.lines(ground, small, large)]
    return [*lines, *weight.lines(small, large), *year.lines(ground)]


def _shown(rows: list[dict[str, str | int]]) -> list[tuple[str, int]]:
    return [(str(row["code"]), int(row["places"]) - int(row["taken"])) for row in rows[:A_PAGE]]


def _cost(site: Site, who: str, session: str) -> Line:
    asked = site.inside("statements", path=PATH, session=session, form=None)
    if asked["status"] != 200:
        return Line(1, f"Programme, {who}", f"void: answered {asked['status']}", met=False)
    return counted(1, f"Programme, {who}", len(asked["statements"]), unit="statements", goal=Goal(most=6))
