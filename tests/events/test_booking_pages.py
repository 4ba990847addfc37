"""From an event's page to a booking and back: three steps, once only, one's own only, and reasons in sentences."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core import once
from core.models import AuditEntry
from events import bookings
from events.models import Booking, Event, EventTrainer, Policy, Venue
from people.models import Duty, Person, Role, TargetGroup, User
from tests.events.pages import event_in, page
from tests.makers import TESTER, make_agency, make_booking, make_course, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


def event_page(client: Client, event: Event) -> str:
    return page(client, reverse("event", args=[event.code]))


def test_an_event_s_page_says_what_for_whom_when_where_and_who_trains(client: Client) -> None:
    course = make_course(
        title="Neglect", summary="Seeing it early.", outcomes="Name the signs\n\nAct on them", kind="lpg"
    )
    course.target_groups.set([TargetGroup.objects.get(code="3")])
    venue = Venue.objects.create(name="March Library", address="1 City Road\nMarch")
    event = event_in(course=course, venue=venue, places=6, joining_instructions="Door code 1234")
    EventTrainer.objects.create(event=event, name="Marta Wójcik", days=1)
    said = event_page(client, event)
    for words in (
        "Local Practice Group", "Neglect</h1>", "Seeing it early.", "Group 3: Predominantly with children",
        "9:30am to 4:30pm", "March Library", "1 City Road<br>March", "Marta Wójcik", "6 places left",
        "<li>Name the signs</li><li>Act on them</li>",
    ):  # fmt: skip
        assert words in said
    assert "Door code" not in said


def test_an_event_without_venue_trainers_summary_or_places_reads_well(client: Client) -> None:
    said = event_page(client, event_in(places=None))
    assert "Venue to be confirmed" in said
    assert "Places not limited" in said
    assert "Everyone whose work brings them" in said
    assert "Trainer" not in said
    assert "None" not in said


def test_several_days_are_said_with_both_ends(client: Client) -> None:
    event = event_in()
    event.ends_on = event.starts_on + timedelta(days=1)
    event.save()
    assert ", 9:30am, to " in event_page(client, event)


def test_a_draft_is_the_managers_and_nobody_else_s(client: Client, person: Person) -> None:
    address = reverse("event", args=[event_in(status="draft").code])
    book = f"{address}book/"
    assert (page(client, address, 404), page(client, book, 404)) != ("", "")
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert "Only managers see this page" in page(client, address)


def test_a_visitor_is_led_to_sign_in_or_sign_up_and_back(client: Client) -> None:
    event = event_in()
    book = reverse("book", args=[event.code])
    said = event_page(client, event)
    assert f'href="{book}"' in said
    assert f"{reverse('account_signup')}?next={book}" in said
    assert client.get(book)["Location"] == f"{reverse('account_login')}?next={book}"
    assert client.post(book)["Location"] == f"{reverse('account_login')}?next={book}"


def test_a_member_who_has_not_said_who_they_are_says_so_first_and_comes_back(client: Client) -> None:
    event, user = event_in(), make_user()
    client.force_login(user)
    book = reverse("book", args=[event.code])
    to_profile = client.get(book)["Location"]
    about = {
        "first_name": "Ann", "last_name": "Lee", "agency": make_agency().pk, "works_with": "both",
        "role": Role.objects.get(code="other").pk, "target_group": TargetGroup.objects.get(code="1").pk,
    }  # fmt: skip
    assert client.post(book)["Location"] == to_profile
    assert client.post(to_profile, about)["Location"] == book
    assert "Ann Lee" in page(client, book)


def test_booking_takes_three_steps_and_looking_books_nothing(client: Client, person: Person) -> None:
    event = event_in(venue=Venue.objects.create(name="March Library"), joining_instructions="Bring a pen")
    assert f'href="{reverse("book", args=[event.code])}"' in event_page(client, event)
    confirm = page(client, reverse("book", args=[event.code]))
    assert f"Ann Lee, {person.agency}" in confirm
    assert f'href="{reverse("event", args=[event.code])}">Cancel' in confirm
    assert not Booking.objects.exists()
    answer = client.post(reverse("book", args=[event.code]))
    booking = Booking.objects.get()
    assert answer["Location"] == reverse("booking", args=[booking.pk])
    said = page(client, answer["Location"])
    assert "You’re booked" in said
    assert reverse("check_in") in said
    assert "Bring a pen" in said
    assert (booking.state, booking.person, booking.made_by) == (State.CONFIRMED, person, person.user)


def test_the_same_form_sent_twice_makes_one_booking_and_shows_it_twice(client: Client, person: Person) -> None:
    event = event_in()
    first, second = (client.post(reverse("book", args=[event.code])) for _ in range(2))
    assert first["Location"] == second["Location"] == reverse("booking", args=[Booking.objects.get().pk])
    assert client.get(reverse("book", args=[event.code]))["Location"] == first["Location"]
    assert AuditEntry.objects.filter(verb="bookings.book").count() == 1


def test_a_full_event_is_waited_for_and_the_place_in_line_is_said(client: Client, person: Person) -> None:
    event = event_in(places=1)
    make_booking(event)
    make_booking(event, outcome="waiting", made_at=timezone.now() - timedelta(days=1))
    assert "Join the waiting list" in event_page(client, event)
    assert "Join the waiting list</h1>" in page(client, reverse("book", args=[event.code]))
    answer = client.post(reverse("book", args=[event.code]))
    assert "You’re on the waiting list, 2nd" in page(client, answer["Location"])
    assert "On the waiting list. <a" in event_page(client, event)


def test_where_somebody_waits_the_next_waits_too_and_the_page_says_so_before(client: Client, person: Person) -> None:
    event = event_in(places=5)
    make_booking(event, outcome="waiting")
    assert "Join the waiting list" in event_page(client, event)
    client.post(reverse("book", args=[event.code]))
    assert person.bookings.get().state == State.WAITING


def test_why_not_is_said_instead_of_a_button_with_what_one_can_do(client: Client, person: Person) -> None:
    event = event_in(for_agency=make_agency(name="The Trust"))
    said = event_page(client, event)
    assert "is only for people from The Trust." in said
    assert "Everyone whose work" not in said
    assert "See what else is in the programme" in said
    assert reverse("book", args=[event.code]) not in said
    other = event_in(40, course=event.course)
    said = event_page(client, event)
    assert "There are other dates below." in said
    assert reverse("event", args=[other.code]) in said


def test_what_is_refused_leads_to_the_page_that_says_why_and_books_nothing(client: Client, person: Person) -> None:
    event = event_in(for_agency=make_agency())
    book = reverse("book", args=[event.code])
    for answer in (client.get(book), client.post(book)):
        assert answer["Location"] == reverse("event", args=[event.code])
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"days": -1}, "has begun: it can&#x27;t be booked any more."),
        ({"status": "cancelled", "cancelled_at": timezone.now()}, "was cancelled: it can&#x27;t be booked."),
        ({"days": -9, "status": "held", "register_closed_at": timezone.now()}, "has taken place"),
    ],
)
def test_visitors_are_told_too_what_can_not_be_booked(client: Client, fields: dict[str, Any], said: str) -> None:
    event = event_in(**fields)
    told = event_page(client, event)
    assert said in told
    assert reverse("book", args=[event.code]) not in told
    assert "places left" not in told


def test_a_cancelled_event_says_so_and_not_why(client: Client) -> None:
    event = event_in(status="cancelled", cancelled_at=timezone.now(), cancel_reason="Trainer’s bereavement")
    said = event_page(client, event)
    assert "This event was cancelled." in said
    assert "bereavement" not in said


def test_a_workshop_leads_to_its_conference_and_back(client: Client, person: Person) -> None:
    conference = event_in(title="The Conference", course=make_course("conference"))
    workshop = event_in(title="Neglect workshop", parent=conference)
    event_in(title="Unpublished workshop", parent=conference, status="draft")
    assert "Go to The Conference</a>" in event_page(client, workshop)
    said = event_page(client, conference)
    assert "Neglect workshop" in said
    assert "Unpublished workshop" not in said


def test_giving_a_place_up_in_time_asks_first_and_passes_the_place_on(client: Client, person: Person) -> None:
    event = event_in(places=1)
    booking = bookings.book(event, person, by=person.user or TESTER, at=timezone.now())
    waiting = bookings.book(event, make_person(), by=TESTER, at=timezone.now())
    address = reverse("cancel_booking", args=[booking.pk])
    asked = page(client, address)
    assert "This does not count as late." in asked
    assert f'href="{reverse("booking", args=[booking.pk])}">Keep the booking' in asked
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED
    answer = client.post(address, {"reason": "On leave"}, follow=True)
    assert "The booking is cancelled." in answer.content.decode()
    assert "On leave" in answer.content.decode()
    booking.refresh_from_db()
    waiting.refresh_from_db()
    assert (booking.state, booking.reason, booking.cancelled_late) == (State.CANCELLED, "On leave", False)
    assert waiting.state == State.CONFIRMED


def test_no_reason_need_be_given_and_sending_twice_cancels_once(client: Client, person: Person) -> None:
    booking = make_booking(event_in(), person)
    address = reverse("cancel_booking", args=[booking.pk])
    for answer in (client.post(address), client.post(address), client.get(address)):
        assert answer["Location"] == reverse("booking", args=[booking.pk])
    assert AuditEntry.objects.filter(verb="bookings.cancel").count() == 1


def test_a_reason_too_long_is_refused_in_a_summary(client: Client, person: Person) -> None:
    booking = make_booking(event_in(), person)
    answer = client.post(reverse("cancel_booking", args=[booking.pk]), {"reason": "x" * 301})
    assert "There is a problem" in answer.content.decode()
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_late_is_said_before_and_waiting_is_never_late(client: Client, person: Person) -> None:
    booking = make_booking(event_in(1), person)
    waiting = make_booking(event_in(1), person, outcome="waiting")
    assert "counts as a late cancellation: places were to be given back by" in page(
        client, reverse("cancel_booking", args=[booking.pk])
    )
    assert "never counts as late" in page(client, reverse("cancel_booking", args=[waiting.pk]))
    client.post(reverse("cancel_booking", args=[booking.pk]))
    client.post(reverse("cancel_booking", args=[waiting.pk]))
    booking.refresh_from_db()
    waiting.refresh_from_db()
    assert (booking.cancelled_late, waiting.cancelled_late) == (True, False)
    assert "counted as late" in page(client, reverse("booking", args=[booking.pk]))


def test_what_has_begun_can_not_be_given_up(client: Client, person: Person) -> None:
    booking = make_booking(event_in(-1), person)
    address = reverse("booking", args=[booking.pk])
    assert reverse("cancel_booking", args=[booking.pk]) not in page(client, address)
    assert "is over: who came and who didn&#x27;t is marked in its register." in page(client, address)
    assert client.post(reverse("cancel_booking", args=[booking.pk]))["Location"] == address
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def accounts(agency_of: Person) -> dict[str, User]:
    """Everybody who might ask for somebody's booking."""
    colleague = make_person(agency=agency_of.agency, user=make_user())
    return {
        "a colleague": colleague.user or make_user(),
        "another agency's lead": make_user(Duty.Kind.LEAD, agency=make_agency()),
        "a trainer": make_user(Duty.Kind.TRAINER),
        "a board member": make_user(Duty.Kind.BOARD),
        "the lead": make_user(Duty.Kind.LEAD, agency=agency_of.agency),
        "a manager": make_user(Duty.Kind.MANAGER),
    }


def test_somebody_else_s_booking_is_not_there(client: Client) -> None:
    theirs = make_person()
    booking = make_booking(event_in(), theirs)
    show, cancel = reverse("booking", args=[booking.pk]), reverse("cancel_booking", args=[booking.pk])
    for who, user in accounts(theirs).items():
        client.force_login(user)
        expected = 200 if who in {"the lead", "a manager"} else 404
        assert (who, client.get(show).status_code, client.get(cancel).status_code) == (who, expected, expected)
        if expected == 404:
            assert client.post(cancel).status_code == 404
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED
    assert client.get(reverse("booking", args=[booking.pk + 1])).status_code == 404


def test_a_lead_reads_of_the_person_and_not_of_you(client: Client) -> None:
    booking = make_booking(event_in(), make_person(first_name="Bea", last_name="Moss"))
    client.force_login(make_user(Duty.Kind.LEAD, agency=booking.agency))
    said = page(client, reverse("booking", args=[booking.pk]))
    assert "Bea Moss is booked" in said
    assert "You’re" not in said
    assert "for Bea Moss" in page(client, reverse("cancel_booking", args=[booking.pk]))


def test_words_of_others_are_shown_as_words(client: Client, person: Person) -> None:
    attack = "<img src=x onerror=alert(1)>"
    course = make_course(title=f"C{attack}", summary=f"S{attack}", outcomes=f"O{attack}\nP{attack}")
    venue = Venue.objects.create(name=f"V{attack}", address=f"A{attack}\nB{attack}", directions=f"D{attack}")
    event = event_in(course=course, venue=venue, joining_instructions=f"J{attack}")
    EventTrainer.objects.create(event=event, name=f"T{attack}", days=1)
    Person.objects.filter(pk=person.pk).update(first_name=attack, job_title=attack)
    book = reverse("book", args=[event.code])
    before = page(client, reverse("event", args=[event.code])) + page(client, book)
    booking = client.post(book)["Location"]
    after = page(client, booking) + page(client, f"{booking}cancel/") + page(client, reverse("my_training"))
    client.post(f"{booking}cancel/", {"reason": attack})
    said = before + after + page(client, booking)
    assert attack not in said
    for letter in "CSOPVADJT":
        assert f"{letter}&lt;img src=x onerror=alert(1)&gt;" in said


@pytest.mark.parametrize("dates", [1, 3, 30])
def test_an_event_s_page_costs_ten_queries_however_many_dates_and_bookings(
    client: Client, person: Person, dates: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = event_in()
    for number in range(dates):
        make_booking(event)
        make_booking(event_in(number + 1, course=event.course))
        EventTrainer.objects.create(event=event, name=f"Trainer {number}", days=1)
        event_in(course=event.course, parent=event)
    with django_assert_num_queries(10):
        event_page(client, event)


@pytest.mark.parametrize("bookings", [1, 3, 30])
def test_a_booking_with_every_rule_costs_thirteen_statements_and_a_transaction(
    client: Client, person: Person, bookings: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = make_course()
    event = event_in(course=make_course(prerequisite=first), for_agency=person.agency)
    event.course.target_groups.set([TargetGroup.objects.get(code="3", scheme__is_current=True)])
    Policy.objects.create(starts_on=timezone.localdate(), suspends_after=1)
    Person.objects.filter(pk=person.pk).update(target_group=event.course.target_groups.get())
    for number in range(bookings):
        make_booking(event_in(-number - 30, course=first), person, outcome="attended")
        make_booking(event_in(number + 31), person)
        make_booking(event, outcome="cancelled")
    form = {"once": once.drawn_for(person.user or TESTER, at=timezone.now())}
    with django_assert_num_queries(13 + 2):
        client.post(reverse("book", args=[event.code]), form)
    assert event.bookings.get(person=person).state == State.CONFIRMED
