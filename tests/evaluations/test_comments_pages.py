"""The pages of comments, themes and disclosures: safe to read, quick to work through, and nothing about the authors."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations import reading
from evaluations.details import Kind, Mark
from evaluations.marking import marked
from evaluations.models import Comment, Disclosure, Theme
from people.models import Duty, User
from tests.evaluations.makers import give, make_attended
from tests.makers import make_course, make_event, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client: Client) -> User:
    user = make_user(Duty.Kind.MANAGER)
    client.force_login(user)
    return user


def wrote(text: str, *, may_quote: bool = True, **person: Any) -> Comment:
    now = timezone.now()
    event = make_event(days=-3, at=now, code=f"code-of-{Comment.objects.count()}", course=make_course(title="Neglect"))
    evaluation = give(make_attended(event, **person), at=now, comments={"improvement": text}, may_quote=may_quote)
    reading.read_all(at=now)
    return evaluation.comments.get()


def shown(client: Client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_marks_are_escaped_highlighted_and_said_in_words() -> None:
    html = marked("<b>Ann</b>\u202e\0 &", [Mark(3, 6, Kind.REGISTER)])
    assert html.startswith('&lt;b&gt;<mark class="turnout-mark">Ann<span class="govuk-visually-hidden"> (possible name')
    assert html.endswith("</mark>&lt;/b&gt;\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER} &amp;")


def test_the_queue_shows_words_and_suggestion_but_not_who_when_or_for_which_event(
    client: Client, manager: User
) -> None:
    wrote("Lunch was <cold> and Mrs Patel knows.", last_name="Canary")
    html = shown(client, "comments")
    assert "Lunch was &lt;cold&gt; and <mark" in html
    assert "Suggested: Food and drink" in html
    assert "title and surname" in html
    assert [word for word in ("Canary", "code-of-0", "Agency-") if word in html] == []
    assert "1 to review" in shown(client, "workspace")


def test_one_tap_confirms_one_and_the_last_button_all(client: Client, manager: User) -> None:
    one, other, third = (wrote(f"The lunch was late, {n}") for n in range(3))
    page = reverse("comments") + "?state=unthemed"
    said = {f"theme-{comment.lot}": "catering" for comment in (one, other)} | {f"theme-{third.lot}": ""}
    assert client.post(page, said | {"only": str(one.lot)})["Location"] == page
    assert list(Comment.objects.exclude(theme=None)) == [one]
    client.post(page, said)
    assert set(Comment.objects.exclude(theme=None)) == {one, other}
    client.post(page, {f"theme-{third.lot}": "-", "theme-99": "venue", "theme-x": "venue"})
    assert not Comment.objects.without_theme().exists()


def test_a_theme_that_nobody_knows_keeps_nothing(client: Client, manager: User) -> None:
    comment = wrote("Lunch.")
    answer = client.post(reverse("comments"), {f"theme-{comment.lot}": "no-such-theme"}, follow=True)
    assert "Nothing was kept" in answer.content.decode()
    assert Comment.objects.without_theme().exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "flagged"}, {"A"}),
        ({"state": "quotable", "q": "seen"}, {"B"}),
        ({"state": "all", "event": "code-of-1"}, {"B"}),
        ({"state": "all", "found": "title and surname"}, {"A"}),
        ({"state": "all", "prompt": "impact"}, set()),
        ({"state": "all", "sort": "theme"}, {"A", "B"}),
        ({"state": "nonsense"}, {"A", "B"}),
    ],
)
def test_the_queue_is_filtered(client: Client, manager: User, query: dict[str, str], found: set[str]) -> None:
    wrote("AAA: Mrs Patel"), wrote("BBB: nobody seen")
    html = shown(client, "comments", **query)
    assert {letter for letter in "AB" if letter * 3 in html} == found


def test_the_list_is_offered_without_its_authors(client: Client, manager: User) -> None:
    wrote("=Lunch", last_name="Canary")
    answer = client.get(reverse("comments"), {"download": "csv"})
    said = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=Lunch" in said
    assert [word for word in ("Canary", "code-of-0", "Agency-") if word in said] == []


def test_a_wording_is_approved_in_one_s_name_and_taken_back(client: Client, manager: User) -> None:
    comment = wrote("Mrs Patel was kind.")
    address = reverse("approve_wording", args=[comment.lot])
    html = client.post(address, {"wording": "Mrs Patel was kind."}).content.decode()
    assert "Look at “Mrs Patel” (title and surname)" in html
    client.post(address, {"wording": "The trainer was kind."})
    html = shown(client, "comment", comment.lot)
    assert f"Approved by {manager}" in html
    assert "The trainer was kind." in html
    client.post(reverse("withdraw_wording", args=[comment.lot]), {"reason": "Asked."})
    assert not Comment.objects.approved().exists()


def test_a_comment_is_decided_on_and_passed_on(client: Client, manager: User) -> None:
    comment = wrote("Mrs Patel was kind.")
    client.post(reverse("decide_details", args=[comment.lot]), {"decision": "held"})
    client.post(reverse("set_theme", args=[comment.lot]), {"theme": "venue"})
    comment.refresh_from_db()
    assert (comment.details, comment.theme) == ("held", Theme.objects.get(code="venue"))
    client.post(reverse("pass_on", args=[comment.lot]), {"reason": "Look."})
    assert Disclosure.objects.get().raised_by == manager
    assert "is with the designated lead" in shown(client, "comment", comment.lot)


def test_the_designated_lead_reads_it_and_no_other_comment(client: Client, manager: User) -> None:
    comment = wrote("My partner hits me.", last_name="Canary")
    lead = make_user(Duty.Kind.SAFEGUARDING)
    client.force_login(lead)
    found = Disclosure.objects.get()
    html = shown(client, "disclosure", found.pk)
    assert "My partner hits me." in html
    assert "Canary" not in html
    assert client.get(reverse("comment", args=[comment.lot])).status_code == 404
    client.post(reverse("ask_writer", args=[found.pk]))
    client.post(reverse("disclosure", args=[found.pk]), {"outcome": "Referred."})
    found.refresh_from_db()
    assert (found.closed_by, found.outcome) == (lead, "Referred.")
    assert found.asked_at


def test_the_codebook_is_edited(client: Client, manager: User) -> None:
    wrote("Lunch was cold.")
    said = {"name": "Soup", "description": "Soup.", "keywords": "soup", "reason": "Asked for."}
    assert client.post(reverse("add_theme"), said)["Location"] == reverse("themes")
    assert "There is a theme called “Soup” already." in client.post(reverse("add_theme"), said).content.decode()
    client.post(reverse("move_theme", args=["soup"]), {"up": "yes"})
    into = Theme.objects.get(code="catering").pk
    client.post(reverse("merge_theme", args=["soup"]), {"into": into, "reason": "The same."})
    assert "Merged into Food and drink" in shown(client, "themes")
    client.post(reverse("retire_theme", args=["soup"]), {"reason": "After all."})
    assert Theme.objects.get(code="soup") in Theme.objects.in_use()


def test_the_writer_says_that_nothing_is_quoted(client: Client) -> None:
    user = make_user()
    comment = wrote("Kind.", user=user)
    client.force_login(user)
    assert "You allow your words to be quoted" in shown(client, "my_evaluations")
    client.post(reverse("stop_quoting", args=[comment.evaluation.event.code]))
    assert "You allow your words to be quoted" not in shown(client, "my_evaluations")


@pytest.mark.once
def test_200_000_characters_of_any_script_are_shown(client: Client, manager: User) -> None:
    comment = wrote("Kind.")
    Comment.objects.update(text=("很好 <script> جيد \u202e Zoë " * 8_700)[:200_000])
    html = shown(client, "comment", comment.lot)
    assert "<script> " not in html
    assert "Zoë" in html
