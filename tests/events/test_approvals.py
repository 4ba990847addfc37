"""Requests: who may decide, until when, what becomes of them if nobody does, and the way for those without a lead."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import mail
from core.models import AuditEntry, OutgoingMail
from events import approvals, attention, bookings, programme, waiting
from events.models import Booking, Event
from people.models import Agency, Duty, Person, User
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State, IfUnanswered = Booking.State, Event.IfUnanswered
TWO_DAYS = timedelta(hours=48)


def member(agency: Agency | None = None, *duties: Duty.Kind) -> tuple[Person, User]:
    agency = agency or make_agency()
    user = make_user(*duties, agency=agency)
    return make_person(agency=agency, user=user), user


def asked(at: Any = NOW, agency: Agency | None = None, **fields: Any) -> Booking:
    person, user = member(agency)
    event = make_event(**{"approval_hours": 48, "at": at} | fields)
    return bookings.book(event, person, by=user, at=at)


def test_a_request_holds_no_place_and_is_for_the_agency_s_leads_to_decide() -> None:
    agency = make_agency()
    _, lead = member(agency, Duty.Kind.LEAD)
    make_user(Duty.Kind.MANAGER)
    booking = asked(agency=agency, places=1)
    assert (booking.state, booking.held_place, booking.decide_by) == (State.REQUESTED, False, NOW + TWO_DAYS)
    assert approvals.deciders(booking) == [lead]
    assert waiting.free_places(booking.event) == 1
    assert set(OutgoingMail.objects.values_list("letter", flat=True)) == {"approval-wanted", "booking-made"}
    assert mail.send_due(at=NOW) == 2
    assert approvals.approve(booking, by=lead, at=NOW).state == State.CONFIRMED
    assert AuditEntry.objects.get(verb="approvals.approve").actor == f"user:{lead.pk}"


def test_without_a_lead_the_managers_decide_and_nobody_decides_for_themself() -> None:
    manager = make_user(Duty.Kind.MANAGER)
    assert approvals.deciders(asked()) == [manager]
    lead, user = member(None, Duty.Kind.LEAD)
    own = bookings.book(make_event(approval_hours=48), lead, by=user, at=NOW)
    assert (own.state, approvals.deciders(own)) == (State.REQUESTED, [manager])
    assert set(attention.requests_for_managers(at=NOW)) == set(Booking.objects.all())


def test_who_may_approve_books_others_at_once() -> None:
    agency = make_agency()
    person, (_, lead) = make_person(agency=agency), member(agency, Duty.Kind.LEAD)
    event = make_event(approval_hours=48)
    assert bookings.book(event, person, by=lead, at=NOW).state == State.CONFIRMED
    assert bookings.book(event, make_person(), by=make_user(Duty.Kind.MANAGER), at=NOW).state == State.CONFIRMED


def test_approved_where_it_is_full_waits_by_the_day_of_the_request() -> None:
    booking = asked(places=1)
    make_booking(booking.event)
    later = make_booking(booking.event, outcome="waiting", made_at=NOW + timedelta(hours=1))
    approvals.approve(booking, by=TESTER, at=NOW + timedelta(hours=2))
    assert waiting.positions([later], at=NOW) == {booking.pk: 1, later.pk: 2}


def test_declining_says_why_and_ends_it() -> None:
    booking = asked()
    with pytest.raises(approvals.NoReason):
        approvals.decline(booking, by=TESTER, at=NOW, reason=" ")
    declined = approvals.decline(booking, by=TESTER, at=NOW, reason="No cover that day")
    assert (declined.state, declined.standing, declined.reason) == (State.DECLINED, "Not approved", "No cover that day")
    with pytest.raises(approvals.NotRequested, match="no request any more: not approved"):
        approvals.approve(booking, by=TESTER, at=NOW)
    assert mail.send_due(at=NOW) == 1


@pytest.mark.parametrize(
    ("unanswered", "state"),
    [
        (IfUnanswered.APPROVE, State.CONFIRMED),
        (IfUnanswered.DECLINE, State.DECLINED),
        (IfUnanswered.ASK_MANAGER, State.REQUESTED),
    ],
)
def test_when_its_time_passes_it_has_the_stated_outcome(unanswered: str, state: str) -> None:
    booking = asked(if_unanswered=unanswered)
    assert approvals.settle_due(at=NOW + TWO_DAYS - timedelta(seconds=1)) == 0
    approvals.settle_due(at=NOW + TWO_DAYS)
    assert approvals.settle_due(at=NOW + TWO_DAYS) == 0
    assert Booking.objects.get(pk=booking.pk).state == state


@pytest.mark.parametrize("unanswered", [IfUnanswered.APPROVE, IfUnanswered.DECLINE])
def test_nobody_decides_after_its_time_but_managers_where_they_are_to(unanswered: str) -> None:
    booking = asked(if_unanswered=unanswered)
    with pytest.raises(approvals.NotRequested, match="was open until Wednesday 6 May 2026, midday"):
        approvals.approve(booking, by=TESTER, at=NOW + TWO_DAYS)
    theirs = asked(if_unanswered=IfUnanswered.ASK_MANAGER)
    assert approvals.approve(theirs, by=TESTER, at=NOW + TWO_DAYS).state == State.CONFIRMED


def test_managers_are_shown_a_lead_s_request_only_when_its_time_is_over() -> None:
    agency = make_agency()
    member(agency, Duty.Kind.LEAD)
    booking = asked(agency=agency)
    assert list(attention.requests_for_managers(at=NOW)) == []
    assert list(attention.requests_for_managers(at=NOW + TWO_DAYS)) == [booking]


def test_a_request_still_open_when_the_event_begins_lapses_and_the_limit_never_outlasts_it() -> None:
    booking = asked(days=1)
    assert booking.decide_by == booking.event.starts_at
    approvals.settle_due(at=booking.event.starts_at)
    assert waiting.lapse_begun(at=booking.event.starts_at) == 1


def test_a_sooner_date_leaves_less_time_to_decide() -> None:
    booking = asked(days=30)
    tomorrow = NOW.date() + timedelta(days=1)
    programme.change(booking.event, by=TESTER, at=NOW, starts_on=tomorrow, ends_on=tomorrow)
    booking.refresh_from_db()
    assert booking.decide_by == booking.event.starts_at < NOW + TWO_DAYS


def test_who_was_let_go_and_waited_in_vain_is_unmet_demand_but_not_who_was_never_answered() -> None:
    booking = asked(places=0, approval_hours=24 * 60)
    never = bookings.book(booking.event, make_person(), by=make_user(), at=NOW)
    let_go = approvals.approve(booking, by=TESTER, at=NOW)
    assert (let_go.state, let_go.decide_by) == (State.WAITING, None)
    assert waiting.lapse_begun(at=booking.event.starts_at) == 2
    assert list(Booking.objects.unmet()) == [let_go]
    never.refresh_from_db()
    let_go.refresh_from_db()
    assert (never.standing, let_go.standing) == ("Not approved in time", "No place came free")


def test_asking_and_deciding_on_the_site(client: Client) -> None:
    agency = make_agency()
    (_, user), (_, lead) = member(agency), member(agency, Duty.Kind.LEAD)
    event = make_event(at=timezone.now(), approval_hours=48)
    client.force_login(user)
    book = reverse("book", args=[event.code])
    assert "Ask for a place" in client.get(book).content.decode()
    assert "waits for approval" in client.post(book, follow=True).content.decode()
    booking = Booking.objects.get()
    decide, shown = reverse("decide", args=[booking.pk]), reverse("booking", args=[booking.pk])
    assert client.get(decide).status_code == 404
    client.force_login(lead)
    assert decide in client.get(shown).content.decode()
    assert "asks for a place" in client.get(decide).content.decode()
    assert "is told." in client.post(decide, {"decision": "decline"}).content.decode()
    client.post(decide, {"decision": "approve"})
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED
    assert client.get(decide)["Location"] == shown


def test_a_manager_finds_the_requests_without_a_lead_and_nobody_else_decides(client: Client) -> None:
    booking = asked(at=timezone.now())
    decide = reverse("decide", args=[booking.pk])
    for other in (make_user(), make_user(Duty.Kind.LEAD, agency=make_agency()), make_user(Duty.Kind.TRAINER)):
        client.force_login(other)
        assert client.get(decide).status_code == 404
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert decide in client.get(reverse("workspace")).content.decode()
    client.post(decide, {"decision": "decline", "reason": "No cover"})
    booking.refresh_from_db()
    assert booking.state == State.DECLINED
