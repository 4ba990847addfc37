"""Who people are at work: kept once, claimed only under a proven address, every change on the trail."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry
from events import bookings
from people import persons
from people.models import Person, Role, TargetGroup, User
from tests.makers import NOW, make_agency, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def about(**changes: Any) -> dict[str, Any]:
    return {
        "first_name": "Ŵena",
        "last_name": "O'Brien",
        "agency": make_agency(),
        "job_title": "Health visitor",
        "role": Role.objects.get(code="practitioner"),
        "target_group": TargetGroup.objects.get(code="3"),
        "works_with": "children",
    } | changes


def prove(user: User, *, verified: bool = True) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_newcomer_becomes_a_person_under_their_own_address() -> None:
    user = prove(make_user(email="wena@example.org"))
    person = persons.introduce(user, at=NOW, **about())
    assert persons.of(user) == person
    assert (person.name, person.address) == ("Ŵena O'Brien", "wena@example.org")
    assert verbs() == ["persons.introduce"]


def test_nobody_is_a_person_before_they_said_who_they_are() -> None:
    assert persons.of(make_user()) is None


def test_the_person_on_record_under_a_proven_address_is_claimed_with_their_history() -> None:
    known = make_person(email="Wena@Example.org")
    booking = bookings.book(make_event(), known, by=make_user(), at=NOW)
    user = prove(make_user(email="wena@example.org"))
    person = persons.introduce(user, at=NOW, **about())
    assert (person.pk, list(person.bookings.all())) == (known.pk, [booking])
    assert (person.last_name, person.address) == ("O'Brien", "wena@example.org")
    assert verbs()[1:] == ["persons.claim", "persons.amend"]


def test_without_proof_of_the_address_nobody_s_record_is_claimed() -> None:
    known = make_person(email="wena@example.org")
    user = prove(make_user(email="wena@example.org"), verified=False)
    assert persons.introduce(user, at=NOW, **about()) != known
    known.refresh_from_db()
    assert known.user is None


def test_proof_of_another_address_is_no_proof() -> None:
    known = make_person(email="wena@example.org")
    user = make_user(email="wena@example.org")
    EmailAddress.objects.create(user=user, email="other@example.org", verified=True)
    assert persons.introduce(user, at=NOW, **about()) != known


def test_an_address_that_several_share_claims_none_of_them() -> None:
    shared = [make_person(email="office@example.org"), make_person(email="office@example.org")]
    user = prove(make_user(email="office@example.org"))
    assert persons.introduce(user, at=NOW, **about()) not in shared


def test_a_record_that_has_an_account_is_not_claimed() -> None:
    theirs = make_person(email="wena@example.org", user=make_user())
    assert persons.introduce(prove(make_user(email="wena@example.org")), at=NOW, **about()) != theirs


def test_introducing_oneself_twice_makes_one_person_and_records_what_changed() -> None:
    user, said = prove(make_user()), about()
    first = persons.introduce(user, at=NOW, **said)
    assert persons.introduce(user, at=NOW, **said) == first
    assert verbs() == ["persons.introduce"]
    new_agency = make_agency()
    persons.introduce(user, at=NOW, **said | {"agency": new_agency, "job_title": "Matron"})
    assert Person.objects.count() == 1
    entry = AuditEntry.objects.get(verb="persons.amend")
    assert entry.details == {
        "fields": "agency, job_title",
        "agency_was": said["agency"].pk,
        "agency": new_agency.pk,
    }


def test_the_trail_names_no_names() -> None:
    user, said = prove(make_user()), about()
    persons.introduce(user, at=NOW, **said)
    persons.introduce(user, at=NOW, **said | {"last_name": "Jones"})
    told = " ".join(f"{entry} {entry.details}" for entry in AuditEntry.objects.all())
    assert "Brien" not in told
    assert "Jones" not in told


def test_past_bookings_keep_the_agency_of_their_day() -> None:
    user, said = prove(make_user()), about()
    person = persons.introduce(user, at=NOW, **said)
    booking = bookings.book(make_event(), person, by=user, at=NOW)
    persons.introduce(user, at=NOW, **said | {"agency": make_agency()})
    booking.refresh_from_db()
    assert booking.agency == said["agency"]


def test_people_do_not_say_of_themselves_which_account_is_theirs() -> None:
    user = prove(make_user())
    persons.introduce(user, at=NOW, **about())
    with pytest.raises(LookupError):
        persons.introduce(user, at=NOW, code="someone-else")


def test_letters_follow_the_account_to_its_new_address(client: Client) -> None:
    user = prove(make_user(email="wena@example.org"))
    make_person(email="wena@example.org")
    person = persons.introduce(user, at=NOW, **about())
    assert (person.email, person.address) == ("", "wena@example.org")
    EmailAddress.objects.create(user=user, email="wena@new.example.org", verified=True)
    form = {"email": "wena@new.example.org", "action_primary": ""}
    client.force_login(user)
    confirm = client.post(reverse("account_email"), form)["Location"]
    client.post(confirm, {"password": "correct horse battery staple"})
    client.post(reverse("account_email"), form)
    person = Person.objects.get()
    assert person.address == "wena@new.example.org"
    assert list(Person.objects.reached_at("Wena@New.example.org")) == persons.matching("wena@new") == [person]
    assert not Person.objects.reached_at("wena@example.org")


def test_the_address_on_record_counts_for_those_without_an_account_only() -> None:
    theirs = make_person(email="old@example.org", user=make_user(email="new@example.org"))
    other = make_person(email="old@example.org")
    assert list(Person.objects.reached_at("OLD@example.org")) == [other]
    assert theirs.address == "new@example.org"
