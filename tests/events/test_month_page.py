"""The programme by the month: each event on its days, what is free in words, and the search kept from view to view."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.months import Month, month_of
from core.words import day as in_words
from events import month as months
from events.models import LONDON, Event, MixRule
from tests.makers import NOW, copies_of, make_agency, make_booking, make_course, make_event, make_event_on

pytestmark = pytest.mark.django_db
DAY = re.compile(r'<td role="cell" class="([^"]*)"[^>]*>(.*?)</td>')


def page(client: Client, **asked: Any) -> str:
    answer = client.get("/programme/month/", asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def days_of(client: Client, **asked: Any) -> dict[str, list[str]]:
    """The titles on each day of the page that has any, by the day in words."""
    found = {}
    for _, cell in DAY.findall(page(client, **asked)):
        if titles := re.findall(r'<a class="govuk-link" href="/events/[^>]*>(.*?)</a>', cell):
            found[re.findall(r'turnout-month__narrow">(.*?)<', cell)[0]] = titles
    return found


def next_month() -> Month:
    """A month in which every day is still to come."""
    return month_of(timezone.now().astimezone(LONDON).date()).plus(1)


def test_events_stand_on_their_days_in_the_order_of_their_times(client: Client) -> None:
    month = next_month()
    third = month.first.replace(day=3)
    make_event(starts_on=third, title="Afternoon", starts_time="13:00")
    make_event(starts_on=third, title="Morning", starts_time="09:00")
    make_event(starts_on=month.last, title="Last")
    make_event(starts_on=month.plus(1).first, title="Next month")
    assert days_of(client, month=month) == {in_words(third): ["Morning", "Afternoon"], in_words(month.last): ["Last"]}


def test_an_event_of_several_dates_stands_on_each_and_in_both_months(client: Client) -> None:
    month = next_month()
    since = (month.last - NOW.astimezone(LONDON).date()).days
    make_event_on(since, since + 1, since + 8, title="Thrice")
    assert days_of(client, month=month) == {in_words(month.last): ["Thrice"]}
    assert "date 1 of 3" in page(client, month=month)
    first = month.plus(1).first
    then = {in_words(first): ["Thrice"], in_words(first + timedelta(7)): ["Thrice"]}
    assert days_of(client, month=month.plus(1)) == then


def test_what_is_free_is_said_in_words(client: Client) -> None:
    month = next_month()
    full = make_event(starts_on=month.first, places=1)
    make_booking(full)
    make_booking(full, outcome="waiting")
    make_event(starts_on=month.first, places=7)
    said = page(client, month=month)
    assert "Full: 1 waiting" in said
    assert "7 places left" in said


def test_what_one_searches_for_goes_along_from_view_to_view_and_month_to_month(client: Client) -> None:
    month = next_month()
    make_event(starts_on=month.first, title="Neglect", course=make_course("lpg"))
    make_event(starts_on=month.first, title="Harm")
    asked = {"q": "neglect", "kind": "lpg", "month": str(month), "page": "2"}
    assert days_of(client, **asked) == {in_words(month.first): ["Neglect"]}
    said = page(client, **asked)
    assert 'href="/programme/?q=neglect&amp;kind=lpg">List</a>' in said
    assert f'href="/programme/month/?q=neglect&amp;kind=lpg&amp;month={month.plus(1)}" rel="next"' in said
    assert f'<input type="hidden" name="month" value="{month}">' in said
    as_list = client.get("/programme/", {"q": "neglect", "page": "1"}).content.decode()
    assert 'href="/programme/month/?q=neglect">Month</a>' in as_list


def test_what_can_not_be_understood_is_said_and_filters_nothing(client: Client) -> None:
    month = next_month()
    make_event(starts_on=month.first, title="Still here")
    said = page(client, month=month, topic="no-such-topic")
    assert "The topic you asked for has no coming dates" in said
    assert "Still here" in said


def test_a_month_with_nothing_on_leads_to_the_next_that_has_something(client: Client) -> None:
    month = next_month()
    assert "There is no event in" in page(client)
    assert 'href="/programme/">See the programme as a list' in page(client)
    make_event(starts_on=month.plus(2).first, title="Neglect")
    said = page(client, month=month, q="neglect")
    assert f"There is no event in {month.name} that fits all of that." in said
    assert f'q=neglect&amp;month={month.plus(2)}">Go to the next that there are, in {month.plus(2).name}</a>' in said


def test_the_pages_lead_neither_into_the_past_nor_on_for_ever(client: Client) -> None:
    this, last = months.bounds(at=timezone.now())
    for asked in ("", "2013-06", "x"):
        said = page(client, month=asked)
        assert f'id="month">{this.name}<' in said
        assert 'rel="prev"' not in said
    said = page(client, month="9999-01")
    assert f'id="month">{last.name}<' in said
    assert 'rel="next"' not in said


def test_today_is_marked_by_the_day_in_london_and_no_other_day_is() -> None:
    late = datetime(2026, 5, 31, 23, 30, tzinfo=LONDON)
    weeks = months.weeks_of(Event.objects.none(), Month(2026, 5), agency=None, at=late)
    assert [day.on for week in weeks for day in week.days if day.is_today] == [date(2026, 5, 31)]
    weeks = months.weeks_of(Event.objects.none(), Month(2026, 6), agency=None, at=late)
    assert [day.on for week in weeks for day in week.days if day.is_today] == []


def test_a_week_of_which_a_list_would_show_nothing_is_said_to_be_bare(client: Client) -> None:
    month = next_month()
    assert 'class="turnout-month turnout-month--bare"' in page(client, month=month)
    make_event(starts_on=month.first)
    said = page(client, month=month)
    assert "turnout-month--bare" not in said
    assert said.count("turnout-month__week--bare") == len(month.weeks) - 1
    this = months.weeks_of(Event.objects.none(), Month(2026, 5), agency=None, at=NOW)
    assert [week.is_bare for week in this] == [True, False, True, True, True]


def test_words_of_others_are_shown_as_words(client: Client) -> None:
    make_event(starts_on=next_month().first, title="<script>alert(1)</script>")
    said = page(client, month=next_month())
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert(1)" in said


@pytest.mark.once
@pytest.mark.parametrize("events", [1, 3, 1_000])
def test_a_month_costs_two_queries_however_much_is_on(
    client: Client, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    copies_of(make_event(starts_on=next_month().first), events - 1)
    with django_assert_num_queries(2):
        page(client, month=next_month())


@pytest.mark.parametrize("events", [1, 30])
def test_with_dates_and_a_mix_it_costs_four(
    client: Client, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    month = next_month()
    event = make_event(starts_on=month.first, ends_on=month.last)
    copies_of(event, events - 1)
    MixRule.objects.create(event=event, kind=MixRule.Kind.RESERVE, agency=make_agency(), places=4)
    with django_assert_num_queries(4):
        page(client, month=month)
