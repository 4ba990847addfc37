"""A manager's pages about a conference: planning its workshops, who has what, putting somebody in, and allotting."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.models import AuditEntry
from events import choices, workshops
from events.models import Booking, Event, Venue
from people.models import Duty
from tests.events.test_workshop_pages import page, ranked, sent_back
from tests.makers import TESTER, make_booking, make_conference, make_course, make_event, make_person, make_user
from tests.makers import make_workshop as workshop_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("manager")]
State = Booking.State


@pytest.fixture
def conference() -> Event:
    return make_conference(at=timezone.now(), venue=Venue.objects.create(name="The Lakes"))


def has(booking: Booking) -> dict[str, str]:
    return {part.event.title: part.state for part in workshops.of_delegate(booking)}


def rank(conference: Event, *wishes: list[Event]) -> Booking:
    return choices.rank(make_booking(conference), wishes, by=TESTER, at=timezone.now())


def test_a_workshop_is_planned_published_and_changed(client: Client, conference: Event) -> None:
    said = page(client, reverse("manage_event", args=[conference.code]))
    assert "No workshop is planned yet." in said
    plan = reverse("plan_workshop", args=[conference.code])
    assert f'href="{plan}"' in said
    form = page(client, plan)
    assert 'value="The Lakes"' in form
    assert "Fewest people" not in form
    day = {f"starts_on_{part}": getattr(conference.starts_on, part) for part in ("day", "month", "year")}
    hours = {"starts_time": "11am", "ends_time": "midday", "venue_name": "Lake Room", "places": "12"}
    assert "Enter the title" in client.post(plan, {**day, **hours}).content.decode()
    refused = client.post(plan, {**day, **hours, "title": "Neglect", "starts_time": "8am"}).content.decode()
    assert "Neglect must lie within the time of its conference" in refused
    client.post(plan, {**day, **hours, "title": "Neglect"})
    workshop = conference.workshops.get()
    assert (workshop.course, workshop.status, workshop.places) == (conference.course, "draft", 12)
    manage = reverse("manage_event", args=[workshop.code])
    said = page(client, manage)
    assert f'Workshop of <a class="govuk-link" href="{reverse("manage_event", args=[conference.code])}">' in said
    assert "No workshop is planned yet." not in said
    client.post(reverse("publish_event", args=[workshop.code]))
    said = page(client, manage)
    assert f'href="{reverse("choices", args=[conference.code])}" role="button" data-module="govuk-button">Put a' in said
    change = client.get(reverse("change_event", args=[workshop.code]))["Location"]
    assert "Hours to approve" not in page(client, change)
    client.post(change, {**day, **hours, "title": "Neglect", "places": "20"})
    workshop.refresh_from_db()
    assert (workshop.places, workshop.status) == (20, "published")


def test_the_conference_lists_its_workshops_with_who_is_in_them(client: Client, conference: Event) -> None:
    one, draft = workshop_of(conference), workshop_of(conference, 14, status="draft", places=None)
    choices.choose(make_booking(conference), [one], by=TESTER, at=timezone.now())
    choices.choose(make_booking(conference), [], [one], by=TESTER, at=timezone.now())
    said = page(client, reverse("manage_event", args=[conference.code]))
    assert (
        said.index(one.title) < said.index("1 of 1 place, 1 waiting") < said.index(draft.title) < said.index(">Draft<")
    )
    assert "First come, first served." in said
    assert reverse("allot", args=[conference.code]) not in said


def test_what_is_no_conference_has_no_workshops(client: Client, conference: Event) -> None:
    course = make_event(at=timezone.now())
    assert "Plan a workshop" not in page(client, reverse("manage_event", args=[course.code]))
    workshop = workshop_of(conference)
    for name in ("plan_workshop", "say_how_to_choose", "choices", "allot"):
        assert client.get(reverse(name, args=[workshop.code])).status_code == 404
    late = make_conference(at=timezone.now(), days=-3)
    workshop_of(late, 14)
    said = page(client, reverse("manage_event", args=[late.code]))
    assert "Plan a workshop" not in said
    assert reverse("choices", args=[late.code]) in said


def test_how_delegates_choose_is_said(client: Client, conference: Event) -> None:
    address = reverse("say_how_to_choose", args=[conference.code])
    assert re.search(r'<input[^>]* value="first-come"[^>]* checked', page(client, address))
    assert "Enter the last day for ranking" in client.post(address, {"workshop_choice": "ranked"}).content.decode()
    day = conference.starts_on
    said = {"workshop_choice": "ranked", "choose_by_month": day.month, "choose_by_year": day.year}
    refused = client.post(address, said | {"choose_by_day": day.day}).content.decode()
    assert "That day must be before the conference begins." in refused
    day -= timedelta(days=1)
    said |= {"choose_by_day": day.day, "choose_by_month": day.month, "choose_by_year": day.year}
    client.post(address, said)
    conference.refresh_from_db()
    assert (conference.workshop_choice, conference.choose_by) == ("ranked", day)
    said_now = page(client, reverse("manage_event", args=[conference.code]))
    assert "The last day is" in said_now
    assert reverse("allot", args=[conference.code]) in said_now


def test_delegates_are_listed_with_what_they_have_at_each_time(client: Client, conference: Event) -> None:
    one, noon = workshop_of(conference), workshop_of(conference, 14)
    both = make_booking(conference, make_person(last_name="Zander"))
    choices.choose(both, [one, noon], by=TESTER, at=timezone.now())
    waits = make_booking(conference, make_person(last_name="Abel"))
    choices.choose(waits, [], [one], by=TESTER, at=timezone.now())
    make_booking(conference, make_person(last_name="Gone"), outcome="cancelled")
    address = reverse("choices", args=[conference.code])
    said = page(client, address)
    assert "2 delegates, of whom 1 has no workshop at some time of day." in said
    assert said.index("Abel") < said.index("Waiting, 1st") < said.index("Zander") < said.index(noon.title)
    assert f'href="{reverse("place_delegate", args=[waits.pk])}"' in said
    assert "Gone" not in said
    only = page(client, f"{address}?without=on")
    assert "Abel" in only
    assert "Zander" not in only
    empty = make_conference(at=timezone.now(), days=50)
    workshop_of(empty)
    assert "Nobody fits: nobody has booked yet" in page(client, reverse("choices", args=[empty.code]))


def test_until_they_are_allotted_those_are_found_who_have_not_ranked(client: Client, conference: Event) -> None:
    one = workshop_of(ranked(conference))
    has = choices.rank(make_booking(conference, make_person(last_name="Abel")), [[one]], by=TESTER, at=timezone.now())
    make_booking(conference, make_person(last_name="Zander"))
    address = reverse("choices", args=[conference.code])
    assert "2 delegates, of whom 1 has not ranked workshops. Nothing is allotted yet" in page(client, address)
    only = page(client, f"{address}?without=on")
    assert "Only those who have not ranked workshops" in only
    assert ("Zander" in only, has.person.last_name in only) == (True, False)


@pytest.mark.parametrize("many", [1, 3, 30])
def test_the_list_of_delegates_costs_the_same_for_all_of_them(
    client: Client, conference: Event, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = workshop_of(conference)
    for _ in range(many + 1):
        choices.choose(make_booking(conference), [], [one], by=TESTER, at=timezone.now())
    make_booking(conference)
    with django_assert_num_queries(10):
        page(client, reverse("choices", args=[conference.code]))


def test_a_manager_puts_a_delegate_into_a_workshop_past_a_rule_with_a_reason(client: Client, conference: Event) -> None:
    one = workshop_of(ranked(conference))
    booking = make_booking(conference)
    address = reverse("place_delegate", args=[booking.pk])
    said = page(client, address)
    assert "are ranked until" in said
    form = sent_back(said, place_11=one)
    assert "are ranked until" in client.post(address, form | {"overrule": ""}).content.decode()
    assert has(booking) == {}
    answer = client.post(address, form | {"overrule": "She speaks there"})
    assert answer["Location"] == reverse("choices", args=[conference.code])
    assert has(booking) == {one.title: State.CONFIRMED}
    assert AuditEntry.objects.get(verb="choices.choose").reason == "She speaks there"


def test_a_manager_may_give_a_free_place_past_those_who_wait(client: Client, conference: Event) -> None:
    one = workshop_of(conference, cut_off_hours=24 * 60)
    choices.choose(make_booking(conference), [one], by=TESTER, at=timezone.now())
    choices.choose(make_booking(conference), [], [one], by=TESTER, at=timezone.now())
    Event.objects.filter(pk=one.pk).update(places=2)
    booking = make_booking(conference)
    address = reverse("place_delegate", args=[booking.pk])
    form = sent_back(page(client, address), place_11=one)
    assert "is full by now" in client.post(address, form).content.decode()
    client.post(address, form | {"overrule": "He chairs it"})
    assert has(booking) == {one.title: State.CONFIRMED}


def test_who_has_no_place_on_the_conference_is_put_nowhere(client: Client, conference: Event) -> None:
    workshop_of(conference)
    booking = make_booking(conference, outcome="waiting")
    answer = client.get(reverse("place_delegate", args=[booking.pk]), follow=True)
    assert "by those who have a place on their conference" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("manage_event", args=[conference.code])


def test_allotting_is_shown_before_and_done_once(client: Client, conference: Event) -> None:
    one, two = workshop_of(ranked(conference)), workshop_of(conference)
    first, second, third = rank(conference, [one]), rank(conference, [one, two]), rank(conference, [one])
    make_booking(conference)
    address = reverse("allot", args=[conference.code])
    said = re.sub(r"<[^>]+>", " ", page(client, address))
    told = " ".join(said.split())
    for words in (
        "1st choices 1 place",
        "2nd choices 1 place",
        "None of their choices at some time of day 1 delegate",
        "Have ranked 3 delegates",
        "Have not ranked 1 delegate",
    ):
        assert words in told
    assert [has(booking) for booking in (first, second, third)] == [{}, {}, {}]
    answer = client.post(address, follow=True)
    assert "2 places are allotted. Everybody who ranked workshops is written to." in answer.content.decode()
    assert "None of their choices</strong>" in answer.content.decode()
    assert [has(booking) for booking in (first, second, third)] == [
        {one.title: State.CONFIRMED},
        {two.title: State.CONFIRMED},
        {},
    ]
    for again in (client.post(address, follow=True), client.get(address, follow=True)):
        assert "were allotted on" in again.content.decode()
    assert "They were allotted on" in page(client, reverse("manage_event", args=[conference.code]))


@pytest.mark.parametrize("kind", [None, Duty.Kind.BOARD, Duty.Kind.TRAINER])
def test_these_pages_are_the_managers(client: Client, conference: Event, kind: Duty.Kind | None) -> None:
    booking = make_booking(conference)
    client.force_login(make_user(*([kind] if kind else [])))
    for name in ("plan_workshop", "say_how_to_choose", "choices", "allot"):
        address = reverse(name, args=[conference.code])
        assert {client.get(address).status_code, client.post(address).status_code} == {404}
    assert client.get(reverse("place_delegate", args=[booking.pk])).status_code == 404


def test_the_workspace_counts_workshops_where_they_matter(client: Client) -> None:
    soon, begun = make_conference(at=timezone.now(), days=3), make_conference(at=timezone.now(), days=-1)
    workshop_of(soon, title="Soon with it")
    workshop_of(begun, title="Nobody in it")
    in_it = workshop_of(begun, title="Somebody in it")
    make_booking(in_it, make_booking(begun).person)
    said = page(client, reverse("workspace"))
    assert "Soon with it" not in said
    assert "Nobody in it" not in said
    assert "Somebody in it" in said


def test_a_team_s_pages_count_conferences_once(client: Client, conference: Event) -> None:
    lead = make_user(Duty.Kind.LEAD, agency=make_person().agency)
    person = make_person(agency=lead.duties.get().agency)
    booking = make_booking(conference, person)
    choices.choose(booking, [workshop_of(conference, title="Neglect")], by=TESTER, at=timezone.now())
    past = make_conference(at=timezone.now(), days=-9, course=make_course("conference"))
    for event in (past, workshop_of(past)):
        make_booking(event, person, outcome="attended")
    client.force_login(lead)
    said = page(client, reverse("my_team"))
    assert "Neglect" not in said
    assert re.search(r'numeric">1</td>', said)
