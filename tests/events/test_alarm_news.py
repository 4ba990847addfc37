"""Managers are written to once a day of the alarms that ring anew, and not at all where there are none."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from core import mail
from core.models import OutgoingMail
from events import alarm_news, programme
from events.models import Event, RungAlarm
from people.models import Duty
from tests.makers import NOW, TESTER, keep, make_agency, make_booking, make_event, make_user

pytestmark = pytest.mark.django_db
MORNING = NOW.replace(hour=7)
TOMORROW = MORNING + timedelta(days=1)


def scarce() -> Event:
    return make_event(minimum=5, decide_on=NOW.date())


def letters() -> int:
    return OutgoingMail.objects.filter(letter="alarms").count()


def test_of_nothing_nothing_is_written() -> None:
    make_user(Duty.Kind.MANAGER)
    make_event()
    assert alarm_news.tell_due(at=NOW) == letters() == 0


def test_what_rings_is_told_once_a_day_to_every_manager(mailoutbox: list[EmailMessage]) -> None:
    manager = make_user(Duty.Kind.MANAGER, Duty.Kind.TRAINER)
    make_user(Duty.Kind.LEAD, agency=make_agency())
    make_user(Duty.Kind.MANAGER, email="gone@example.org").delete()
    few, kept = scarce(), make_event(days=3)
    keep(kept, 2, make_agency())
    keep(kept, 1, make_agency())
    assert alarm_news.tell_due(at=MORNING - timedelta(minutes=1)) == 0
    assert alarm_news.tell_due(at=MORNING) == 1
    assert alarm_news.tell_due(at=NOW) == 0
    mail.send_due(at=NOW)
    [letter] = mailoutbox
    assert letter.to == [manager.email]
    said = str(letter.body)
    assert all(f"/manage/events/{event.code}/" in said for event in (few, kept))
    assert said.index("Too few people") < said.index("Kept places that nobody has claimed")
    assert "Free places" not in said


def test_only_what_is_new_is_told_and_what_rings_again_is_new() -> None:
    make_user(Duty.Kind.MANAGER)
    few = scarce()
    assert alarm_news.tell_due(at=MORNING) == 1
    scarce()
    assert alarm_news.tell_due(at=MORNING + timedelta(hours=3)) == 0
    assert alarm_news.tell_due(at=TOMORROW) == 1
    RungAlarm.objects.exclude(event=few).delete()
    Event.objects.exclude(pk=few.pk).delete()
    assert alarm_news.tell_due(at=TOMORROW + timedelta(days=1)) == 0
    programme.let_run(few, by=TESTER, at=TOMORROW, reason="Paid for")
    assert alarm_news.tell_due(at=TOMORROW + timedelta(days=2)) == 0
    assert not RungAlarm.objects.exists()
    programme.change(few, by=TESTER, at=TOMORROW, minimum=6)
    full = make_event(places=1)
    make_booking(full)
    make_booking(full, outcome="waiting")
    assert alarm_news.tell_due(at=TOMORROW + timedelta(days=3)) == 1
    assert [*alarm_news.of_day("2026-05-08").values()] == [[few], [full]]


def test_what_was_cancelled_before_the_letter_went_is_not_told(mailoutbox: list[EmailMessage]) -> None:
    make_user(Duty.Kind.MANAGER)
    few = scarce()
    alarm_news.tell_due(at=MORNING)
    programme.cancel(few, by=TESTER, at=MORNING, reason="Too few")
    mail.send_due(at=NOW)
    assert mailoutbox == []
