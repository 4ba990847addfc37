"""Who asks is read with who they are at work; a disabled account is nobody."""

import pytest
from pytest_django import DjangoAssertNumQueries

from people import persons
from people.backends import UserAtWork
from tests.makers import make_person, make_user

pytestmark = pytest.mark.django_db


def test_the_user_and_who_they_are_at_work_are_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person, stranger = make_person(user=make_user()), make_user()
    assert person.user
    with django_assert_num_queries(2):
        found, nobody_yet = UserAtWork().get_user(person.user.pk), UserAtWork().get_user(stranger.pk)
        assert found
        assert nobody_yet
        assert (persons.of(found), persons.of(nobody_yet)) == (person, None)
        assert found.person.agency == person.agency
        assert (found.person.role, found.person.target_group) == (None, None)


def test_a_disabled_account_and_one_that_is_gone_are_nobody() -> None:
    user = make_user()
    user.is_active = False
    user.save()
    assert UserAtWork().get_user(user.pk) is None
    assert UserAtWork().get_user(user.pk + 1) is None
