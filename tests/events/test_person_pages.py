"""The records of people and agencies as managers keep them: found, opened, put on record once, and put right."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from people import invitations
from people.forms_records import OnRecordForm
from people.models import Agency, Duty, Person, Sector, TargetGroup, TargetGroupScheme, User
from tests.makers import make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: int, **query: str | int) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def said(person: Person, **changes: object) -> dict[str, object]:
    about = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
    return about | {"agency": person.agency_id} | changes


def test_people_are_found_by_name_address_and_agency(client: Client, manager: User) -> None:
    trust = make_agency(name="The Trust")
    make_person(first_name="Zoë", last_name="Ash", email="", agency=trust)
    make_person(user=make_user(email="bo@example.org"), first_name="Bo", last_name="Birch", email="")
    looked_for: list[tuple[dict[str, str | int], str, str]] = [
        ({"q": "zoë"}, "Zoë Ash", "Bo Birch"),
        ({"q": "bo@example"}, "Bo Birch", "Zoë Ash"),
        ({"agency": trust.pk}, "Zoë Ash", "Bo Birch"),
        ({"account": "with"}, "Bo Birch", "Zoë Ash"),
    ]
    for query, found, not_found in looked_for:
        shown = page(client, "people", **query)
        assert (found in shown, not_found in shown) == (True, False), query
    assert "Nobody fits" in page(client, "people", q="nobody")
    assert "Zoë Ash" in client.get(reverse("people"), {"_export": "csv"}).getvalue().decode()


def test_a_person_s_page_shows_what_is_coming_and_what_is_past(client: Client, manager: User) -> None:
    person = make_person()
    make_booking(make_event(title="Coming course", at=timezone.now()), person)
    make_booking(make_event(title="Held course", days=-30, at=timezone.now()), person, outcome="attended")
    shown = page(client, "person", person.pk)
    assert shown.index("Coming course") < shown.index("Past and cancelled") < shown.index("Held course")
    assert "No place on a coming event" in page(client, "person", make_person().pk)


def test_somebody_is_put_on_record_once_but_a_namesake_on_purpose(client: Client, manager: User) -> None:
    agency, path = make_agency(), reverse("put_on_record")
    about = {"first_name": "Ann", "last_name": "Ash", "email": "ann@example.org", "agency": agency.pk}
    person = Person.objects.filter(last_name="Ash")
    assert client.post(path, about)["Location"] == reverse("person", args=[person.get().pk])
    again = client.post(path, about | {"email": "ANN@example.org"}).content.decode()
    assert "has this e-mail already" in again
    namesake = about | {"email": ""}
    assert "say that this is another" in client.post(path, namesake).content.decode()
    assert person.count() == 1
    client.post(path, namesake | {"is_another": "on"})
    assert person.count() == 2
    assert "Enter the last name" in client.post(path, about | {"last_name": " "}).content.decode()


def test_a_new_address_ends_the_invitation_to_the_old_one(client: Client, manager: User) -> None:
    person = make_person(email="wrong@example.org")
    invitations.invite(person, by=manager, at=timezone.now())
    client.post(reverse("correct_person", args=[person.pk]), said(person, job_title="Nurse"))
    assert person.invitations.unanswered().exists()
    client.post(reverse("correct_person", args=[person.pk]), said(person, email="right@example.org"))
    person.refresh_from_db()
    assert (person.email, person.job_title) == ("right@example.org", "")
    assert not person.invitations.unanswered().exists()
    assert AuditEntry.objects.filter(verb="persons.amend", actor=manager.actor_ref).count() == 2


def test_an_address_that_is_somebody_else_s_is_refused_and_an_account_s_is_left(client: Client, manager: User) -> None:
    person, other = make_person(), make_person(user=make_user(), email="")
    path = reverse("correct_person", args=[person.pk])
    assert "has this e-mail already" in client.post(path, said(person, email=other.address)).content.decode()
    client.post(reverse("correct_person", args=[other.pk]), said(other, email="new@example.org", last_name="New"))
    other.refresh_from_db()
    assert (other.last_name, other.email) == ("New", "")


@pytest.mark.once
def test_a_target_group_can_be_taken_back_and_one_of_an_earlier_classification_stays() -> None:
    earlier = TargetGroupScheme.objects.create(code="earlier", name="Earlier")
    person = make_person(target_group=TargetGroup.objects.create(scheme=earlier, code="A", name="All"))
    radios = [radio.data for radio in OnRecordForm.about(person, None)["target_group"]]
    assert [str(radio["label"]) for radio in radios if radio["value"] == ""] == ["Not known"]
    assert [str(radio["value"]) for radio in radios if radio["selected"]] == [str(person.target_group_id)]
    for group in (person.target_group_id, ""):
        form = OnRecordForm.about(person, said(person, target_group=group))
        assert form.is_valid()
        assert form.cleaned_data["target_group"] == (person.target_group if group else None)


def test_an_agency_is_put_on_record_found_and_put_right(client: Client, manager: User) -> None:
    about = {"name": "The New Trust", "sector": Sector.objects.get(code="health").pk, "contributes": "true"}
    client.post(reverse("add_agency"), about)
    agency = Agency.objects.get(code="the-new-trust")
    assert "on record already" in client.post(reverse("add_agency"), about | {"name": "the new trust"}).content.decode()
    make_user(Duty.Kind.LEAD, email="lead@example.org", agency=agency)
    make_person(agency=agency)
    assert "The New Trust" in page(client, "agencies", q="new")
    assert "The New Trust" not in page(client, "agencies", q="old")
    shown = page(client, "agency", agency.pk)
    assert "lead@example.org" in shown
    assert "1 person on record" in shown
    client.post(reverse("amend_agency", args=[agency.pk]), about | {"contributes": "false", "workforce": "7"})
    agency.refresh_from_db()
    assert (agency.contributes, agency.workforce, agency.code) == (False, 7, "the-new-trust")


@pytest.mark.parametrize("kind", [None, *(kind for kind in Duty.Kind if kind not in {"manager", "administrator"})])
def test_for_others_there_are_no_such_pages(client: Client, kind: Duty.Kind | None) -> None:
    person = make_person()
    client.force_login(make_user(*([kind] if kind else []), agency=person.agency))
    for name, args in [("people", []), ("person", [person.pk]), ("agencies", []), ("put_on_record", [])]:
        assert client.get(reverse(name, args=args)).status_code == 404
    assert client.post(reverse("correct_person", args=[person.pk]), said(person, last_name="X")).status_code == 404
