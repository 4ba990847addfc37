"""Rules: people evaluate for themselves; managers and the event's own trainers read, trainers from five answers on."""

import pytest
from django.contrib.auth.models import AnonymousUser

from evaluations.rules import may_evaluate, may_read_answers, may_read_evaluations
from events.models import EventTrainer
from people.models import Duty
from tests.evaluations.makers import make_attended
from tests.makers import make_event, make_user

pytestmark = pytest.mark.django_db
Kind = Duty.Kind


def test_nobody_evaluates_for_somebody_else() -> None:
    user, manager = make_user(), make_user(Kind.MANAGER)
    booking = make_attended(user=user)
    assert may_evaluate(user, booking)
    assert not may_evaluate(manager, booking)
    assert not may_evaluate(AnonymousUser(), make_attended())


def test_managers_and_the_event_s_own_trainers_read() -> None:
    event, other = make_event(), make_event()
    trainer = make_user(Kind.TRAINER)
    EventTrainer.objects.create(event=event, user=trainer, name="Tom", days=1)
    assert [may_read_evaluations(trainer, event), may_read_evaluations(trainer, other)] == [True, False]
    assert may_read_evaluations(make_user(Kind.MANAGER), event)
    assert not may_read_evaluations(make_user(Kind.BOARD), event)
    assert not may_read_evaluations(make_user(), event)


def test_trainers_read_answers_from_five_on_and_managers_always() -> None:
    trainer, manager = make_user(Kind.TRAINER), make_user(Kind.MANAGER, Kind.TRAINER)
    assert [may_read_answers(trainer, given=given) for given in (0, 4, 5)] == [False, False, True]
    assert [may_read_answers(manager, given=given) for given in (0, 4, 5)] == [True, True, True]
