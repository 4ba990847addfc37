"""What the yearly report counts, as data: scopes, figures, rates and breakdowns, each with its label and its meaning.

The page, the drawings and the data dictionary are made from these tables; reports/counting fills them.
"""

from dataclasses import dataclass
from enum import StrEnum

from training.models import Course

NOT_RECORDED = "not-recorded"
NOT_RECORDED_LABEL = "Not recorded"
ALL = "all"
OTHER, OTHER_LABEL = "other-reasons", "Other reasons"
"""In a public edition the reasons that few people gave."""

Kind = Course.Kind


@dataclass(frozen=True)
class Scope:
    """A part of the year's work: the events of some kinds of course."""

    name: str
    label: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Figure:
    """A number of the year, set beside the year before. `only` names its scope where it isn't one of every scope."""

    name: str
    label: str
    counts: str
    only: str = ""


@dataclass(frozen=True)
class RateMeasure:
    """A share of a named base; numerator and base are properties of counting.totals.Totals."""

    name: str
    label: str
    counts: str
    numerator: str
    base: str


class FactOf(StrEnum):
    """Whose fact a breakdown tells; the small numbers of personal ones are protected more strictly."""

    BOOKING = "booking"
    PERSON = "person"
    EVENT = "event"


@dataclass(frozen=True)
class Breakdown:
    """The bookings of a scope, told apart by one fact."""

    name: str
    label: str
    counts: str
    fact_of: FactOf
    is_personal: bool = False


SCOPES = (
    Scope("courses", "Training courses", (Kind.COURSE,)),
    Scope("lpgs", "Local Practice Groups", (Kind.LPG,)),
    Scope("conferences", "Conferences", (Kind.CONFERENCE,)),
    Scope("bespoke", "Bespoke sessions", (Kind.BESPOKE,)),
    Scope("performances", "Performances", (Kind.PERFORMANCE,)),
    Scope("elearning", "E-learning", (Kind.E_LEARNING,)),
    Scope(ALL, "Everything but e-learning", tuple(kind for kind in Kind if kind != Kind.E_LEARNING)),
)
KINDS_OF_SCOPE = {scope.name: tuple(kind.value for kind in scope.kinds) for scope in SCOPES}
SCOPES_OF_KIND = {kind.value: tuple(scope.name for scope in SCOPES if kind in scope.kinds) for kind in Kind}
WATCHED = ("courses", "lpgs")
"""The scopes whose gaps are listed."""

FIGURES = (
    Figure("events", "Events held", "Events that began in the period and were not cancelled."),
    Figure("events_cancelled", "Events cancelled", "Events that would have begun in the period and were cancelled."),
    Figure("topics", "Topics", "Different courses among the events held."),
    Figure("places", "Places", "Places of the events held, where they are recorded."),
    Figure("booked", "Booked", "Bookings that held a place at some time; waiting is not booked."),
    Figure("attended", "Attended", "Those who came, for all or part of it, with or without a booking."),
    Figure("cancelled", "Cancelled", "Bookings given up, early or late, after they had held a place."),
    Figure("did_not_attend", "Did not attend", "Those with a booking who did not come, with or without apologies."),
    Figure("unscheduled", "Came without a booking", "Those who came without a booking; attended includes them."),
    Figure("not_recorded", "Not recorded", "Bookings of which nobody recorded whether the person came."),
    Figure("people", "People", "Different people who attended, each counted once however often they came."),
    Figure(
        "hours", "Hours of learning", "The course's hours for each attendance; courses without recorded hours add none."
    ),
    Figure("enrolled", "Enrolled", "E-learning enrolments dated in the period.", only="elearning"),
    Figure("started", "Started", "Of these, those with a module or more completed.", only="elearning"),
    Figure("completed", "Completed", "Of these, those who completed the course.", only="elearning"),
    Figure("trainer_days", "Trainer days", "Days of work that trainers gave to the events held.", only=ALL),
    Figure(
        "trainers_with_lived_experience",
        "Trainers with lived experience",
        "Different parents, carers and young people who took part as trainers.",
        only=ALL,
    ),
)

RATES = (
    RateMeasure(
        "take_up",
        "Take-up of places",
        "Attended, of the places; over events that record their places.",
        numerator="attended_where_places",
        base="places",
    ),
    RateMeasure(
        "booked_who_came",
        "Of those booked, came",
        "Attended with a booking, of all who were booked.",
        numerator="came_as_booked",
        base="booked",
    ),
    RateMeasure(
        "expected_who_came",
        "Of those expected, came",
        "Attended with a booking, of those booked who did not cancel.",
        numerator="came_as_booked",
        base="expected",
    ),
)

BREAKDOWNS = (
    Breakdown("by_agency", "By agency", "The agency on the day of the booking.", FactOf.BOOKING),
    Breakdown("by_sector", "By sector", "The sector of that agency.", FactOf.BOOKING),
    Breakdown("by_target_group", "By target group", "The target group on the day of the booking.", FactOf.BOOKING),
    Breakdown("by_role", "By role", "The role on the day of the booking.", FactOf.BOOKING),
    Breakdown("by_works_with", "By whom they work with", "Children, adults or both.", FactOf.PERSON, is_personal=True),
    Breakdown("by_sex", "By sex", "As given in equality monitoring.", FactOf.PERSON, is_personal=True),
    Breakdown(
        "by_ethnic_group", "By ethnic group", "As given in equality monitoring.", FactOf.PERSON, is_personal=True
    ),
    Breakdown(
        "by_ethnic_rollup",
        "By ethnic group, rolled up",
        "The same in the groups that are published.",
        FactOf.PERSON,
        is_personal=True,
    ),
    Breakdown("by_area", "By area", "The area in which the event was held.", FactOf.EVENT),
    Breakdown("by_course", "By course", "The course that the event was a run of.", FactOf.EVENT),
    Breakdown("by_reason", "By reason", "Why people cancelled or did not come, in their words.", FactOf.BOOKING),
)


def figures_of(scope: str) -> tuple[Figure, ...]:
    """The figures that the scope has, in their order."""
    return tuple(figure for figure in FIGURES if figure.only in {"", scope})
