"""The page on which an event is planned: what is asked, under headings, and mistakes in the order of the page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from events.forms_manage import SECTIONS, EventForm
from people.models import Duty
from tests.makers import make_event, make_user

pytestmark = pytest.mark.django_db
OPENS = {"opens_on_day": "x"}
WRONG = {"places": "many", "opens_on": "x", "grace_minutes": "long", "minimum": "0"}


def page_of(client: Client, **said: str) -> str:
    client.force_login(make_user(Duty.Kind.MANAGER))
    address = reverse("plan_event")
    return (client.post(address, said) if said else client.get(address)).content.decode()


def test_all_that_is_asked_stands_under_a_heading(client: Client) -> None:
    form = EventForm()
    asked = [field.name for section in form.sections for field in section.fields]
    assert asked == [field.name for field in form.visible_fields()]
    assert len(asked) == len(set(asked))
    headings = re.findall(r'<h2 class="govuk-heading-m">([^<]+)</h2>', page_of(client))
    assert headings == [heading for heading, _, _ in SECTIONS]


def test_what_is_wrong_is_told_in_the_order_of_the_page(client: Client) -> None:
    page = page_of(client, **WRONG, **OPENS, **{"dates-TOTAL_FORMS": "0", "dates-INITIAL_FORMS": "0"})
    summary = page.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    anchors = re.findall(r'href="#([^"]+)"', summary)
    assert anchors == sorted(anchors, key=lambda anchor: page.index(f'id="{anchor}"'))
    assert [name for name in WRONG if not any(anchor.startswith(f"id_{name}") for anchor in anchors)] == []


def test_of_an_event_on_record_its_course_is_not_asked_again() -> None:
    sections = EventForm.about(make_event()).sections
    assert [field.name for field in sections[0].fields] == ["title"]
    assert [section.heading for section in sections] == [heading for heading, _, _ in SECTIONS]
