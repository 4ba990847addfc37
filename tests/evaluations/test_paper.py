"""Paper forms: typed in by managers, marked as paper, of nobody unless they say so, never more than people came."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations import evaluations, results
from evaluations.asking import AlreadySubmitted, NotInvited, NotOpen
from evaluations.evaluations import NothingSaid, Said, TooManyForms
from evaluations.models import Evaluation
from events.models import Booking, Event
from people.models import Duty
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, TESTER, make_event, make_user

pytestmark = pytest.mark.django_db
HALF = Said({"overall": "good"}, {"impact": "I shall ask."})


def type_in(event: Event, said: Said = HALF, booking: Booking | None = None) -> Evaluation:
    return evaluations.type_in(event, said, booking, by=TESTER, at=NOW)


@pytest.fixture
def event() -> Event:
    return make_attended().event


def test_it_is_kept_of_nobody_half_filled_and_marked(event: Event) -> None:
    made = type_in(event)
    assert (made.booking, made.on_paper, made.invited_at, made.answers) == (None, True, None, {"overall": "good"})
    assert made.comments.get().text == "I shall ask."
    response = results.response_to(event)
    assert (response.given, response.attended, response.on_paper, response.invited) == (1, 1, 1, 0)


def test_never_more_than_came(event: Event) -> None:
    type_in(event)
    with pytest.raises(TooManyForms, match="each of the 1 who came"):
        type_in(event)


@pytest.mark.parametrize("days", [0, 61])
def test_one_with_a_name_becomes_the_evaluation_that_its_person_was_asked_for_lapsed_or_not(days: int) -> None:
    booking = make_attended()
    asked = evaluations.ask(booking, at=NOW)
    evaluations.lapse_passed(at=NOW + timedelta(days))
    assert type_in(booking.event, booking=booking).pk == asked.pk
    assert Evaluation.objects.get().state == "submitted"


def test_who_has_answered_has_no_form_as_well() -> None:
    booking = make_attended()
    make_attended(booking.event)
    give(booking)
    with pytest.raises(AlreadySubmitted):
        type_in(booking.event, booking=booking)


def test_nobody_of_another_event_has_a_form_here(event: Event) -> None:
    with pytest.raises(NotInvited):
        type_in(event, booking=make_attended())


def test_a_blank_form_says_nothing(event: Event) -> None:
    with pytest.raises(NothingSaid):
        type_in(event, Said({}, {"impact": " "}))


def test_there_are_no_forms_of_what_has_not_ended() -> None:
    with pytest.raises(NotOpen):
        type_in(make_event())


def test_a_manager_types_in_one_after_the_other(client: Client) -> None:
    booking = make_attended(make_event(days=-3, at=timezone.now()), last_name="Nair")
    client.force_login(make_user(Duty.Kind.MANAGER))
    page = reverse("type_in_evaluations", args=[booking.event.code])
    assert "Nair" in client.get(page).content.decode()
    html = client.post(page, {"question-overall": "good"}, follow=True).content.decode()
    assert "The form is kept: 1 evaluation of 1 person who came" in html
    again = client.post(page, {"question-overall": "good", "prompt-impact": "Kept"}).content.decode()
    assert "each of the 1 who came" in again
    assert "Kept</textarea>" in again
