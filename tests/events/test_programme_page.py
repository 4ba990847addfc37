"""The programme: what is shown to whom, what words and filters find, and what a page costs."""

import html
import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events.models import LONDON, Area, Event, MixRule, Venue
from people.models import Agency, TargetGroup
from tests.events.pages import event_in
from tests.makers import copies_of, make_agency, make_booking, make_course, make_person, make_user
from training.models import Course

pytestmark = pytest.mark.django_db


def titles(client: Client, **asked: Any) -> list[str]:
    """The titles of the events that the programme lists, in its order."""
    answer = client.get("/programme/", asked)
    assert answer.status_code == 200
    return [html.unescape(title) for title in re.findall(r'card__title"><a [^>]*>(.*?)</a>', answer.content.decode())]


def text(client: Client, **asked: Any) -> str:
    return " ".join(client.get("/programme/", asked).content.decode().split())


def test_anybody_sees_what_is_coming_soonest_first(client: Client) -> None:
    event_in(20, title="Later")
    event_in(10, title="Sooner")
    assert titles(client) == ["Sooner", "Later"]


def test_drafts_cancelled_and_past_events_and_workshops_are_not_listed(client: Client) -> None:
    event_in(title="Draft", status="draft")
    event_in(title="Cancelled", status="cancelled", cancelled_at=timezone.now())
    event_in(-1, title="Past")
    conference = event_in(title="Conference")
    event_in(title="Workshop", parent=conference)
    assert titles(client) == ["Conference"]


def test_an_agency_s_own_event_is_listed_for_its_people_only(client: Client) -> None:
    agency = make_agency(name="The Trust")
    event_in(title="Ours", for_agency=agency)
    event_in(title="Everybody's")
    assert titles(client) == ["Everybody's"]
    client.force_login(make_person(user=make_user()).user or make_user())
    assert titles(client) == ["Everybody's"]
    user = make_user()
    make_person(user=user, agency=agency)
    client.force_login(user)
    assert titles(client) == ["Ours", "Everybody's"]
    assert "only for The Trust" in text(client)


@pytest.mark.parametrize(
    "words", ["neglect", "NEGLECT", "hidden neg", "harm hidden", "wisbech", "fenland", "ÉCOLE", "nds-2026", "100%"]
)
def test_words_find_title_summary_code_venue_and_area_whatever_the_capitals(client: Client, words: str) -> None:
    course = make_course(title="Hidden Neglect", summary="How 100% of harm may be overlooked.\nÀ l’école too.")
    area = Area.objects.create(code="fenland", name="Fenland")
    venue = Venue.objects.create(name="Queen Mary Centre, Wisbech")
    event_in(title="Found", course=course, area=area, venue=venue, code="nds-2026-05")
    event_in(title="Other")
    assert titles(client, q=words) == ["Found"]


@pytest.mark.parametrize("words", ["neglect other", "n.glect", "%", "_", "a" * 50, "neglect\\", "[a-z", "(?i)"])
def test_every_word_must_occur_as_it_is_written(client: Client, words: str) -> None:
    event_in(title="Found", course=make_course(title="Neglect"))
    assert titles(client, q=words) == []


def test_filters_by_topic_kind_and_area(client: Client) -> None:
    neglect, lpg = make_course(code="neglect"), make_course("lpg", code="lpg-1")
    fenland = Area.objects.create(code="fenland", name="Fenland")
    event_in(title="A", course=neglect, area=fenland)
    event_in(title="B", course=lpg, area=fenland)
    event_in(title="C", course=lpg)
    assert titles(client, topic="neglect") == ["A"]
    assert titles(client, kind="lpg") == ["B", "C"]
    assert titles(client, area="fenland", kind="lpg") == ["B"]


def test_a_target_group_finds_what_is_for_it_and_what_is_for_everybody(client: Client) -> None:
    one, three = TargetGroup.objects.get(code="1"), TargetGroup.objects.get(code="3")
    course = make_course()
    course.target_groups.set([one, three])
    event = event_in(title="One and three", course=course)
    event_in(title="Everybody")
    for _ in range(3):
        make_booking(event)
    assert titles(client, group="1") == ["One and three", "Everybody"]
    assert titles(client, group="2") == ["Everybody"]
    assert "17 places left" in text(client, group="3")


def test_filters_by_days_both_included(client: Client) -> None:
    today = timezone.now().astimezone(LONDON).date()
    for days in (10, 11, 12):
        event_in(title=str(days), starts_on=today + timedelta(days))
    eleventh = today + timedelta(11)
    assert titles(client, since=eleventh.isoformat()) == ["11", "12"]
    assert titles(client, until=eleventh.isoformat()) == ["10", "11"]
    parts = {"since_day": eleventh.day, "since_month": eleventh.month, "since_year": eleventh.year}
    assert titles(client, **parts, until=eleventh.isoformat()) == ["11"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since_day": "31", "since_month": "2", "since_year": "2026"}, "must be a real date"),
        ({"topic": "no-such-topic"}, "The topic you asked for has no coming dates"),
        ({"area": "atlantis"}, "Select a valid choice"),
        ({"q": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_can_not_be_understood_is_said_and_filters_nothing(client: Client, asked: Any, said: str) -> None:
    event_in(title="Still here")
    page = text(client, **asked)
    assert "There is a problem" in page
    assert said in page
    assert "Still here" in page
    assert '<details class="govuk-details" open>' in page or "q" in asked


def test_topics_to_choose_from_are_those_with_coming_dates(client: Client) -> None:
    event_in(course=make_course(title="With a date"))
    event_in(-5, course=make_course(title="Long ago"))
    page = text(client)
    assert "With a date</option>" in page
    assert "Long ago</option>" not in page


def test_filters_are_shown_open_and_kept_in_the_links_to_other_pages(client: Client) -> None:
    course = make_course("lpg")
    for number in range(21):
        event_in(title=f"Number {number}", course=course)
    page = text(client, kind="lpg", q="number")
    assert '<details class="govuk-details" open>' in page
    assert "?kind=lpg&amp;q=number&amp;page=2" in page
    assert titles(client, kind="lpg", q="number", page="2") == ["Number 20"]
    assert "21 coming events" in page
    assert '<details class="govuk-details">' in text(client, q="number", page="2")


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 30])
def test_a_page_that_there_is_not_shows_one_that_there_is(client: Client, page: str) -> None:
    event_in(title="Here")
    assert titles(client, page=page) == ["Here"]


@pytest.mark.parametrize("per_page", ["0", "-1", "x", "100000"])
def test_nobody_chooses_how_long_a_page_is(client: Client, per_page: str) -> None:
    for _ in range(21):
        event_in()
    assert len(titles(client, per_page=per_page)) == 20


@pytest.mark.parametrize(
    ("places", "booked", "waiting", "said"),
    [
        (7, 1, 0, "6 places left"),
        (2, 1, 0, "1 place left"),
        (1, 1, 0, "Full<"),
        (1, 1, 3, "Full: 3 waiting"),
        (2, 1, 1, "Full: 1 waiting"),
        (1, 2, 0, "Full<"),
        (0, 0, 0, "Full<"),
        (None, 3, 0, "Places not limited"),
    ],
)
def test_a_card_says_what_is_free(client: Client, places: int | None, booked: int, waiting: int, said: str) -> None:
    event = event_in(places=places)
    for _ in range(booked):
        make_booking(event)
    for _ in range(waiting):
        make_booking(event, outcome="waiting")
    make_booking(event, outcome="cancelled")
    assert said in text(client)


def test_a_card_says_when_and_where(client: Client) -> None:
    area = Area.objects.create(code="fenland", name="Fenland")
    event_in(area=area, venue=Venue.objects.create(name="March Library"))
    event_in(area=area)
    event_in(title="Nowhere")
    page = text(client)
    assert "9:30am to 4:30pm" in page
    assert "March Library (Fenland)" in page
    assert "Fenland, venue to be confirmed" in page
    assert "Nowhere" in page
    assert "Venue to be confirmed" in page


def test_an_empty_programme_says_what_to_do(client: Client) -> None:
    assert "There are no coming events at the moment" in text(client)
    assert "Take a filter away" in text(client, q="anything")
    event_in(title="Somewhere")
    assert "Take a filter away" in text(client, q="nowhere")


def test_words_of_others_are_shown_as_words(client: Client) -> None:
    attack = "<script>alert(1)</script>"
    event_in(title=attack, venue=Venue.objects.create(name=f"{attack}!"), course=make_course(title=f"Course {attack}"))
    page = text(client, q=attack)
    assert attack not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def change_title(event: Event) -> None:
    Event.objects.update(title="Changed")


def change_course(event: Event) -> None:
    Course.objects.update(title="Changed")


def change_kind(event: Event) -> None:
    Course.objects.update(kind="lpg")


def change_venue(event: Event) -> None:
    Venue.objects.update(name="Changed")


def change_area(event: Event) -> None:
    Area.objects.update(name="Changed")


def change_agency(event: Event) -> None:
    Agency.objects.update(name="Changed")


def change_day(event: Event) -> None:
    day = event.starts_on + timedelta(1)
    Event.objects.update(starts_on=day, ends_on=day)


def change_time(event: Event) -> None:
    Event.objects.update(starts_time=time(8))


def change_places(event: Event) -> None:
    Event.objects.update(places=5)


def book(event: Event) -> None:
    make_booking(event)


def wait(event: Event) -> None:
    make_booking(event, outcome="waiting")


def keep_places(event: Event) -> None:
    MixRule.objects.create(event=event, kind=MixRule.Kind.RESERVE, agency=make_agency(), places=4)


def call_off(event: Event) -> None:
    Event.objects.update(status="cancelled", cancelled_at=timezone.now())


CHANGES = [
    change_title, change_course, change_kind, change_venue, change_area, change_agency, change_day, change_time,
    change_places, book, wait, keep_places, call_off,
]  # fmt: skip


@pytest.fixture
def shown(client: Client) -> Event:
    """An event of an agency, with everything that a card can show, in the eyes of somebody of that agency."""
    agency, user = make_agency(name="The Trust"), make_user()
    make_person(user=user, agency=agency)
    client.force_login(user)
    area = Area.objects.create(code="fenland", name="Fenland")
    return event_in(area=area, venue=Venue.objects.create(name="March Library"), for_agency=agency, places=4)


@pytest.mark.parametrize("change", CHANGES)
def test_the_programme_is_true_at_once(client: Client, shown: Event, change: Callable[[Event], None]) -> None:
    before = re.findall(r'<li class="turnout-card">.*?</li>', text(client))
    assert len(before) == 1
    change(shown)
    assert re.findall(r'<li class="turnout-card">.*?</li>', text(client)) != before


def test_what_one_can_choose_from_is_true_at_once(client: Client) -> None:
    course = make_course(title="Neglect")
    event_in(course=course)
    assert "Neglect</option>" in text(client)
    Course.objects.update(title="Harm")
    Area.objects.create(code="fenland", name="Fenland")
    TargetGroup.objects.filter(code="1").update(name="Everybody")
    page = text(client)
    assert "Neglect</option>" not in page
    for words in ("Harm", "Fenland", "Group 1: Everybody"):
        assert f"{words}</option>" in page


def test_the_form_looks_the_same_whether_it_was_remembered_or_drawn_anew(client: Client) -> None:
    event_in(course=make_course(title="Tom & “Ann”"), area=Area.objects.create(code="fenland", name="Fen & Land"))
    form = re.compile(r"<form .*?</form>")
    unasked, again, asked = (form.findall(text(client, **more)) for more in ({}, {}, {"more": "1"}))
    assert unasked == again == [drawn.replace('"govuk-details" open', '"govuk-details"') for drawn in asked]
    assert len(asked) == 1


def test_what_one_chose_stays_chosen_and_is_nobody_else_s(client: Client) -> None:
    event_in(course=make_course(code="neglect", title="Neglect"))
    assert '<option value="neglect" selected>' in text(client, topic="neglect")
    assert "selected>Neglect" not in text(client)
    assert 'value="hidden"' in text(client, q="hidden")
    assert 'value="hidden"' not in text(client)


def test_who_has_the_page_as_it_is_is_told_so_and_nothing_else(client: Client) -> None:
    event = event_in()
    first = client.get("/programme/")
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" in first["Vary"]
    had = {"If-None-Match": first["ETag"]}
    again = client.get("/programme/", headers=had)
    assert (again.status_code, again.content) == (304, b"")
    make_booking(event)
    after = client.get("/programme/", headers=had)
    assert after.status_code == 200
    assert after["ETag"] != first["ETag"]
    assert client.get("/programme/", {"q": "x"}, headers=had).status_code == 200


def test_a_page_for_somebody_is_kept_by_nobody(client: Client) -> None:
    event_in()
    had = {"If-None-Match": client.get("/programme/")["ETag"]}
    client.force_login(make_user())
    answer = client.get("/programme/", headers=had)
    assert answer.status_code == 200
    assert "ETag" not in answer
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("events", [1, 3, 1_000])
def test_the_programme_costs_three_queries_however_long_it_is(
    client: Client, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_booking(event_in(area=Area.objects.create(code="fenland", name="Fenland")))
    copies_of(Event.objects.get(), events - 1)
    with django_assert_num_queries(3):
        client.get("/programme/")


@pytest.mark.parametrize("events", [1, 3, 1_000])
def test_somebody_s_programme_with_dates_and_a_mix_costs_seven(
    client: Client, shown: Event, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    copies_of(shown, events - 1)
    Event.objects.update(ends_on=F("starts_on") + timedelta(1))
    keep_places(shown)
    for event in Event.objects.exclude(pk=shown.pk)[:30]:
        keep_places(event)
    with django_assert_num_queries(7):
        client.get("/programme/")
