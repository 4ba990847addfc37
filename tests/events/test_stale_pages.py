"""Pages that time has passed by: each form says in a sentence what can't be done any more, and leads to what can."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from events.models import Booking, Event
from people.models import Duty, User
from tests.makers import make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


class World:
    """An event in a month with Ann's booking on it, in the state that a page showed."""

    def __init__(self, **fields: Any) -> None:
        self.agency = make_agency()
        self.manager, self.lead = make_user(Duty.Kind.MANAGER), make_user(Duty.Kind.LEAD, agency=self.agency)
        self.ann = make_person(agency=self.agency, user=make_user(), first_name="Ann", last_name="Lee")
        self.event = make_event(at=timezone.now(), title="Neglect", places=5)
        self.booking = make_booking(self.event, self.ann, **fields)

    def user(self, who: str) -> User:
        """Ann's own account, the lead's or the manager's."""
        return {"ann": self.ann.user, "lead": self.lead, "manager": self.manager}[who] or self.manager


def waiting() -> World:
    return World(outcome="waiting")


def offered() -> World:
    return World(outcome="waiting", state=State.OFFERED, offer_lapses_at=timezone.now() + timedelta(days=1))


def requested() -> World:
    return World(outcome="waiting", state=State.REQUESTED, decide_by=timezone.now() + timedelta(days=1))


def nobody() -> World:
    world = World()
    world.booking.delete()
    return world


def begun() -> World:
    world = World()
    world.event.starts_on = world.event.ends_on = (timezone.localtime() - timedelta(days=1)).date()
    world.event.save()
    return world


Meanwhile = Callable[[World], None]


def cancelled(world: World) -> None:
    Booking.objects.update(state=State.CANCELLED, cancelled_at=timezone.now(), cancelled_late=False)


def event_cancelled(world: World) -> None:
    cancelled(world)
    Event.objects.update(status=Event.Status.CANCELLED, cancelled_at=timezone.now())


def event_begun(world: World) -> None:
    yesterday = (timezone.localtime() - timedelta(days=1)).date()
    Event.objects.update(starts_on=yesterday, ends_on=yesterday)


def event_held(world: World) -> None:
    event_begun(world)
    Event.objects.update(status=Event.Status.HELD, register_closed_at=timezone.now())


def event_published(world: World) -> None:
    Event.objects.update(status=Event.Status.PUBLISHED)


def booking_closed(world: World) -> None:
    Event.objects.update(closes_on=(timezone.localtime() - timedelta(days=1)).date())


def confirmed(world: World) -> None:
    Booking.objects.update(state=State.CONFIRMED, held_place=True)


def offer_over(world: World) -> None:
    Booking.objects.update(offer_lapses_at=timezone.now() - timedelta(minutes=1))


def offer_lapsed(world: World) -> None:
    Booking.objects.update(state=State.LAPSED)


def request_over(world: World) -> None:
    Event.objects.update(if_unanswered=Event.IfUnanswered.DECLINE)
    Booking.objects.update(decide_by=timezone.now() - timedelta(minutes=1))


def filled(world: World) -> None:
    Event.objects.update(places=0)


def marked(world: World) -> None:
    event_begun(world)
    Booking.objects.update(attendance=Booking.Attendance.ATTENDED)


def charged() -> World:
    world = World()
    Booking.objects.update(price=50, waived_at=timezone.now())
    return world


def waived(world: World) -> None:
    Booking.objects.update(waived_at=timezone.now())


def charged_again(world: World) -> None:
    Booking.objects.update(waived_at=None)


COLLEAGUE = {"first_name": "Bo", "last_name": "Day"}
MARKED, UNKNOWN = {"mark-1": "attended"}, {"mark-0": "attended"}
TEAM = {"people": "of the team", "how": "together"}
WALK_IN = COLLEAGUE | {"agency": "of the world"}
PLACE, APPROVE, REASON = {"what": "place", "reason": "x"}, {"decision": "approve"}, {"reason": "x"}


class Stale(NamedTuple):
    """Who sends which form with what; what its page showed, what happened since, what is said, and which way on."""

    who: str
    page: str
    said: dict[str, Any]
    shown: Callable[[], World]
    meanwhile: Meanwhile
    sentence: str
    way_on: str


STALE = [
    Stale("ann", "book", {}, nobody, event_cancelled, "was cancelled: it can't be booked.", "See what else"),
    Stale("ann", "book", {}, nobody, event_begun, "has begun: it can't be booked any more.", "See what else"),
    Stale("ann", "book", {}, nobody, event_held, "has taken place", "See what else"),
    Stale("ann", "book", {}, nobody, booking_closed, "closed on", "See what else"),
    Stale("ann", "book", {}, World, confirmed, "is already booked on Neglect", "Cancel this booking"),
    Stale("ann", "cancel_booking", {}, World, cancelled, "has ended: cancelled. There is nothing", "book again"),
    Stale("ann", "cancel_booking", {}, World, event_cancelled, "There is nothing to cancel.", "See what else"),
    Stale("ann", "cancel_booking", {}, World, event_begun, "who came and who didn't is marked", "See what else"),
    Stale("ann", "cancel_booking", {}, waiting, offer_lapsed, "no place came free. There is nothing", "book again"),
    Stale("ann", "leave_list", {}, waiting, confirmed, "waiting list any more: booked.", "Cancel this booking"),
    Stale("ann", "leave_list", {}, waiting, cancelled, "list any more: cancelled.", "book again"),
    Stale("ann", "leave_list", {}, waiting, event_begun, "nobody waits for a place any more", "See what else"),
    Stale("ann", "accept_offer", {}, offered, offer_over, "was open until", "the place passes on"),
    Stale("ann", "accept_offer", {}, offered, offer_lapsed, "offer not answered in time", "book again"),
    Stale("ann", "accept_offer", {}, offered, event_cancelled, "No place on Neglect", "See what else"),
    Stale("ann", "accept_offer", {}, offered, event_begun, "has begun", "See what else"),
    Stale("ann", "decline_offer", {}, offered, offer_over, "was open until", "the place passes on"),
    Stale("ann", "decline_offer", {}, offered, confirmed, "booked", "Cancel this booking"),
    Stale("ann", "substitute", COLLEAGUE, World, cancelled, "That booking holds no place: cancelled.", "book again"),
    Stale("ann", "substitute", COLLEAGUE, World, event_begun, "who came instead is added", "See what else"),
    Stale("ann", "transfer", {"event": 0}, World, cancelled, "That booking holds no place", "book again"),
    Stale("ann", "transfer", {"event": 0}, World, event_begun, "is over: who came", "See what else"),
    Stale("lead", "decide", APPROVE, requested, cancelled, "no request any more: cancelled.", "book again"),
    Stale("lead", "decide", APPROVE, requested, confirmed, "no request any more: booked.", "Cancel this booking"),
    Stale("lead", "decide", APPROVE, requested, request_over, "It counts as declined.", "Cancel this request"),
    Stale("lead", "decide", {"decision": "decline", "reason": "x"}, requested, event_begun, "has begun.", "Booking of"),
    Stale("lead", "book_team", TEAM, nobody, event_cancelled, "was cancelled", "See what else"),
    Stale("lead", "book_team", TEAM, nobody, event_begun, "has begun", "See what else"),
    Stale("lead", "book_team", TEAM, nobody, filled, "0 free for 1", "Book them"),
    Stale("manager", "book_person", {}, nobody, event_cancelled, "was cancelled", "Somebody else"),
    Stale("manager", "book_person", {}, World, confirmed, "is already booked", "Somebody else"),
    Stale("manager", "book_person", {}, nobody, booking_closed, "closed on", "Why they are booked all the same"),
    Stale("manager", "change_waiting", PLACE, waiting, cancelled, "not on the waiting list any more", "People"),
    Stale("manager", "change_waiting", PLACE, waiting, event_begun, "nobody waits", "People"),
    Stale("manager", "change_waiting", PLACE, waiting, filled, "No place on Neglect", "Move them"),
    Stale("manager", "publish_event", {}, World, event_published, "only a draft can be", "Cancel the event"),
    Stale("manager", "change_event", {}, World, event_cancelled, "it can't be changed any more.", "People"),
    Stale("manager", "change_event", {}, World, event_held, "is held: it can't be changed any more.", "Register"),
    Stale("manager", "cancel_event", REASON, World, event_cancelled, "is cancelled: it can't be cancelled.", "People"),
    Stale("manager", "cancel_event", REASON, World, event_held, "is held: it can't be cancelled.", "Register"),
    Stale("manager", "cancel_event", REASON, World, marked, "took place: people are marked", "Register"),
    Stale("manager", "register", MARKED, begun, event_held, "Reopen it, with a reason,", "Open the register again"),
    Stale("manager", "register", UNKNOWN, begun, cancelled, "Nothing was changed: here is the register", "Register"),
    Stale("manager", "close_register", {}, begun, event_held, "is closed. Reopen it", "Open the register again"),
    Stale("manager", "close_register", {}, begun, event_cancelled, "cancelled: it has no register.", "Register"),
    Stale("manager", "reopen_register", REASON, begun, event_begun, "is not closed.", "Register"),
    Stale("manager", "waive_charge", REASON, charged, waived, "was waived on", "Charge for it after all"),
    Stale("manager", "charge_again", REASON, charged, charged_again, "is not waived.", "Waive the charge"),
    Stale("manager", "walk_in", WALK_IN, begun, event_held, "Reopen it, with a reason", "Open the register again"),
]  # fmt: skip
OF_BOOKINGS = {
    "cancel_booking", "leave_list", "accept_offer", "decline_offer", "substitute", "transfer", "decide",
    "change_waiting", "waive_charge", "charge_again",
}  # fmt: skip


def address_of(page: str, world: World) -> str:
    if page == "book_person":
        return reverse(page, args=[world.event.code, world.ann.pk])
    return reverse(page, args=[world.booking.pk if page in OF_BOOKINGS else world.event.code])


@pytest.mark.parametrize("stale", STALE, ids=lambda stale: f"{stale.page}-{stale.meanwhile.__name__}")
def test_what_can_not_be_done_any_more_is_said_with_what_can(client: Client, stale: Stale) -> None:
    world = stale.shown()
    client.force_login(world.user(stale.who))
    address = address_of(stale.page, world)
    stale.meanwhile(world)
    before = rows()
    form = stale.said | {name: fill(world) for name, fill in FILLED_IN.items() if name in stale.said}
    told = main_of(client.post(address, form, follow=True))
    assert rows() == before
    assert stale.sentence in told
    assert stale.way_on in told
    assert stale.way_on in main_of(client.get(address, follow=True))


FILLED_IN: dict[str, Callable[[World], Any]] = {
    "people": lambda world: [world.ann.pk],
    "agency": lambda world: world.agency.pk,
}


def rows() -> list[Any]:
    """All that forms change."""
    return [list(Booking.objects.values_list()), list(Event.objects.values_list()), AuditEntry.objects.count()]


def main_of(answer: Any) -> str:
    """The words of the page that it led to, from the way back to the end; without the menu."""
    page = answer.content.decode()
    assert answer.status_code == 200
    inside = page[page.index("</header>") : page.index("<footer")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())
