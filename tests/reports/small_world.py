"""One small made-up year with the year before, of which every number can be counted on one's fingers."""

from datetime import UTC, date, datetime, time

from tests.reports.worlds import (
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

AT = datetime(2014, 6, 2, 9, 30, tzinfo=UTC)


def small_world() -> World:
    """2013-14 with a course, a cancelled course, a conference with a workshop, a performance; 2012-13 with a course."""
    return World(
        agencies=[
            AgencyRow("ccs", "health", workforce=200),
            AgencyRow("police", "police", hard_to_reach=True, workforce=8),
            AgencyRow("faith", "faith", hard_to_reach=True),
        ],
        courses=[
            CourseRow("neglect", "course", "6.50", "Neglect", "serious-case-review"),
            CourseRow("conference", "conference", "5"),
            CourseRow("play", "performance"),
            CourseRow("basics", "e-learning", "2"),
        ],
        events=[
            EventRow("neglect-1", "neglect", date(2013, 6, 26), places=4, area="fenland"),
            EventRow("neglect-2", "neglect", date(2014, 3, 31), time(9, 30), "planned"),
            EventRow("neglect-3", "neglect", date(2013, 9, 1), time(9, 30), "cancelled", 20),
            EventRow("neglect-0", "neglect", date(2013, 3, 31), places=10, area="fenland"),
            EventRow("conference-1", "conference", date(2013, 7, 1), places=100),
            EventRow("workshop-1", "conference", date(2013, 7, 1), places=30, parent="conference-1"),
            EventRow("play-1", "play", date(2013, 11, 5)),
        ],
        people=[
            PersonRow("ann", "ccs", "children", "female", "white-british"),
            PersonRow("bob", "police", "both", "male", "prefer-not-to-say"),
            PersonRow("cat", "ccs", "", "", ""),
            PersonRow("dan", "faith", "adults", "female", "arab"),
        ],
        bookings=[
            BookingRow("neglect-1", "ann", "attended", "ccs", target_group="3", role="practitioner"),
            BookingRow("neglect-1", "bob", "part-attended", "police", unscheduled=True, target_group="1"),
            BookingRow("neglect-1", "cat", "did-not-attend", "ccs", target_group="3", reason="Sickness"),
            BookingRow("neglect-1", "dan", "cancelled-late", "faith", reason="No cover"),
            BookingRow("neglect-2", "ann", "attended", "ccs", target_group="3", role="manager"),
            BookingRow("neglect-2", "cat", "booked", "ccs"),
            BookingRow("neglect-2", "dan", "waiting", "faith"),
            BookingRow("neglect-3", "ann", "cancelled", "ccs", target_group="3"),
            BookingRow("neglect-0", "dan", "attended", "faith", target_group="6"),
            BookingRow("neglect-0", "ann", "attended", "police", target_group="3"),
            BookingRow("conference-1", "ann", "attended", "ccs", target_group="3", role="practitioner"),
            BookingRow("workshop-1", "ann", "attended", "ccs", target_group="3"),
            BookingRow("workshop-1", "bob", "attended", "police"),
        ],
        evaluations=[
            EvaluationRow(
                "neglect-1",
                "r1",
                {"overall": "excellent", "recommend": "yes", "confidence-after": 7},
                (
                    ("impact", "I shall ask more.", "confidence", True),
                    ("improvement", "Parking was hard.", "venue", False),
                ),
            ),
            EvaluationRow("neglect-1", "r2", {"overall": "satisfactory", "recommend": "no", "confidence-after": 10}),
            EvaluationRow("conference-1", "r1", {"overall": "good"}, (("impact", "I listen.", "", True),)),
            EvaluationRow("workshop-1", "r1", {"delivery": "poor"}),
            EvaluationRow("neglect-0", "r1", {"overall": "poor"}),
        ],
        headcounts=[
            HeadCountRow("play-1", "young-people", 120),
            HeadCountRow("play-1", "professionals", 9),
            HeadCountRow("workshop-1", "professionals", 5),
        ],
        enrolments=[
            EnrolmentRow("basics", "ann", date(2013, 9, 7), 3, date(2013, 10, 1)),
            EnrolmentRow("basics", "bob", date(2014, 3, 31), 1),
            EnrolmentRow("basics", "cat", date(2014, 4, 1)),
        ],
        trainers=[
            TrainerRow("neglect-1", "Marta", "0.10", lived_experience=True, agency="faith"),
            TrainerRow("neglect-2", "Marta", "0.20", lived_experience=True),
            TrainerRow("workshop-1", "Nils", "1"),
        ],
        budget=[
            BudgetRow("2013-14", "Venue hire", "8500.00", "8316.62"),
            BudgetRow("2013-14", "Income", None, "-1675.00"),
            BudgetRow("2012-13", "Venue hire", "1.00", "1.00"),
        ],
        choices=[ChoiceRow("conference-1", "ann", "workshop-1", 1)],
        targets=[
            TargetRow("2013-14", "agency", "police", people=4),
            TargetRow("2013-14", "target_group", "3", people=2, workforce=10),
        ],
    )
