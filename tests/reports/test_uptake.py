"""Uptake: an agency exactly, the others of its sector only together, and never where somebody would stand alone."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.years import Period
from events.models import Event
from people.models import Agency, Duty, Sector, TargetGroup
from reports import uptake
from reports.counting.tallies import Tally
from reports.uptake import TOO_FEW, Comparison, came
from tests.makers import (
    NOW,
    make_agency,
    make_booking,
    make_conference,
    make_course,
    make_event,
    make_person,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db
THIS, LAST = uptake.years(at=NOW)


@pytest.fixture
def agency() -> Agency:
    return make_agency(name="Grange School", workforce=50)


def book(agency: Agency, event: Event, *outcomes: str, **fields: Any) -> None:
    for outcome in outcomes:
        make_booking(event, make_person(agency=agency), outcome=outcome, **fields)


def of(agency: Agency, period: Period = THIS) -> uptake.Uptake:
    return uptake.of(agency, period, at=NOW)


def test_the_agency_is_counted_in_the_words_of_the_report(agency: Agency) -> None:
    event, outcomes = make_event(days=-2), ("attended", "part-attended", "did-not-attend", "cancelled", "waiting")
    book(agency, event, *outcomes)
    book(agency, make_event(days=2), "booked")
    book(agency, make_event(days=-2, status="cancelled", cancelled_at=NOW), "attended")
    book(agency, make_workshop(make_conference(days=-2)), "attended")
    book(agency, make_event(days=-2, course=make_course("e-learning")), "attended")
    book(agency, make_event(days=-365), "attended", "did-not-attend")
    book(agency, make_event(days=-300), "attended")
    found = of(agency).in_all
    assert found.ours == Tally(booked=4, attended=2, cancelled=1, did_not_attend=1)
    assert [found.of_ours(rate) for _, rate in uptake.RATES] == ["67% of 3", "33% of 3", "25% of 4"]
    assert found.before == Tally(booked=2, attended=1, did_not_attend=1)
    assert of(agency, LAST).in_all.ours == Tally(booked=3, attended=2, did_not_attend=1)


def test_the_year_before_goes_to_the_same_day(agency: Agency) -> None:
    book(agency, make_event(starts_on=NOW.date().replace(year=2025)), "attended")
    book(agency, make_event(starts_on=NOW.date().replace(year=2025, day=5)), "attended")
    assert of(agency).in_all.before.attended == 1


def test_it_is_told_by_course_and_by_target_group_on_the_day(agency: Agency) -> None:
    neglect, harm = make_course(title="Neglect"), make_course(title="Harm")
    three = TargetGroup.objects.get(code="3")
    book(agency, make_event(days=-2, course=neglect), "attended", target_group=three)
    book(agency, make_event(days=-2, course=harm), "attended", "attended")
    found = of(agency)
    assert [(name, row.ours.attended) for name, row in found.by_course] == [("Harm", 2), ("Neglect", 1)]
    assert [(name, row.ours.attended) for name, row in found.by_target_group] == [(str(three), 1), ("Not recorded", 2)]


def others(event: Event, *agencies: tuple[str, ...], **fields: Any) -> None:
    for outcomes in agencies:
        book(make_agency(**fields), event, *outcomes)


def test_the_others_are_those_of_the_sector_together(agency: Agency) -> None:
    event = make_event(days=-2)
    others(
        event, ("attended",) * 6, ("attended",) * 4 + ("did-not-attend",) * 3, ("attended", *("did-not-attend",) * 3)
    )
    others(event, ("did-not-attend",) * 50, sector=Sector.objects.exclude(pk=agency.sector_id)[0])
    others(make_event(days=-365), ("did-not-attend",) * 50)
    assert of(agency).in_all.of_others(came) == "65% of about 15"


def tally(came: int, stayed_away: int) -> Tally:
    return Tally(booked=came + stayed_away, attended=came, did_not_attend=stayed_away)


@pytest.mark.parametrize(
    ("agencies", "told"),
    [
        ([(9, 9), (9, 9), (9, 9)], "50% of about 55"),
        ([(9, 9), (9, 9)], TOO_FEW),
        ([(9, 9), (9, 9), (0, 0)], TOO_FEW),
        ([(1, 9), (1, 9), (2, 9)], TOO_FEW),
        ([(2, 9), (2, 9), (1, 9)], "16% of about 30"),
        ([(9, 1), (9, 1), (9, 2)], TOO_FEW),
        ([(9, 0), (9, 0), (9, 0)], "100% of about 25"),
        ([(0, 9), (0, 9), (0, 9)], "0% of about 25"),
        ([(1, 0), (1, 0), (1, 0)], TOO_FEW),
        ([], TOO_FEW),
    ],
)
def test_they_are_told_of_where_nobody_stands_alone(agencies: list[tuple[int, int]], told: str) -> None:
    found = Comparison(others={number: tally(*counts) for number, counts in enumerate(agencies)})
    assert found.of_others(came) == told


def test_courses_that_only_others_attended_are_named_where_three_of_them_did(agency: Agency) -> None:
    neglect, harm = make_event(days=-2, course=make_course(title="Neglect")), make_event(days=-2)
    others(neglect, ("attended",), ("attended",), ("attended",))
    others(harm, ("attended",), ("attended",))
    assert [name for name, _ in of(agency).by_course] == ["Neglect"]


def test_attendances_are_set_beside_the_workforce_where_it_is_on_record(agency: Agency) -> None:
    event = make_event(days=-2)
    book(agency, event, "attended", "attended")
    others(event, ("attended",) * 3, ("attended",) * 3, workforce=100)
    others(event, ("attended",) * 3)
    assert of(agency).for_each_hundred == ("4.0", TOO_FEW)
    others(event, (), workforce=200)
    assert of(agency).for_each_hundred == ("4.0", "1.5")
    # Whoever could be sent by an agency that was merged is among those whom the kept one can send.
    make_agency(workforce=700, successor=agency, merged_at=NOW)
    assert of(agency).for_each_hundred == ("4.0", "1.5")
    Agency.objects.filter(pk=agency.pk).update(workforce=None)
    assert of(agency).for_each_hundred[0] == "Workforce not on record"


def page(client: Client, **asked: str) -> str:
    answer = client.get("/uptake/", asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_lead_sees_their_agency_and_no_other_by_name(client: Client, agency: Agency) -> None:
    client.force_login(make_user(Duty.Kind.LEAD, agency=agency))
    assert "Nobody of your agency was booked" in page(client)
    event = make_event(days=-1, at=timezone.now(), course=make_course(title="Neglect"))
    book(agency, event, "attended", "did-not-attend")
    others(event, *[("attended", "attended")] * 3, name="The Trust")
    said = page(client)
    for words in ("Uptake of Grange School", "50% of 2", "100% of about 5", "Neglect"):
        assert words in said
    assert "The Trust" not in said
    assert "50% of 2" in page(client, agency="agency-of-others", year="1901-02")
    assert "Neglect" in b"".join(client.get("/uptake/", {"c-download": "csv"})).decode()


def test_who_leads_several_chooses_one_and_nothing_else(client: Client, agency: Agency) -> None:
    user = make_user(Duty.Kind.LEAD, agency=agency)
    second = make_agency(name="Second School")
    Duty.objects.create(user=user, kind=Duty.Kind.LEAD, agency=second)
    client.force_login(user)
    assert "Uptake of Grange School" in page(client)
    assert "Uptake of Second School" in page(client, agency=second.code)
    assert "Uptake of Grange School" in page(client, agency=make_agency(name="The Trust").code)


@pytest.mark.once
@pytest.mark.parametrize("agencies", [1, 3, 30])
def test_four_statements_however_many_agencies(
    agency: Agency, agencies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(agencies):
        others(make_event(days=-2), ("attended",))
        book(agency, make_event(days=-2), "attended", target_group=TargetGroup.objects.get(code="3"))
    with django_assert_num_queries(4):
        of(agency)
