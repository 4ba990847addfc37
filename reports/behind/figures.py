"""The figures whose rows can be opened, as data: what the rows are, how an address asks for them, and their names.

What somebody answered opens to nobody: neither sex and ethnic group, nor evaluations.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlencode

from core.refusals import Refusal
from events.outcomes import COUNTED
from reports.measures import ALL, BREAKDOWNS, FIGURES, SCOPES


class Rows(StrEnum):
    """What the rows behind a figure are."""

    BOOKINGS = "bookings"
    EVENTS = "events"
    COURSES = "courses"
    PEOPLE = "people"
    ENROLMENTS = "enrolments"
    TRAINERS = "trainers"
    HEAD_COUNTS = "head counts"
    CHOICES = "choices"


ELEARNING = "elearning"
BUT_ELEARNING = tuple(scope.name for scope in SCOPES if scope.name != ELEARNING)
RECORDED = "recorded"
"""The code of everything that a breakdown tells apart, but what nobody recorded."""
FIELDS = {
    "by_agency": "agency__code",
    "by_sector": "agency__sector__code",
    "by_target_group": "target_group__code",
    "by_role": "role__code",
    "by_works_with": "person__works_with",
    "by_area": "event__area__code",
    "by_course": "event__course__code",
    "by_reason": "reason",
    "by_priority": "event__course__priority__title",
    "by_need": "event__course__need",
    "by_workshop": "event__code",
}
"""By what bookings are told apart, and where its code stands on one."""
WORDS = {"by_works_with", "by_reason", "by_need"}
"""Of these, the ones that are words and blank where nobody recorded them."""
Apart = Mapping[str, tuple[str, ...]]
BROKEN_DOWN: Apart = {each.name: BUT_ELEARNING for each in BREAKDOWNS if each.name in FIELDS}
SERVED: Apart = dict.fromkeys(("by_priority", "by_need"), (ALL,))
REACHED: Apart = dict.fromkeys(("by_agency", "by_sector", "by_target_group"), (ALL,))
GAVE: Apart = {"by_agency": (ALL,)}
IN_WORKSHOPS: Apart = {"by_workshop": ("conferences",)}
OF_CONFERENCES: Apart = {"by_conference": ("conferences",)}
"""By what counts are told apart, and in which scopes."""


@dataclass(frozen=True)
class Count:
    """A count: what its rows are, of which scopes it is told as one number, by what it is told apart, and its name.

    `adds_up` says in a sentence what it takes from its rows, where it isn't their number.
    """

    of: Rows
    scopes: tuple[str, ...] = BUT_ELEARNING
    by: Apart = field(default_factory=dict)
    name: str = ""
    adds_up: str = ""


COUNTS = {
    **{name: Count(Rows.BOOKINGS, by=BROKEN_DOWN) for name in COUNTED},
    "booked": Count(Rows.BOOKINGS, by={**BROKEN_DOWN, **IN_WORKSHOPS}),
    "attended": Count(Rows.BOOKINGS, by={**BROKEN_DOWN, **SERVED, **IN_WORKSHOPS}),
    "attended_where_places": Count(Rows.BOOKINGS, name="attended where places are recorded"),
    "came_as_booked": Count(Rows.BOOKINGS, name="came as booked"),
    "expected": Count(Rows.BOOKINGS),
    "outcome_known": Count(Rows.BOOKINGS, (ALL,), name="booked, with what became of it"),
    "waited": Count(Rows.BOOKINGS, (ALL,), {"by_course": (ALL,)}, "waited in vain"),
    "events": Count(Rows.EVENTS, by=SERVED, name="events held"),
    "events_cancelled": Count(Rows.EVENTS),
    "places": Count(Rows.EVENTS, adds_up="It adds up the places of these events."),
    "hours": Count(Rows.EVENTS, adds_up="It adds up the hours of these events, once for everybody who came."),
    "registers_closed": Count(Rows.EVENTS, (ALL,)),
    "events_with_places": Count(Rows.EVENTS, (ALL,), name="events that record their places"),
    "topics": Count(Rows.COURSES, by=SERVED),
    "people": Count(Rows.PEOPLE, by=REACHED),
    "enrolled": Count(Rows.ENROLMENTS, (ELEARNING,)),
    "started": Count(Rows.ENROLMENTS, (ELEARNING,)),
    "completed": Count(Rows.ENROLMENTS, (ELEARNING,)),
    "trainers": Count(Rows.TRAINERS, (), GAVE, adds_up="It counts each name here once."),
    "trained_at": Count(Rows.TRAINERS, (), GAVE, "events that trainers came to", "It counts each event here once."),
    "trainer_days": Count(Rows.TRAINERS, (ALL,), GAVE, adds_up="It adds up these days."),
    "trainers_with_lived_experience": Count(Rows.TRAINERS, (ALL,), adds_up="It counts each name here once."),
    "heads": Count(
        Rows.HEAD_COUNTS,
        (),
        {"by_audience": BUT_ELEARNING},
        "people counted without names",
        "It adds up these counts.",
    ),
    "delegates": Count(
        Rows.CHOICES,
        (),
        OF_CONFERENCES,
        "delegates who ranked workshops",
        "It counts everybody here once.",
    ),
    "first_choices": Count(Rows.CHOICES, (), OF_CONFERENCES),
    "first_met": Count(Rows.CHOICES, (), OF_CONFERENCES, "first choices met"),
    "later_met": Count(Rows.CHOICES, (), OF_CONFERENCES, "later choices met"),
}
"""The counts whose rows can be opened; of those that the report prints as a figure, under its name there."""
LABELS = {each.name: each.label.lower() for each in (*FIGURES, *BREAKDOWNS)}


class NoSuchFigure(Refusal):
    """The address names no figure whose rows can be opened."""


@dataclass(frozen=True)
class Figure:
    """A figure of a report, or one row of what it is told apart by."""

    count: str
    scope: str = ALL
    by: str = ""
    code: str = ""

    def __post_init__(self) -> None:
        if not _can_be_opened(self.scope, self.count, self.by):
            raise NoSuchFigure("There are no rows to open for that.")

    @property
    def what(self) -> Count:
        """The count."""
        return COUNTS[self.count]

    @property
    def query(self) -> str:
        """How an address asks for it."""
        said = {"scope": self.scope, "count": self.count, "by": self.by, "code": self.code}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def name(self) -> str:
        """What it is, in a few words."""
        scope = next(scope.label for scope in SCOPES if scope.name == self.scope)
        return f"{scope}: {self.what.name or _in_words(self.count)}{f', {_in_words(self.by)}' if self.by else ''}"


def _in_words(name: str) -> str:
    return LABELS.get(name, name.replace("_", " "))


def _can_be_opened(scope: str, count: str, by: str) -> bool:
    what = COUNTS.get(count)
    return what is not None and scope in (what.by.get(by, ()) if by else what.scopes)


def asked(query: Mapping[str, str]) -> Figure:
    """The figure that an address asks for; of everything who attended, where it asks for nothing."""
    return Figure(query.get("count", "attended"), query.get("scope", ALL), query.get("by", ""), query.get("code", ""))


def opens(scope: str, count: str, by: str = "", code: str = "") -> str:
    """The query that opens the rows behind that figure, or "" where there are none to open."""
    return Figure(count, scope, by, code).query if _can_be_opened(scope, count, by) else ""
