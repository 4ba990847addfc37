"""The API for HR systems: what an agency's key reads and what nobody else does, page by page, as it is documented."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from config import api
from config.merging_agencies import Numbers, merge
from core.api import limits, problems
from evaluations import certificates
from events.models import Booking
from people import api_keys
from people.models import Agency, ApiKey, Duty, FormerPerson, Person, Role, TargetGroup
from tests.makers import (
    TESTER,
    make_agency,
    make_booking,
    make_course,
    make_event,
    make_event_on,
    make_person,
    make_user,
)
from tests.resolver import addresses
from training.models import Enrolment, Level

pytestmark = pytest.mark.django_db
Read = Callable[..., Any]


@pytest.fixture
def agency() -> Agency:
    return make_agency("grange", name="Grange School")


@pytest.fixture
def token(agency: Agency) -> str:
    lead = make_user(Duty.Kind.LEAD, agency=agency)
    return api_keys.make(agency, name="HR", by=lead, at=timezone.now()).token


@pytest.fixture
def ask(client: Client, token: str) -> Read:
    """Asks with the key of Grange School."""
    return lambda path, **more: client.get(f"/api/1/{path}", headers={"Authorization": f"Bearer {token}"} | more)


@pytest.fixture
def ann(agency: Agency) -> Person:
    """Somebody of Grange School who attended a course that is due again, cancelled one, and completed e-learning."""
    role, group = Role.objects.all()[0], TargetGroup.objects.all()[0]
    ann = make_person(first_name="Ann", last_name="Lee", agency=agency, role=role, target_group=group)
    FormerPerson.objects.create(number=99, person=ann)
    level = Level.objects.create(name="Level 2")
    course = make_course(code="neglect", title="Neglect", hours="6.5", level=level, refresh_after_months=12)
    held = make_event(course=course, starts_on=date(2025, 4, 1), status="held", register_closed_at=timezone.now())
    certificates.issue(make_booking(held, ann, outcome="attended"), by=TESTER, at=timezone.now(), reason="Known")
    make_booking(make_event_on(-9, 9, at=timezone.now()), ann)
    make_booking(make_event(starts_on=date(2025, 5, 2)), ann, outcome="cancelled-late", reason="Ill")
    online = make_course("e-learning", code="online", title="Online", hours="1.5")
    Enrolment.objects.create(course=online, person=ann, enrolled_on=date(2025, 3, 1), completed_on=date(2025, 4, 9))
    return ann


def test_it_is_described_whole_and_its_examples_are_as_it_says() -> None:
    described = api.described()
    below = [path.removeprefix("api/1") for path, _ in addresses() if path.startswith("api/1/")]
    assert set(below) - set(described["paths"]) == {"/openapi.json", "/<path:rest>"}
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for each in described["paths"].values():
        answer = each["get"]["responses"]["200"]["content"]["application/json"]
        assert faults(answer["example"], answer["schema"]["$ref"]) == []
    assert faults(problems.example(), "#/components/schemas/Problem") == []


def faults(said: Any, ref: str) -> list[str]:
    """Where it isn't as the schema of that name says."""
    whole = {"$ref": ref, "components": api.described()["components"]}
    return [fault.message for fault in Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(said)]


@pytest.mark.parametrize("listing", api.LISTS, ids=lambda listing: listing.name)
def test_what_is_answered_is_as_it_is_described(ask: Read, ann: Person, listing: Any) -> None:
    make_event(at=timezone.now(), course=make_course(level=Level.objects.get()))
    said = ask(f"{listing.name}/").json()
    assert said["data"]
    assert faults(said, f"#/components/schemas/PageOf{listing.record.name}") == []


def test_it_says_what_a_lead_sees_and_nothing_of_why_somebody_did_not_come(ask: Read, ann: Person) -> None:
    person = {"id": ann.pk, "name": "Ann Lee"}
    [member] = ask("staff/").json()["data"]
    assert (member["id"], member["former_ids"], member["email"]) == (ann.pk, [99], ann.email)
    held, coming, off = ask("bookings/").json()["data"]
    assert [each["person"] for each in (held, coming, off)] == [person] * 3
    assert (held["state"], held["attendance"], held["hours"]) == ("confirmed", "attended", 6.5)
    assert held["event"]["starts_at"] == "2025-04-01T09:30:00+01:00"
    assert (coming["attendance"], coming["hours"], len(coming["event"]["dates"])) == (None, None, 2)
    assert (off["state"], off["cancelled_late"]) == ("cancelled", True)
    [certificate] = ask("certificates/").json()["data"]
    assert (certificate["booking"], certificate["on"]) == (held["id"], "2025-04-01")
    [passport] = ask("passports/").json()["data"]
    assert [(line["title"], line["record"]) for line in passport["lines"]] == [
        ("Online", "completed"),
        ("Neglect", "attended"),
    ]
    assert passport["lines"][1]["certificate"] == certificate["code"]
    assert (passport["hours"], passport["refreshers"][0]["by"]) == (8.0, "2026-04-01")
    assert "Ill" not in ask("bookings/").content.decode()


def test_an_address_of_a_certificate_shows_whether_it_is_good(ask: Read, client: Client, ann: Person) -> None:
    [certificate] = ask("certificates/").json()["data"]
    for name, says in (("check_at", b"This certificate is good"), ("file", b"%PDF")):
        site = "http://127.0.0.1:8000"
        assert says in client.get(certificate[name].removeprefix(site)).content
    Booking.objects.filter(certificate__isnull=False).update(attendance=Booking.Attendance.ABSENT)
    assert ask("certificates/").json()["data"] == []


def test_it_says_nothing_of_another_agency_s(ask: Read, ann: Person) -> None:
    others = make_person(agency=make_agency())
    make_booking(make_event(starts_on=date(2025, 4, 1)), others, outcome="attended")
    for name in ("staff", "bookings", "certificates", "passports"):
        assert others.last_name not in ask(f"{name}/").content.decode()
    Person.objects.filter(pk=ann.pk).update(agency=others.agency)
    assert [ask(f"{name}/").json()["data"] for name in ("staff", "passports")] == [[], []]
    assert len(ask("bookings/").json()["data"]) == 3


def test_the_programme_is_everybody_s_and_what_is_for_an_agency_its_own(
    ask: Read, client: Client, agency: Agency
) -> None:
    now = timezone.now()
    everybody_s, ours = make_event(at=now, places=3), make_event(at=now, for_agency=agency)
    make_event(at=now, for_agency=make_agency())
    make_event(at=now, status="draft")
    make_booking(everybody_s)
    known = client.get("/api/1/events/").json()["data"]
    assert [(each["code"], each["places_free"]) for each in known] == [(everybody_s.code, 2)]
    assert [each["code"] for each in ask("events/").json()["data"]] == [everybody_s.code, ours.code]


def test_pages_hold_each_record_once_whatever_comes_or_goes(ask: Read, agency: Agency) -> None:
    people = [make_person(agency=agency) for _ in range(5)]
    found, address = [], "staff/?limit=2"
    while address:
        said = ask(address).json()
        found += [each["id"] for each in said["data"]]
        Person.objects.filter(pk=people[0].pk).delete()
        address = (said["next"] or "").partition("/api/1/")[2]
    assert found == [person.pk for person in people]


def test_bookings_of_long_ago_can_be_left_out_on_every_page(ask: Read, agency: Agency) -> None:
    kept = [make_booking(make_event(starts_on=date(2026, 5, 1)), make_person(agency=agency)) for _ in range(2)]
    make_booking(make_event(starts_on=date(2026, 4, 30)), make_person(agency=agency))
    said = ask("bookings/?since=2026-05-01&limit=1").json()
    following = ask(said["next"].partition("/api/1/")[2]).json()
    assert [each["id"] for page in (said, following) for each in page["data"]] == [booking.pk for booking in kept]
    assert following["next"] is None


def test_a_page_that_is_as_it_was_is_not_sent_again(ask: Read, ann: Person) -> None:
    first = ask("staff/")
    assert first.headers["Cache-Control"] == "private, no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert (ask("staff/", **tag).status_code, ask("staff/", **tag).content) == (304, b"")
    Person.objects.filter(pk=ann.pk).update(last_name="Leigh")
    assert ask("staff/", **tag).status_code == 200


@pytest.mark.parametrize(
    ("path", "headers", "kind"),
    [
        ("staff/?page=2", {}, problems.NOT_UNDERSTOOD),
        ("staff/", {"Authorization": ""}, problems.NO_KEY),
        ("staff/", {"Authorization": "Basic YTpi"}, problems.NO_KEY),
        ("staff/", {"Authorization": "Bearer turnout_no"}, problems.UNKNOWN_KEY),
        ("events/", {"Authorization": "Bearer turnout_no"}, problems.UNKNOWN_KEY),
        ("staff", {}, problems.NOTHING_HERE),
        ("people/", {}, problems.NOTHING_HERE),
        ("staff/", {"Accept": "text/html"}, problems.ONLY_JSON),
    ],
)
def test_a_problem_is_told_as_json(ask: Read, path: str, headers: dict[str, str], kind: problems.Kind) -> None:
    demand(ask(path, **headers), kind)


def demand(answer: Any, kind: problems.Kind) -> None:
    """The answer tells of that kind of problem."""
    said = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"]) == (kind.status, problems.CONTENT_TYPE)
    assert said["type"].endswith(f"/api/#{kind.code}")
    assert faults(said, "#/components/schemas/Problem") == []
    assert {name: answer.headers[name] for name in kind.headers} == dict(kind.headers)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_is_changed_and_no_form_is_asked_for(method: str, token: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})
    demand(client.generic(method, "/api/1/staff/"), problems.ONLY_READ)


def test_cookies_count_for_nothing_and_none_is_set(ask: Read, client: Client, agency: Agency) -> None:
    client.force_login(make_user(Duty.Kind.LEAD, agency=agency))
    Authenticator.objects.all().delete()
    assert client.get("/team/").status_code == 302
    demand(client.get("/api/1/staff/"), problems.NO_KEY)
    answer = ask("staff/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
    assert not answer.cookies


def test_a_key_that_lapsed_was_ended_or_has_no_maker_opens_nothing(ask: Read, token: str) -> None:
    key, now = ApiKey.objects.get(), timezone.now()
    ApiKey.objects.update(lapses_at=now, made_at=now - timedelta(1))
    demand(ask("staff/"), problems.ENDED_KEY)
    ApiKey.objects.update(lapses_at=now + timedelta(1), made_by=None)
    demand(ask("staff/"), problems.STOPPED_KEY)
    api_keys.end(key, by=TESTER, at=now, reason="Lost")
    demand(ask("staff/"), problems.ENDED_KEY)


def test_a_key_of_an_agency_that_becomes_part_of_another_is_ended(ask: Read, agency: Agency, ann: Person) -> None:
    trust = make_agency(name="The Trust")
    merge(trust, agency, numbers=Numbers(), by=TESTER, at=timezone.now(), reason="One trust")
    answer = ask("staff/")
    demand(answer, problems.STOPPED_KEY)
    assert answer.json()["detail"] == "Grange School is part of The Trust now."
    assert ApiKey.objects.get().ended_at


def test_who_asks_too_often_is_told_when_to_go_on(ask: Read, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 2)
    with time_machine.travel(timezone.now().replace(second=20, microsecond=0), tick=False):
        assert [ask("staff/").status_code for _ in range(2)] == [200, 200]
        answer = ask("staff/")
        demand(answer, problems.TOO_MANY)
        assert answer.headers["Retry-After"] == "40"
        assert [client.get("/api/1/courses/").status_code for _ in range(3)] == [200, 200, 429]
    with time_machine.travel(timezone.now().replace(second=20) + timedelta(seconds=40), tick=False):
        assert ask("staff/").status_code == 200


def test_the_page_for_people_is_made_of_what_answers(client: Client) -> None:
    page = client.get("/api/").content.decode()
    for listing in api.LISTS:
        for said in [listing.about, *(f"<code>{path}</code>" for path, _ in listing.record.told())]:
            assert said in page
    assert "curl" in page
    assert all(f'id="{kind.code}"' in page for kind in problems.KINDS)
