"""Made-up years as plain rows, in the words of the records package; and the same as rows of the database."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from evaluations.models import Comment, Evaluation, Question, Theme
from events.models import Area, Booking, Event, EventTrainer, HeadCount, WorkshopChoice
from events.outcomes import OUTCOMES, Fields
from people import equality
from people.models import Agency, Person, Role, Sector, TargetGroup, TargetGroupScheme
from reports.models import BudgetLine, Target
from training.models import Course, Enrolment, Priority

MADE_AT = datetime(2014, 1, 1, tzinfo=UTC)
OLD_SCHEME = "levels"


class AgencyRow(NamedTuple):
    """An agency."""

    code: str
    sector: str
    hard_to_reach: bool | None = None
    workforce: int | None = None


class CourseRow(NamedTuple):
    """A course."""

    code: str
    kind: str
    hours: str | None = None
    priority: str = ""
    need: str = ""


class EventRow(NamedTuple):
    """A dated run; its status is held, planned, cancelled or draft."""

    code: str
    course: str
    day: date
    clock: time = time(9, 30)
    status: str = "held"
    places: int | None = None
    area: str = ""
    parent: str = ""


class PersonRow(NamedTuple):
    """Somebody, as they are today."""

    code: str
    agency: str
    works_with: str = ""
    sex: str = ""
    ethnic_group: str = ""


class BookingRow(NamedTuple):
    """What became of somebody's booking; agency, target group and role are those of the day."""

    event: str
    person: str
    outcome: str
    agency: str
    unscheduled: bool = False
    target_group: str = ""
    role: str = ""
    reason: str = ""


class EvaluationRow(NamedTuple):
    """One respondent's answers, and their comments as (prompt, text, theme, may it be quoted)."""

    event: str
    respondent: str
    answers: dict[str, str | int]
    comments: tuple[tuple[str, str, str, bool | None], ...] = ()
    kind: str = "end"
    state: str = "submitted"
    asked: bool = False


class HeadCountRow(NamedTuple):
    """People without names."""

    event: str
    audience: str
    people: int


class EnrolmentRow(NamedTuple):
    """An enrolment in e-learning."""

    course: str
    person: str
    enrolled: date
    modules: int | None = None
    completed: date | None = None


class TrainerRow(NamedTuple):
    """Somebody who trained at an event."""

    event: str
    name: str
    days: str
    lived_experience: bool | None = None
    agency: str = ""


class ChoiceRow(NamedTuple):
    """A workshop that a delegate of a conference ranked."""

    conference: str
    person: str
    workshop: str
    rank: int


class TargetRow(NamedTuple):
    """How many people of an agency or a target group a year is to reach, and how many there are."""

    year: str
    kind: str
    code: str
    people: int | None = None
    workforce: int | None = None


class BudgetRow(NamedTuple):
    """A line of a year's budget."""

    year: str
    line: str
    budgeted: str | None
    actual: str | None


@dataclass
class World:
    """Everything on record."""

    agencies: list[AgencyRow] = field(default_factory=list)
    courses: list[CourseRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    bookings: list[BookingRow] = field(default_factory=list)
    evaluations: list[EvaluationRow] = field(default_factory=list)
    headcounts: list[HeadCountRow] = field(default_factory=list)
    enrolments: list[EnrolmentRow] = field(default_factory=list)
    trainers: list[TrainerRow] = field(default_factory=list)
    budget: list[BudgetRow] = field(default_factory=list)
    choices: list[ChoiceRow] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)


# Outcomes that a records package has no word for: they never held a place, or say more than "did not attend".
MORE_OUTCOMES = {
    "requested": Fields("requested", held_place=False),
    "offered": Fields("offered", held_place=False),
    "declined": Fields("declined", held_place=False),
    "lapsed": Fields("lapsed", held_place=False),
    "stopped-waiting": Fields("cancelled", held_place=False, cancelled_late=False),
    "apologies": Fields("confirmed", held_place=True, attendance="apologies"),
}
STATUSES = {"held": "held", "planned": "published", "cancelled": "cancelled", "draft": "draft"}


def build(world: World) -> None:
    """Put the world into the database, in the order of its lists."""
    sectors = {row.code: row for row in Sector.objects.all()}
    agencies = {
        row.code: row
        for row in Agency.objects.bulk_create(
            Agency(code=code, name=f"The {code}", sector=sectors[sector], hard_to_reach=hard, workforce=workforce)
            for code, sector, hard, workforce in world.agencies
        )
    }
    named = dict.fromkeys(row.priority for row in world.courses if row.priority)
    priorities = {row.title: row for row in Priority.objects.bulk_create(Priority(title=title) for title in named)}
    courses = {
        row.code: row
        for row in Course.objects.bulk_create(
            Course(
                code=row.code,
                title=f"About {row.code}",
                kind=row.kind,
                hours=row.hours and Decimal(row.hours),
                priority=priorities.get(row.priority),
                need=row.need,
            )
            for row in world.courses
        )
    }
    people = {
        str(row.code): row
        for row in Person.objects.bulk_create(
            Person(code=row.code, agency=agencies[row.agency], works_with=row.works_with) for row in world.people
        )
    }
    equality.keep((people[row.code].pk, row.sex, row.ethnic_group) for row in world.people)
    events = _build_events(world, courses)
    _build_bookings(world, events, people, agencies)
    _build_evaluations(world, events)
    _build_others(world, events, people, courses, agencies)
    _build_choices_and_targets(world, events, agencies)


def _build_events(world: World, courses: dict[str, Course]) -> dict[str, Event]:
    areas = {
        row.code: row
        for row in Area.objects.bulk_create(
            Area(code=code, name=f"Around {code}")
            for code in dict.fromkeys(row.area for row in world.events if row.area)
        )
    }
    events = {
        row.code: Event(
            code=row.code,
            course=courses[row.course],
            status=STATUSES[row.status],
            starts_on=row.day,
            starts_time=row.clock,
            ends_on=row.day,
            ends_time=row.clock,
            places=row.places,
            area=areas.get(row.area),
            register_closed_at=MADE_AT if row.status == "held" else None,
            cancelled_at=MADE_AT if row.status == "cancelled" else None,
        )
        for row in world.events
    }
    Event.objects.bulk_create(events.values())
    for row in world.events:
        if row.parent:
            Event.objects.filter(code=row.code).update(parent=events[row.parent])
    return events


def _build_bookings(
    world: World, events: dict[str, Event], people: dict[str, Person], agencies: dict[str, Agency]
) -> None:
    groups: dict[str, TargetGroup] = {
        row.code if row.scheme.is_current else f"{row.scheme.code}:{row.code}": row
        for row in TargetGroup.objects.select_related("scheme")
    }
    old = [row.target_group for row in world.bookings if row.target_group.startswith(OLD_SCHEME)]
    if old:
        scheme = TargetGroupScheme.objects.create(code=OLD_SCHEME, name="Levels")
        for code in dict.fromkeys(old):
            groups[code] = scheme.groups.create(code=code.partition(":")[2], name=f"Once {code}")
    roles = {row.code: row for row in Role.objects.all()}
    rows = []
    for row in world.bookings:
        fields = (OUTCOMES | MORE_OUTCOMES)[row.outcome]
        rows.append(
            Booking(
                event=events[row.event],
                person=people[row.person],
                state=fields.state,
                held_place=fields.held_place and not row.unscheduled,
                attendance=fields.attendance,
                cancelled_late=fields.cancelled_late,
                decide_by=MADE_AT if fields.state == "requested" else None,
                offer_lapses_at=MADE_AT if fields.state == "offered" else None,
                cancelled_at=None if fields.cancelled_late is None else MADE_AT,
                unscheduled=row.unscheduled,
                agency=agencies[row.agency],
                target_group=groups.get(row.target_group),
                role=roles.get(row.role),
                reason=row.reason,
                made_at=MADE_AT,
            )
        )
    Booking.objects.bulk_create(rows)


def _build_evaluations(world: World, events: dict[str, Event]) -> None:
    themes = {row.code: row for row in Theme.objects.all()}
    rows = [
        Evaluation(
            event=events[row.event],
            respondent=row.respondent,
            answers=row.answers,
            kind=row.kind,
            state=row.state,
            submitted_at=MADE_AT if row.state == "submitted" else None,
            invited_at=MADE_AT if row.asked else None,
        )
        for row in world.evaluations
    ]
    Evaluation.objects.bulk_create(rows)
    Comment.objects.bulk_create(
        Comment(evaluation=evaluation, prompt=prompt, text=text, theme=themes.get(theme), may_quote=may_quote)
        for evaluation, row in zip(rows, world.evaluations, strict=True)
        for prompt, text, theme, may_quote in row.comments
    )


def _build_others(
    world: World,
    events: dict[str, Event],
    people: dict[str, Person],
    courses: dict[str, Course],
    agencies: dict[str, Agency],
) -> None:
    HeadCount.objects.bulk_create(
        HeadCount(event=events[row.event], audience=row.audience, people=row.people) for row in world.headcounts
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            course=courses[row.course],
            person=people[row.person],
            enrolled_on=row.enrolled,
            modules_completed=row.modules,
            completed_on=row.completed,
        )
        for row in world.enrolments
    )
    EventTrainer.objects.bulk_create(
        EventTrainer(
            event=events[row.event],
            name=row.name,
            days=Decimal(row.days),
            lived_experience=row.lived_experience,
            agency=agencies.get(row.agency),
        )
        for row in world.trainers
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            year=row.year,
            line=row.line,
            budgeted=row.budgeted and Decimal(row.budgeted),
            actual=row.actual and Decimal(row.actual),
        )
        for row in world.budget
    )


def _build_choices_and_targets(world: World, events: dict[str, Event], agencies: dict[str, Agency]) -> None:
    groups = {row.code: row for row in TargetGroup.objects.filter(scheme__is_current=True)}
    # A delegate's choices hang on the booking that they have: the live one, where there are several.
    bookings = {(row.event_id, row.person.code): row for row in Booking.objects.select_related("person").order_by("pk")}
    live = Booking.objects.live().select_related("person")
    bookings |= {(row.event_id, row.person.code): row for row in live}
    WorkshopChoice.objects.bulk_create(
        WorkshopChoice(
            booking=bookings[events[row.conference].pk, row.person], workshop=events[row.workshop], rank=row.rank
        )
        for row in world.choices
    )
    Target.objects.bulk_create(
        Target(
            year=row.year,
            agency=agencies[row.code] if row.kind == "agency" else None,
            target_group=groups[row.code] if row.kind == "target_group" else None,
            people=row.people,
            workforce=row.workforce,
        )
        for row in world.targets
    )


def names() -> dict[str, dict[str, str]]:
    """What the codes of the reference data are called, in the order in which the database holds them."""
    questions: dict[str, dict[str, str]] = defaultdict(dict)
    for question in Question.objects.order_by("pk"):
        questions[question.answer_kind][question.code] = question.wording
    return {
        "sectors": dict(Sector.objects.order_by("pk").values_list("code", "name")),
        "target_groups": dict(
            TargetGroup.objects.filter(scheme__is_current=True).order_by("pk").values_list("code", "name")
        ),
        "roles": dict(Role.objects.order_by("pk").values_list("code", "name")),
        "themes": dict(Theme.objects.order_by("pk").values_list("code", "name")),
        **{f"questions: {kind}": wordings for kind, wordings in questions.items()},
    }
