"""A lead books several at once, all or none or as many as fit; sees the team's bookings; and nobody else's people."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core import words
from events import candidates, policies, teams
from events.forms_team import TeamMemberForm
from events.models import Booking, Event, Policy
from people.models import Agency, Duty, Person, Role, TargetGroup, User
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


@pytest.fixture
def agency() -> Agency:
    return make_agency(name="The Surgery")


@pytest.fixture
def lead(client: Client, agency: Agency) -> User:
    user = make_user(Duty.Kind.LEAD, agency=agency)
    client.force_login(user)
    return user


def team(agency: Agency, size: int = 3) -> list[Person]:
    return [make_person(agency=agency, email="") for _ in range(size)]


def booked(event: Event) -> list[int]:
    return list(event.bookings.order_by("pk").values_list("person", flat=True))


def test_together_all_get_a_place_in_the_order_given(agency: Agency) -> None:
    people, event = team(agency), make_event(places=3)
    outcome = teams.book_together(event, [people[2], people[0], people[1], people[2]], by=TESTER, at=NOW)
    assert booked(event) == [people[2].pk, people[0].pk, people[1].pk]
    assert {booking.state for booking in outcome.booked} == {State.CONFIRMED}


def test_together_means_nobody_where_a_place_is_missing_or_somebody_waits(agency: Agency) -> None:
    people, event = team(agency), make_event(places=2)
    with pytest.raises(teams.TooFewFree, match=r"has 2 free for 3 people\. Nobody was booked\."):
        teams.book_together(event, people, by=TESTER, at=NOW)
    make_booking(event, outcome="waiting")
    with pytest.raises(teams.TooFewFree, match="has 0 free for 1 person"):
        teams.book_together(event, people[:1], by=TESTER, at=NOW)
    assert event.bookings.count() == 1


def test_together_means_nobody_where_somebody_may_not_come(agency: Agency) -> None:
    people, event = team(agency), make_event()
    make_booking(event, people[1])
    with pytest.raises(teams.NotAllEligible, match=r"is already booked on .* Nobody was booked\."):
        teams.book_together(event, people, by=TESTER, at=NOW)
    assert booked(event) == [people[1].pk]


def test_as_many_as_fit_says_why_the_others_did_not(agency: Agency) -> None:
    people, event = team(agency, 4), make_event(places=3)
    make_booking(event, people[1])
    outcome = teams.book_as_many_as_fit(event, people, by=TESTER, at=NOW)
    assert [booking.person for booking in outcome.booked] == [people[0], people[2]]
    assert [sentence.split(" on ")[0] for sentence in outcome.refused] == [
        f"{people[1]} is already booked",
        f"No place was left for {people[3]}.",
    ]
    assert not event.bookings.filter(state=State.WAITING).exists()


def test_the_others_wait_where_that_is_wanted(agency: Agency) -> None:
    people, event = team(agency, 4), make_event(places=2)
    make_booking(event, people[1])
    outcome = teams.book_and_wait(event, people, by=TESTER, at=NOW)
    got = [(booking.person, booking.state) for booking in outcome.booked]
    assert got == [(people[0], State.CONFIRMED), (people[2], State.WAITING), (people[3], State.WAITING)]
    assert [sentence.split(" on ")[0] for sentence in outcome.refused] == [f"{people[1]} is already booked"]


@pytest.mark.parametrize("book", [teams.book_together, teams.book_as_many_as_fit, teams.book_and_wait])
def test_nobody_chosen_is_refused(book: Callable[..., teams.Outcome]) -> None:
    with pytest.raises(teams.NobodyChosen):
        book(make_event(), [], by=TESTER, at=NOW)


def test_a_lead_books_the_team_from_the_event_s_page(client: Client, lead: User, agency: Agency) -> None:
    people, event = team(agency), make_event(at=timezone.now(), places=2)
    address = reverse("book_team", args=[event.code])
    assert address in client.get(reverse("event", args=[event.code])).content.decode()
    chosen = [person.pk for person in people]
    refused = client.post(address, {"people": chosen, "how": "together"}).content.decode()
    assert "has 2 free for 3 people" in refused
    said = client.post(address, {"people": chosen, "how": "as-many"}, follow=True).content.decode()
    assert f"Booked: {people[0]}, {people[1]}." in said
    assert f"No place was left for {people[2]}." in said
    assert "Coming bookings" in said
    assert str(event) in said


def test_on_a_full_event_the_team_waits_unless_said_otherwise_and_sees_where(
    client: Client, lead: User, agency: Agency
) -> None:
    people, event = team(agency, 2), make_event(at=timezone.now(), places=1)
    address = reverse("book_team", args=[event.code])
    chosen = re.compile('value="and-wait"[^>]* checked')
    assert not chosen.search(client.get(address).content.decode())
    make_booking(event)
    assert chosen.search(client.get(address).content.decode())
    said = client.post(
        address, {"people": [person.pk for person in people], "how": "and-wait"}, follow=True
    ).content.decode()
    assert f"On the waiting list: {people[0]}, {people[1]}." in said
    assert "1st in line" in said
    assert "2nd in line" in said


def test_who_asks_for_themself_is_told_that_it_is_a_request(client: Client, lead: User, agency: Agency) -> None:
    oneself, other = make_person(agency=agency, user=lead), make_person(agency=agency)
    event = make_event(at=timezone.now(), approval_hours=24)
    said = client.post(
        reverse("book_team", args=[event.code]), {"people": [oneself.pk, other.pk], "how": "together"}, follow=True
    ).content.decode()
    assert f"Booked: {other}." in said
    assert f"Asked for, and waiting for approval: {oneself}." in said
    request = Booking.objects.get(event=event, person=oneself)
    assert request.decide_by
    assert f"Until {words.short_day(request.decide_by)}" in said


@pytest.mark.once
def test_what_a_place_costs_the_agency_is_said_before_it_is_booked(client: Client, lead: User, agency: Agency) -> None:
    policy = Policy(starts_on=timezone.now().date(), place_price=Decimal(75), late_charge=Decimal(50))
    policies.adopt(policy, by=TESTER, at=timezone.now())
    agency.contributes = False
    agency.save()
    event = make_event(at=timezone.now())
    told = "A place costs The Surgery £75.00. Cancelling is in time until"
    said = client.get(reverse("book_team", args=[event.code])).content.decode()
    assert told in said
    assert "After that it counts as late and costs £50.00." in said
    client.force_login(make_user(Duty.Kind.MANAGER))
    pay, free = make_person(agency=agency), make_person()
    assert told in client.get(reverse("book_person", args=[event.code, pay.pk])).content.decode()
    said = client.get(reverse("book_person", args=[event.code, free.pk])).content.decode()
    assert f"A place is free for {free.agency}." in said


def test_an_offer_s_last_moment_is_on_the_team_s_page(client: Client, lead: User, agency: Agency) -> None:
    until = timezone.now() + timedelta(hours=5)
    event = make_event(at=timezone.now())
    make_booking(event, make_person(agency=agency), outcome="waiting", state="offered", offer_lapses_at=until)
    told = f"Until {words.short_day(until)}, {words.clock(until)}"
    assert told in client.get(reverse("my_team")).content.decode()


def test_why_somebody_can_t_be_booked_is_said_beside_their_name_before_the_try(
    client: Client, lead: User, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people, event = team(agency, 4), make_event(at=timezone.now())
    make_booking(event, people[1])
    make_booking(make_event(starts_on=event.starts_on, title="Thresholds"), people[2])
    said = client.get(reverse("book_team", args=[event.code])).content.decode()
    for told in (f"{people[1]} is already booked on", f"{people[2]} has a booking at that time: Thresholds"):
        assert told in said
    others = [people[0], people[1], people[3]]
    with django_assert_num_queries(2):
        assert list(candidates.why_not_each(event, others, at=NOW)) == [people[1].pk]


def test_other_agencies_people_are_neither_shown_nor_booked(client: Client, lead: User, agency: Agency) -> None:
    stranger = make_person(last_name="Stranger")
    event = make_event(at=timezone.now())
    make_booking(event, stranger)
    address = reverse("book_team", args=[event.code])
    for page in (address, reverse("my_team")):
        assert "Stranger" not in client.get(page).content.decode()
    client.post(address, {"people": [stranger.pk], "how": "together"})
    assert event.bookings.count() == 1


def test_the_team_is_searched_and_one_found_is_booked(client: Client, lead: User, agency: Agency) -> None:
    moss, lee = make_person(agency=agency, last_name="Moss"), make_person(agency=agency, last_name="Lee")
    event = make_event(at=timezone.now())
    address = f"{reverse('book_team', args=[event.code])}?q=moss"
    said = client.get(address).content.decode()
    assert (f'value="{moss.pk}"' in said, f'value="{lee.pk}"' in said) == (True, False)
    client.post(address, {"people": [moss.pk], "how": "together"})
    assert booked(event) == [moss.pk]


def test_somebody_without_e_mail_is_added_and_requests_are_shown(client: Client, lead: User, agency: Agency) -> None:
    about = {
        "first_name": "Bea", "last_name": "Moss", "agency": agency.pk,
        "role": Role.objects.get(code="other").pk, "target_group": TargetGroup.objects.get(code="1").pk,
    }  # fmt: skip
    client.post(reverse("add_to_team"), about)
    bea = Person.objects.get(last_name="Moss")
    assert (bea.agency, bea.email) == (agency, "")
    asking = make_booking(
        make_event(at=timezone.now()), bea, outcome="waiting", state="requested", decide_by=timezone.now()
    )
    assert reverse("decide", args=[asking.pk]) in client.get(reverse("my_team")).content.decode()
    again = client.post(reverse("add_to_team"), about | {"first_name": "BÉA"}).content.decode()
    assert "say that this is another" in again
    client.post(reverse("add_to_team"), about | {"is_another": "on"})
    assert Person.objects.filter(last_name="Moss").count() == 2
    far = make_person(last_name="Moss", first_name="Bea").agency
    assert "this is another" not in client.post(reverse("add_to_team"), about | {"agency": far.pk}).content.decode()
    client.post(reverse("add_to_team"), about | {"agency": make_agency().pk, "last_name": "Elsewhere"})
    assert not Person.objects.filter(last_name="Elsewhere").exists()


@pytest.mark.once
@pytest.mark.parametrize("has_account", [False, True])
def test_an_address_of_somebody_elsewhere_is_refused_without_a_word_of_them(has_account: bool, agency: Agency) -> None:
    far = make_person(last_name="Elsewhere", user=make_user(email="far@example.org") if has_account else None)
    Person.objects.filter(pk=far.pk).update(email="" if has_account else "far@example.org")
    about = {"first_name": "Bea", "last_name": "Moss", "agency": agency.pk, "email": "Far@Example.org"}
    [refusal] = TeamMemberForm(about, agencies={agency.pk}).errors["email"]
    assert "under this e-mail: check it, or ask the training team" in refusal
    assert far.last_name not in refusal
    assert far.agency.name not in refusal


@pytest.mark.parametrize("name", ["my_team", "add_to_team", "book_team"])
def test_only_leads_have_a_team(client: Client, name: str) -> None:
    args = [make_event().code] if name == "book_team" else []
    for user in (make_user(), make_user(Duty.Kind.MANAGER), make_user(Duty.Kind.BOARD)):
        client.force_login(user)
        assert client.get(reverse(name, args=args)).status_code == 404
