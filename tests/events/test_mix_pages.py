"""The mix on the pages: what is free for whom and why, before they try; the mix so far; a manager's rules for it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events import mix_so_far, pictures
from events.models import LONDON, Booking, Event, MixRule
from people.models import Agency, Duty, Person, Sector, User
from tests.events.pages import event_in
from tests.makers import cap, keep, make_agency, make_booking, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def education() -> Sector:
    return Sector.objects.get(code="education")


@pytest.fixture
def trust() -> Agency:
    return make_agency(name="The Trust")


def sign_in(client: Client, agency: Agency) -> Person:
    person = make_person(user=make_user(), agency=agency)
    client.force_login(person.user or make_user())
    return person


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


KEPT = "The 2 places left are kept for people from Education."


@pytest.mark.parametrize(
    ("comes_from", "tag", "why", "button"),
    [
        ("health", "Waiting list: 1 waiting<", True, "Join the waiting list"),
        ("education", "2 places left<", False, "Book a place"),
        ("nowhere", "2 places left<", True, "Book a place"),
    ],
)
def test_a_card_and_the_event_s_page_say_what_is_free_for_whom(
    client: Client, education: Sector, *, comes_from: str, tag: str, why: bool, button: str
) -> None:
    event = event_in(places=2)
    keep(event, 2, education)
    make_booking(event, outcome="waiting")
    if comes_from != "nowhere":
        sign_in(client, make_agency(sector=Sector.objects.get(code=comes_from)))
    for said in (page(client, "programme"), page(client, "event", event.code)):
        assert tag in said
        assert (KEPT in said) == why
    assert button in page(client, "event", event.code)


def test_as_many_places_are_left_as_one_may_have(client: Client, education: Sector, trust: Agency) -> None:
    event = event_in(places=9)
    keep(event, 5, education)
    assert "9 places left" in page(client, "event", event.code)
    sign_in(client, trust)
    assert "4 places left" in page(client, "event", event.code)
    sign_in(client, make_agency(sector=education))
    assert "9 places left" in page(client, "event", event.code)
    cap(event, 2)
    assert "2 places left" in page(client, "event", event.code)


def test_a_full_event_is_full_whatever_is_kept(client: Client, education: Sector, trust: Agency) -> None:
    event = event_in(places=1)
    keep(event, 1, education)
    make_booking(event)
    sign_in(client, trust)
    said = page(client, "event", event.code)
    assert "Full<" in said
    assert "is kept for" not in said
    assert "1 place kept for Education" in said


def test_somebody_of_an_agency_at_its_cap_books_a_place_in_line_and_reads_why(client: Client, trust: Agency) -> None:
    event = event_in(places=9)
    cap(event, 1, until=timezone.now().astimezone(LONDON).date() + timedelta(days=400))
    make_booking(event, make_person(agency=trust))
    sign_in(client, trust)
    said = page(client, "book", event.code)
    assert "Join the waiting list</h1>" in said
    assert "and The Trust holds 1." in said
    assert "Places that come free go to whoever has waited longest." in said
    client.post(reverse("book", args=[event.code]))
    booked = Booking.objects.latest("pk")
    assert booked.state == Booking.State.WAITING
    said = page(client, "booking", booked.pk)
    assert "You’re on the waiting list, 1st" in said
    assert "and The Trust holds 1. Places that come free go to whoever has waited longest." in said


@pytest.mark.parametrize("events", [1, 3, 30])
def test_rules_cost_the_programme_one_query_however_many_they_are(
    client: Client, education: Sector, trust: Agency, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(events):
        event = event_in()
        keep(event, 2, education)
        cap(event, 2)
        make_booking(event)
        make_booking(event, outcome="waiting")
    with django_assert_num_queries(4):
        client.get(reverse("programme"))


@pytest.mark.once
def test_the_event_s_page_says_whom_places_are_for_before_anybody_is_stopped(
    client: Client, education: Sector, trust: Agency
) -> None:
    event, today = event_in(places=20, prefers_mix=True), timezone.now().astimezone(LONDON).date()
    cap(event, 3, until=today)
    keep(event, 2, education)
    keep(event, 4, trust, until=today - timedelta(days=1))
    said = page(client, "event", event.code)
    assert "<li>2 places kept for Education</li><li>At most 3 places for any one agency until" in said
    assert "first to people whose agency holds the fewest" in said
    assert "kept for The Trust" not in said
    assert "kept for" not in page(client, "event", event_in().code)


def test_the_mix_so_far_is_for_everybody_to_see_without_names(client: Client, education: Sector, trust: Agency) -> None:
    event = event_in()
    assert "So far:" not in page(client, "event", event.code)
    for agency in (trust, make_agency(sector=education), make_agency()):
        make_booking(event, make_person(agency=agency, last_name="Secret"))
    make_booking(event, outcome="waiting")
    make_booking(event, outcome="cancelled")
    said = page(client, "event", event.code)
    assert "So far: Health 2, Education 1<" in said
    assert "Secret" not in said


def test_only_dates_with_a_place_for_them_are_offered_instead(client: Client, education: Sector, trust: Agency) -> None:
    event = event_in()
    kept, free = event_in(40, course=event.course, places=1), event_in(41, course=event.course, places=1)
    keep(kept, 1, education)
    booking = make_booking(event, sign_in(client, trust))
    said = page(client, "transfer", booking.pk)
    assert (f'value="{kept.pk}"' in said, f'value="{free.pk}"' in said) == (False, True)
    address = reverse("transfer", args=[booking.pk])
    assert "You keep your place on" in client.post(address, {"event": kept.pk}).content.decode()


def test_a_lead_and_a_manager_read_what_is_free_for_those_whom_they_book(
    client: Client, education: Sector, trust: Agency
) -> None:
    event = event_in(places=2)
    keep(event, 2, education)
    client.force_login(make_user(Duty.Kind.LEAD, agency=trust))
    assert KEPT in page(client, "book_team", event.code)
    client.force_login(make_user(Duty.Kind.MANAGER))
    said = page(client, "book_person", event.code, make_person(agency=trust).pk)
    assert KEPT in said
    assert "Put on the waiting list" in said
    teacher = make_person(agency=make_agency(sector=education))
    assert "Book a place" in page(client, "book_person", event.code, teacher.pk)


# For managers


def test_a_manager_sees_the_mix_beside_its_rules_and_why_people_wait(
    client: Client, manager: User, education: Sector, trust: Agency
) -> None:
    event, today = event_in(places=3), timezone.now().astimezone(LONDON).date()
    keep(event, 2, education, until=today)
    cap(event, 1)
    make_booking(event, make_person(agency=trust))
    make_booking(event, make_person(agency=trust), outcome="waiting")
    said = page(client, "manage_event", event.code)
    assert f"2 until {today.day} {today:%b %Y}, 2 unclaimed" in said
    assert "At most 1 place goes to any one agency, and The Trust holds 1." in said
    assert "Places that come free go first to those for whom places are kept, then to whoever has waited" in said
    assert reverse("change_mix", args=[event.code]) in said
    assert "You may go past that" in page(client, "change_waiting", Booking.objects.latest("pk").pk)


def test_the_mix_in_full_has_each_sector_before_its_agencies(education: Sector, trust: Agency) -> None:
    event = event_in(places=9)
    school, surgery = make_agency(name="School", sector=education), make_agency(name="Surgery")
    keep(event, 2, education)
    cap(event, 4, trust)
    cap(event, 3)
    for agency, outcome in ((surgery, "booked"), (school, "booked"), (school, "booked"), (surgery, "waiting")):
        make_booking(event, make_person(agency=agency), outcome=outcome)
    rows = mix_so_far.in_full(pictures.of(event, at=timezone.now()))
    assert [
        (
            row.name, row.is_sector, row.held, row.waiting,
            row.kept and row.kept.places, row.unclaimed, row.cap and row.cap.places,
        )
        for row in rows
    ] == [
        ("Education", True, 2, 0, 2, 0, None),
        ("School", False, 2, 0, None, 0, 3),
        ("Health", True, 1, 1, None, 0, None),
        ("Surgery", False, 1, 1, None, 0, 3),
        ("The Trust", False, 0, 0, None, 0, 3),
    ]  # fmt: skip


def row(number: int, kind: str, whom: str, places: object, until: tuple[object, object, object] | None = None) -> Any:
    day, month, year = until or ("", "", "")
    said = {"kind": kind, "whom": whom, "places": places, "until_day": day, "until_month": month, "until_year": year}
    return {f"form-{number}-{name}": value for name, value in said.items()}


def sent(*rows: dict[str, Any], known: int = 0, **others: Any) -> dict[str, Any]:
    form = {"form-TOTAL_FORMS": max(2, len(rows)), "form-INITIAL_FORMS": known}
    for each in rows:
        form |= each
    return form | others


def test_a_manager_keeps_places_caps_shares_and_takes_a_rule_away(
    client: Client, manager: User, education: Sector, trust: Agency
) -> None:
    event = event_in(places=9)
    address = reverse("change_mix", args=[event.code])
    until = event.starts_on - timedelta(days=2)
    kept = row(0, "reserve", f"sector-{education.pk}", 4, (until.day, until.month, until.year))
    capped = row(1, "cap", "any", 3)
    answer = client.post(address, sent(kept, capped, prefers_mix="on"), follow=True)
    assert "The mix is saved." in answer.content.decode()
    first, second = event.mix_rules.all()
    assert (first.kind, first.sector, first.agency, first.places, first.until) == ("reserve", education, None, 4, until)
    assert (second.kind, second.whom, second.places, second.until) == ("cap", "any one agency", 3, None)
    assert Event.objects.get(pk=event.pk).prefers_mix
    said = page(client, "change_mix", event.code)
    assert f'<option value="sector-{education.pk}" selected>' in said
    assert 'value="4"' in said
    assert said.count("Take this rule away") == 2
    assert "Rule 4</legend>" in said
    own = row(2, "cap", f"agency-{trust.pk}", 0)
    client.post(address, sent(kept, capped | {"form-1-DELETE": "on"}, own, row(3, "", "", ""), known=2))
    assert [str(rule).split(" until")[0] for rule in event.mix_rules.all()] == [
        "4 places kept for Education",
        "At most no places for The Trust",
    ]
    assert not Event.objects.get(pk=event.pk).prefers_mix


def test_what_is_wrong_with_a_rule_is_said_at_its_row_and_above(
    client: Client, manager: User, education: Sector
) -> None:
    event = event_in(places=9)
    rows = row(0, "reserve", "any", 4), row(1, "cap", "any", 0, (31, 2, 2026))
    said = client.post(reverse("change_mix", args=[event.code]), sent(*rows)).content.decode()
    assert "<title>Error: " in said
    for anchor, message in (
        ("form-0-whom", "Rule 1: Choose the agency or the sector that places are kept for"),
        ("form-1-places", "Rule 2: Enter 1 place or more"),
        ("form-1-until_day", "Rule 2: Last day must be a real date"),
    ):
        assert f'<a href="#id_{anchor}">{message}</a>' in said
        assert f'id="id_{anchor}"' in said
    incomplete = sent(row(0, "cap", "", ""))
    said = client.post(reverse("change_mix", args=[event.code]), incomplete).content.decode()
    assert "Select the agency or sector" in said
    assert "Enter the places" in said
    assert not MixRule.objects.exists()


def test_a_contradiction_is_said_and_nothing_is_kept(client: Client, manager: User, education: Sector) -> None:
    event = event_in(places=3)
    rows = sent(row(0, "reserve", f"sector-{education.pk}", 4))
    said = client.post(reverse("change_mix", args=[event.code]), rows).content.decode()
    assert "4 places would be kept, and there are only 3." in said
    assert 'value="4"' in said
    assert not MixRule.objects.exists()


def test_a_form_that_was_tampered_with_is_refused(client: Client, manager: User) -> None:
    event = event_in()
    answer = client.post(reverse("change_mix", args=[event.code]), {"form-TOTAL_FORMS": "x"})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_the_mix_is_the_managers_to_change(client: Client) -> None:
    event = event_in()
    for user in (make_user(), make_user(Duty.Kind.LEAD, agency=make_agency()), make_user(Duty.Kind.TRAINER)):
        client.force_login(user)
        assert client.get(reverse("change_mix", args=[event.code])).status_code == 404


def test_an_agency_that_was_merged_stays_in_its_rule(client: Client, manager: User, trust: Agency) -> None:
    event = event_in()
    merged = make_agency(name="The Old Trust", successor=trust)
    assert "The Old Trust" not in page(client, "change_mix", event.code)
    keep(event, 1, merged)
    assert f'<option value="agency-{merged.pk}" selected>' in page(client, "change_mix", event.code)


def test_who_is_moved_by_hand_is_shown_where_they_stand(client: Client, manager: User, trust: Agency) -> None:
    event = event_in(places=1, prefers_mix=True)
    make_booking(event, make_person(agency=trust))
    first = make_booking(event, make_person(agency=trust, last_name="Aster"), outcome="waiting")
    make_booking(event, make_person(last_name="Birch"), outcome="waiting")
    said = page(client, "manage_event", event.code)
    assert said.index("Birch") < said.index("Aster")
    assert "is fixed for whoever is at it or before it" in page(client, "change_waiting", first.pk)
    moves = {"what": "position", "position": "1", "reason": "Court"}
    said = client.post(reverse("change_waiting", args=[first.pk]), moves, follow=True).content.decode()
    assert "Ann Aster is 1st on the waiting list now." in said
    assert "first in the order that the training team gave" in said
    assert said.rindex("Aster, The Trust") < said.rindex("Birch, ")
    Event.objects.filter(pk=event.pk).update(cut_off_hours=31 * 24)
    assert "you decide who comes" in page(client, "change_waiting", first.pk)


def test_the_second_of_two_managers_is_told_and_neither_loses_anything(client: Client, manager: User) -> None:
    event = event_in(places=6)
    address = reverse("change_mix", args=[event.code])
    seen = re.findall(r'name="seen" value="(\w+)"', page(client, "change_mix", event.code))
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "seen": seen[0]}
    rule = {"form-0-kind": "cap", "form-0-whom": "any", "form-0-places": "3"}
    assert client.post(address, rows | rule)["Location"] == reverse("manage_event", args=[event.code])
    answer = client.post(address, rows | rule | {"form-0-places": "5", "prefers_mix": "on"})
    said = " ".join(answer.content.decode().split())
    assert "Somebody changed who the places of" in said
    assert re.search(r'name="form-0-places" value="5"', said)
    event.refresh_from_db()
    assert (event.prefers_mix, event.mix_rules.get().places) == (False, 3)
