"""The pages: who came says what they thought, once; managers and trainers read it without its authors."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations import evaluations, reading
from evaluations.models import Comment, Evaluation, Questionnaire
from events.models import Booking, Event, EventTrainer
from people.models import Duty, User
from tests.evaluations.makers import form_data, give, make_attended
from tests.makers import make_course, make_event, make_user

pytestmark = pytest.mark.django_db
Kind = Duty.Kind


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def event(now: datetime) -> Event:
    """One of three days ago."""
    return make_event(days=-3, at=now, code="neglect-1", course=make_course(title="Neglect"))


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def booking(event: Event, user: User) -> Booking:
    return make_attended(event, user=user, last_name="Canary")


@pytest.fixture
def member(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def data(db: None) -> dict[str, str]:
    return form_data(Questionnaire.objects.get(code="standard-course-end"))


def page(client: Client, name: str, code: str = "neglect-1", status: int = 200) -> str:
    response = client.get(reverse(name, args=[code] if code else []))
    assert response.status_code == status
    return response.content.decode()


def readers_page(client: Client, *duties: Duty.Kind, of: Event | None = None, status: int = 200) -> str:
    """The results as somebody with those duties sees them; a trainer of the event if it is given."""
    user = make_user(*duties)
    if of:
        EventTrainer.objects.create(event=of, user=user, name="Tom", days=1)
    client.force_login(user)
    return page(client, "event_evaluations", status=status)


class TestEvaluate:
    """/events/<code>/evaluate/"""

    @pytest.fixture(autouse=True)
    def _came(self, event: Event, booking: Booking) -> None:
        """The person came, and was not alone."""
        make_attended(event)

    def test_the_form_asks_every_question_and_warns(self, member: Client, data: dict[str, str]) -> None:
        html = page(member, "evaluate")
        assert [name for name in data if f'name="{name}"' not in html] == []
        assert "Do not name a child or a family" in html
        assert 'data-maxlength="4000"' in html
        assert ">Not now</a>" in html

    def test_looking_changes_nothing(self, member: Client) -> None:
        page(member, "evaluate")
        assert not Evaluation.objects.exists()

    def test_sending_it_keeps_it_and_says_thank_you(
        self, member: Client, data: dict[str, str], booking: Booking
    ) -> None:
        response = member.post(
            reverse("evaluate", args=["neglect-1"]), data | {"prompt-impact": "Ask.", "may_quote": "on"}
        )
        assert (response.status_code, response["Location"]) == (302, reverse("evaluation_thanks", args=["neglect-1"]))
        evaluation = Evaluation.objects.get()
        assert (evaluation.booking, evaluation.state, evaluation.answers["overall"]) == (booking, "submitted", "good")
        assert Comment.objects.values_list("text", "may_quote").get() == ("Ask.", True)
        assert "Thank you" in page(member, "evaluation_thanks")

    def test_errors_are_summed_up_and_lead_to_their_questions(self, member: Client, data: dict[str, str]) -> None:
        del data["question-venue"]
        html = member.post(reverse("evaluate", args=["neglect-1"]), data | {"prompt-impact": "Kept."}).content.decode()
        assert "There is a problem" in html
        assert '<a href="#id_question-venue_0">Answer “How would you rate the venue?”</a>' in html
        assert html.count("govuk-error-message") == 1
        assert "Kept.</textarea>" in html
        assert not Evaluation.objects.submitted().exists()

    def test_a_second_time_gets_a_sentence(self, member: Client, data: dict[str, str]) -> None:
        member.post(reverse("evaluate", args=["neglect-1"]), data)
        again = member.post(reverse("evaluate", args=["neglect-1"]), data)
        assert again["Location"] == reverse("evaluation_thanks", args=["neglect-1"])
        assert "You have already given your evaluation" in page(member, "evaluation_thanks")

    def test_other_answers_a_second_time_get_a_sentence_and_are_shown_as_typed(
        self, member: Client, data: dict[str, str]
    ) -> None:
        member.post(reverse("evaluate", args=["neglect-1"]), data)
        other = data | {"question-overall": "poor", "prompt-impact": "Typed for nothing?"}
        again = member.post(reverse("evaluate", args=["neglect-1"]), other)
        assert again.status_code == 409
        assert "You have already given your evaluation" in again.content.decode()
        assert "Typed for nothing?</textarea>" in again.content.decode()
        assert Evaluation.objects.get().answers["overall"] == "good"

    def test_who_is_not_marked_as_having_come_gets_a_sentence(self, member: Client) -> None:
        Booking.objects.update(attendance=Booking.Attendance.NOT_RECORDED)
        assert "does not say that you came" in page(member, "evaluate", status=409)

    @pytest.mark.parametrize("name", ["evaluate", "evaluation_thanks"])
    def test_for_others_there_is_no_such_page(self, client: Client, name: str) -> None:
        client.force_login(make_user(Kind.MANAGER, Kind.ADMINISTRATOR))
        page(client, name, status=404)

    def test_nobody_is_thanked_before_they_answered(self, member: Client) -> None:
        page(member, "evaluation_thanks", status=404)

    @pytest.mark.parametrize("name", ["evaluate", "evaluation_thanks", "event_evaluations"])
    def test_strangers_are_sent_to_sign_in(self, client: Client, name: str) -> None:
        page(client, name, status=302)


class TestMine:
    """/evaluations/mine/"""

    def test_it_lists_what_awaits_the_person_and_what_they_gave(
        self, member: Client, booking: Booking, now: datetime
    ) -> None:
        evaluations.ask(booking, at=now)
        other = make_event(days=-5, at=now, course=make_course(title="Thresholds"))
        give(make_attended(other, user=None), at=now)
        html = page(member, "my_evaluations", "")
        assert reverse("evaluate", args=["neglect-1"]) in html
        assert "Thresholds" not in html
        Evaluation.objects.all().delete()
        give(booking, at=now)
        html = page(member, "my_evaluations", "")
        assert "Nothing is waiting" in html
        assert "Neglect" in html

    def test_somebody_who_never_said_who_they_are_has_none(self, member: Client) -> None:
        assert "Nothing is waiting" in page(member, "my_evaluations", "")


class TestResults:
    """/events/<code>/evaluations/"""

    def test_managers_see_rates_with_their_bases(self, client: Client, event: Event, now: datetime) -> None:
        for overall in ("excellent", "good", "poor"):
            give(make_attended(event), at=now, overall=overall)
        make_attended(event)
        html = readers_page(client, Kind.MANAGER)
        assert "75%" in html
        assert "3 of 4 who came" in html
        assert "3 of 3 who were invited" in html
        assert "67% (2 of 3)" in html
        assert "Fewer than 5 people have answered" in html

    def test_trainers_see_answers_from_five_on(self, client: Client, event: Event, now: datetime) -> None:
        for number in range(4):
            give(make_attended(event), at=now, comments={"impact": f"Words {number}"})
        html = readers_page(client, Kind.TRAINER, of=event)
        assert "4 of 4 who came" in html
        assert "The answers are shown once 5 people have given them" in html
        assert "Words" not in html
        assert "Excellent" not in html
        give(make_attended(event), at=now, comments={"impact": "Words 4"})
        later = Evaluation.objects.create(event=event, kind="later", respondent="r", state="submitted")
        Comment.objects.create(evaluation=later, prompt="why", text="There was time.")
        reading.read_all(at=now)
        html = page(client, "event_evaluations")
        assert "Excellent" in html
        assert [number for number in range(5) if f"Words {number}" not in html] == []
        assert "There was time." not in html, "one has answered weeks later, whom it would tell"
        assert "There was time." in readers_page(client, Kind.MANAGER)

    def test_answers_come_without_person_agency_or_hour(
        self, client: Client, event: Event, booking: Booking, now: datetime
    ) -> None:
        evaluation = give(booking, at=now - timedelta(hours=5), comments={"impact": "Ask."})
        html = readers_page(client, Kind.MANAGER)
        assert "Ask." in html
        hidden = ["Canary", booking.agency.name, booking.person.email, evaluation.respondent]
        assert [word for word in hidden if word in html] == []

    def test_words_come_whole_and_escaped(self, client: Client, event: Event, now: datetime) -> None:
        text = ("<script>alert('x')</script>\n" + "子どもの声 צלילים 🧒🏽 " * 300)[:4_000].strip()
        give(make_attended(event), at=now, comments={"impact": text})
        html = readers_page(client, Kind.MANAGER)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;<br>" + text.partition("\n")[2] in html

    def test_an_event_without_evaluations_says_so(self, client: Client, event: Event) -> None:
        html = readers_page(client, Kind.MANAGER)
        assert "Nobody has evaluated it yet" in html
        assert html.count("no base") == 2

    @pytest.mark.parametrize("duty", [Kind.TRAINER, Kind.BOARD])
    def test_for_others_there_is_no_such_page(self, client: Client, event: Event, duty: Duty.Kind) -> None:
        readers_page(client, duty, status=404)

    def test_an_unknown_event_is_not_found(self, client: Client) -> None:
        readers_page(client, Kind.MANAGER, status=404)

    def test_more_answers_cost_no_more_queries(self, client: Client, event: Event, now: datetime) -> None:
        give(make_attended(event), at=now, comments={"impact": "Words", "other": "More"})
        readers_page(client, Kind.MANAGER)
        with CaptureQueriesContext(connection) as for_one:
            page(client, "event_evaluations")
        for _ in range(5):
            give(make_attended(event), at=now, comments={"impact": "Words", "other": "More"})
        with CaptureQueriesContext(connection) as for_six:
            page(client, "event_evaluations")
        assert len(for_six) == len(for_one)
