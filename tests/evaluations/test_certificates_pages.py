"""The pages about certificates: anybody checks a code, people and leads have theirs, managers see what is missing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations import certificates
from evaluations.models import Certificate
from events.models import Booking, Event
from people.models import Agency, Duty, User
from tests.core.pdf.reading import Reading
from tests.evaluations.makers import make_attended
from tests.evaluations.test_certificates import make_closed, make_earned
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_closed(code="neglect-1", course=make_course(title="Neglect", hours=6))


@pytest.fixture
def agency() -> Agency:
    return make_agency("hospital", name="The Hospital")


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture
def held(event: Event, agency: Agency, user: User) -> Certificate:
    return issue(make_earned(event, first_name="Zoë", last_name="Canary", agency=agency, user=user))


def issue(booking: Booking) -> Certificate:
    return certificates.issue(booking, by=TESTER, at=NOW)


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def words(client: Client, path: str) -> str:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    reading = Reading(response.content)
    return reading.text(reading.tree)


def test_anybody_checks_a_code_and_sees_what_the_paper_says(client: Client, held: Certificate) -> None:
    seen = page(client, f"/certificates/?code={held.shown_code.lower()}")
    assert "This certificate is good." in seen
    assert "Zoë Canary" in seen
    assert "Neglect" in seen
    assert "The Hospital" not in seen
    said = words(client, f"/certificates/{held.code}.pdf")
    for word in ("Zoë Canary", "attended Neglect", "6 hours", "Sunday 3 May 2026", held.shown_code):
        assert word in said, word
    assert "The Hospital" not in said


def test_a_code_that_is_not_there_or_not_good_shows_nobody(client: Client, held: Certificate) -> None:
    assert "There is no certificate with the code NONE" in page(client, "/certificates/?code=NONE")
    assert "Enter the code" in page(client, "/certificates/?code=")
    page(client, "/certificates/NONE.pdf", status=404)
    Booking.objects.update(attendance=Booking.Attendance.ABSENT)
    seen = page(client, f"/certificates/?code={held}")
    assert "not good any more" in seen
    assert "Canary" not in seen
    page(client, f"/certificates/{held.code}.pdf", status=404)


def test_people_have_theirs_and_see_what_is_missing(client: Client, held: Certificate, user: User) -> None:
    client.force_login(user)
    assert 'href="/certificates/mine/"' in page(client, "/my/")
    seen = page(client, "/certificates/mine/")
    assert f"/certificates/{held.code}.pdf" in seen
    assert "What is missing" not in seen
    lately = make_closed(at=timezone.now(), course=make_course(title="Other"))
    make_booking(lately, held.booking.person, outcome="attended")
    assert "The evaluation of Other, " in page(client, "/certificates/mine/")


def test_somebody_else_does_not_see_it(client: Client, held: Certificate) -> None:
    client.force_login(make_user())
    assert held.code not in page(client, "/certificates/mine/")


def test_a_lead_has_their_own_team_s_in_one_file(client: Client, held: Certificate, agency: Agency) -> None:
    other = issue(make_earned(held.booking.event, last_name="Elsewhere"))
    second = issue(make_earned(held.booking.event, first_name="Ben", last_name="Second", agency=agency))
    client.force_login(make_user(Duty.Kind.LEAD, agency=agency))
    seen = page(client, "/certificates/team/")
    assert "Download all 2 in one file" in seen
    assert held.code in seen
    assert other.code not in seen
    said = words(client, "/certificates/team/pdf/")
    assert "Zoë Canary" in said
    assert "Ben Second" in said
    assert "Elsewhere" not in said
    only = page(client, "/certificates/team/?name=second&year=2026-27")
    assert second.code in only
    assert held.code not in only
    assert "Zoë" not in words(client, "/certificates/team/pdf/?name=second&year=2026-27")
    page(client, "/certificates/team/pdf/?name=nobody", status=404)


def test_a_manager_sees_what_is_missing_and_goes_past_it(client: Client, held: Certificate) -> None:
    lacking = make_attended(held.booking.event, first_name="Cleo", last_name="Lacking")
    client.force_login(make_user(Duty.Kind.MANAGER))
    seen = page(client, "/manage/events/neglect-1/certificates/")
    assert "has not been given." in seen
    path = f"/manage/bookings/{lacking.pk}/certificate/"
    assert path in seen
    assert "You may issue it all the same" in page(client, path)
    assert "<title>Error: " in client.post(path, {"reason": " "}).content.decode()
    told = client.post(path, {"reason": "Her sight is poor"}, follow=True).content.decode()
    assert "Cleo Lacking has a certificate now." in told
    assert Certificate.objects.get(booking=lacking).reason == "Her sight is poor"
    assert "Cleo Lacking" in words(client, "/manage/events/neglect-1/certificates/pdf/")


def test_nobody_goes_past_not_having_come(client: Client, event: Event) -> None:
    absent = make_attended(event, outcome="did-not-attend")
    client.force_login(make_user(Duty.Kind.MANAGER))
    told = client.get(f"/manage/bookings/{absent.pk}/certificate/", follow=True).content.decode()
    assert "does not say that" in told


def statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        page(client, path)
    return len(counted)


def test_more_people_cost_no_more_statements(client: Client, held: Certificate, agency: Agency) -> None:
    manager, lead = make_user(Duty.Kind.MANAGER), make_user(Duty.Kind.LEAD, agency=agency)
    paths = [(manager, "/manage/events/neglect-1/certificates/"), (lead, "/certificates/team/")]
    make_attended(held.booking.event)

    def count(user: User, path: str) -> int:
        client.force_login(user)
        page(client, path)
        return statements(client, path)

    before = [count(*each) for each in paths]
    for _ in range(3):
        issue(make_earned(held.booking.event, agency=agency))
        make_attended(held.booking.event)
    assert [count(*each) for each in paths] == before
