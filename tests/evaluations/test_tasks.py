"""The task: one call invites who came and closes what came too late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations import evaluations
from evaluations.models import Evaluation
from evaluations.tasks import invite_attendees
from tests.evaluations.makers import make_attended
from tests.makers import make_event

pytestmark = pytest.mark.django_db


def test_it_invites_and_lapses_by_today_s_clock() -> None:
    now = timezone.now()
    event = make_event(days=-70, at=now)
    late = evaluations.ask(make_attended(event), at=event.ends_at + timedelta(days=1))
    booking = make_attended(make_event(days=-2, at=now))
    invite_attendees()
    late.refresh_from_db()
    assert late.state == Evaluation.State.LAPSED
    assert Evaluation.objects.awaited().get().booking == booking
