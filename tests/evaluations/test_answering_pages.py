"""The links of letters: each opens one evaluation without an account, and changes nothing until a form is sent."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations import evaluations, invitations, links
from evaluations.models import Comment, Evaluation, Questionnaire
from events.models import Booking
from tests.evaluations.makers import form_data, make_attended
from tests.makers import make_booking, make_conference, make_course, make_event, make_user, make_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def booking(now: datetime) -> Booking:
    return make_attended(make_event(days=-3, at=now, course=make_course(title="Neglect")), last_name="Canary")


def address(evaluation: Evaluation) -> str:
    return reverse("answer", args=[links.new_link(evaluation)])


def sent(evaluation: Evaluation, **prompts: str) -> dict[str, str]:
    assert evaluation.questionnaire
    return form_data(evaluation.questionnaire, **prompts)


def test_a_link_opens_the_questions_names_nobody_and_looking_changes_nothing(
    client: Client, booking: Booking, now: datetime
) -> None:
    evaluation = evaluations.ask(booking, at=now)
    before = Evaluation.objects.values().get()
    response = client.get(address(evaluation))
    assert "Evaluate Neglect" in response.content.decode()
    assert "Canary" not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert Evaluation.objects.values().get() == before
    assert "_auth_user_id" not in client.session


def test_sending_it_keeps_it_and_the_same_link_then_says_thank_you(
    client: Client, booking: Booking, now: datetime
) -> None:
    evaluation = evaluations.ask(booking, at=now)
    link = address(evaluation)
    assert client.post(link, sent(evaluation, impact="Ask.")).status_code == 302
    assert (Evaluation.objects.get().state, Comment.objects.get().text) == ("submitted", "Ask.")
    assert "Thank you" in client.get(link).content.decode()
    assert client.post(link, sent(evaluation, impact="Ask.")).status_code == 302
    other = client.post(link, sent(evaluation, impact="More words"))
    assert (other.status_code, "More words</textarea>" in other.content.decode()) == (409, True)
    assert Comment.objects.get().text == "Ask."


def test_what_is_sent_too_late_gets_a_sentence_and_is_shown_as_typed(client: Client, now: datetime) -> None:
    event = make_event(days=-60, at=now)
    evaluation = evaluations.ask(make_attended(event), at=event.ends_at)
    link = address(evaluation)
    evaluations.lapse_passed(at=now + timedelta(days=2))
    response = client.post(link, sent(evaluation, impact="Typed late"))
    assert response.status_code == 409
    assert "That day has passed" in response.content.decode()
    assert "Typed late</textarea>" in response.content.decode()
    assert "That day has passed" in client.get(link).content.decode()


def test_half_an_answer_gets_a_sentence_and_loses_nothing(client: Client, booking: Booking, now: datetime) -> None:
    evaluation = evaluations.ask(booking, at=now)
    half = sent(evaluation, impact="Kept")
    del half["question-overall"]
    html = client.post(address(evaluation), half).content.decode()
    assert "Answer “How would you rate it overall?”" in html
    assert "Kept</textarea>" in html
    assert Evaluation.objects.get().state == "invited"


def test_what_nobody_knows_is_over(client: Client) -> None:
    for name in ("answer", "no_reminders"):
        response = client.get(reverse(name, args=["nothing"]))
        assert (response.status_code, "This link is over" in response.content.decode()) == (410, True)


def test_no_reminder_is_asked_for_by_a_form_and_not_by_looking(client: Client, booking: Booking, now: datetime) -> None:
    evaluation = evaluations.ask(booking, at=now)
    token = links.new_link(evaluation)
    client.get(reverse("no_reminders", args=[token]))
    assert not Evaluation.objects.get().no_reminders
    response = client.post(reverse("no_reminders", args=[token]), follow=True)
    assert Evaluation.objects.get().no_reminders
    assert "We send no reminder about it" in response.content.decode()
    assert "Send me no reminder" not in response.content.decode()


def test_a_conference_is_rated_with_the_workshops_that_the_person_was_in(client: Client, now: datetime) -> None:
    conference = make_conference(days=-3, at=now)
    whole = make_attended(conference)
    mine = make_booking(make_workshop(conference, title="Mine"), whole.person, outcome="attended")
    make_attended(make_workshop(conference, title="Not mine"))
    link = address(evaluations.ask(whole, at=now))
    html = client.get(link).content.decode()
    assert ("Mine</h2>" in html, "Not mine" in html) == (True, False)
    short = form_data(Questionnaire.objects.get(code="standard-workshop-end"), impact="In the workshop")
    short = {f"workshop-{mine.pk}-{name}": value for name, value in short.items()}
    data = form_data(Questionnaire.objects.get(code="standard-conference-end"))
    missing = short | {f"workshop-{mine.pk}-question-overall": ""}
    assert client.post(link, data | missing).status_code == 200
    assert not Evaluation.objects.submitted().exists()
    assert client.post(link, data | short).status_code == 302
    assert set(Evaluation.objects.submitted().values_list("event", flat=True)) == {conference.pk, mine.event_id}
    assert Comment.objects.get().evaluation.event == mine.event


class TestManager:
    @pytest.fixture
    def link(self, client: Client, now: datetime) -> str:
        """The link in the letter to the manager whom somebody named."""
        make_attended(make_event(days=-84, at=now), last_name="Nair")
        invitations.invite_later_due(at=now)
        later = Evaluation.objects.get()
        client.post(address(later), sent(later) | {"manager": "boss@example.org"})
        return address(Evaluation.objects.get(kind="manager"))

    def test_the_first_click_opens_the_question_and_the_second_answers_it(self, client: Client, link: str) -> None:
        html = client.get(link).content.decode()
        assert "Nair" in html
        assert 'name="question-change-seen" value="yes"' in html
        assert html.index("Do not name a child") < html.index("<textarea")
        client.post(link, {"question-change-seen": "yes"})
        assert Evaluation.objects.get(kind="manager").answers == {"change-seen": "yes"}
        assert "Thank you" in client.get(link).content.decode()

    def test_who_said_neither_is_asked_again_and_loses_no_word(self, client: Client, link: str) -> None:
        html = client.post(link, {"prompt-seen": "She asks."}).content.decode()
        assert "Answer “Have you seen a change in their practice?”" in html
        assert "She asks.</textarea>" in html


def test_who_has_an_account_finds_what_is_asked_before_and_later(client: Client, now: datetime) -> None:
    user = make_user()
    make_booking(
        make_event(at=now, code="soon"), make_attended(make_event(days=-84, at=now, code="ago"), user=user).person
    )
    invitations.invite_before_due(at=now)
    invitations.invite_later_due(at=now)
    client.force_login(user)
    html = client.get(reverse("my_evaluations")).content.decode()
    pages = [reverse("answer_before", args=["soon"]), reverse("answer_later", args=["ago"])]
    assert [page in html for page in pages] == [True, True]
    for page, kind in zip(pages, ("before", "later"), strict=True):
        assert client.post(page, sent(Evaluation.objects.get(kind=kind))).status_code == 302
        assert "Thank you" in client.get(page).content.decode()
    client.force_login(make_user())
    assert [client.get(page).status_code for page in pages] == [404, 404]
