"""Each alarm rings when it should and not a moment before."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from events import alarms, programme
from events.models import Event
from people.models import Duty, Sector
from tests.makers import NOW, TESTER, keep, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def event(booked: int = 0, waiting: int = 0, **fields: Any) -> Event:
    made = make_event(**fields)
    for outcome in ["booked"] * booked + ["waiting"] * waiting:
        make_booking(made, outcome=outcome)
    return made


@pytest.mark.parametrize(
    ("booked", "waiting", "decides_in", "rings"),
    [(4, 0, 0, True), (5, 0, 0, False), (4, 0, 1, False), (4, 0, -3, True), (4, 5, 0, True)],
)
def test_too_few_on_the_day_of_decision(booked: int, waiting: int, decides_in: int, rings: bool) -> None:
    event(booked, waiting, minimum=5, decide_on=TODAY + timedelta(days=decides_in))
    assert alarms.ringing(at=NOW).too_few.exists() == rings


def test_a_manager_lets_it_run_all_the_same_until_it_is_to_be_decided_anew() -> None:
    few = event(3, minimum=5, decide_on=TODAY)
    with pytest.raises(programme.EventNotChangeable, match="Say why"):
        programme.let_run(few, by=TESTER, at=NOW, reason=" ")
    programme.let_run(few, by=TESTER, at=NOW, reason="The agency pays for an empty room")
    assert not alarms.ringing(at=NOW).too_few.exists()
    assert AuditEntry.objects.get(verb="programme.let_run").reason == "The agency pays for an empty room"
    with pytest.raises(programme.EventNotChangeable, match="runs all the same: that was decided on Monday 4 May 2026"):
        programme.let_run(few, by=TESTER, at=NOW, reason="Again")
    programme.change(few, by=TESTER, at=NOW, places=19)
    assert not alarms.ringing(at=NOW).too_few.exists()
    programme.change(few, by=TESTER, at=NOW, decide_on=TODAY - timedelta(days=1))
    assert alarms.ringing(at=NOW).too_few.exists()
    programme.let_run(few, by=TESTER, at=NOW, reason="All the same")
    programme.change(few, by=TESTER, at=NOW, minimum=None, decide_on=None)
    with pytest.raises(programme.EventNotChangeable, match="however few"):
        programme.let_run(few, by=TESTER, at=NOW, reason="Nothing to say")


def test_nothing_rings_for_what_was_cancelled_or_has_begun() -> None:
    event(minimum=5, decide_on=TODAY, status="cancelled", cancelled_at=NOW)
    event(minimum=5, decide_on=TODAY, days=-1)
    event(waiting=9, places=2, days=-1)
    rung = alarms.ringing(at=NOW)
    assert not any([*rung.too_few, *rung.undecided, *rung.enough_for_another, *rung.freed])


@pytest.mark.parametrize(
    ("booked", "waiting", "fields", "rings"),
    [
        (4, 1, {}, False),
        (4, 2, {}, True),
        (4, 2, {"minimum": 3, "decide_on": TODAY}, False),
        (4, 3, {"minimum": 3, "decide_on": TODAY}, True),
        (3, 2, {}, False),
        (4, 0, {"places": 0}, False),
    ],
)
def test_so_many_wait_that_another_date_would_be_worth_it(
    booked: int, waiting: int, fields: dict[str, Any], rings: bool
) -> None:
    event(booked, waiting, **{"places": 4} | fields)
    assert alarms.ringing(at=NOW).enough_for_another.exists() == rings


@pytest.mark.parametrize(
    ("fields", "booked", "waiting", "rings"),
    [
        ({}, 1, 0, False),
        ({"opens_on": TODAY + timedelta(days=3)}, 0, 0, False),
        ({"closes_on": TODAY - timedelta(days=1)}, 0, 0, True),
        ({"status": "draft"}, 0, 0, True),
        ({"days": -1}, 0, 0, True),
        ({}, 2, 0, True),
        ({}, 1, 1, True),
    ],
)
def test_another_date_with_room_answers_it(fields: dict[str, Any], booked: int, waiting: int, rings: bool) -> None:
    full = event(2, 1, places=2)
    event(booked, waiting, course=full.course, **{"places": 2, "days": 60} | fields)
    assert (full in alarms.ringing(at=NOW).enough_for_another) == rings


@pytest.mark.once
def test_a_date_for_another_agency_only_helps_nobody() -> None:
    full = event(2, 1, places=2)
    event(course=full.course, for_agency=make_agency())
    assert alarms.ringing(at=NOW).enough_for_another.exists()


@pytest.mark.parametrize(
    ("fields", "booked", "waiting", "rings"),
    [
        ({"cut_off_hours": 48}, 1, 1, True),
        ({"cut_off_hours": 48, "places": None}, 1, 1, True),
        ({"cut_off_hours": 48}, 2, 1, False),
        ({"cut_off_hours": 48}, 1, 0, False),
        ({"cut_off_hours": 12}, 1, 1, False),
        ({}, 1, 1, False),
    ],
)
def test_a_list_that_stands_still_beside_free_places(
    fields: dict[str, Any], booked: int, waiting: int, rings: bool
) -> None:
    made = event(booked, waiting, **{"places": 2, "days": 1} | fields)
    assert alarms.ringing(at=NOW).undecided == ([made] if rings else [])


@pytest.mark.parametrize(
    ("fields", "days_ago", "waiting", "rings"),
    [
        ({}, 1, 0, True),
        ({}, 8, 0, False),
        ({"days": 29}, 1, 0, False),
        ({}, 1, 1, False),
        ({"places": None}, 1, 0, False),
    ],
)
def test_a_place_given_back_lately_that_nobody_waits_for(
    fields: dict[str, Any], days_ago: int, waiting: int, rings: bool
) -> None:
    made = event(waiting=waiting, **{"days": 20} | fields)
    make_booking(made, outcome="cancelled", cancelled_at=NOW - timedelta(days=days_ago))
    assert alarms.ringing(at=NOW).freed.exists() == rings


def test_a_place_passed_on_to_a_colleague_is_not_free() -> None:
    made = event(days=20)
    make_booking(made, replaces=make_booking(made, outcome="cancelled"))
    assert not alarms.ringing(at=NOW).freed.exists()


def test_a_place_that_somebody_left_for_another_date_is() -> None:
    made = event(days=20)
    make_booking(event(days=50, course=made.course), replaces=make_booking(made, outcome="cancelled"))
    assert list(alarms.ringing(at=NOW).freed) == [made]


@pytest.mark.parametrize(
    ("fields", "until", "claimed", "rings"),
    [
        ({}, 7, 1, True),
        ({}, 7, 2, False),
        ({}, 8, 0, False),
        ({}, 0, 0, True),
        ({}, -1, 0, False),
        ({}, None, 0, False),
        ({"days": 7}, None, 0, True),
        ({"days": 7}, None, 2, False),
        ({"days": 6, "status": "draft"}, None, 0, False),
    ],
)
def test_kept_places_that_nobody_has_claimed_when_their_last_day_is_near(
    fields: dict[str, Any], until: int | None, claimed: int, rings: bool
) -> None:
    made, agency = event(3, 2, **fields), make_agency()
    keep(made, 2, agency, until=None if until is None else TODAY + timedelta(days=until))
    for _ in range(claimed):
        make_booking(made, make_person(agency=agency))
    make_booking(made, make_person(agency=agency), outcome="waiting")
    make_booking(event(**fields), make_person(agency=agency))
    rung = [(vars(rule)["held"], rule.places) for rule in alarms.ringing(at=NOW).unclaimed]
    assert rung == ([(claimed, 2)] if rings else [])


def test_a_place_kept_for_a_sector_is_claimed_by_any_of_its_agencies() -> None:
    made, education = event(days=3), Sector.objects.get(code="education")
    keep(made, 2, education)
    for _ in range(2):
        assert alarms.ringing(at=NOW).unclaimed.exists()
        make_booking(made, make_person(agency=make_agency(sector=education)))
    assert not alarms.ringing(at=NOW).unclaimed.exists()


def test_a_minimum_without_a_day_of_decision_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError):
        make_event(minimum=5)


def test_the_workspace_shows_the_alarms(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert "Demand" not in client.get(reverse("workspace")).content.decode()
    few = event(3, at=timezone.now(), minimum=5, decide_on=timezone.localdate())
    said = client.get(reverse("workspace")).content.decode()
    assert reverse("cancel_event", args=[few.code]) in said
    assert "Too few people, and the day of decision has come" in said
    assert "3 booked of 20, at least 5 wanted" in " ".join(said.split())
    let_run, page = (reverse(name, args=[few.code]) for name in ("let_run_event", "manage_event"))
    assert let_run in said
    assert let_run in client.get(page).content.decode()
    assert client.post(let_run, {"reason": "Paid for"})["Location"] == page
    assert "that was decided on" in client.get(page).content.decode()
    assert client.get(let_run)["Location"] == page
    assert "Demand" not in client.get(reverse("workspace")).content.decode()
    still = event(1, 1, at=timezone.now(), days=1, cut_off_hours=48)
    said = client.get(reverse("workspace")).content.decode()
    assert f"{reverse('manage_event', args=[still.code])}#waiting-list" in said
    assert 'id="waiting-list"' in client.get(reverse("manage_event", args=[still.code])).content.decode()


def test_the_workspace_says_which_kept_places_are_unclaimed(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    keep(event(at=timezone.now(), days=3), 2, make_agency(name="The Trust"))
    said = " ".join(client.get(reverse("workspace")).content.decode().split())
    assert "2 places kept for The Trust, 0 claimed" in said
