"""Every move in any order, ten thousand of them: no law of places is ever broken."""

import os

import pytest
from django.core import mail
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from people.models import Duty
from tests.events.machine.moves import PEOPLE, Moves
from tests.makers import TESTER, make_agency, make_course, make_person, make_user

STEPS = int(os.environ.get("TURNOUT_DRILL") or 10_000)
IN_ONE_TEST, IN_ONE_LIFE = 10_000, 50


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(-(-STEPS // IN_ONE_TEST)))
def test_no_order_of_moves_breaks_a_law(part: int) -> None:
    """The same moves each time in the suite, so that a verdict can be had again; other ones in each drill."""
    mail.outbox = []
    agencies = [make_agency(), make_agency()]
    Moves.people = [make_person(agency=agencies[number % 2]) for number in range(PEOPLE)]
    Moves.course = make_course()
    Moves.actors = [TESTER, make_user(Duty.Kind.MANAGER), make_user()]
    Moves.steps = 0
    drilling = "TURNOUT_DRILL" in os.environ
    run_state_machine_as_test(
        Moves,
        settings=settings(
            max_examples=min(STEPS, IN_ONE_TEST) // IN_ONE_LIFE,
            stateful_step_count=IN_ONE_LIFE,
            derandomize=not drilling,
            database=None,
            deadline=None,
            phases=[Phase.generate] if "TURNOUT_AT_ONCE" in os.environ else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Moves.steps >= min(STEPS, IN_ONE_TEST) * 0.9
