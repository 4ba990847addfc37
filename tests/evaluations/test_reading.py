"""Reading: everything that was written is looked through once, by its own register, and again when that helps."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from evaluations import reading
from evaluations.models import Comment, Disclosure, Theme
from events.models import Event
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, make_event

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1, minutes=1)


@pytest.fixture
def event() -> Event:
    return make_event(days=-1)


def wrote(event: Event, text: str, **person: str) -> Comment:
    return give(make_attended(event, **person), comments={"improvement": text}).comments.get()


def read(comment: Comment) -> Comment:
    reading.read_all(at=NOW)
    comment.refresh_from_db()
    return comment


def test_a_theme_is_suggested_with_the_words_for_it_and_never_given(event: Event) -> None:
    comment = read(wrote(event, "There was no lunch and the coffee was cold."))
    assert (comment.suggested, comment.theme) == (Theme.objects.get(code="catering"), None)
    assert "lunch" in comment.matched


def test_names_are_those_of_the_event_s_own_register(event: Event) -> None:
    make_attended(event, first_name="Gwendolen", last_name="Ashby")
    assert read(wrote(event, "Gwendolen made me think.")).found == "name on the register"
    assert read(wrote(make_event(days=-1), "Gwendolen made me think.")).found == ""


def test_what_may_tell_of_harm_is_passed_on_once(event: Event) -> None:
    comment = read(wrote(event, "My partner hits me."))
    Comment.objects.update(read_at=None)
    read(comment)
    found = Disclosure.objects.get()
    assert (found.comment, found.raised_by) == (comment, None)


def test_what_has_no_theme_is_read_again_after_a_day_and_the_rest_never(event: Event) -> None:
    wrote(event, "Some words."), wrote(event, "More words.")
    assert reading.read_due(at=NOW) == 2
    Comment.objects.filter(text="More words.").update(theme=Theme.objects.get(code="other"))
    assert reading.read_due(at=NOW) == 0
    assert reading.read_due(at=LATER) == 1


def test_the_number_of_queries_does_not_grow(
    event: Event, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        wrote(make_event(days=-1), f"Words {number}")
    with django_assert_max_num_queries(40):
        reading.read_due(at=NOW)
