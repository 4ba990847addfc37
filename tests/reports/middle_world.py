"""A year as a middling board has it: large rows beside small ones, so that a public edition tells, rounds and hides."""

from datetime import date

from tests.reports.worlds import (
    AgencyRow,
    BookingRow,
    CourseRow,
    EvaluationRow,
    EventRow,
    HeadCountRow,
    PersonRow,
    TargetRow,
    TrainerRow,
    World,
)

AGENCIES = {
    "ccs": ("health", 211),
    "hospital": ("health", 173),
    "gp": ("health", 3),
    "police": ("police", 157),
    "faith": ("faith", 2),
    "temple": ("faith", 151),
}
"""The sector of each, and how many came from it."""
GROUPS = ("3", "3", "3", "1", "2")
SEXES = ("female",) * 60 + ("male",) * 30 + ("other",)
ETHNIC_GROUPS = ("white-british",) * 80 + ("asian-indian",) * 15 + ("arab",)
ROLES = ("practitioner",) * 40 + ("manager",) * 9 + ("other",)
FATES = ("attended",) * 12 + ("cancelled", "did-not-attend")
REASONS = {"cancelled": "Sickness", "did-not-attend": "No cover"}


def middle_world() -> World:
    """2013-14 with two courses and a Local Practice Group, and 2012-13 with fewer people at one of the courses."""
    people = [
        PersonRow(f"{agency}-{n}", agency, "children", SEXES[n % len(SEXES)], ETHNIC_GROUPS[n % len(ETHNIC_GROUPS)])
        for agency, (_, size) in AGENCIES.items()
        for n in range(size)
    ]
    return World(
        agencies=[AgencyRow(code, sector, workforce=2 * size) for code, (sector, size) in AGENCIES.items()],
        courses=[
            CourseRow("neglect", "course", "6", "Neglect", "national"),
            CourseRow("sleep", "course", "3", "Infants"),
            CourseRow("circle", "lpg", "1.5"),
        ],
        events=[
            EventRow("neglect-1", "neglect", date(2013, 6, 26), places=700, area="fenland"),
            EventRow("sleep-1", "sleep", date(2013, 9, 3), places=10, area="city"),
            EventRow("circle-1", "circle", date(2013, 10, 1), area="fenland"),
            EventRow("neglect-0", "neglect", date(2012, 6, 26), places=700, area="fenland"),
        ],
        people=people,
        bookings=[
            *(_booking("neglect-1", person, n) for n, person in enumerate(people)),
            *(_booking("sleep-1", person, 0) for person in people[:7]),
            *(_booking("circle-1", person, 0) for person in people[180:420]),
            *(_booking("neglect-0", person, n + 5) for n, person in enumerate(people[40:500])),
        ],
        evaluations=[*_evaluations()],
        headcounts=[HeadCountRow("circle-1", "parents", 3), HeadCountRow("circle-1", "professionals", 29)],
        trainers=[TrainerRow("neglect-1", "Marta", "1", lived_experience=True, agency="temple")],
        targets=[TargetRow("2013-14", "agency", "police", people=200)],
    )


def _booking(event: str, person: PersonRow, number: int) -> BookingRow:
    fate = FATES[number % len(FATES)]
    group, role = GROUPS[number % len(GROUPS)], ROLES[number % len(ROLES)]
    reason = "Zoo visit" if number == 12 else REASONS.get(fate, "")
    return BookingRow(event, person.code, fate, person.agency, target_group=group, role=role, reason=reason)


def _evaluations() -> list[EvaluationRow]:
    many = [
        EvaluationRow(
            "neglect-1",
            f"r{n}",
            {"overall": ("excellent", "good")[n % 2], "recommend": "yes", "confidence-after": 7 + n % 3},
            (("impact", "I shall ask more.", "confidence" if n < 9 else "venue", True),) if n < 11 else (),
        )
        for n in range(60)
    ]
    return [*many, *(EvaluationRow("sleep-1", f"r{n}", {"overall": "poor"}) for n in range(3))]
