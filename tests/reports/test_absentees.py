"""Who is missing while the year runs: nobody, fewer than by this day last year, or behind a target."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from events.models import Booking, Event
from people.models import Agency, Duty, TargetGroup, User
from reports import absentees, targets
from reports.absentees import Line
from reports.models import Target
from tests.makers import NOW, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
LAST_YEAR = NOW.date() - timedelta(days=365)


def line(kind: str, code: str) -> Line:
    return next(each for each in absentees.lines(at=NOW) if (each.kind, each.code) == (kind, code))


def came(agency: Agency, on: date, times: int = 1, group: str = "3") -> list[Booking]:
    event = make_event(starts_on=on, status=Event.Status.PUBLISHED)
    known = TargetGroup.objects.get(code=group, scheme__is_current=True)
    people = [make_person(agency=agency, target_group=known) for _ in range(times)]
    return [make_booking(event, person, outcome="attended") for person in people]


def test_by_this_day_last_year_is_what_counts() -> None:
    agency = make_agency("faith", hard_to_reach=True, workforce=40)
    came(agency, LAST_YEAR, 2)
    came(agency, LAST_YEAR + timedelta(days=1), 5)
    assert line("agency", "faith").why == ["Nobody yet"]
    came(agency, NOW.date() - timedelta(days=1))
    found = line("agency", "faith")
    assert (found.attended, found.before, found.people, found.why) == (1, 2, 1, ["Fewer than by this day last year"])
    assert (found.reached.base, found.reached.rounded) == (40, 3)
    came(agency, NOW.date() - timedelta(days=2))
    assert line("agency", "faith").why == []
    assert line("sector", "health").why == []
    assert line("target_group", "3").attended == 2


def test_agencies_are_listed_that_are_hard_to_reach_or_have_a_target() -> None:
    make_agency("easy"), make_agency("hard", hard_to_reach=True)
    aimed, by = make_agency("aimed", workforce=100), make_user()
    targets.aim(aimed, "2026-27", people=20, workforce=None, by=by, at=NOW)
    listed = [each.code for each in absentees.lines(at=NOW) if each.kind == "agency"]
    assert sorted(listed) == ["aimed", "hard"]
    assert line("agency", "aimed").why == ["Nobody yet", "Behind its target"]


def test_a_target_is_measured_by_the_part_of_the_year_that_is_over() -> None:
    agency = make_agency("aimed")
    targets.aim(agency, "2026-27", people=10, workforce=50, by=make_user(), at=NOW)
    came(agency, NOW.date())
    found = line("agency", "aimed")
    assert (found.why, found.workforce) == ([], 50)
    assert found.gone == 34 / 365
    targets.aim(agency, "2026-27", people=11, workforce=50, by=make_user(), at=NOW)
    assert line("agency", "aimed").why == ["Behind its target"]


def test_a_target_is_within_reach_and_is_for_one_thing() -> None:
    agency, by = make_agency(), make_user()
    with pytest.raises(targets.NoTarget, match="No more than the 3 people that there are"):
        targets.aim(agency, "2026-27", people=4, workforce=3, by=by, at=NOW)
    group = TargetGroup.objects.get(code="5", scheme__is_current=True)
    targets.aim(group, "2026-27", people=None, workforce=30, by=by, at=NOW)
    assert line("target_group", "5").workforce == 30
    targets.aim(group, "2026-27", people=None, workforce=None, by=by, at=NOW)
    assert not Target.objects.exists()
    for wrong in ({"agency": agency, "target_group": group, "people": 1}, {"people": 1}, {"agency": agency}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.create(year="2026-27", **wrong)


def test_the_page_says_who_is_missing_and_where_they_can_be_invited(client: Client, manager: User) -> None:
    make_agency("faith", name="Churches & mosques", hard_to_reach=True)
    event = make_event(at=datetime.now().astimezone(), places=2)
    full = make_event(at=datetime.now().astimezone(), places=1)
    make_booking(full)
    page = client.get("/reports/missing/").content.decode()
    assert "Churches &amp; mosques" in page
    assert f"/manage/events/{event.code}/book/" in page
    assert f"/events/{full.code}/" not in page
    assert "no base" in page
    assert client.get("/reports/missing/?scope=lpgs").status_code == 200
    assert client.get("/reports/missing/?scope=nonsense").status_code == 200
    file = client.get("/reports/missing/?download=csv").getvalue().decode()
    assert "Churches & mosques,Agency,Nobody yet,0,0,0" in file


def test_a_manager_sets_a_target_and_the_board_reads(client: Client, manager: User) -> None:
    make_agency("faith", hard_to_reach=True)
    address = "/reports/missing/agency/faith/"
    assert "There is a problem" in client.post(address, {"people": "5", "workforce": "4"}).content.decode()
    assert client.post(address, {"people": "5", "workforce": ""}).status_code == 302
    assert Target.objects.get().people == 5
    assert client.get("/reports/missing/sector/health/").status_code == 404
    client.force_login(make_user(Duty.Kind.BOARD))
    page = client.get("/reports/missing/").content.decode()
    assert "Behind its target" in page
    assert "/reports/missing/agency/" not in page
    assert client.get(address).status_code == 404
