"""Every move in any order, thousands of them on each database: no law of places is ever broken."""

import os
import secrets
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from django.core import mail
from django.db import connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from people.models import Duty, TargetGroup
from tests.events.machine.chance import EVENLY
from tests.events.machine.deeds import EVENT_MOVES, MOVES
from tests.events.machine.moves import Moves
from tests.events.machine.referee import Somebody
from tests.makers import TESTER, make_agency, make_course, make_person, make_user

DRILL, AT_ONCE = os.environ.get("TURNOUT_DRILL"), "TURNOUT_AT_ONCE" in os.environ
IN_ONE_TEST, LIVES, TURNS = 2_500, 10, 80
STEPS = int(DRILL or 10_000)
FIRST_SEED = {"sqlite": 1, "postgresql": 100_001}
# What the walk must come by beside the moves of bookings and events.
REFUSALS = (
    "EventNotOpen", "OutsideWindow", "AlreadyBooked", "WrongAudience", "AnotherCourseFirst", "DiaryClash", "Suspended",
    "NotAllEligible", "TooFewFree", "NotOffered", "NotRequested", "NotPassedOn", "EventFull", "TooFewPlaces",
)  # fmt: skip
OVERRULED = ("OutsideWindow", "WrongAudience", "AnotherCourseFirst", "DiaryClash", "Suspended")
EVERYWHERE = {
    *MOVES,
    *EVENT_MOVES,
    *(("refused", name) for name in REFUSALS),
    *(("overruled", name) for name in OVERRULED),
    *(("unanswered", outcome) for outcome in ("approve", "decline", "manager")),
    ("waiting", "waiting.move_to"),
    ("team", "together"),
    ("team", "as many as fit"),
}
HOW = settings(
    backend=EVENLY,
    max_examples=LIVES,
    stateful_step_count=TURNS,
    database=None,
    deadline=None,
    phases=[Phase.generate] if AT_ONCE else [Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(STEPS // IN_ONE_TEST))
def test_no_order_of_moves_breaks_a_law(part: int, record_property: Callable[[str, object], None]) -> None:
    """In the suite the same moves each time, so that a verdict can be had again; in each drill other ones."""
    mail.outbox = []
    set_the_stage()
    Moves.steps, Moves.walked = 0, Counter()
    seeds = count(secrets.randbits(60) if DRILL else FIRST_SEED[connection.vendor] + 1_000 * part)
    # A turn of a life is one move, several, or none where it makes no sense: so the steps are counted, not the turns.
    # Where chance left something out, the walk goes on for a while.
    never = EVERYWHERE
    most = IN_ONE_TEST if AT_ONCE else 3 * IN_ONE_TEST
    while Moves.steps < IN_ONE_TEST or (never and Moves.steps < most):
        run_state_machine_as_test(seed(next(seeds))(Moves), settings=HOW)
        never = EVERYWHERE - Moves.walked.keys()
    record_property("steps", Moves.steps)
    # A planted fault must break a law; that the walk ends before it came by everywhere would say nothing.
    assert AT_ONCE or not never, "the walk never came by there, so that it proves nothing of it"


def set_the_stage() -> None:
    """Eight people of two agencies, of which one pays and one has a lead; somebody whom the courses are not for."""
    agencies = [make_agency(), make_agency(contributes=False)]
    lead, manager, user = make_user(Duty.Kind.LEAD, agency=agencies[0]), make_user(Duty.Kind.MANAGER), make_user()
    ours, others = TargetGroup.objects.order_by("pk")[:2]
    Moves.agencies, Moves.courses = agencies, [make_course()]
    Moves.courses.append(make_course(prerequisite=Moves.courses[0]))
    for course in Moves.courses:
        course.target_groups.add(ours)
    groups = [ours] * 7 + [others]
    Moves.people = [make_person(agency=agencies[n % 2], target_group=group) for n, group in enumerate(groups)]
    Moves.people[0].user = lead
    Moves.people[0].save()
    everybody = {person.pk for person in Moves.people}
    led = {person.pk for person in Moves.people if person.agency == agencies[0] and person.user != lead}
    Moves.actors, Moves.lets = [TESTER, manager, user, lead], [everybody, everybody, set(), led]
    Moves.somebodies = {
        person.pk: Somebody(
            person.pk, person.agency_id, pays=person.agency == agencies[1], in_audience=person.target_group == ours,
            deciders=(lead.pk if person.pk in led else manager.pk,),
        )
        for person in Moves.people
    }  # fmt: skip
