"""Every move in any order, thousands of them on each database: no law of places is ever broken."""

import os
import secrets
from collections import Counter
from itertools import count

import pytest
from django.core import mail
from django.db import connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from people.models import Duty
from tests.events.machine.laws import ENTRIES, EVENT_ENTRIES
from tests.events.machine.moves import PEOPLE, Moves
from tests.makers import TESTER, make_agency, make_course, make_person, make_user

DRILL, AT_ONCE = os.environ.get("TURNOUT_DRILL"), "TURNOUT_AT_ONCE" in os.environ
IN_ONE_TEST, LIVES, TURNS = 5_000, 20, 50
STEPS = int(DRILL or IN_ONE_TEST)
FIRST_SEED = {"sqlite": 1, "postgresql": 1_001}
HOW = settings(
    max_examples=LIVES,
    stateful_step_count=TURNS,
    database=None,
    deadline=None,
    phases=[Phase.generate] if AT_ONCE else [Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(STEPS // IN_ONE_TEST))
def test_no_order_of_moves_breaks_a_law(part: int) -> None:
    """In the suite the same moves each time, so that a verdict can be had again; in each drill other ones."""
    mail.outbox = []
    agencies = [make_agency(), make_agency()]
    Moves.people = [make_person(agency=agencies[number % 2]) for number in range(PEOPLE)]
    Moves.course = make_course()
    Moves.actors = [TESTER, make_user(Duty.Kind.MANAGER), make_user()]
    Moves.steps, Moves.walked = 0, Counter()
    seeds = count(secrets.randbits(60) if DRILL else FIRST_SEED[connection.vendor])
    # A turn of a life is one move, several, or none where it makes no sense: so the steps are counted, not the turns.
    while Moves.steps < IN_ONE_TEST:
        run_state_machine_as_test(seed(next(seeds))(Moves), settings=HOW)
    never = (ENTRIES | EVENT_ENTRIES).keys() - Moves.walked
    # A planted fault must break a law; that the walk ends before it came by everywhere would say nothing.
    assert AT_ONCE or never == set(), "the walk never came by there, so that it proves nothing of it"
