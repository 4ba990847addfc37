"""Random years for the referee: small, but with every kind of row, and days and clocks chosen for the edges.

Hypothesis chooses how much there is and the seed of the rest, so that a failing world shrinks to few rows of each kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import strategies as st

from tests.reports.contract import ROLL_UPS
from tests.reports.referee import LONDON, period, year_before
from tests.reports.worlds import (
    MORE_OUTCOMES,
    AgencyRow,
    BookingRow,
    BudgetRow,
    ChoiceRow,
    CourseRow,
    EnrolmentRow,
    EvaluationRow,
    EventRow,
    HeadCountRow,
    PersonRow,
    TargetRow,
    TrainerRow,
    World,
)

PERIODS = ("2016-17", "2016-17/Q1", "2016-17/Q2", "2016-17/Q3", "2016-17/Q4", "2015-16", "2015-16/Q4")
DAY = timedelta(days=1)
CUT = timedelta(days=59)
LONG_AFTER = datetime(2018, 1, 1, 12, tzinfo=LONDON)
CLOCKS = (time(9, 30), time(0, 0), time(0, 30), time(23, 30))
KINDS = ("course", "course", "lpg", "lpg", "conference", "bespoke", "performance", "e-learning")
STATUSES = ("held", "held", "held", "held", "planned", "planned", "cancelled", "draft")
OUTCOMES = (
    *("attended",) * 6,
    *("booked", "part-attended", "did-not-attend", "cancelled", "cancelled-late") * 2,
    *("waiting", *MORE_OUTCOMES),
)
PROMPTS = (("example", "why", "impact"), ("impact", "improvement", "other", "example"))
"""Weeks later and of managers, and at the end."""
ENDED = {"cancelled", "cancelled-late", "declined", "lapsed", "stopped-waiting"}
TARGET_GROUPS = ("", "1", "3", "3", "5", "8", "levels:2")
ROLES = ("", "practitioner", "manager", "other")
REASONS = ("", "Sickness", "No cover", "annual leave", "Zoo visit")
SEXES = ("", "female", "male", "other", "prefer-not-to-say")
ETHNIC_GROUPS = ("", "white-british", *ROLL_UPS, "no-longer-known")
QUALITIES = ("excellent", "good", "satisfactory", "poor")
SCORES, YES_NO = range(1, 11), ("yes", "no")
ANSWERS: dict[str, Sequence[str | int]] = {
    "overall": QUALITIES,
    "delivery": QUALITIES,
    "recommend": YES_NO,
    "confidence-before": SCORES,
    "confidence-after": SCORES,
}
ANSWERS_APART: dict[str, dict[str, Sequence[str | int]]] = {
    "before": {"confidence-before": SCORES},
    "later": {
        "practice-changed": ("done", "partly", "not"),
        "information-sharing": YES_NO,
        "joint-working": YES_NO,
        "confidence-after": SCORES,
    },
    "manager": {"change-seen": YES_NO},
}
TEXTS = ("More time, please.", "I shall listen more.", "Parking!", "Ich höre zu; 'n' \"so\".")
THEMES = ("", "confidence", "confidence", "venue", "timing-and-length")
PRIORITIES = ("", "Neglect", "Early help")
NEEDS = ("", "national", "local", "section-11")
MAYBE = (None, True, False)
POUNDS = (None, "0.00", "8500.00", "8316.62", "-1675.00", "0.07")


@dataclass
class Case:
    """A world, and what is asked of it; shown by what it was made of, for its rows fill pages."""

    made_of: str
    world: World = field(repr=False)
    name: str
    until: date | None
    at: datetime


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A world with a period that may be cut, counted long afterwards or at the very moment at which an event begins."""
    seed, events, people = draw(st.integers(0, 2**64)), draw(st.integers(8, 20)), draw(st.integers(3, 8))
    random = Random(seed)
    name = random.choice(PERIODS)
    first, last = period(name)
    days = days_around(name)
    drawer = Drawer(random, days)
    drawer.draw(events=events, people=people)
    begins = [datetime.combine(row.day, row.clock, tzinfo=LONDON) for row in drawer.world.events]
    moments = [moment + timedelta(minutes=minutes) for moment in begins for minutes in (-1, 0, 1)]
    at = random.choice([LONG_AFTER] * max(1, 2 * len(moments)) + moments)
    until = random.choice((None, None, None, first, first + CUT, last))
    return Case(f"seed={seed}, events={events}, people={people}", drawer.world, name, until, at)


def days_around(name: str) -> list[date]:
    """The first and last days of the period and of the one a year before, a day to cut at, and those beside them."""
    first, last = period(name)
    inside = [first, last, first + CUT]
    inside += [year_before(day) for day in inside]
    beside = [first - DAY, first + CUT + DAY, last + DAY, year_before(first) - DAY, year_before(first + CUT) + DAY]
    return [*inside * 5, *beside, date(2016, 2, 29)]


class Drawer:
    """Fills a world with rows on some of `days`; keys are made so that no two rows have the same."""

    def __init__(self, random: Random, days: list[date]) -> None:
        self.world = World()
        self.random = random
        self.one_of = random.choice
        self.days = days

    def draw(self, *, events: int, people: int) -> None:
        """Fill it."""
        one_of, world = self.one_of, self.world
        world.agencies += [
            AgencyRow(f"agency-{n}", one_of(("police", "health")), one_of(MAYBE), one_of((None, 0, 3, 40)))
            for n in range(3)
        ]
        world.courses += [
            CourseRow(f"course-{n}", one_of(KINDS), one_of((None, "2", "6.50")), one_of(PRIORITIES), one_of(NEEDS))
            for n in range(5)
        ]
        for number in range(people):
            works_with = one_of(("", "children", "adults", "both"))
            agency = one_of(world.agencies).code
            world.people.append(PersonRow(f"p{number}", agency, works_with, one_of(SEXES), one_of(ETHNIC_GROUPS)))
        for number in range(events):
            event = self.event(f"event-{number}")
            self.bookings(event)
            self.evaluations(event)
            self.head_counts_and_trainers(event)
            world.events.append(event)
        self.enrolments_and_budget()
        self.choices_and_targets()

    def event(self, code: str) -> EventRow:
        """An event, which may be a workshop of an earlier one."""
        return EventRow(
            code,
            self.one_of(self.world.courses).code,
            self.one_of(self.days),
            self.one_of(CLOCKS),
            self.one_of(STATUSES),
            self.one_of((None, 0, 2, 20)),
            self.one_of(("", "fenland", "city")),
            self.one_of([""] * 9 + [*(row.code for row in self.world.events if not row.parent)]),
        )

    def bookings(self, event: EventRow) -> None:
        """For most people a booking, and after one that has ended perhaps another."""
        for person in self.world.people:
            if self.random.random() < 0.3:
                continue
            outcome = self.booking(event, person)
            while outcome in ENDED and self.random.random() < 0.3:
                outcome = self.booking(event, person)

    def booking(self, event: EventRow, person: PersonRow) -> str:
        """A booking, which need not be for the agency that the person is at now; its outcome."""
        outcome = self.one_of(OUTCOMES)
        self.world.bookings.append(
            BookingRow(
                event.code,
                person.code,
                outcome,
                self.one_of(self.world.agencies).code,
                outcome in {"attended", "part-attended"} and self.random.random() < 0.3,
                self.one_of(TARGET_GROUPS),
                self.one_of(ROLES),
                self.one_of(REASONS),
            )
        )
        return outcome

    def evaluations(self, event: EventRow) -> None:
        """Some respondents, most of whom said something at the end and some before or later, or their managers did."""
        for number in range(self.random.randrange(4)):
            for kind, chance in (("before", 0.5), ("end", 0.9), ("later", 0.5), ("manager", 0.3)):
                if self.random.random() < chance:
                    self.world.evaluations.append(self.evaluation(event, f"r{number}", kind))

    def evaluation(self, event: EventRow, respondent: str, kind: str) -> EvaluationRow:
        """What one of them was asked on one occasion, which a few did not answer."""
        asked = ANSWERS if kind == "end" else ANSWERS_APART[kind]
        return EvaluationRow(
            event.code,
            respondent,
            {question: self.one_of(answers) for question, answers in asked.items() if self.random.random() < 0.7},
            tuple(
                (prompt, self.one_of(TEXTS), self.one_of(THEMES), self.one_of(MAYBE))
                for prompt in self.random.sample(PROMPTS[kind == "end"], self.random.randrange(3))
            ),
            kind,
            self.one_of(("submitted", "submitted", "submitted", "submitted", "invited")),
            self.one_of((True, True, False)),
        )

    def head_counts_and_trainers(self, event: EventRow) -> None:
        """Some of each."""
        for audience in self.random.sample(("young-people", "professionals"), self.random.randrange(3)):
            self.world.headcounts.append(HeadCountRow(event.code, audience, self.random.randrange(900)))
        for name in self.random.sample(("Ann", "Bob", "ann"), self.random.randrange(3)):
            days = self.one_of(("0", "0.10", "0.25", "1", "2.50"))
            agency = self.one_of(("", *(row.code for row in self.world.agencies)))
            self.world.trainers.append(TrainerRow(event.code, name, days, self.one_of(MAYBE), agency))

    def enrolments_and_budget(self) -> None:
        """Some of each."""
        keys = {
            (self.one_of(self.world.courses).code, self.one_of(self.world.people).code, self.one_of(self.days))
            for _ in range(self.random.randrange(6))
        }
        for course, person, day in sorted(keys):
            completed = self.one_of((None, day + timedelta(days=30)))
            self.world.enrolments.append(EnrolmentRow(course, person, day, self.one_of((None, 0, 1, 4)), completed))
        for year in ("2015-16", "2016-17"):
            for line in self.random.sample(("Venue hire", "Income", "Staffing"), self.random.randrange(4)):
                self.world.budget.append(BudgetRow(year, line, self.one_of(POUNDS), self.one_of(POUNDS)))

    def choices_and_targets(self) -> None:
        """Some delegates who ranked workshops of the conference that they have booked, and what the years aim at."""
        for person, conference in dict.fromkeys((row.person, row.event) for row in self.world.bookings):
            inside = [row.code for row in self.world.events if row.parent == conference]
            for rank, workshop in enumerate(self.random.sample(inside, self.random.randint(0, len(inside))), 1):
                self.world.choices.append(ChoiceRow(conference, person, workshop, self.one_of((1, rank))))
        for year in ("2015-16", "2016-17"):
            if self.random.random() < 0.5:
                self.world.targets.append(TargetRow(year, "agency", "agency-1", self.one_of((1, 5)), None))
            if self.random.random() < 0.5:
                self.world.targets.append(TargetRow(year, "target_group", "3", None, self.one_of((2, 50))))
