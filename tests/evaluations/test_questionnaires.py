"""Questionnaires: each kind of event has its own, a workshop a short one, and a newer version takes over."""

from datetime import timedelta

import pytest

from evaluations import questionnaires
from evaluations.models import Questionnaire
from events.models import Event
from tests.makers import NOW, make_course, make_event

pytestmark = pytest.mark.django_db


def code_for(event: Event) -> str | None:
    found = questionnaires.for_event(event, at=NOW)
    return found.code if found else None


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("course", "standard-course-end"),
        ("lpg", "standard-lpg-end"),
        ("conference", "standard-conference-end"),
        ("bespoke", "standard-bespoke-end"),
        ("performance", None),
    ],
)
def test_each_kind_of_event_has_its_own(kind: str, code: str | None) -> None:
    assert code_for(make_event(course=make_course(kind))) == code


def test_a_workshop_is_asked_about_with_the_short_one() -> None:
    course = make_course("conference")
    assert code_for(make_event(course=course, parent=make_event(course=course))) == "standard-workshop-end"


def test_a_newer_version_takes_over_from_the_moment_it_is_published() -> None:
    event = make_event()
    fields = {"code": "standard-course-end", "kind": "end", "course_kind": "course", "version": 2}
    newer = Questionnaire.objects.create(**fields, published_at=NOW)
    draft = Questionnaire.objects.create(**fields | {"version": 3})
    older = Questionnaire.objects.get(code="standard-course-end", version=1)
    assert questionnaires.for_event(event, at=NOW - timedelta(seconds=1)) == older
    assert questionnaires.for_event(event, at=NOW + timedelta(days=1)) == newer != draft


def test_one_of_another_kind_is_never_asked_at_the_end() -> None:
    Questionnaire.objects.create(code="later", kind="later", course_kind="course", published_at=NOW)
    assert code_for(make_event()) == "standard-course-end"
