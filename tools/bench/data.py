"""Five years of a board's bookings, made from a seed: the same rows for the same number, on both databases.

About 25 bookings an event, five a person; most came, some cancelled, some waited in vain; most who came said what they
thought. Ahead lie fifty events, some full with people waiting, some with places. The first agency has a hundred people
however large the rest is, so that its lead's page shows as much at any size.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from evaluations.models import Comment, Evaluation, Questionnaire, Theme
from events.models import Area, Booking, Event, EventTrainer, Venue
from people import equality
from people.models import Agency, EqualityAnswer, EthnicGroup, Person, Role, Sector, TargetGroup
from tools.bench.rows_in import Row, moment, put, settle
from training.models import Course

SEED = 1974
DAYS = 5 * 365
AN_EVENT = 25
A_PERSON = 5
COMING = 50
TEAM = 100
PLACES = 28
# No number of people is a multiple of it, so that whoever sits on one event is somebody else each.
STRIDE = 7_919
FIRST = ("Ann", "Ben", "Chloë", "David", "Elin", "Farah", "Grace", "Harjit", "Ivan", "Jadwiga", "Kofi", "Lowri")
LAST = ("Ahmed", "Brown", "Clarke", "Davies", "Evans", "Green", "Hughes", "Jones", "Khan", "Patel", "Smith", "Wójcik")
TITLES = ("Neglect", "Core skills", "Domestic abuse", "Online safety", "Safer recruitment", "Working together", "Sleep")
SAID = "I will write down what the child says, in their words, and pass it on the same day."


@dataclass(frozen=True)
class Size:
    """How many of each there are, for so many bookings."""

    bookings: int

    @property
    def people(self) -> int:
        """How many are on record."""
        return max(2 * TEAM, self.bookings // A_PERSON)

    @property
    def past_events(self) -> int:
        """How many took place."""
        return self.bookings // AN_EVENT

    @property
    def agencies(self) -> int:
        """How many send people."""
        return max(12, self.people // 1_000)


@dataclass(frozen=True)
class Reference:
    """The ids of what rows refer to."""

    agencies: list[int]
    groups: list[int]
    roles: list[int]
    courses: list[int]
    areas: list[int]
    venues: list[int]

    def agency_of(self, person: int) -> int:
        """Of the person of that number."""
        return self.agencies[0 if person < TEAM else 1 + person % (len(self.agencies) - 1)]

    def group_of(self, person: int) -> int:
        """Of the person of that number."""
        return self.groups[person % len(self.groups)]

    def role_of(self, person: int) -> int:
        """Of the person of that number."""
        return self.roles[person % len(self.roles)]


def fill(bookings: int, *, today: date) -> None:
    """Fill an empty, migrated database with so many past bookings, and with what lies ahead."""
    size, chance = Size(bookings), Random(SEED)  # noqa: S311 - not for secrets
    reference = _reference(size)
    put(Person, PERSON, _people(size, reference))
    _equality(size)
    put(
        Event,
        "id code course_id status starts_on starts_time ends_on ends_time area_id venue_id places register_closed_at",
        _events(size, reference, today),
    )
    put(EventTrainer, "event_id name days", ((1 + n, f"{FIRST[n % 12]} Trainer", 1) for n in range(size.past_events)))
    came: list[tuple[int, int]] = []
    put(Booking, BOOKING, _past(size, reference, today, chance, came))
    put(Booking, BOOKING, _coming(size, reference, today))
    asked = {each.course_kind: each.pk for each in Questionnaire.objects.filter(for_workshops=False)}
    kinds = list(Course.objects.order_by("pk").values_list("kind", flat=True))
    put(Evaluation, EVALUATION, _evaluations(size, today, came, [asked[kind] for kind in kinds], chance))
    themes = list(Theme.objects.values_list("pk", flat=True))
    put(Comment, "evaluation_id prompt text theme_id may_quote lot", _comments(len(came), themes))
    settle(Person, Event, EventTrainer, Booking, Evaluation, Comment)


def _reference(size: Size) -> Reference:
    sectors = list(Sector.objects.all())
    agencies = Agency.objects.bulk_create(
        Agency(
            code=f"agency-{n}",
            name=f"{LAST[n % 12]} {sectors[n % len(sectors)].name} {n}",
            sector=sectors[n % len(sectors)],
            hard_to_reach=n % 5 == 0,
            contributes=n % 4 != 0,
            workforce=1_000,
        )
        for n in range(size.agencies)
    )
    kinds = [Course.Kind.COURSE, Course.Kind.COURSE, Course.Kind.LPG, Course.Kind.BESPOKE]
    courses = Course.objects.bulk_create(
        Course(
            code=f"course-{n}",
            title=f"{TITLES[n % 7]} {n // 7 + 1}",
            kind=kinds[n % 4],
            summary="What to look for, what to say, and to whom.",
            hours=6,
        )
        for n in range(40)
    )
    areas = Area.objects.bulk_create(Area(code=f"area-{n}", name=f"Area {n}") for n in range(1, 5))
    venues = Venue.objects.bulk_create(
        Venue(name=f"{LAST[n % 12]} Hall {n}", address=f"{n} Market Street") for n in range(20)
    )
    groups = list(TargetGroup.objects.filter(scheme__is_current=True))
    for course in courses[::3]:
        course.target_groups.set(groups[:6])
    return Reference(
        agencies=[each.pk for each in agencies],
        groups=[each.pk for each in groups[:6]],
        roles=list(Role.objects.values_list("pk", flat=True)),
        courses=[each.pk for each in courses],
        areas=[each.pk for each in areas],
        venues=[each.pk for each in venues],
    )


PERSON = "id first_name last_name email agency_id role_id target_group_id works_with uid"


def _people(size: Size, reference: Reference) -> Iterator[Row]:
    for n in range(size.people):
        names = FIRST[n % 12], LAST[n // 12 % 12]
        agency, role, group = reference.agency_of(n), reference.role_of(n), reference.group_of(n)
        works_with = ("children", "adults", "both")[n % 3]
        # Its mark in hexadecimal, which both databases take for a UUID.
        yield 1 + n, *names, f"person{n}@example.org", agency, role, group, works_with, f"{n:032x}"


def _equality(size: Size) -> None:
    ethnic, sexes = list(EthnicGroup.objects.values_list("code", flat=True)), EqualityAnswer.Sex.values
    answers = ((equality.key_of(1 + n), sexes[n % 4], ethnic[n * 7 % len(ethnic)]) for n in range(size.people))
    put(EqualityAnswer, "key sex ethnic_group", answers)


def day_of(event: int, size: Size, today: date) -> date:
    """The day of the past event of that number, the oldest first."""
    return today - timedelta(days=DAYS - event * (DAYS - 1) // size.past_events)


def _events(size: Size, reference: Reference, today: date) -> Iterator[Row]:
    courses, areas, venues = reference.courses, reference.areas, reference.venues
    hours = "09:30:00", "16:30:00"
    for n in range(size.past_events + COMING):
        past = n < size.past_events
        day = day_of(n, size, today) if past else today + timedelta(days=7 + n - size.past_events)
        status = Event.Status.HELD if past else Event.Status.PUBLISHED
        closed = moment(datetime.combine(day, time(20), tzinfo=UTC)) if past else None
        area, venue = areas[n % len(areas)], venues[n % len(venues)]
        yield (
            *(1 + n, f"event-{1 + n}", courses[n % len(courses)], status.value, str(day), hours[0], str(day), hours[1]),
            *(area, venue, PLACES, closed),
        )


BOOKING = (
    "id event_id person_id agency_id role_id target_group_id made_at "
    "state held_place attendance cancelled_at cancelled_late reason"
)
# What becomes of a past booking: so many of a hundred, and the cells from `state` on.
ATTENDED, PART = ("confirmed", True, "attended", None, None, ""), ("confirmed", True, "part", None, None, "")
ABSENT, APOLOGIES = ("confirmed", True, "absent", None, None, ""), ("confirmed", True, "apologies", None, None, "Ill")
NOT_RECORDED, LAPSED = ("confirmed", True, "", None, None, ""), ("lapsed", False, "", None, None, "")
CANCELLED, LATE = ("cancelled", True, "", "", False, "Workload"), ("cancelled", True, "", "", True, "Court")
OF_A_HUNDRED: dict[Row, int] = {
    ATTENDED: 66,
    PART: 4,
    ABSENT: 7,
    APOLOGIES: 4,
    NOT_RECORDED: 4,
    LAPSED: 3,
    CANCELLED: 9,
    LATE: 3,
}
CAME = (ATTENDED, PART)
BECAME = [cells for cells, times in OF_A_HUNDRED.items() for _ in range(times)]


def _past(size: Size, reference: Reference, today: date, chance: Random, came: list[tuple[int, int]]) -> Iterator[Row]:
    """The bookings of the past; those whose person came are noted in `came`, each with the number of its event."""
    number = 0
    for event in range(size.past_events):
        made = moment(datetime.combine(day_of(event, size, today), time(9), tzinfo=UTC) - timedelta(days=30))
        for seat in range(AN_EVENT):
            number += 1
            person = (event * 31 + seat * STRIDE) % size.people
            state, held, attendance, cancelled, late, reason = became = BECAME[int(chance.random() * 100)]
            if became in CAME:
                came.append((number, event))
            yield (
                *(number, 1 + event, 1 + person),
                *(reference.agency_of(person), reference.role_of(person), reference.group_of(person), made),
                *(state, held, attendance, None if cancelled is None else made, late, reason),
            )


def _coming(size: Size, reference: Reference, today: date) -> Iterator[Row]:
    """From none to 32 people on each coming event, so that the last of them wait; the team's people among them."""
    number = size.past_events * AN_EVENT
    made = moment(datetime.combine(today - timedelta(days=10), time(9), tzinfo=UTC))
    for event in range(COMING):
        for seat in range(event * 17 % 33):
            number += 1
            others = TEAM + (event * 37 + seat * STRIDE) % (size.people - TEAM)
            person = (event + seat * 3) % TEAM if seat < 2 else others
            state = "confirmed" if seat < PLACES else "waiting"
            yield (
                *(number, 1 + size.past_events + event, 1 + person),
                *(reference.agency_of(person), reference.role_of(person), reference.group_of(person), made),
                *(state, state == "confirmed", "", None, None, ""),
            )


EVALUATION = "id event_id booking_id questionnaire_id respondent state invited_at submitted_at answers"


def _evaluations(
    size: Size, today: date, came: list[tuple[int, int]], asked: list[int], chance: Random
) -> Iterator[Row]:
    """Two of three who came gave one; what they answered is one of a hundred sheets."""
    sheets = [json.dumps(_sheet(chance)) for _ in range(100)]
    for number, (booking, event) in enumerate(came, start=1):
        if number % 3:
            given = moment(datetime.combine(day_of(event, size, today), time(18), tzinfo=UTC))
            questionnaire, token = asked[event % len(asked)], f"{number:032x}"
            yield number, 1 + event, booking, questionnaire, token, "submitted", given, given, sheets[number % 100]


def _sheet(chance: Random) -> dict[str, str | int]:
    qualities = ("excellent", "excellent", "good", "satisfactory", "poor")
    rated = ("aims", "learning-outcomes", "delivery", "materials", "venue", "overall")
    before = chance.randint(1, 8)
    return {
        **{question: chance.choice(qualities) for question in rated},
        **{question: chance.choice(("yes", "yes", "yes", "no")) for question in ("recommend", "applicable")},
        "confidence-before": before,
        "confidence-after": min(10, before + chance.randint(0, 4)),
    }


def _comments(came: int, themes: list[int]) -> Iterator[Row]:
    """One in twenty also wrote something."""
    for number in range(1, came + 1):
        if number % 20 == 1 and number % 3:
            yield number, "impact", f"{SAID} ({number})", themes[number % len(themes)], True, number
