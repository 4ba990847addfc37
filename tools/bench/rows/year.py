"""Rows 8 and 10: a year compiled, beside plain SQL over the same rows; its memory and growth; and its PDF."""

import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tools.bench.ground import Ground, inside, values
from tools.bench.measure import Goal, Line, Samples, Subject, alternate, compared, counted, demand, void_line

HELPER = "tools.bench.inside"
MOST_ROUNDS = 3
MEMORY, PDF = Goal(most=150), Goal(most=2)
# The least that says who came: four tables of counts, the people, and what was answered, each by one statement.
OF_THE_YEAR = "e.status = 'held' AND e.starts_on >= %s AND e.starts_on <= %s"
COUNT = """
SELECT {by}, b.state, b.attendance, b.unscheduled, count(*)
FROM events_booking b JOIN events_event e ON e.id = b.event_id WHERE {year} GROUP BY 1, 2, 3, 4
"""
PEOPLE = """
SELECT count(DISTINCT b.person_id) FROM events_booking b JOIN events_event e ON e.id = b.event_id
WHERE b.attendance IN ('attended', 'part') AND {year}
"""
ANSWERED = """
SELECT e.course_id, v.answers ->> 'overall', count(*), avg(CAST(v.answers ->> 'confidence-after' AS integer))
FROM evaluations_evaluation v JOIN events_event e ON e.id = v.event_id WHERE v.state = 'submitted' AND {year}
GROUP BY 1, 2
"""
BREAKDOWNS = ("e.course_id", "b.agency_id", "b.target_group_id", "b.role_id")
STATEMENTS = [
    *(COUNT.format(by=by, year=OF_THE_YEAR) for by in BREAKDOWNS),
    PEOPLE.format(year=OF_THE_YEAR),
    ANSWERED.format(year=OF_THE_YEAR),
]


@dataclass
class Compiled:
    """A year of one county: how long it takes Turnout to compile it, and SQL to count it, and whether they agree."""

    environment: dict[str, str]
    year: str
    starts: date
    ends: date
    attended: int = 0
    responses: int = 0
    peaks: list[float] = field(default_factory=list)

    def plain_sql(self, number: int) -> float:
        """Seconds of the counts for both years, as a report has them; keeps what the year itself says."""
        began = time.perf_counter()
        self._count(self.starts - timedelta(days=365), self.starts - timedelta(days=1))
        found = self._count(self.starts, self.ends)
        seconds = time.perf_counter() - began
        came = [sum(row[4] for row in rows if row[2] in {"attended", "part"}) for rows in found[: len(BREAKDOWNS)]]
        demand(len(set(came)) == 1 and came[0] > 0, f"by SQL {came} people came")
        self.attended, self.responses = came[0], sum(row[2] for row in found[-1])
        return seconds

    def turnout(self, number: int) -> float:
        """Seconds until the report is a draft; wants to be asked after the SQL."""
        said = inside(HELPER, self.environment, "compiled", year=self.year)
        demand(not said["failure"], f"the report was not compiled: {said['failure']}")
        told = said["attended"], said["responses"]
        counted = self.attended, self.responses
        demand(told == counted, f"the report tells of {told} who came and answered, and the rows are {counted}")
        self.peaks.append(said["peak"])
        return float(said["seconds"])

    def _count(self, first: date, last: date) -> list[list[Any]]:
        return values(self.environment, STATEMENTS, first, last)


def lines(ground: Ground) -> list[Line]:
    """The year that ended, of small and of large counties."""
    found: list[tuple[int, Samples]] = []
    made: list[Line] = []
    for size in ground.plan.years:
        subject = _year_of(ground, size)
        figure = f"The year compiled out of {size:,} bookings"
        subjects: dict[str, Subject] = {"plain SQL": subject.plain_sql, "Turnout": subject.turnout}
        taken = alternate(
            subjects,
            rounds=min(ground.plan.rounds, MOST_ROUNDS),
            say=ground.sayer(f"compile {size:,}"),
            within=ground.plan.patience,
        )
        made.append(compared(8, figure, taken["Turnout"], taken["plain SQL"], unit="s", beside="plain SQL"))
        if subject.peaks:
            made.append(counted(8, f"{figure}: peak memory", max(subject.peaks), unit="MB", goal=MEMORY))
        found.append((size, taken["Turnout"]))
        if size == ground.plan.years[-1]:
            made.append(_pdf(subject))
    return [*made, *(_growth(*found[-2:]) if len(found) > 1 else ())]


def _year_of(ground: Ground, size: int) -> Compiled:
    environment = ground.filled(size)
    today = date.fromisoformat(inside(HELPER, environment, "today"))
    first = today.year - 1 - ((today.month, today.day) < (4, 1))
    return Compiled(environment, f"{first}-{(first + 1) % 100:02}", date(first, 4, 1), date(first + 1, 3, 31))


def _growth(one: tuple[int, Samples], larger: tuple[int, Samples]) -> list[Line]:
    """How much longer the larger takes, at most as many times as it has more bookings."""
    (few, before), (many, after) = one, larger
    figure = f"From {few:,} to {many:,} bookings"
    if line := void_line(8, figure, (before, after)):
        return [line]
    goal, grown = Goal(most=many / few), after.median / before.median
    return [
        Line(8, figure, f"{after.median:,.4g} s; {before.median:,.4g}", f"{grown:.2f}", str(goal), goal.is_met(grown))
    ]


def _pdf(subject: Compiled) -> Line:
    figure = "The report's PDF"
    if not subject.peaks:
        return Line(10, figure, "void: there is no report to draw", met=False)
    said = inside(HELPER, subject.environment, "drawn", year=subject.year)
    if not said["is_whole"]:
        return Line(10, figure, "void: that is no PDF", met=False)
    ours, theirs = (Samples((said[who],)) for who in ("ours", "theirs"))
    beside = "ReportLab alone"
    return compared(10, f"{figure}, {said['rows']:,} rows", ours, theirs, unit="s", beside=beside, goal=PDF)
