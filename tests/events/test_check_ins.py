"""Checking in by oneself: the code, its time, whose booking it is, what the register says of it, and who overrules."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from events import check_in_codes as codes
from events import check_ins, registers
from events.attendance import Mark, mark_of
from events.check_in_codes import Occasion
from events.models import LONDON, Booking, CheckIn, Event
from people.models import User
from tests.makers import NOW, TESTER, make_booking, make_event, make_event_on, make_person, make_user

pytestmark = pytest.mark.django_db
STARTS = NOW.replace(hour=9, minute=30)
"""When make_event has everything begin."""


def at(minutes: int) -> datetime:
    """So many minutes after it begins."""
    return STARTS + timedelta(minutes=minutes)


@pytest.fixture
def occasion() -> Occasion:
    return Occasion(make_event(days=0), None)


def check_in(occasion: Occasion, booking: Booking, minutes: int, *, by: Any = TESTER) -> CheckIn:
    return check_ins.check_in(occasion, booking, by=by, at=at(minutes))


def marked(booking: Booking) -> Mark:
    booking.refresh_from_db()
    return mark_of(booking)


# The code


@pytest.mark.once
def test_a_code_is_good_for_its_ten_minutes_and_the_next(occasion: Occasion) -> None:
    code = codes.shown(occasion, at=at(-10))
    found = {minutes: codes.occasion_of(code.text, at=at(minutes)) for minutes in (-11, -10, -1, 9, 10)}
    assert [minutes for minutes, what in found.items() if what] == [-10, -1, 9]
    assert code.good_until == at(10)
    assert codes.shown(occasion, at=at(25)).good_until == at(30) == occasion.closes_at


def test_it_is_said_to_be_to_come_until_it_closes_on_the_last_date(occasion: Occasion) -> None:
    assert [codes.is_to_come(occasion.event, at=at(minutes)) for minutes in (-3000, 29, 30)] == [True, True, False]
    several = make_event_on(0, 7)
    last = Occasion(several, several.meets_on[-1])
    assert codes.is_to_come(several, at=last.closes_at - timedelta(minutes=1))
    assert not codes.is_to_come(several, at=last.closes_at)


@pytest.mark.once
def test_a_code_is_of_one_date_and_typed_as_one_likes(occasion: Occasion) -> None:
    other = Occasion(make_event(days=0), None)
    text = codes.shown(occasion, at=at(0)).text
    assert len(text) == codes.LENGTH
    assert text != codes.shown(other, at=at(0)).text
    typed = text.lower().replace("0", "o").replace("1", "l")
    for way in (typed, f" {typed[:3]}-{typed[3:]} "):
        found = codes.occasion_of(way, at=at(0))
        assert found
        assert found.event == occasion.event
    for wrong in ("", "000000", text[:-1], text + "7", text[::-1] + "Z", "🎈" * 6):
        assert codes.occasion_of(wrong, at=at(0)) is None


@pytest.mark.once
def test_other_keys_and_other_hours_make_other_codes(occasion: Occasion, settings: Any) -> None:
    text = codes.shown(occasion, at=at(0)).text
    settings.SECRET_KEY = "another"
    assert codes.occasion_of(text, at=at(0)) is None


def test_each_of_several_dates_has_its_own_code_in_its_own_time() -> None:
    event = make_event_on(-7, 0, 7)
    on = event.meets_on[1]
    found = codes.occasion_of(codes.shown(Occasion(event, on), at=at(0)).text, at=at(0))
    assert found == Occasion(event, on)
    other = Occasion(event, event.meets_on[2])
    assert codes.occasion_of(codes.shown(other, at=at(0)).text, at=at(0)) is None


def test_nothing_but_published_events_has_a_code() -> None:
    for status, more in ((Event.Status.DRAFT, {}), (Event.Status.HELD, {"register_closed_at": NOW})):
        closed = Occasion(make_event(days=0, status=status, **more), None)
        assert codes.occasion_of(codes.shown(closed, at=at(0)).text, at=at(0)) is None
        with pytest.raises(check_ins.NotCheckedIn, match="is not open"):
            check_in(closed, make_booking(closed.event), 0)


# The mark


@pytest.mark.parametrize(
    ("minutes", "mark"),
    [
        (-30, Mark("attended")),
        (0, Mark("attended")),
        (15, Mark("attended")),
        (16, Mark("part", minutes_late=16)),
        (29, Mark("part", minutes_late=29)),
    ],
)
def test_who_is_late_after_the_grace_has_the_minutes(occasion: Occasion, minutes: int, mark: Mark) -> None:
    booking = make_booking(occasion.event)
    check_in(occasion, booking, minutes)
    check_in(occasion, booking, min(minutes + 5, 29))
    assert marked(booking) == (mark if minutes >= 0 else Mark())
    assert check_ins.settle_due(at=at(minutes)) == 0
    assert check_ins.settle_due(at=at(30)) == (1 if minutes < 0 else 0)
    assert check_ins.settle_due(at=at(31)) == 0
    assert marked(booking) == mark
    assert CheckIn.objects.get().at == at(minutes)


@pytest.mark.parametrize(("minutes", "said"), [(-31, "opens at 9am"), (30, "closed at 10am")])
def test_outside_the_window_one_is_told_when_it_is(occasion: Occasion, minutes: int, said: str) -> None:
    with pytest.raises(check_ins.NotCheckedIn, match=said):
        check_in(occasion, make_booking(occasion.event), minutes)
    assert not CheckIn.objects.exists()


def test_the_trail_says_who_marked(occasion: Occasion) -> None:
    user = make_user()
    early, late = make_booking(occasion.event, make_person(user=user)), make_booking(occasion.event)
    check_in(occasion, early, -5, by=user)
    check_in(occasion, late, 5, by=check_ins.AT_THE_DOOR)
    check_ins.settle_due(at=at(6))
    registers.mark(occasion.event, {late.pk: "absent"}, by=TESTER, at=at(60))
    said = [(entry.actor, entry.verb, entry.details) for entry in AuditEntry.objects.order_by("pk")]
    now = {"was": "", "now": "attended", "by_themselves": True}
    assert said == [
        (user.actor_ref, "check_ins.check_in", {"on": "2026-05-04"}),
        ("system:check-in", "check_ins.check_in", {"on": "2026-05-04"}),
        ("system:check-in", "registers.mark", now),
        ("system:check-in", "registers.mark", now),
        ("system:test", "registers.mark", {"was": "attended", "now": "absent"}),
    ]
    assert [made.has_account for made in CheckIn.objects.order_by("pk")] == [True, False]


def test_staff_overrule_and_are_not_overruled(occasion: Occasion) -> None:
    event = occasion.event
    absent, late, cleared = make_booking(event), make_booking(event), make_booking(event)
    registers.mark(event, {absent.pk: "absent", late.pk: Mark("part", 5, 60)}, by=TESTER, at=at(1))
    with pytest.raises(check_ins.NotCheckedIn, match="another mark for you already"):
        check_in(occasion, absent, 2)
    check_in(occasion, late, 2)
    check_in(occasion, cleared, 2)
    registers.mark(event, {cleared.pk: ""}, by=TESTER, at=at(3))
    check_in(occasion, cleared, 4)
    assert check_ins.settle_due(at=at(5)) == 0
    assert [marked(one) for one in (absent, late, cleared)] == [Mark("absent"), Mark("part", 5, 60), Mark()]


def test_what_is_given_up_or_put_off_before_it_begins_is_never_marked(occasion: Occasion) -> None:
    given_up, put_off = make_booking(occasion.event), make_event(days=0)
    booking = make_booking(put_off)
    check_in(occasion, given_up, -10)
    check_in(Occasion(put_off, None), booking, -10)
    Booking.objects.filter(pk=given_up.pk).update(
        state="cancelled", cancelled_at=at(-5), cancelled_late=True, attendance=""
    )
    Event.objects.filter(pk=put_off.pk).update(starts_on=NOW.date() - timedelta(1), ends_on=NOW.date() - timedelta(1))
    assert check_ins.settle_due(at=at(5)) == 0
    assert marked(given_up) == marked(booking) == Mark()
    with pytest.raises(check_ins.NotCheckedIn, match="has just been cancelled"):
        check_in(occasion, given_up, 5)


# Whose booking it is


def test_a_booking_is_found_by_name_or_address_and_nobody_is_told_of_others(occasion: Occasion) -> None:
    event = occasion.event
    user = make_user(email="mine@example.org")
    owner = make_booking(event, make_person(first_name="Zoë", last_name="O’Neill", user=user, email=""))
    for _ in range(2):
        make_booking(event, make_person(first_name="Sam", last_name="Twice", email="shared@example.org"))
    for said in ("zoë  o'neill", " ZOË O’NEILL ", "Mine@Example.org"):
        assert check_ins.booking_under(occasion, said) == owner
    told = set()
    for said in ("sam twice", "shared@example.org", "Nobody Atall", "nobody@example.org", "%", "Zoë"):
        with pytest.raises(check_ins.NotCheckedIn) as refusal:
            check_ins.booking_under(occasion, said)
        told.add(str(refusal.value))
    assert len(told) == 1


@pytest.mark.parametrize("outcome", ["cancelled", "booked"])
def test_only_a_confirmed_booking_on_that_event_counts(occasion: Occasion, outcome: str) -> None:
    person = make_person()
    make_booking(occasion.event if outcome == "cancelled" else make_event(days=0), person, outcome=outcome)
    for whose in (person, None):
        with pytest.raises(check_ins.NotCheckedIn, match="You have no booking on"):
            check_ins.booking_of(occasion, whose)


# The pages


@pytest.fixture
def soon() -> Occasion:
    """Something that begins within some minutes of the clock on the wall."""
    here = timezone.now().astimezone(LONDON).replace(second=0, microsecond=0)
    ends = here + timedelta(minutes=5)
    fields: dict[str, Any] = {"starts_time": here.time(), "ends_on": ends.date(), "ends_time": ends.time()}
    return Occasion(make_event(starts_on=here.date(), **fields), None)


def send(client: Client, **said: str) -> str:
    answer = client.post(reverse("check_in"), said, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_room_sees_the_code_and_no_names(client: Client, manager: User, soon: Occasion) -> None:
    booking = make_booking(soon.event, make_person(last_name="Unseen"))
    page = client.get(reverse("show_check_in", args=[soon.event.code])).content.decode()
    assert str(codes.shown(soon, at=timezone.now())) in page
    assert "data:image/svg+xml;base64," in page
    assert "0 of 1 person are there." in page
    assert "Unseen" not in page
    check_ins.check_in(soon, booking, by=TESTER, at=timezone.now())
    part = client.get(reverse("show_check_in", args=[soon.event.code]), headers={"HX-Request": "true"}).content.decode()
    assert "1 of 1 person is there." in part
    assert "<html" not in part
    later = client.get(reverse("show_check_in", args=[make_event(at=timezone.now()).code])).content.decode()
    assert "Checking in opens at 9am, half an hour before it begins." in later


def test_somebody_signed_in_checks_in_by_the_code_alone(client: Client, soon: Occasion) -> None:
    user = make_user()
    booking = make_booking(soon.event, make_person(user=user))
    client.force_login(user)
    text = codes.shown(soon, at=timezone.now()).text
    page = client.get(reverse("check_in"), {"code": text}).content.decode()
    assert f'value="{text}"' in page
    assert "Your name or e-mail" not in page
    assert not CheckIn.objects.exists()
    assert f"You are checked in to {soon.event.name}" in send(client, code=text)
    assert marked(booking) == Mark("attended")
    client.force_login(make_user())
    assert f"You have no booking on {soon.event.name}." in send(client, code=text)


def test_without_an_account_the_name_does_and_guessing_has_an_end(client: Client, soon: Occasion) -> None:
    cache.clear()
    booking = make_booking(soon.event)
    text, who = codes.shown(soon, at=timezone.now()).text, booking.person.name
    assert "That code is not in use." in send(client, code="000000", who=who)
    assert "We can’t tell from that which booking is yours." in send(client, code=text, who="Somebody Else")
    assert "You are checked in to" in send(client, code=text, who=who)
    assert marked(booking) == Mark("attended")
    for _ in range(58):
        send(client, code="000000", who=who)
    for said in ("000000", text):
        assert client.post(reverse("check_in"), {"code": said, "who": who}).status_code == 429
    cache.clear()
