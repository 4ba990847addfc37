"""The pages of questionnaires: copied, changed, looked at and published by managers, a sentence for what can't be."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.answers import questions_of
from evaluations.models import Questionnaire
from people.models import Duty
from tests.makers import make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> Client:
    client.force_login(make_user(Duty.Kind.MANAGER))
    return client


@pytest.fixture
def standard() -> Questionnaire:
    return Questionnaire.objects.get(code="standard-course-later")


def at(name: str, pk: int) -> str:
    return reverse(name, args=[pk])


def draft_of(manager: Client, standard: Questionnaire, **said: object) -> Questionnaire:
    manager.post(at("copy_questionnaire", standard.pk), {"title": "Ours", **said})
    return Questionnaire.objects.get(published_at=None)


def day(days: int = 0) -> dict[str, int]:
    """What the three fields of a day are sent as."""
    on = timezone.localdate() + timedelta(days)
    return {"used_from_day": on.day, "used_from_month": on.month, "used_from_year": on.year}


def test_the_list_says_what_is_in_use(manager: Client, standard: Questionnaire) -> None:
    draft = draft_of(manager, standard)
    html = manager.get(reverse("questionnaires")).content.decode()
    assert at("questionnaire", draft.pk) in html
    assert ("Draft" in html, "In use" in html) == (True, True)
    manager.post(at("publish_questionnaire", draft.pk), day())
    html = manager.get(reverse("questionnaires")).content.decode()
    assert "Replaced" in html


def test_a_copy_for_one_course_is_offered_the_courses_of_that_kind(manager: Client, standard: Questionnaire) -> None:
    course, other = make_course(title="Neglect"), make_course("lpg", title="Elsewhere")
    html = manager.get(at("copy_questionnaire", standard.pk)).content.decode()
    assert ("Neglect" in html, "Elsewhere" in html) == (True, False)
    assert draft_of(manager, standard, course=course.pk).course == course
    assert manager.post(at("copy_questionnaire", standard.pk), {"title": "-", "course": other.pk}).status_code == 200


def test_a_draft_is_changed_line_by_line(manager: Client, standard: Questionnaire) -> None:
    draft = draft_of(manager, standard)
    first, second = draft.items.all()[:2]
    manager.post(at("move_line", second.pk), {"way": "up"})
    manager.post(at("remove_line", first.pk))
    manager.post(at("reword_line", second.pk), {"wording": "Do agencies tell each other more?"})
    manager.post(at("add_line", draft.pk), {"wording": "Has it lasted?", "answer_kind": "yes-no"})
    manager.post(at("retitle_questionnaire", draft.pk), {"title": "Ours, better"})
    asked = [question.wording for question in questions_of(draft)]
    assert (asked[0], asked[-1]) == ("Do agencies tell each other more?", "Has it lasted?")
    html = manager.get(at("questionnaire", draft.pk)).content.decode()
    assert "Ours, better" in html
    assert "asked elsewhere as “Has it led to better sharing of information?”" in html
    assert "Has it lasted?" in manager.get(at("preview_questionnaire", draft.pk)).content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Select a question that is known, or write a new one"),
        ({"wording": "No question", "answer_kind": "yes-no"}, "End the question with a question mark"),
        ({"wording": "Has it lasted?"}, "Select how the new question is answered"),
    ],
)
def test_what_can_t_be_added_gets_a_sentence_and_loses_nothing(
    manager: Client, standard: Questionnaire, sent: dict[str, str], sentence: str
) -> None:
    draft = draft_of(manager, standard)
    html = manager.post(at("add_line", draft.pk), sent).content.decode()
    assert sentence in html
    assert sent.get("wording", "") in html


def test_it_is_not_published_from_a_day_that_is_over(manager: Client, standard: Questionnaire) -> None:
    draft = draft_of(manager, standard)
    html = manager.post(at("publish_questionnaire", draft.pk), day(-1)).content.decode()
    assert "It can be used from today on" in html
    assert Questionnaire.objects.get(pk=draft.pk).published_at is None


def test_a_draft_is_thrown_away(manager: Client, standard: Questionnaire) -> None:
    draft = draft_of(manager, standard)
    assert manager.post(at("discard_questionnaire", draft.pk)).status_code == 302
    assert not Questionnaire.objects.filter(published_at=None).exists()


def test_a_published_one_offers_no_change_and_refuses_it_with_a_sentence(
    manager: Client, standard: Questionnaire
) -> None:
    html = manager.get(at("questionnaire", standard.pk)).content.decode()
    assert ("Take out" in html, "copy it to change it" in html) == (False, True)
    for name in ("retitle_questionnaire", "add_line", "publish_questionnaire", "discard_questionnaire"):
        response = manager.post(at(name, standard.pk))
        assert (response.status_code, "never changes" in response.content.decode()) == (409, True)
