"""Two people who look alike: said once, remembered while the same makes them alike, and taken back."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from config import merging
from core.models import AuditEntry
from people import duplicates
from people.duplicates import NotAlike
from people.models import Person, TwoPeople, User
from tests.makers import NOW, TESTER, make_agency, make_person

pytestmark = pytest.mark.django_db
WHY = "Mother and daughter"


@pytest.fixture
def namesakes() -> list[Person]:
    """Three of one name and agency, the oldest record first."""
    agency = make_agency()
    return [make_person(first_name="Ann", last_name="Ash", agency=agency) for _ in range(3)]


def offered() -> set[tuple[Person, Person]]:
    return {(pair.one, pair.other) for pair in duplicates.suggested()}


def set_apart(one: Person, other: Person) -> TwoPeople:
    return duplicates.set_apart(one, other, by=TESTER, at=NOW, reason=WHY)


def test_who_was_told_apart_is_not_offered_and_the_others_still_are(namesakes: list[Person]) -> None:
    one, two, three = namesakes
    assert offered() == {(one, two), (two, three)}
    set_apart(three, two)
    assert offered() == {(one, two), (one, three)}
    set_apart(one, two)
    set_apart(three, one)
    assert offered() == set()
    assert [said.reason for said in duplicates.apart()] == [WHY] * 3


def test_they_are_offered_again_once_what_made_them_alike_is_another(namesakes: list[Person]) -> None:
    one, two, three = namesakes
    three.delete()
    set_apart(one, two)
    Person.objects.filter(pk=two.pk).update(job_title="Nurse")
    assert offered() == set()
    Person.objects.filter(pk=two.pk).update(email=one.email)
    assert offered() == {(one, two)}
    set_apart(two, one)
    assert offered() == set()
    assert TwoPeople.objects.count() == 1


def test_it_can_be_taken_back(namesakes: list[Person]) -> None:
    one, two, _ = namesakes
    duplicates.offer_again(set_apart(one, two), by=TESTER, at=NOW, reason="One after all")
    assert (one, two) in offered()
    assert set(AuditEntry.objects.values_list("verb", "reason")) == {
        ("duplicates.set_apart", WHY), ("duplicates.offer_again", "One after all"),
    }  # fmt: skip


def test_only_who_looks_alike_is_told_apart(namesakes: list[Person]) -> None:
    for other in (make_person(), namesakes[0]):
        with pytest.raises(NotAlike):
            set_apart(namesakes[0], other)


def test_a_merge_forgets_whom_the_other_record_was_told_apart_from(namesakes: list[Person]) -> None:
    one, two, three = namesakes
    set_apart(one, two)
    set_apart(two, three)
    merging.merge(three, two, from_gone={}, by=TESTER, at=NOW, reason="One after all")
    assert not TwoPeople.objects.exists()
    assert offered() == {(one, three)}


def test_the_older_record_is_first(namesakes: list[Person]) -> None:
    one, two, _ = namesakes
    with pytest.raises(IntegrityError, match="the_older_record_is_first"), transaction.atomic():
        TwoPeople.objects.create(one=two, other=one, alike=0, said_at=NOW)


def test_a_manager_tells_them_apart_and_takes_it_back(client: Client, manager: User, namesakes: list[Person]) -> None:
    one, two, three = namesakes
    three.delete()
    path = reverse("set_apart", args=[one.pk, two.pk])
    assert path in client.get(reverse("merge_people", args=[one.pk, two.pk])).content.decode()
    assert "Enter the reason" in client.post(path, {"reason": ""}).content.decode()
    for _ in range(2):
        assert client.post(path, {"reason": WHY})["Location"] == reverse("possible_duplicates")
    assert "Compare" not in client.get(reverse("possible_duplicates")).content.decode()
    listed = client.get(reverse("told_apart")).content.decode()
    back = reverse("offer_again", args=[TwoPeople.objects.get().pk])
    assert all(word in listed for word in (WHY, back))
    assert client.post(back, {"reason": "One after all"})["Location"] == reverse("told_apart")
    assert offered() == {(one, two)}
