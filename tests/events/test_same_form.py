"""The same form sent twice: every page that makes something makes it once, and leads both times to the same place."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import once
from core.models import AuditEntry, SentForm
from events import bookings
from events.models import Booking, Event
from people.models import Duty, Person, User
from tests.at_once import at_once, together
from tests.makers import TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user
from training.models import Course

KEY = re.compile(r'name="once" value="([^"]+)"')
ALREADY = "You have already sent this form: here is what came of it."
State = Booking.State


class World:
    """An agency with a lead and her people, a manager, and dates of one course."""

    def __init__(self) -> None:
        self.agency = make_agency()
        self.manager = make_user(Duty.Kind.MANAGER)
        self.lead = make_user(Duty.Kind.LEAD, agency=self.agency)
        self.ann = make_person(agency=self.agency, user=make_user(), last_name="Lee")
        self.event = make_event(at=timezone.now(), places=5)

    def other_date(self) -> Event:
        """The same course ten days later."""
        return make_event(at=timezone.now(), days=40, course=self.event.course)

    def begun(self) -> Event:
        """The same course, now."""
        return make_event(at=timezone.now(), days=-1, course=self.event.course)

    def booked(self, **fields: Any) -> Booking:
        """Ann's booking."""
        return make_booking(self.event, self.ann, **fields)


Form = tuple[User | None, str, dict[str, Any]]


def _book(world: World) -> Form:
    return world.ann.user, reverse("book", args=[world.event.code]), {}


def _book_person(world: World) -> Form:
    return world.manager, reverse("book_person", args=[world.event.code, world.ann.pk]), {}


def _book_team(world: World) -> Form:
    ids = [world.ann.pk, make_person(agency=world.agency).pk]
    return world.lead, reverse("book_team", args=[world.event.code]), {"people": ids, "how": "together"}


def _add_to_team(world: World) -> Form:
    about = {"first_name": "Bo", "last_name": "Day", "agency": world.agency.pk, "role": 1, "target_group": 1}
    return world.lead, reverse("add_to_team"), about


def _substitute(world: World) -> Form:
    address = reverse("substitute", args=[world.booked().pk])
    return world.ann.user, address, {"first_name": "Bo", "last_name": "Day"}


def _transfer(world: World) -> Form:
    address = reverse("transfer", args=[world.booked().pk])
    return world.ann.user, address, {"event": world.other_date().pk}


def _plan(world: World) -> Form:
    day = world.event.starts_on
    said = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
    hours = {"starts_time": "9:30am", "ends_time": "4pm"}
    dates = {"dates-TOTAL_FORMS": 0, "dates-INITIAL_FORMS": 0}
    return world.manager, reverse("plan_event"), {"course": make_course().pk, **said, **hours, **dates}


def _walk_in(world: World) -> Form:
    about = {"first_name": "Bo", "last_name": "Day", "agency": world.agency.pk}
    return world.manager, reverse("walk_in", args=[world.begun().code]), about


def _cancel(world: World) -> Form:
    return world.ann.user, reverse("cancel_booking", args=[world.booked().pk]), {"reason": "Court"}


def _leave(world: World) -> Form:
    return world.ann.user, reverse("leave_list", args=[world.booked(outcome="waiting").pk]), {}


def _accept(world: World) -> Form:
    offered = world.booked(outcome="waiting", state=State.OFFERED, offer_lapses_at=timezone.now() + timedelta(days=1))
    return world.ann.user, reverse("accept_offer", args=[offered.pk]), {}


def _decline(world: World) -> Form:
    user, address, said = _accept(world)
    return user, address.replace("accept", "decline"), said


def _requested(world: World) -> Booking:
    return world.booked(outcome="waiting", state=State.REQUESTED, decide_by=timezone.now() + timedelta(days=1))


def _approve(world: World) -> Form:
    return world.lead, reverse("decide", args=[_requested(world).pk]), {"decision": "approve"}


def _refuse(world: World) -> Form:
    return (
        world.lead,
        reverse("decide", args=[_requested(world).pk]),
        {"decision": "decline", "reason": "Short of staff"},
    )


def _give_place(world: World) -> Form:
    waiting = world.booked(outcome="waiting")
    return world.manager, reverse("change_waiting", args=[waiting.pk]), {"what": "place", "reason": "Duty"}


def _move_up(world: World) -> Form:
    make_booking(world.event, outcome="waiting")
    user, address, said = _give_place(world)
    return user, address, said | {"what": "position", "position": 1}


def _publish(world: World) -> Form:
    draft = make_event(at=timezone.now(), status=Event.Status.DRAFT)
    return world.manager, reverse("publish_event", args=[draft.code]), {}


def _cancel_event(world: World) -> Form:
    return world.manager, reverse("cancel_event", args=[world.event.code]), {"reason": "Snow"}


def _mark(world: World) -> Form:
    booking = make_booking(world.begun(), world.ann)
    return world.manager, reverse("register", args=[booking.event.code]), {f"mark-{booking.pk}": "attended"}


def _close(world: World) -> Form:
    return world.manager, reverse("close_register", args=[world.begun().code]), {}


def _reopen(world: World) -> Form:
    held = make_event(at=timezone.now(), days=-1, status=Event.Status.HELD, register_closed_at=timezone.now())
    return world.manager, reverse("reopen_register", args=[held.code]), {"reason": "Wrong mark"}


def _waive(world: World) -> Form:
    return world.manager, reverse("waive_charge", args=[world.booked(price=50).pk]), {"reason": "Unwell"}


def _charge_again(world: World) -> Form:
    booked = world.booked(price=50, waived_at=timezone.now())
    return world.manager, reverse("charge_again", args=[booked.pk]), {"reason": "By mistake"}


FORMS: list[Callable[[World], Form]] = [
    _book, _book_person, _book_team, _add_to_team, _substitute, _transfer, _plan, _walk_in, _cancel, _leave, _accept,
    _decline, _approve, _refuse, _give_place, _move_up, _publish, _cancel_event, _mark, _close, _reopen,
    _waive, _charge_again,
]  # fmt: skip


def rows() -> tuple[Any, ...]:
    """Everything that forms make or move."""
    states = Booking.objects.order_by("pk").values_list("pk", "state", "attendance")
    return tuple(states), Event.objects.count(), Person.objects.count(), AuditEntry.objects.count()


def signed_in(user: User | None) -> Client:
    client = Client()
    client.force_login(user or make_user())
    return client


def _posts(client: Client, address: str, said: dict[str, Any]) -> Callable[[], Any]:
    return lambda: client.post(address, said)


def key_for(user: User | None) -> str:
    return once.drawn_for(user or make_user(), at=timezone.now())


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__.strip("_"))
def test_sent_twice_it_is_carried_out_once_and_leads_to_the_same_place(form: Callable[[World], Form]) -> None:
    user, address, said = form(World())
    client, said = signed_in(user), said | {"once": key_for(user)}
    before = rows()
    first = client.post(address, said)
    after = rows()
    assert (first.status_code, before != after) == (302, True)
    client.get(first["Location"])
    second = client.post(address, said, follow=True)
    assert second.redirect_chain[0] == (first["Location"], 302)
    assert ALREADY in second.content.decode()
    assert rows() == after


@pytest.mark.django_db
def test_what_was_cancelled_in_between_is_not_booked_again_by_the_old_form() -> None:
    world = World()
    user, address, said = _book(world)
    client, said = signed_in(user), {"once": key_for(user)}
    booked = client.post(address, said)["Location"]
    client.post(f"{booked}cancel/", {})
    again = client.post(address, said, follow=True)
    assert again.redirect_chain == [(booked, 302)]
    assert ALREADY in again.content.decode()
    assert [row.state for row in Booking.objects.all()] == [State.CANCELLED]
    assert client.post(address, {"once": key_for(user)})["Location"] != booked  # a page drawn anew does book again
    assert Booking.objects.live().count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__.strip("_"))
def test_its_page_draws_the_key(form: Callable[[World], Form]) -> None:
    user, address, _ = form(World())
    assert KEY.search(signed_in(user).get(address, follow=True).content.decode())


@pytest.mark.django_db
def test_what_is_refused_the_second_time_is_not_said_for_the_first_time_counts() -> None:
    world = World()
    user, address, said = _cancel(world)
    client, said = signed_in(user), said | {"once": key_for(user)}
    client.get(client.post(address, said)["Location"])
    page = client.post(address, said, follow=True).content.decode()
    assert ALREADY in page
    assert "nothing to cancel" not in page


@pytest.mark.django_db
def test_a_form_that_was_refused_is_not_spent() -> None:
    world = World()
    user, address, said = _substitute(world)
    client, key = signed_in(user), key_for(user)
    people = Person.objects.count()
    Event.objects.update(for_agency=make_agency())
    refused = client.post(address, said | {"once": key}).content.decode()
    assert "is only for people from" in refused
    assert (Person.objects.count(), SentForm.objects.count()) == (people, 0)  # nothing is half done
    Event.objects.update(for_agency=None)
    assert client.post(address, said | {"once": key}).status_code == 302


@pytest.mark.django_db
def test_somebody_else_s_page_and_one_from_last_month_are_refused_with_a_way_on() -> None:
    world = World()
    user, address, _ = _book(world)
    client = signed_in(user)
    old = once.drawn_for(world.ann.user or user or make_user(), at=timezone.now() - once.GOOD_FOR)
    for key, why in ((key_for(world.manager), "opened by somebody else"), (old, "more than 4 weeks ago")):
        answer = client.post(address, {"once": key})
        said = answer.content.decode()
        assert answer.status_code == 409
        assert why in said
        assert f'href="{address}">Open the page anew' in said
    assert not Booking.objects.exists()


@pytest.mark.usefixtures("several_connections")
@pytest.mark.parametrize("form", [_add_to_team, _plan])
def test_what_waits_for_no_event_s_lock_is_carried_out_once_too(form: Callable[[World], Form]) -> None:
    world = World()
    user, address, said = form(world)
    said |= {"once": key_for(user)}
    before = AuditEntry.objects.count(), Person.objects.count() + Event.objects.count()
    answers = together(*(_posts(signed_in(user), address, said) for _ in range(3)))
    assert len({answer["Location"] for answer in answers}) == 1
    assert SentForm.objects.count() == 1
    after = AuditEntry.objects.count(), Person.objects.count() + Event.objects.count()
    assert after == (before[0] + 1, before[1] + 1)


@pytest.mark.usefixtures("several_connections")
@pytest.mark.parametrize("form", [_book, _book_person, _book_team, _substitute, _transfer, _walk_in, _cancel, _accept])
def test_sent_twice_at_the_same_instant_it_is_carried_out_once(form: Callable[[World], Form]) -> None:
    world = World()
    user, address, said = form(world)
    said |= {"once": key_for(user)}
    tabs = [signed_in(user) for _ in range(3)]
    before = AuditEntry.objects.count()
    answers = at_once(*(_posts(tab, address, said) for tab in tabs), held=Event.objects.latest("pk"))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert sorted(ALREADY in tab.get(answers[0]["Location"]).content.decode() for tab in tabs) == [False, True, True]
    trail = AuditEntry.objects.order_by("pk")[before:].values_list("verb", "subject")
    assert len(trail) == len(set(trail))
    assert SentForm.objects.count() == 1


@pytest.mark.usefixtures("several_connections")
def test_an_event_planned_by_one_form_is_one_and_by_three_forms_three() -> None:
    """Where there is no event to lock yet, nor a state to look at, the key alone tells."""
    user, address, said = _plan(World())
    tabs = [signed_in(user) for _ in range(3)]
    course, key = Course.objects.get(pk=said["course"]), key_for(user)
    answers = at_once(*(_posts(tab, address, said | {"once": key}) for tab in tabs), held=course)
    assert len({answer["Location"] for answer in answers}) == 1
    assert course.events.count() == 1
    answers = at_once(*(_posts(tab, address, said | {"once": key_for(user)}) for tab in tabs), held=course)
    assert len({answer["Location"] for answer in answers}) == 3
    assert course.events.count() == 4


@pytest.mark.django_db
def test_the_domain_makes_what_has_no_form_as_often_as_it_is_asked() -> None:
    world = World()
    for _ in range(2):
        bookings.cancel(
            bookings.book(world.event, world.ann, by=TESTER, at=timezone.now()), by=TESTER, at=timezone.now()
        )
    assert Booking.objects.count() == 2
