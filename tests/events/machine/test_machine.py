"""Every move in any order, thousands of them on each database: no law of places is ever broken.

10,000 in the suite, half on each database; on SQLite, where a step costs less, a part of the walk goes on until it has
come by all that it answers for. TURNOUT_DRILL says how many others there are (`make drill`).
"""

import json
import os
import secrets
from collections import Counter
from collections.abc import Callable
from itertools import chain, count

import pytest
from django.core import mail
from django.db import connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from people.models import Duty, TargetGroup
from tests.events.machine.chance import EVENLY
from tests.events.machine.parts import PARTS
from tests.events.machine.referee import Somebody
from tests.events.machine.stage import Stage
from tests.makers import TESTER, make_agency, make_course, make_person, make_user

DRILL, AT_ONCE = os.environ.get("TURNOUT_DRILL"), "TURNOUT_AT_ONCE" in os.environ
IN_ONE_TEST, AT_MOST, LIVES, TURNS = 2_500 if DRILL else 1_250, 10_000, 5, 80
STEPS = int(DRILL or 5_000)
FIRST_OTHERS = {"sqlite": 1_000, "postgresql": 100_000}
NAMES = tuple(PARTS)
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
@pytest.mark.parametrize(
    "number", range(STEPS // IN_ONE_TEST), ids=lambda number: f"{number}-{NAMES[number % len(PARTS)]}"
)
def test_no_order_of_moves_breaks_a_law(number: int, record_property: Callable[[str, object], None]) -> None:
    """In the suite the same moves each time, so that a verdict can be had again; in each drill other ones."""
    part = PARTS[NAMES[number % len(PARTS)]]
    machine = part.machine
    mail.outbox = []
    set_the_stage(part.kind)
    machine.steps, machine.walked = 0, Counter()
    others = count(secrets.randbits(60) if DRILL else FIRST_OTHERS[connection.vendor] + number)
    seeds = others if DRILL or connection.vendor != "sqlite" else chain(part.seeds, others)
    # A turn of a life is one move, several, or none where it makes no sense: so the steps are counted, not the turns.
    # Where chance left something out, the walk goes on for a while; in a drill some other test of the part comes by it.
    demands = part.demands if DRILL or connection.vendor == "sqlite" else frozenset()
    never = demands
    most = IN_ONE_TEST if AT_ONCE or DRILL else AT_MOST
    while machine.steps < IN_ONE_TEST or (never and machine.steps < most):
        run_state_machine_as_test(seed(next(seeds))(machine), settings=HOW)
        never = demands - (+machine.walked).keys()
    record_property("steps", machine.steps)
    record_property("never", json.dumps(sorted(never)))
    # A planted fault must break a law; that the walk ends before it came by everywhere would say nothing.
    assert AT_ONCE or DRILL or not never, "the walk never came by there, so that it proves nothing of it"


def set_the_stage(kind: str) -> None:
    """Eight people of two agencies, of which one pays and one has a lead; somebody whom the courses are not for."""
    agencies = [make_agency(), make_agency(contributes=False)]
    lead, manager, user = make_user(Duty.Kind.LEAD, agency=agencies[0]), make_user(Duty.Kind.MANAGER), make_user()
    ours, others = TargetGroup.objects.order_by("pk")[:2]
    Stage.agencies, Stage.courses = agencies, [make_course(kind)]
    Stage.courses.append(make_course(kind, prerequisite=Stage.courses[0]))
    for course in Stage.courses:
        course.target_groups.add(ours)
    groups = [ours] * 7 + [others]
    Stage.people = [make_person(agency=agencies[n % 2], target_group=group) for n, group in enumerate(groups)]
    Stage.people[0].user = lead
    Stage.people[0].save()
    everybody = {person.pk for person in Stage.people}
    led = {person.pk for person in Stage.people if person.agency == agencies[0] and person.user != lead}
    Stage.actors, Stage.lets = [TESTER, manager, user, lead], [everybody, everybody, set(), led]
    Stage.somebodies = {
        person.pk: Somebody(
            person.pk, person.agency_id, pays=person.agency == agencies[1], in_audience=person.target_group == ours,
            deciders=(lead.pk if person.pk in led else manager.pk,),
        )
        for person in Stage.people
    }  # fmt: skip
