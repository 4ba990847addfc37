"""A colleague instead, or another date: in one step, nothing lost where it is refused, both sides on the trail."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry, OutgoingMail
from events import approvals, bookings, eligibility, waiting
from events.forms_substitute import NamedColleagueForm
from events.models import Booking
from people.models import Agency, Duty, Person, TargetGroup
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


def test_a_colleague_takes_the_place_before_everybody_who_waits_and_nobody_is_late() -> None:
    event = make_event(places=1, closes_on=NOW.date())
    booking, waits = make_booking(event), make_booking(event, outcome="waiting")
    colleague, at = make_person(), event.starts_at - timedelta(minutes=1)
    taken = bookings.substitute(booking, colleague, by=TESTER, at=at)
    booking.refresh_from_db()
    waits.refresh_from_db()
    assert (booking.state, booking.cancelled_late, waits.state) == (State.CANCELLED, False, State.WAITING)
    assert (taken.state, taken.person, taken.replaces) == (State.CONFIRMED, colleague, booking)
    trail = set(AuditEntry.objects.values_list("verb", "subject"))
    assert ("bookings.pass_on", f"events.booking:{booking.pk}") in trail
    assert ("bookings.substitute", f"events.booking:{taken.pk}") in trail
    assert set(OutgoingMail.objects.values_list("letter", flat=True)) == {"place-passed-on", "booking-made"}


def test_a_colleague_who_may_not_come_changes_nothing_unless_a_manager_overrules() -> None:
    course = make_course()
    course.target_groups.set([TargetGroup.objects.get(code="3", scheme__is_current=True)])
    booking, colleague = make_booking(make_event(course=course, places=1)), make_person()
    with pytest.raises(eligibility.WrongAudience):
        bookings.substitute(booking, colleague, by=TESTER, at=NOW)
    booking.refresh_from_db()
    assert (booking.state, booking.event.bookings.count()) == (State.CONFIRMED, 1)
    bookings.substitute(booking, colleague, by=TESTER, at=NOW, overrule="Acting up")
    assert AuditEntry.objects.get(verb="bookings.substitute").reason == "Acting up"


def test_a_manager_says_why_on_the_page_and_nobody_else_is_asked(client: Client) -> None:
    course, now = make_course(), timezone.now()
    course.target_groups.set([TargetGroup.objects.get(code="3", scheme__is_current=True)])
    person = make_person(user=make_user())
    booking = make_booking(make_event(course=course, at=now), person)
    date = make_event(course=course, at=now, days=40)
    send, move = (reverse(name, args=[booking.pk]) for name in ("substitute", "transfer"))
    about = {"first_name": "Bo", "last_name": "Lee", "overrule": "Acting up"}
    client.force_login(person.user or make_user())
    assert 'name="overrule"' not in client.get(send).content.decode()
    assert "is for target group 3" in client.post(send, about).content.decode()
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert "is for target group 3" in client.post(move, {"event": date.pk}).content.decode()
    client.post(move, {"event": date.pk, "overrule": "Was told so"})
    moved = Booking.objects.get(event=date)
    client.post(reverse("substitute", args=[moved.pk]) + "?new=yes", about)
    assert Booking.objects.get(replaces=moved).person.first_name == "Bo"
    reasons = AuditEntry.objects.exclude(reason="").values_list("verb", "reason")
    assert set(reasons) == {("bookings.transfer", "Was told so"), ("bookings.substitute", "Acting up")}


def test_only_a_place_on_what_has_not_begun_is_passed_on() -> None:
    event = make_event(places=1)
    waits, booking = make_booking(event, outcome="waiting"), make_booking(event)
    for one, at, said in ((waits, NOW, "a colleague joins the list themself"), (booking, event.starts_at, "has begun")):
        with pytest.raises(bookings.NotPassedOn, match=said):
            bookings.substitute(one, make_person(), by=TESTER, at=at)
        with pytest.raises(bookings.NotPassedOn, match=said):
            bookings.transfer(one, make_event(course=event.course), by=TESTER, at=at)


def test_nobody_passes_a_place_on_to_themself_or_to_the_date_that_they_have() -> None:
    booking = make_booking(make_event(places=2))
    with pytest.raises(bookings.NotPassedOn, match=r"has that place already: choose a colleague\."):
        bookings.substitute(booking, booking.person, by=TESTER, at=NOW)
    with pytest.raises(bookings.NotPassedOn, match="That is the date which is booked already"):
        bookings.transfer(booking, booking.event, by=TESTER, at=NOW)
    assert (booking.event.bookings.get().state, AuditEntry.objects.count()) == (State.CONFIRMED, 0)


def test_another_date_is_taken_and_the_old_place_moves_the_waiting_list() -> None:
    event = make_event(places=1)
    booking, waits = make_booking(event), make_booking(event, outcome="waiting")
    other = make_event(course=event.course, days=60, places=1)
    taken = bookings.transfer(booking, other, by=TESTER, at=NOW)
    booking.refresh_from_db()
    waits.refresh_from_db()
    assert (booking.state, booking.cancelled_late, booking.reason) == (State.CANCELLED, False, "Moved to another date")
    assert (taken.event, taken.state, waits.state) == (other, State.CONFIRMED, State.CONFIRMED)
    assert AuditEntry.objects.filter(verb__in=["bookings.transfer", "bookings.give_up_for"]).count() == 2


def test_moving_shortly_before_gives_the_old_place_back_late() -> None:
    event = make_event()
    booking = make_booking(event)
    bookings.transfer(booking, make_event(course=event.course, days=60), by=TESTER, at=event.starts_at - timedelta(1))
    booking.refresh_from_db()
    assert booking.cancelled_late is True


@pytest.mark.parametrize("outcome", ["booked", "waiting"])
def test_a_full_date_or_one_that_others_wait_for_is_refused_and_the_place_kept(outcome: str) -> None:
    booking = make_booking(make_event())
    other = make_event(course=booking.event.course, days=60, places=1 if outcome == "booked" else 5)
    make_booking(other, outcome=outcome)
    with pytest.raises(waiting.EventFull, match="You keep your place"):
        bookings.transfer(booking, other, by=TESTER, at=NOW)
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_another_course_is_no_other_date_and_an_overlapping_date_is_no_clash_with_itself() -> None:
    booking = make_booking(make_event())
    with pytest.raises(bookings.NotPassedOn, match="is another course"):
        bookings.transfer(booking, make_event(), by=TESTER, at=NOW)
    bookings.transfer(booking, make_event(course=booking.event.course), by=TESTER, at=NOW)


def test_where_approval_is_wanted_only_who_may_give_it_sends_a_colleague() -> None:
    agency = make_agency()
    event = make_event(places=1, approval_hours=24)
    person = make_person(agency=agency, user=make_user())
    lead = make_person(agency=agency, user=make_user(Duty.Kind.LEAD, agency=agency))
    booking, colleague = make_booking(event, person), make_person(agency=agency)
    for by, whom in ((person.user, colleague), (lead.user, lead), (lead.user, make_person())):
        with pytest.raises(
            approvals.NeedsApproval, match=r"sends a colleague in one step: ask them\. The place is kept"
        ):
            bookings.substitute(booking, whom, by=by or TESTER, at=NOW)
    assert (event.bookings.get().state, OutgoingMail.objects.exists()) == (State.CONFIRMED, False)
    taken = bookings.substitute(booking, colleague, by=lead.user or TESTER, at=NOW)
    assert (taken.state, taken.person) == (State.CONFIRMED, colleague)
    back = bookings.substitute(taken, person, by=make_user(Duty.Kind.MANAGER), at=NOW)
    assert (back.state, back.person) == (State.CONFIRMED, person)


def test_the_booking_s_page_says_who_sends_a_colleague_where_approval_is_wanted(client: Client) -> None:
    person = signed_in(client)
    booking = make_booking(make_event(at=timezone.now(), approval_hours=24), person)
    page, address = (reverse(name, args=[booking.pk]) for name in ("booking", "substitute"))
    said = client.get(page).content.decode()
    assert address not in said
    assert f"If a colleague is to come instead: who comes to {booking.event} needs approval." in said
    for answer in (client.get(address, follow=True), client.post(address, {"first_name": "Bea"}, follow=True)):
        assert "needs approval. The lead of" in answer.content.decode()
    lead = make_user(Duty.Kind.LEAD, agency=person.agency)
    client.force_login(lead)
    assert address in client.get(page).content.decode()
    client.post(f"{address}?new=yes", {"first_name": "Bea", "last_name": "Moss", "email": ""})
    assert Booking.objects.get(replaces=booking).state == State.CONFIRMED


def signed_in(client: Client) -> Person:
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    return person


def test_one_gives_the_place_to_a_colleague_known_or_new(client: Client) -> None:
    person = signed_in(client)
    known = make_person(agency=person.agency, email="bea@example.org")
    said = {"first_name": "Bea", "last_name": "Moss"}
    new = "new@example.org"
    for days, email, expected in ((10, "BEA@example.org", known), (20, new, None), (30, new, None)):
        booking = make_booking(make_event(at=timezone.now(), days=days), person)
        address = reverse("substitute", args=[booking.pk])
        assert address in client.get(reverse("booking", args=[booking.pk])).content.decode()
        assert "never counts as late" in client.get(address).content.decode()
        client.post(address, {**said, "email": email})
        taken = Booking.objects.get(replaces=booking)
        assert taken.person == (expected or Person.objects.get(email=new))
        assert taken.agency == person.agency
        assert client.get(address)["Location"] == reverse("booking", args=[booking.pk])


def meant(agency: Agency, email: str = "", *, may_look_up: bool = False, **more: str) -> Person | str:
    """Whom the form takes Zoë Moss for, or why it can't tell."""
    said = {"first_name": "zoe ", "last_name": "MOSS", "email": email} | more
    form = NamedColleagueForm(said, agency=agency, may_look_up=may_look_up, may_overrule=False)
    return form.colleague if form.is_valid() else form.errors.as_text()


def test_a_name_or_address_on_record_is_that_person_and_nobody_is_put_there_twice() -> None:
    agency = make_agency()
    zoe = make_person(agency=agency, first_name="Zoë", last_name="Moss", email="")
    make_person(first_name="Zoë", last_name="Moss", email="far@example.org")
    new = meant(agency, last_name="Mossop")
    assert isinstance(new, Person)
    assert new._state.adding
    assert new.agency == agency
    assert meant(agency) == meant(agency, "new@example.org") == zoe
    asks = "tell by this which colleague comes. Ask the training team, or the lead of"
    assert asks in str(meant(agency, "far@example.org"))
    zoe.email = "zoe@example.org"
    zoe.save()
    assert meant(agency) == meant(agency, "Zoe@example.org", last_name="Lee") == zoe
    assert asks in str(meant(agency, "new@example.org"))
    make_person(agency=agency, first_name="Zoe", last_name="Moss", email="")
    assert asks in str(meant(agency))
    assert meant(agency, "zoe@example.org") == zoe
    make_person(agency=agency, email="zoe@example.org")
    assert meant(agency, "zoe@example.org") == zoe
    assert asks in str(meant(agency, "zoe@example.org", last_name="Lee"))


def test_a_lead_puts_a_namesake_on_record_on_purpose_only() -> None:
    agency = make_agency()
    zoe = make_person(agency=agency, first_name="Zoë", last_name="Moss", email="zoe@example.org")
    assert "say that this is another" in str(meant(agency, may_look_up=True))
    another = meant(agency, may_look_up=True, is_another="on")
    assert isinstance(another, Person)
    assert another._state.adding
    assert meant(agency, "zoe@example.org", may_look_up=True) == zoe
    assert meant(agency, is_another="on") == zoe


def test_a_lead_chooses_who_comes_from_the_agency_s_people_with_what_stands_against_each(client: Client) -> None:
    agency, now = make_agency(), timezone.now()
    event = make_event(at=now, places=1, closes_on=now.date() - timedelta(1))
    booking, bea = make_booking(event, make_person(agency=agency)), make_person(agency=agency, last_name="Moss")
    clash = make_booking(make_event(starts_on=event.starts_on), make_person(agency=agency)).person
    stranger, address = make_person(), reverse("substitute", args=[booking.pk])
    client.force_login(make_user(Duty.Kind.LEAD, agency=agency))
    said = client.get(address).content.decode()
    offered = [f'value="{person.pk}"' in said for person in (bea, clash, booking.person, stranger)]
    assert offered == [True, True, False, False]
    assert f"{clash} has a booking at that time" in said
    assert "Booking for" not in said
    assert f'value="{clash.pk}"' not in client.get(f"{address}?q=moss").content.decode()
    for other in (stranger, clash, booking.person):
        assert "There is a problem" in client.post(address, {"person": other.pk}).content.decode()
    client.post(f"{address}?q=moss", {"person": bea.pk})
    assert Booking.objects.get(replaces=booking).person == bea


@pytest.mark.once
def test_who_has_no_e_mail_is_said_to_be_told_by_somebody(client: Client) -> None:
    person = signed_in(client)
    booking = make_booking(make_event(at=timezone.now()), person)
    about = {"first_name": "Bea", "last_name": "Moss"}
    said = client.post(reverse("substitute", args=[booking.pk]), about, follow=True).content.decode()
    assert "No e-mail is on record of Bea Moss: please tell them." in said


def test_both_bookings_name_the_other_person_to_who_may_know(client: Client) -> None:
    person = signed_in(client)
    booking = make_booking(make_event(at=timezone.now()), person)
    bea = make_person(agency=person.agency, last_name="Moss", user=make_user())
    taken = bookings.substitute(booking, bea, by=make_user(Duty.Kind.MANAGER), at=timezone.now())
    before, after = (reverse("booking", args=[one.pk]) for one in (booking, taken))
    assert bea.name not in client.get(before).content.decode()
    Booking.objects.filter(pk=taken.pk).update(made_by=person.user)
    assert f'value">{bea.name}<' in client.get(before).content.decode()
    client.force_login(bea.user or make_user())
    assert "Instead of" not in client.get(after).content.decode()
    client.force_login(make_user(Duty.Kind.LEAD, agency=person.agency))
    assert f'href="{after}">{bea.name}</a>' in client.get(before).content.decode()
    assert f'href="{before}">{person.name}</a>' in client.get(after).content.decode()
    moved = bookings.transfer(taken, make_event(course=booking.event.course, days=60), by=TESTER, at=NOW)
    said = client.get(after).content.decode()
    assert "Moved to" in said
    assert f"/bookings/{moved.pk}/" in said


def test_a_colleague_who_is_booked_already_is_refused_in_a_sentence(client: Client) -> None:
    person = signed_in(client)
    booking = make_booking(make_event(at=timezone.now()), person)
    make_booking(booking.event, make_person(agency=person.agency, email="bea@example.org"))
    said = {"email": "bea@example.org", "first_name": "Bea", "last_name": "Moss"}
    address = reverse("substitute", args=[booking.pk])
    answer = client.post(address, said).content.decode()
    assert "can’t take this place. Ask the training team, or the lead of" in answer
    assert "already booked" not in answer
    client.force_login(make_user(Duty.Kind.LEAD, agency=person.agency))
    assert "is already booked on" in client.post(f"{address}?new=yes", said).content.decode()


def test_what_is_on_a_colleague_s_record_is_told_to_their_lead_and_managers_only() -> None:
    agency, event = make_agency(), make_event()
    booking, colleague = make_booking(event, make_person(agency=agency, user=make_user())), make_person(agency=agency)
    make_booking(make_event(), colleague)
    nobody, elsewhere = booking.person.user or make_user(), make_user(Duty.Kind.LEAD, agency=make_agency())
    for by, told in (
        (nobody, bookings.NotForThem),
        (elsewhere, bookings.NotForThem),
        (make_user(Duty.Kind.LEAD, agency=agency), eligibility.DiaryClash),
        (make_user(Duty.Kind.MANAGER), eligibility.DiaryClash),
        (TESTER, eligibility.DiaryClash),
    ):
        with pytest.raises(told):
            bookings.substitute(booking, colleague, by=by, at=NOW)


def test_moving_is_no_way_round_an_approval() -> None:
    agency = make_agency()
    person = make_person(agency=agency, user=make_user())
    booking = make_booking(make_event(), person)
    wants = make_event(course=booking.event.course, days=60, approval_hours=48)
    with pytest.raises(approvals.NeedsApproval, match=r"in one step: ask them\. The place on .* is kept"):
        bookings.transfer(booking, wants, by=person.user or TESTER, at=NOW)
    booking.refresh_from_db()
    assert (booking.state, wants.bookings.exists()) == (State.CONFIRMED, False)
    lead = make_user(Duty.Kind.LEAD, agency=agency)
    assert bookings.transfer(booking, wants, by=lead, at=NOW).state == State.CONFIRMED


def test_one_moves_to_another_date_with_a_place(client: Client) -> None:
    person = signed_in(client)
    booking = make_booking(make_event(at=timezone.now(), days=1), person)
    address = reverse("transfer", args=[booking.pk])
    assert "No other date of this course is in the programme." in client.get(address).content.decode()
    other = make_event(at=timezone.now(), days=60, course=booking.event.course)
    full = make_event(at=timezone.now(), days=70, course=booking.event.course, places=0)
    said = client.get(address).content.decode()
    assert f'value="{other.pk}"' in said
    assert f'value="{full.pk}"' not in said
    assert "counts as a late cancellation" in said
    assert "There is a problem" in client.post(address, {"event": full.pk}).content.decode()
    wants = make_event(at=timezone.now(), days=80, course=booking.event.course, approval_hours=24)
    said = client.get(address).content.decode()
    assert f'value="{wants.pk}"' not in said
    assert f"Who comes to {wants} needs approval." in said
    answer = client.post(address, {"event": other.pk})
    assert answer["Location"] == reverse("booking", args=[Booking.objects.get(replaces=booking).pk])


@pytest.mark.parametrize("name", ["substitute", "transfer"])
def test_nobody_else_passes_a_place_on(client: Client, name: str) -> None:
    booking = make_booking(make_event(at=timezone.now()))
    for user in (make_user(), make_user(Duty.Kind.LEAD, agency=make_agency()), make_user(Duty.Kind.BOARD)):
        client.force_login(user)
        assert client.get(reverse(name, args=[booking.pk])).status_code == 404
