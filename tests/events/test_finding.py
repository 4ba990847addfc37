"""A manager's search finds people, events, courses and agencies by any of their words."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events import finding
from events.models import Event
from people.models import Duty
from tests.makers import NOW, copies_of, make_agency, make_course, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def names(text: str) -> list[list[str]]:
    found = finding.by_words(text, at=NOW)
    return [
        [person.name for person in found.people],
        [event.name for event in found.events],
        [course.title for course in found.courses],
        [agency.name for agency in found.agencies],
    ]


def test_each_kind_is_found_by_its_own_words_whatever_the_capitals() -> None:
    agency, course = make_agency("fen-surgery"), make_course(title="Neglect", code="ngl")
    make_person(first_name="Zoë", last_name="Fenn", email="zf@example.org", agency=agency)
    make_event(course=course, title="Harm at home", code="harm-2026")
    make_event(title="Another", days=40)
    assert names("zoë FENN") == [["Zoë Fenn"], [], [], []]
    assert names("zf@example") == [["Zoë Fenn"], [], [], []]
    assert names("fen-surg") == [["Zoë Fenn"], [], [], ["Fen-Surgery"]]
    assert names("harm-20") == [[], ["Harm at home"], [], []]
    assert names("ngl") == [[], [], ["Neglect"], []]
    assert names("nobody") == [[], [], [], []]


def test_what_is_to_come_stands_first_and_ten_are_enough(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for days in (-40, -10, 40, 10, 0):
        make_event(title=f"Day {days}", days=days, status=Event.Status.DRAFT)
    assert names("day")[1] == ["Day 0", "Day 10", "Day 40", "Day -10", "Day -40"]
    copies_of(make_event(title="Number", days=90), 12)
    with django_assert_num_queries(4):
        assert len(names("number")[1]) == 10


def test_the_page_leads_to_each_and_to_the_list_where_there_is_more(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    person = make_person(last_name="Quill")
    for _ in range(10):
        make_person(last_name="Quill")

    def page(**sent: Any) -> str:
        return client.get("/manage/find/", sent).content.decode()

    assert f'href="/manage/people/{person.pk}/"' in page(q="quill")
    assert 'href="/manage/people/?q=quill"' in page(q="quill")
    assert "Nothing on record fits" in page(q="<b>none")
    assert "&lt;b&gt;none" in page(q="<b>none")
    assert "Enter a name, an e-mail, a title or a code" in page(q=" ")
    assert "Nothing on record fits" not in page(q=" ")
    assert 'action="/manage/find/"' in client.get("/manage/").content.decode()
