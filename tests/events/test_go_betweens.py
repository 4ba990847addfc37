"""Who has no e-mail is told by somebody: the leads of their agency, else the manager who booked them."""

import pytest
from django.core.mail import EmailMessage

from core import mail
from events import bookings, letters, notices, reminders
from events.models import Booking, Notice
from people.models import Duty
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def test_an_offer_to_somebody_without_e_mail_goes_to_all_leads_of_their_agency(mailoutbox: list[EmailMessage]) -> None:
    agency = make_agency()
    leads = [make_user(Duty.Kind.LEAD, agency=agency) for _ in range(2)]
    make_user(Duty.Kind.LEAD, agency=make_agency())
    gone = make_user(Duty.Kind.LEAD, agency=agency)
    gone.is_active = False
    gone.save()
    event = make_event(places=1, offer_hours=24)
    held = make_booking(event)
    bea = make_person(agency=agency, email="", first_name="Bea", last_name="Moss")
    offered = make_booking(event, bea, outcome="waiting", made_by=make_user(Duty.Kind.MANAGER))
    bookings.cancel(held, by=TESTER, at=NOW)
    mail.send_due(at=NOW)
    (letter,) = [letter for letter in mailoutbox if "offered" in letter.subject]
    assert letter.to == [lead.email for lead in leads]
    assert letter.subject == f"For Bea Moss: A place is offered to you: {event.name}"
    body = str(letter.body)
    assert "Bea Moss has no e-mail address on record, so this comes to you: please tell them" in body
    assert "Dear Bea,\n\nA place came free" in body
    assert f"/bookings/{offered.pk}/" in body
    assert "calendar" not in letter.message().as_string()


def test_without_a_lead_the_manager_who_booked_them_is_told_and_nobody_else_is() -> None:
    event, manager = make_event(), make_user(Duty.Kind.MANAGER)
    by_manager = make_booking(event, make_person(email=""), made_by=manager)
    by_colleague = make_booking(event, make_person(email=""), made_by=make_user())
    letter = letters.booking_made(by_manager.pk)
    assert letter is not None
    assert (letter.to, letter.also_to) == (manager.email, ())
    assert letters.booking_made(by_colleague.pk) is None
    assert letters.booking_made(make_booking(event, make_person(email="")).pk) is None
    assert set(Booking.objects.reachable()) == {by_manager}


def test_who_has_an_e_mail_is_written_to_and_nobody_else() -> None:
    agency = make_agency()
    make_user(Duty.Kind.LEAD, agency=agency)
    ann = make_person(agency=agency)
    letter = letters.booking_made(make_booking(make_event(), ann).pk)
    assert letter is not None
    assert (letter.to, letter.also_to, bool(letter.parts)) == (ann.email, (), True)


def test_reminders_and_notices_reach_them_that_way(mailoutbox: list[EmailMessage]) -> None:
    agency = make_agency()
    lead = make_user(Duty.Kind.LEAD, agency=agency)
    event = make_event(days=1)
    make_booking(event, make_person(agency=agency, email=""))
    assert reminders.remind_due(at=NOW) == 1
    sent = notices.send(
        event, audience=Notice.Audience.COMING, subject="Bring a coat", text="Cold.", by=make_user(), at=NOW
    )
    assert sent.people == 1
    mail.send_due(at=NOW)
    assert [letter.to for letter in mailoutbox] == [[lead.email], [lead.email]]
