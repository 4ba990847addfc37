"""Invitations: by those who may, to the address on record, good once and for a time, and joining that record."""

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core import mail
from core.models import AuditEntry
from people import invitations, persons
from people.models import Agency, Duty, Invitation, Person, User
from people.tasks import forget_lapsed_invitations
from tests.makers import NOW, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "three words together"
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def agency() -> Agency:
    return make_agency(name="The Trust")


@pytest.fixture
def lead(agency: Agency) -> User:
    user = make_user(Duty.Kind.LEAD, agency=agency)
    make_person(user=user, first_name="Gareth", last_name="Llewellyn", agency=agency)
    return user


@pytest.fixture
def person(agency: Agency) -> Person:
    return make_person(first_name="Wena", last_name="O'Brien", email="Wena@Example.org", agency=agency)


def letter(mailoutbox: list[EmailMessage]) -> str:
    """The newest letter, sent now."""
    mail.send_due(at=timezone.now())
    return str(mailoutbox[-1].body)


def link_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/invitations/\S+)", text)
    assert found, text
    return found[1]


def invited(person: Person, lead: User, mailoutbox: list[EmailMessage]) -> str:
    """The link that the person got."""
    invitations.invite(person, by=lead, at=timezone.now())
    return link_in(letter(mailoutbox))


def test_whoever_accepts_has_the_record_that_was_there(
    client: Client, person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    booking = make_booking(make_event(), person)
    link = invited(person, lead, mailoutbox)
    assert mailoutbox[-1].to == ["Wena@Example.org"]
    assert mailoutbox[-1].subject == "Gareth Llewellyn invites you to Turnout"
    page = client.get(link).content.decode()
    assert "Gareth Llewellyn" in page
    assert "The Trust" in page
    assert client.post(link, {"password1": PASSWORD})["Location"] == reverse("account_login")
    user = User.objects.get(email="wena@example.org")
    assert persons.of(user) == person == Person.objects.exclude(user=lead).get()
    assert list(person.bookings.all()) == [booking]
    person.refresh_from_db()
    assert (person.address, person.email) == ("wena@example.org", "")
    assert not client.session.get("_auth_user_id")
    client.post(reverse("account_login"), {"login": "wena@example.org", "password": PASSWORD})
    assert client.get(reverse("my_training")).status_code == 200
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["invitations.invite", "accounts.accept_invitation", "persons.claim"]


def test_opening_the_link_spends_nothing_and_using_it_spends_it(
    client: Client, person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    link = invited(person, lead, mailoutbox)
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert client.post(link, {"password1": PASSWORD}).status_code == 302
    assert client.get(link).status_code == client.post(link, {"password1": PASSWORD}).status_code == 410


def test_a_poor_password_spends_nothing(
    client: Client, person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    link = invited(person, lead, mailoutbox)
    for password, words in (("", "Enter the password"), ("short", "12 characters"), ("Safeguarding2026", "harder")):
        assert words in client.post(link, {"password1": password}).content.decode()
    assert not User.objects.filter(email="wena@example.org").exists()
    assert client.get(link).status_code == 200


def test_the_database_does_not_tell_the_link(person: Person, lead: User, mailoutbox: list[EmailMessage]) -> None:
    token = invited(person, lead, mailoutbox).split("/")[2]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in repr(cursor.fetchall()), table


def test_a_link_lapses_and_is_forgotten_a_day_later(
    client: Client, person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    link = invited(person, lead, mailoutbox)
    Invitation.objects.update(lapses_at=timezone.now() - timedelta(minutes=1))
    assert client.get(link).status_code == 410
    with pytest.raises(invitations.NotOpen):
        invitations.accept(Invitation.objects.get(), PASSWORD, at=timezone.now())
    forget_lapsed_invitations()
    assert Invitation.objects.get().link
    Invitation.objects.update(lapses_at=timezone.now() - timedelta(days=1))
    forget_lapsed_invitations()
    assert (Invitation.objects.get().link, Invitation.objects.get().sent_to) == ("", "")


def test_a_newer_invitation_withdraws_the_older_and_an_hour_passes_between(
    client: Client, person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    link = invited(person, lead, mailoutbox)
    with pytest.raises(invitations.InvitedJustNow):
        invitations.invite(person, by=lead, at=timezone.now())
    Invitation.objects.update(made_at=timezone.now() - timedelta(hours=1))
    newer = invited(person, lead, mailoutbox)
    assert (client.get(link).status_code, client.get(newer).status_code) == (410, 200)
    assert Invitation.objects.unanswered().count() == 1


def test_it_goes_to_the_address_on_record_when_it_is_sent(
    person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    invitations.invite(person, by=lead, at=timezone.now())
    Person.objects.filter(pk=person.pk).update(email="new@example.org")
    letter(mailoutbox)
    assert mailoutbox[-1].to == ["new@example.org"]
    assert Invitation.objects.get().sent_to == "new@example.org"


def test_only_their_owner_learns_that_there_is_an_account_already(
    client: Client, person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    make_user(email="wena@example.org")
    client.force_login(lead)
    answer = client.post(reverse("invite", args=[person.pk]), follow=True)
    assert "is invited" in answer.content.decode()
    text = letter(mailoutbox)
    assert "You have one already" in text
    assert "/invitations/" not in text


def test_an_account_made_in_the_meantime_is_not_made_again(
    client: Client, person: Person, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    link = invited(person, lead, mailoutbox)
    make_user(email="wena@example.org")
    assert "an account under your address already" in client.post(link, {"password1": PASSWORD}).content.decode()
    assert Person.objects.get(pk=person.pk).user is None


def test_who_can_not_be_invited(person: Person, lead: User, agency: Agency) -> None:
    with pytest.raises(invitations.NoAddress):
        invitations.invite(make_person(email="", agency=agency), by=lead, at=NOW)
    with pytest.raises(invitations.HasAccount):
        invitations.invite(make_person(user=make_user(), agency=agency), by=lead, at=NOW)


def test_leads_invite_their_own_people_and_managers_anybody(client: Client, person: Person, lead: User) -> None:
    page = reverse("invite", args=[person.pk])
    others = make_user(Duty.Kind.LEAD, Duty.Kind.TRAINER, agency=make_agency())
    for user, status in ((make_user(), 404), (others, 404), (lead, 200), (make_user(Duty.Kind.MANAGER), 200)):
        client.force_login(user)
        assert client.get(page).status_code == status
        assert (
            client.get(reverse("invite", args=[make_person(user=make_user(), agency=person.agency).pk])).status_code
            == 404
        )


def test_a_lead_adds_a_colleague_and_invites_them_at_once(
    client: Client, lead: User, agency: Agency, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(lead)
    about = {"first_name": "Ann", "last_name": "Lee", "agency": agency.pk, "role": 1, "target_group": 3}
    page = reverse("add_to_team")
    assert "Enter their e-mail to invite them" in client.post(page, about | {"invite": "on"}).content.decode()
    assert client.post(page, about | {"invite": "on", "email": "ann@example.org"}).status_code == 302
    assert "/invitations/" in letter(mailoutbox)
    again = client.post(page, about | {"email": "Ann@Example.org"}).content.decode()
    assert "has this e-mail already" in again
    team = client.get(reverse("my_team")).content.decode()
    assert "Invited" in team
    assert Person.objects.filter(last_name="Lee").count() == 1


def test_the_team_s_list_says_who_has_an_account(client: Client, lead: User, agency: Agency, person: Person) -> None:
    make_person(email="", agency=agency)
    client.force_login(lead)
    team = client.get(reverse("my_team")).content.decode()
    assert "Has one" in team
    assert "No e-mail" in team
    assert f"/people/{person.pk}/invite/?next=/team/" in team


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_of_those_without_costs_the_same(
    client: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    for number in range(rows):
        make_person(last_name=f"Lee {number}")
    with django_assert_num_queries(5):
        page = client.get(reverse("without_account"), {"q": "lee"}).content.decode()
    assert page.count("/invite/") == rows
