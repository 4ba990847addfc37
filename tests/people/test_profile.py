"""The page about one's work: what is asked, what is refused, and where one goes from there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people import persons
from people.models import Agency, Role, Sector, TargetGroup, TargetGroupScheme, User
from tests.makers import make_agency, make_person, make_user

pytestmark = pytest.mark.django_db
PROFILE = "/me/"


@pytest.fixture
def user(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "first_name": "Ann",
        "last_name": "Lee",
        "agency": make_agency().pk,
        "job_title": "",
        "role": Role.objects.get(code="practitioner").pk,
        "target_group": TargetGroup.objects.get(code="3").pk,
        "works_with": "both",
    } | changes


def test_it_is_for_those_who_are_signed_in(client: Client) -> None:
    answer = client.get(PROFILE)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={PROFILE}")


def test_agencies_are_grouped_by_sector_and_merged_ones_are_gone(client: Client, user: User) -> None:
    police = make_agency(name="The Constabulary", sector=Sector.objects.get(code="police"))
    make_agency(name="A Hospital")
    make_agency(name="A Former Force", successor=police)
    page = client.get(PROFILE).content.decode()
    assert page.index('<optgroup label="Health">') < page.index("A Hospital") < page.index('<optgroup label="Police">')
    assert page.index('<optgroup label="Police">') < page.index("The Constabulary")
    assert "A Former Force" not in page


def test_each_target_group_of_the_current_scheme_says_who_is_in_it(client: Client, user: User) -> None:
    other = TargetGroupScheme.objects.create(code="abc", name="A, B and C")
    TargetGroup.objects.create(scheme=other, code="A", name="Everybody", description="Words of another scheme")
    TargetGroup.objects.filter(code="3").update(description="<em>Mostly</em> with children")
    page = client.get(PROFILE).content.decode()
    assert page.count('name="target_group"') == 8
    assert "&lt;em&gt;Mostly&lt;/em&gt; with children" in page
    assert "Words of another scheme" not in page


def test_what_is_missing_is_named_in_a_summary_and_what_was_given_stays(client: Client, user: User) -> None:
    answer = client.post(PROFILE, answers(last_name=" ", agency="", role=""))
    page = answer.content.decode()
    assert "There is a problem" in page
    for words in ("Enter your last name", "Select your agency", "Select your role"):
        assert page.count(words) == 2
    assert 'value="Ann"' in page
    assert "<title>Error: About your work" in page
    assert persons.of(user) is None


def test_nothing_at_all_is_refused_too(client: Client, user: User) -> None:
    assert "There is a problem" in client.post(PROFILE).content.decode()


def test_what_one_says_is_kept_and_one_goes_on_to_where_one_came_from(client: Client, user: User) -> None:
    answer = client.post(f"{PROFILE}?next=/events/neglect/book/", answers())
    assert (answer.status_code, answer["Location"]) == (302, "/events/neglect/book/")
    person = persons.of(user)
    assert person is not None
    assert (person.name, person.works_with, person.address) == ("Ann Lee", "both", user.email)


@pytest.mark.parametrize("elsewhere", ["", "?next=https://evil.example/", "?next=//evil.example"])
def test_otherwise_one_goes_to_one_s_training(client: Client, user: User, elsewhere: str) -> None:
    assert client.post(f"{PROFILE}{elsewhere}", answers())["Location"] == reverse("my_training")


def test_what_is_on_record_is_shown_to_be_changed(client: Client, user: User) -> None:
    make_person(user=user, first_name="Siân", agency=make_agency(name="The Trust"), job_title='"Matron"')
    page = client.get(PROFILE).content.decode()
    assert 'value="Siân"' in page
    assert 'value="&quot;Matron&quot;"' in page
    assert f'<option value="{Agency.objects.get(name="The Trust").pk}" selected>The Trust</option>' in page


@pytest.mark.parametrize("agencies", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_agencies(
    client: Client, user: User, agencies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(agencies):
        make_agency()
    with django_assert_num_queries(5):
        client.get(PROFILE)
