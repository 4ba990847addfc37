"""The pages on which delegates choose or rank workshops: what they offer, what they keep, and what they refuse."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events import bookings, choices, workshops
from events.models import Booking, Event, Venue
from people.models import Duty, Person
from tests.makers import TESTER, make_agency, make_booking, make_conference, make_event, make_person, make_user
from tests.makers import make_workshop as workshop_of

pytestmark = pytest.mark.django_db
State = Booking.State


@pytest.fixture
def conference() -> Event:
    return make_conference(at=timezone.now())


def choose(booking: Booking, *places: Event, waits: tuple[Event, ...] = ()) -> Booking:
    return choices.choose(booking, places, waits, by=TESTER, at=timezone.now())


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().split())


def address_of(booking: Booking) -> str:
    return reverse("choose_workshops", args=[booking.pk])


def sent_back(said: str, **other: object) -> dict[str, object]:
    """The form of the page as a browser would send it back, with what is chosen otherwise: place_11=…, wait_14=…"""
    form: dict[str, object] = dict(re.findall(r'type="radio" name="([\w-]+)" value="(\w+)"[^>]* checked', said))
    form |= dict(re.findall(r'type="hidden" name="(seen|wait-[\w-]+)"(?: value="([^"]*)")?', said))
    for name, value in other.items():
        [key] = [field for field in form if re.fullmatch(name.replace("_", r"-\d+-") + "00", field)]
        form[key] = value.pk if isinstance(value, Event) else value
    return form


def has(booking: Booking) -> dict[str, str]:
    return {part.event.title: part.state for part in workshops.of_delegate(booking)}


def test_who_books_a_conference_goes_on_to_its_workshops(client: Client, person: Person, conference: Event) -> None:
    one, noon = workshop_of(conference, places=3), workshop_of(conference, 14)
    book = reverse("book", args=[conference.code])
    assert "Once you have a place you choose your workshops." in page(client, book)
    answer = client.post(book)
    booking = person.bookings.get()
    assert answer["Location"] == address_of(booking)
    said = page(client, address_of(booking))
    assert "Your place on the conference is safe" in said
    assert re.search(rf"{one.title}<span[^>]*>11am to midday\. 3 places left", said)
    answer = client.post(address_of(booking), sent_back(said, place_11=one, place_14=noon))
    assert answer["Location"] == reverse("booking", args=[booking.pk])
    assert has(booking) == {one.title: State.CONFIRMED, noon.title: State.CONFIRMED}
    shown = page(client, answer["Location"])
    assert "The workshops are kept." in shown
    assert shown.index("You’re booked") < shown.index(one.title) < shown.index(noon.title)


def test_who_waits_for_the_conference_or_books_one_without_workshops_goes_to_the_booking(
    client: Client, person: Person, conference: Event
) -> None:
    answer = client.post(reverse("book", args=[conference.code]))
    assert answer["Location"] == reverse("booking", args=[person.bookings.get().pk])
    full = make_conference(at=timezone.now(), days=50, places=0)
    workshop_of(full)
    answer = client.post(reverse("book", args=[full.code]))
    booking = person.bookings.get(event=full)
    assert answer["Location"] == reverse("booking", args=[booking.pk])
    assert client.get(address_of(booking))["Location"] == reverse("booking", args=[booking.pk])
    said = page(client, reverse("booking", args=[booking.pk]))
    assert "by those who have a place on their conference" in said
    assert address_of(booking) not in said


def test_a_full_one_is_waited_for_beside_another(client: Client, person: Person, conference: Event) -> None:
    full, mine = workshop_of(conference), workshop_of(conference, places=None)
    choose(make_booking(conference), full)
    choose(make_booking(conference), waits=(full,))
    booking = make_booking(conference, person)
    said = page(client, address_of(booking))
    assert re.search(rf"{full.title}<span[^>]*>[^<]*Full, 1 person waiting", said)
    assert "Places not limited" in said
    client.post(address_of(booking), sent_back(said, place_11=mine, wait_11=full))
    assert has(booking) == {mine.title: State.CONFIRMED, full.title: State.WAITING}
    said = page(client, address_of(booking))
    assert "You are 2nd on the waiting list" in said
    assert "You have a place" in said
    assert "Waiting, 2nd</strong>" in page(client, reverse("booking", args=[booking.pk]))
    client.post(address_of(booking), sent_back(said, place_11="none", wait_11="none"))
    assert has(booking) == {}
    assert "Nothing chosen" in page(client, reverse("booking", args=[booking.pk]))


def test_one_that_fills_up_meanwhile_is_said_with_what_can_be_done_and_nothing_is_changed(
    client: Client, person: Person, conference: Event
) -> None:
    one, mine, noon = workshop_of(conference), workshop_of(conference), workshop_of(conference, 14)
    booking = make_booking(conference, person)
    choose(booking, mine)
    said = page(client, address_of(booking))
    choose(make_booking(conference), one)
    answer = client.post(address_of(booking), sent_back(said, place_11=one, place_14=noon))
    told = " ".join(answer.content.decode().split())
    assert f"{one.title} is full by now. Nothing was changed: choose another, or wait for it." in told
    assert "There is a problem" in told
    assert has(booking) == {mine.title: State.CONFIRMED}
    assert re.search(rf'name="place-[\d-]+" value="{noon.pk}"[^>]* checked', told)
    client.post(address_of(booking), sent_back(told, wait_11=one) | sent_back(said, place_14=noon, wait_11=one))
    assert has(booking) == {mine.title: State.CONFIRMED, one.title: State.WAITING, noon.title: State.CONFIRMED}


def test_one_that_came_free_meanwhile_is_had_by_who_would_have_waited(
    client: Client, person: Person, conference: Event
) -> None:
    full = workshop_of(conference)
    other = choose(make_booking(conference), full)
    booking = make_booking(conference, person)
    said = page(client, address_of(booking))
    choose(other)
    client.post(address_of(booking), sent_back(said, wait_11=full))
    assert has(booking) == {full.title: State.CONFIRMED}


def test_a_page_drawn_before_a_place_came_free_changes_nothing(
    client: Client, person: Person, conference: Event
) -> None:
    full, mine, third = (workshop_of(conference) for _ in range(3))
    other = choose(make_booking(conference), full)
    booking = choose(make_booking(conference, person), mine, waits=(full,))
    said = page(client, address_of(booking))
    choose(other)
    answer = client.post(address_of(booking), sent_back(said, place_11=third, wait_11="none"), follow=True)
    assert "Your workshops have changed since this page was drawn." in answer.content.decode()
    client.post(address_of(booking), sent_back(said, place_11=third))  # with that place as soon as it comes free
    assert has(booking) == {full.title: State.CONFIRMED}


def test_sending_the_same_form_twice_changes_nothing_more(client: Client, person: Person, conference: Event) -> None:
    one, booking = workshop_of(conference), make_booking(conference, person)
    form = sent_back(page(client, address_of(booking)), place_11=one)
    for _ in range(2):
        assert client.post(address_of(booking), form)["Location"] == reverse("booking", args=[booking.pk])
    assert Booking.objects.filter(part_of=booking).count() == 1


def test_a_page_from_before_the_day_was_planned_otherwise_is_refused(
    client: Client, person: Person, conference: Event
) -> None:
    one, booking = workshop_of(conference), make_booking(conference, person)
    form = sent_back(page(client, address_of(booking)), place_11=one)
    Event.objects.filter(pk=one.pk).update(starts_time="12:00", ends_time="13:00")
    told = client.post(address_of(booking), form).content.decode()
    assert "Select workshop at midday" in told or "Select the workshop at midday" in told
    new = workshop_of(conference, 12)
    Event.objects.filter(pk=one.pk).update(status="cancelled", cancelled_at=timezone.now())
    form = {name.replace("1100", "1200"): value for name, value in form.items()}
    assert (
        "That workshop is not at this time any more: choose again"
        in client.post(address_of(booking), form).content.decode()
    )
    assert (has(booking), new.bookings.count()) == ({}, 0)


def test_two_that_overlap_from_two_times_of_day_are_refused(client: Client, person: Person, conference: Event) -> None:
    long, short = workshop_of(conference, 11, ends_time="15:00"), workshop_of(conference, 14)
    workshop_of(conference, 11)
    booking = make_booking(conference, person)
    form = sent_back(page(client, address_of(booking)), place_11=long, place_14=short)
    assert "go on at the same time: choose one of them." in client.post(address_of(booking), form).content.decode()
    assert has(booking) == {}


def ranked(conference: Event, **fields: object) -> Event:
    last = timezone.localdate() + timedelta(days=3)
    Event.objects.filter(pk=conference.pk).update(**{"workshop_choice": "ranked", "choose_by": last} | fields)
    conference.refresh_from_db()
    return conference


def test_workshops_are_ranked_with_selects_and_shown_with_their_ranks(
    client: Client, person: Person, conference: Event
) -> None:
    one, two, noon = workshop_of(ranked(conference)), workshop_of(conference), workshop_of(conference, 14)
    booking = make_booking(conference, person)
    said = page(client, address_of(booking))
    assert "all first choices, then all second choices" in said
    early, late = re.findall(r'name="(rank-\d+-\d{4})-1"', said)
    assert f"{early}-2" in said
    assert f"{early}-3" not in said
    answer = client.post(address_of(booking), {f"{early}-1": "", f"{early}-2": one.pk, f"{late}-1": noon.pk})
    assert answer["Location"] == reverse("booking", args=[booking.pk])
    assert list(booking.workshop_choices.values_list("workshop", "rank")) == [(one.pk, 1), (noon.pk, 1)]
    shown = page(client, answer["Location"])
    assert f"1st choice: {one.title}" in shown
    assert "Rank workshops</a>" in shown
    twice = client.post(address_of(booking), {f"{early}-1": two.pk, f"{early}-2": two.pk}).content.decode()
    assert "You have chosen that workshop already: choose another, or none" in twice
    gone = client.post(address_of(booking), {f"{early}-1": noon.pk}).content.decode()
    assert "That workshop is not at this time any more: choose again" in gone
    assert booking.workshop_choices.count() == 2


def test_ranking_after_the_day_is_refused_in_a_sentence(client: Client, person: Person, conference: Event) -> None:
    workshop_of(ranked(conference, choose_by=timezone.localdate() - timedelta(days=2)))
    booking = make_booking(conference, person)
    for answer in (client.get(address_of(booking), follow=True), client.post(address_of(booking), follow=True)):
        assert "could be ranked until" in answer.content.decode()
    assert address_of(booking) not in page(client, reverse("booking", args=[booking.pk]))


def test_after_the_last_day_of_choosing_the_booking_says_so(client: Client, person: Person, conference: Event) -> None:
    mine = workshop_of(conference, venue=Venue.objects.create(name="Lake Room"))
    booking = choose(make_booking(conference, person), mine)
    Event.objects.filter(pk=conference.pk).update(choose_by=timezone.localdate() - timedelta(days=2))
    said = page(client, reverse("booking", args=[booking.pk]))
    assert "could be chosen until" in said
    assert "Lake Room" in said
    assert client.get(address_of(booking))["Location"] == reverse("booking", args=[booking.pk])


def test_a_conference_that_took_place_shows_what_one_was_in(client: Client, person: Person, conference: Event) -> None:
    mine = workshop_of(conference)
    booking = choose(make_booking(conference, person), mine)
    Event.objects.update(starts_on=timezone.localdate() - timedelta(days=5))
    Event.objects.update(ends_on=timezone.localdate() - timedelta(days=5))
    assert mine.title in page(client, reverse("booking", args=[booking.pk]))


def test_a_workshop_s_booking_leads_to_that_on_the_conference(
    client: Client, person: Person, conference: Event
) -> None:
    booking = choose(make_booking(conference, person), workshop_of(conference))
    answer = client.get(reverse("booking", args=[booking.parts.get().pk]))
    assert answer["Location"] == reverse("booking", args=[booking.pk])


def test_giving_the_conference_up_or_passing_it_on_says_what_becomes_of_the_workshops(
    client: Client, person: Person, conference: Event
) -> None:
    mine = workshop_of(conference)
    booking = choose(make_booking(conference, person), mine)
    make_event(at=timezone.now(), days=50, course=conference.course)
    said = page(client, reverse("cancel_booking", args=[booking.pk]))
    assert f"Your places in its workshops go with it: {mine.title}." in said
    assert "The places in workshops go with it." in page(client, reverse("substitute", args=[booking.pk]))
    assert "do not move along" in page(client, reverse("transfer", args=[booking.pk]))


def test_the_conference_s_page_lists_workshops_by_time_with_what_is_left(
    client: Client, person: Person, conference: Event
) -> None:
    noon, one = workshop_of(conference, 14), workshop_of(conference, places=4)
    off = workshop_of(conference, 15, status="cancelled", cancelled_at=timezone.now())
    address = reverse("event", args=[conference.code])
    said = page(client, address)
    assert said.index(">11am<") < said.index(one.title) < said.index(">2pm<") < said.index(noon.title)
    assert "4 places left" in said
    assert "You choose yours once you have a place on the conference." in said
    assert said.index(off.title) < said.index("Cancelled</strong>")
    booking = make_booking(conference, person)
    assert f'href="{address_of(booking)}">Choose yours</a>' in page(client, address)


def test_my_training_shows_workshops_below_their_conference(client: Client, person: Person, conference: Event) -> None:
    full, mine = workshop_of(conference), workshop_of(conference)
    choose(make_booking(conference), full)
    choose(make_booking(conference, person), mine, waits=(full,))
    past = make_conference(at=timezone.now(), days=-9, title="Last year")
    imported = workshop_of(past, title="Imported workshop")
    for event in (past, imported):
        make_booking(event, person, outcome="attended")
    make_booking(workshop_of(past, title="Without its conference"), make_person())
    said = page(client, reverse("my_training"))
    assert said.count("Cancel<span") == 1
    assert re.search(rf"11am: {mine.title}</p>.*11am: {full.title} <strong[^>]*>Waiting list", said)
    assert said.count("Imported workshop: attended") == 1
    assert "Without its conference" not in said


def test_a_conference_that_was_given_up_is_one_line(client: Client, person: Person, conference: Event) -> None:
    booking = choose(make_booking(conference, person), workshop_of(conference, title="Given up"))
    bookings.cancel(booking, by=TESTER, at=timezone.now())
    assert "Given up" not in page(client, reverse("my_training"))


def test_a_workshop_without_its_conference_is_shown_by_itself(client: Client, person: Person) -> None:
    past = make_conference(at=timezone.now(), days=-9)
    make_booking(workshop_of(past, title="Alone on record"), person, outcome="attended")
    assert "Alone on record" in page(client, reverse("my_training"))


def test_nobody_else_chooses_for_somebody_but_their_lead_and_managers(client: Client, conference: Event) -> None:
    theirs = make_person(first_name="Bea", last_name="Moss")
    booking, workshop = make_booking(conference, theirs), workshop_of(conference)
    for user, expected in (
        (make_user(), 404),
        (make_user(Duty.Kind.LEAD, agency=make_agency()), 404),
        (make_user(Duty.Kind.BOARD), 404),
        (make_user(Duty.Kind.LEAD, agency=theirs.agency), 200),
        (make_user(Duty.Kind.MANAGER), 200),
    ):
        client.force_login(user)
        assert client.get(address_of(booking)).status_code == expected
        assert client.post(address_of(booking), {}).status_code == expected
    said = page(client, address_of(booking))
    assert "Workshops of Bea Moss" in said
    client.post(address_of(booking), sent_back(said, place_11=workshop))
    assert has(booking) == {workshop.title: State.CONFIRMED}


@pytest.mark.parametrize("many", [1, 3, 12])
def test_choosing_costs_the_same_however_many_workshops_and_delegates(
    client: Client, person: Person, conference: Event, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        workshop = workshop_of(conference, 10 + number % 4, places=5)
        choose(make_booking(conference), workshop)
    booking = choose(make_booking(conference, person), workshop)
    with django_assert_num_queries(8):
        page(client, address_of(booking))


def test_a_booking_that_was_given_up_meanwhile_is_said(client: Client, person: Person, conference: Event) -> None:
    one, booking = workshop_of(conference), make_booking(conference, person)
    form = sent_back(page(client, address_of(booking)), place_11=one)
    bookings.cancel(booking, by=TESTER, at=timezone.now())
    answer = client.post(address_of(booking), form, follow=True)
    assert "by those who have a place on their conference" in answer.content.decode()
    assert one.bookings.count() == 0
