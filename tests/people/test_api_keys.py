"""Keys for HR systems: shown once, kept as a hash, and good only while whoever made one may see what it opens."""

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from core import mail
from core.api import problems
from core.api.problems import Problem
from core.models import AuditEntry
from people import accounts, api_keys, duties
from people.agencies import MergedMeanwhile
from people.models import Agency, ApiKey, Duty, User
from people.tables_api_keys import standing_of
from tests.makers import NOW, TESTER, make_agency, make_user

pytestmark = pytest.mark.django_db
A_YEAR = timedelta(days=365)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def agency() -> Agency:
    return make_agency(name="Grange School")


@pytest.fixture
def lead(agency: Agency) -> User:
    return make_user(Duty.Kind.LEAD, agency=agency)


@pytest.fixture
def made(agency: Agency, lead: User) -> api_keys.Made:
    return api_keys.make(agency, name="HR", by=lead, at=NOW)


def why_not(made: api_keys.Made, *, at: object = NOW) -> problems.Kind | None:
    try:
        api_keys.opened_by(made.token, at=at)  # type: ignore[arg-type]
    except Problem as problem:
        return problem.kind
    return None


def test_it_is_kept_as_a_hash_and_opens_its_agency_alone(made: api_keys.Made, agency: Agency) -> None:
    assert api_keys.opened_by(made.token, at=NOW).agency == agency
    assert made.token.startswith(api_keys.BEGINS)
    assert made.token not in str(ApiKey.objects.values().get())
    entry = AuditEntry.objects.get(verb="api_keys.make")
    assert (entry.subject, entry.details) == (f"people.apikey:{made.key.pk}", {"agency": agency.pk})


def test_another_word_opens_nothing(made: api_keys.Made) -> None:
    for token in ("", made.token[:-1], made.key.hashed):
        with pytest.raises(Problem):
            api_keys.opened_by(token, at=NOW)


def test_it_lapses(made: api_keys.Made) -> None:
    a_second = timedelta(seconds=1)
    assert why_not(made, at=NOW + A_YEAR - a_second) is None
    assert why_not(made, at=NOW + A_YEAR) is problems.ENDED_KEY


def test_one_that_is_ended_opens_nothing_and_its_name_is_free(made: api_keys.Made, agency: Agency, lead: User) -> None:
    with pytest.raises(api_keys.NameTaken):
        api_keys.make(agency, name="hr", by=lead, at=NOW)
    api_keys.end(made.key, by=lead, at=NOW, reason="Lost")
    api_keys.end(made.key, by=lead, at=NOW, reason="Twice")
    assert why_not(made) is problems.ENDED_KEY
    assert AuditEntry.objects.get(verb="api_keys.end").reason == "Lost"
    assert why_not(api_keys.make(agency, name="hr", by=lead, at=NOW)) is None


def test_whatever_closes_the_records_to_its_maker_closes_them_to_it(made: api_keys.Made, lead: User) -> None:
    accounts.close(lead, by=TESTER, at=NOW, reason="Left")
    assert why_not(made) is problems.STOPPED_KEY
    accounts.reopen(lead, by=TESTER, at=NOW, reason="Back")
    assert why_not(made) is None
    duties.take(lead.duties.get(), by=TESTER, at=NOW, reason="Moved")
    assert why_not(made) is problems.STOPPED_KEY
    duties.give(lead, Duty.Kind.LEAD, agency=make_agency(), by=TESTER, at=NOW, reason="Elsewhere")
    assert why_not(made) is problems.STOPPED_KEY


def test_a_manager_s_is_good_while_they_are_one(agency: Agency) -> None:
    manager = make_user(Duty.Kind.MANAGER)
    made = api_keys.make(agency, name="HR", by=manager, at=NOW)
    assert why_not(made) is None
    duties.take(manager.duties.get(), by=TESTER, at=NOW, reason="Moved")
    assert why_not(made) is problems.STOPPED_KEY


def test_nobody_makes_one_for_an_agency_that_they_do_not_lead_or_that_is_no_more(agency: Agency, lead: User) -> None:
    with pytest.raises(api_keys.NotTheirs):
        api_keys.make(agency, name="HR", by=make_user(Duty.Kind.LEAD, agency=make_agency()), at=NOW)
    Agency.objects.filter(pk=agency.pk).update(successor=make_agency(), merged_at=NOW)
    with pytest.raises(MergedMeanwhile):
        api_keys.make(agency, name="HR", by=lead, at=NOW)


def test_its_use_is_kept_by_the_hour(made: api_keys.Made) -> None:
    moments = [NOW, NOW + AN_HOUR / 2, NOW + AN_HOUR]
    kept = []
    for at in moments:
        key = api_keys.opened_by(made.token, at=at)
        api_keys.note_use(key, at=at)
        kept.append(ApiKey.objects.get().last_used_at)
    assert kept == [NOW, NOW, NOW + AN_HOUR]


def test_its_standing_is_told_before_it_is_too_late(made: api_keys.Made) -> None:
    key = ApiKey.objects.with_standing().get()
    days = [0, 334, 335, 364, 365]
    told = [standing_of(key, at=NOW + timedelta(days=day))[0] for day in days]
    assert told == ["Good", "Good", "Lapses soon", "Lapses soon", "Lapsed"]


def test_its_leads_are_written_to_once_before_it_lapses(
    made: api_keys.Made, lead: User, agency: Agency, mailoutbox: list[EmailMessage]
) -> None:
    other, soon = make_user(Duty.Kind.LEAD, agency=agency), NOW + A_YEAR - api_keys.WARNED_FOR
    assert [api_keys.warn(at=at) for at in (soon - AN_HOUR, soon, soon + AN_HOUR)] == [0, 2, 0]
    duties.take(other.duties.get(), by=TESTER, at=soon, reason="Moved")
    mail.send_due(at=soon)
    assert [letter.to for letter in mailoutbox] == [[lead.email]]
    assert "A key for an HR system lapses on Tuesday 4 May 2027" in mailoutbox[0].subject
    assert "never used" in mailoutbox[0].body


def test_of_a_key_that_opens_nothing_nobody_is_told(made: api_keys.Made, lead: User) -> None:
    duties.take(lead.duties.get(), by=TESTER, at=NOW, reason="Moved")
    assert api_keys.warn(at=NOW + A_YEAR - AN_HOUR) == 0
    manager = make_user(Duty.Kind.MANAGER)
    api_keys.make(made.key.agency, name="Other", by=manager, at=NOW)
    assert api_keys.warn(at=NOW + A_YEAR - AN_HOUR) == 1


def test_a_lead_makes_one_sees_it_once_and_ends_it(client: Client, agency: Agency, lead: User) -> None:
    client.force_login(lead)
    assert "There is no key yet" in client.get("/keys/").content.decode()
    sent = {"name": "HR nightly", "once": key_in(client.get("/keys/make/").content.decode())}
    shown = client.post("/keys/make/", sent).content.decode()
    found = re.search(r'value="(turnout_[\w-]{32})"', shown)
    assert found
    assert api_keys.opened_by(found[1], at=timezone.now()).agency == agency
    again = client.post("/keys/make/", sent, follow=True)
    assert found[1] not in again.content.decode() + client.get("/keys/").content.decode()
    assert "You have already sent this form" in again.content.decode()
    key = ApiKey.objects.get()
    assert "Choose" not in client.get("/keys/make/").content.decode()
    assert "Enter the reason" in client.post(f"/keys/{key.pk}/end/").content.decode()
    client.post(f"/keys/{key.pk}/end/", {"reason": "Lost"})
    assert "Ended" in client.get("/keys/").content.decode()
    assert client.get(f"/keys/{key.pk}/end/").status_code == 404


def test_a_name_is_refused_beside_the_field(client: Client, made: api_keys.Made, lead: User) -> None:
    client.force_login(lead)
    assert "has a key named HR." in client.post("/keys/make/", {"name": "HR"}).content.decode()


def test_a_manager_chooses_the_agency(client: Client, agency: Agency, manager: User) -> None:
    other = make_agency(name="Other School")
    assert "Select the agency" in client.post("/keys/make/", {"name": "HR"}).content.decode()
    client.post("/keys/make/", {"name": "HR", "agency": other.pk})
    assert ApiKey.objects.get().agency == other
    file = b"".join(client.get("/keys/", {"download": "csv"})).decode()
    assert "HR,Other School,Good; Until" in file


def key_in(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]
