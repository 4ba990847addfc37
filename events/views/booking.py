"""Booking a place, one's booking, giving it up, and one's own training."""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.access import require
from core.addresses import button_on
from core.once import Change
from core.refusals import Refusal
from events import (
    approvals,
    bookings,
    browsing,
    browsing_workshops,
    check_in_codes,
    choices,
    eligibility,
    offers,
    policies,
    trail,
    waiting,
    workshops,
)
from events.forms import CancelForm
from events.models import Booking, Event
from events.rules import is_own, may_approve, may_cancel, may_name_person, may_see_booking, may_see_event
from events.tables import EnrolmentTable, PastTable
from people import persons
from people.models import Person, User
from people.requests import MemberRequest
from people.rules import may_manage_training
from training.models import Course

PASSAGES = {
    (True, True): "Instead of",
    (True, False): "Moved from",
    (False, True): "Passed on to",
    (False, False): "Moved to",
}
"""What a passage is called: by whether it is of the past, and of a colleague's place."""


def book(request: MemberRequest, code: str) -> HttpResponse:
    """Show what would be booked and for whom; then book it."""
    asked = Event.objects.all()
    # What is free is counted for the page; what is booked counts it again, under the lock.
    event = get_object_or_404(asked if request.method == "POST" else browsing.with_places(asked), code=code)
    require(may_see_event(request.user, event))
    person = persons.of(request.user)
    if person is None:
        return redirect(f"{reverse('profile')}?{urlencode({'next': request.path})}")
    if request.method == "POST":
        return _book(request, event, person)
    now = timezone.now()
    refusal = eligibility.why_not(event, person, at=now)
    if refusal:
        return _refused(event, refusal)
    browsing.as_seen_from(person.agency, [event], at=now)
    context = {
        "event": event,
        "person": person,
        "asks": approvals.is_wanted(event, person, by=request.user),
        "terms": policies.terms(event, person.agency, at=now),
        "now": now,
        "who_is_next": "" if event.has_place else waiting.who_is_next(event, at=now),
        "has_workshops": event.workshops.filter(status=Event.Status.PUBLISHED).exists(),
    }
    return render(request, "events/book.html", context)


def _book(request: MemberRequest, event: Event, person: Person) -> HttpResponse:
    book_once = bookings.book.once(request.sent, page_of)
    try:
        booked = book_once(event, person, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _refused(event, refusal)
    if booked.event.course.kind == Course.Kind.CONFERENCE and choices.why_not(booked, at=booked.made_at) is None:
        return redirect("choose_workshops", booked.pk)
    return redirect(page_of(booked))


def page_of(booking: Booking) -> str:
    """The address of the booking's own page."""
    return reverse("booking", args=[booking.pk])


def about(booking: Booking) -> dict[str, object]:
    """What a page that asks about the booking says of it, and where it leads back to."""
    return {"booking": booking, "event": booking.event, "back": page_of(booking), "back_to": "The booking"}


def _refused(event: Event, refusal: Refusal) -> HttpResponse:
    """To the booking that there is already, or to the event's page, which says why not and what else one can do."""
    if isinstance(refusal, eligibility.AlreadyBooked):
        return redirect("booking", refusal.booking.pk)
    return redirect("event", event.code)


def booking(request: MemberRequest, pk: int) -> HttpResponse:
    """One booking as it stands: booked, waiting and where in line, cancelled, or what became of it.

    What somebody has in a workshop is shown with their booking on the conference.
    """
    found, now = find(request, pk), timezone.now()
    if found.part_of_id:
        return redirect("booking", found.part_of_id)
    context = {
        "booking": found,
        "event": found.event,
        "is_own": is_own(request.user, found),
        "by_date": found.by_date.select_related("date") if found.event.meets_on else [],
        "charge": policies.charge(found),
        "passages": _passages(request.user, found),
        "may_manage": may_manage_training(request.user),
        "trail": trail.of_booking(found) if may_manage_training(request.user) else [],
        "prospect": waiting.prospect(found, at=now) if found.state == Booking.State.WAITING else None,
        "list_has_stopped": now >= found.event.list_stops_at,
        "has_begun": found.event.has_begun(at=now),
        "checks_in": found.state == Booking.State.CONFIRMED and check_in_codes.is_to_come(found.event, at=now),
        "is_under_way": found.state == Booking.State.CONFIRMED and found.event.is_under_way(at=now),
        "may_approve": may_approve(request.user, found.person, found.agency),
        "is_unanswered": found.decide_by is not None and found.decide_by <= now,
        "why_not_decide": approvals.why_not_decide(found, at=now),
        "why_not_pass_on": bookings.why_not_pass_on(found, at=now),
        "why_not_send": approvals.why_not_send(found.event, found.agency, by=request.user),
        "may_answer": may_cancel(request.user, found) and offers.why_not_answer(found, at=now) is None,
        "why_not_cancel": bookings.why_not_cancel(found, at=now),
    }
    return render(request, "events/booking.html", context | _workshops(found, at=now))


class Passage(NamedTuple):
    """Where a place came from, or went to: a colleague's booking, or one on another date."""

    label: str
    whose: str
    booking: Booking
    may_open: bool


def _passages(user: User, found: Booking) -> list[Passage]:
    """The booking that this one took over from, and the one that took over from it, as far as the user may know."""
    either = Booking.objects.filter(Q(pk=found.replaces_id) | Q(replaces=found)).order_by("pk")
    told = []
    for other in either.select_related("person", "agency", "event__course"):
        is_before, is_colleague = other.pk == found.replaces_id, other.person_id != found.person_id
        if may_name_person(user, other):
            label = PASSAGES[is_before, is_colleague]
            whose = str(other.person if is_colleague else other.event)
            told.append(Passage(label, whose, other, may_see_booking(user, other)))
    return told


def _workshops(found: Booking, *, at: datetime) -> dict[str, object]:
    """What the page says of the workshops of a conference on which there is a place."""
    if found.state != Booking.State.CONFIRMED or not found.event.workshops.exists():
        return {}
    if found.event.has_begun(at=at):
        return {"slots": browsing_workshops.slots_had(found)}
    why_not, slots = choices.why_not(found, at=at), browsing_workshops.coming_slots(found, at=at)
    return {"slots": slots, "may_choose": why_not is None, "why_not_choose": why_not}


@button_on("booking")
def accept_offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the place that is offered."""
    return _answer(request, pk, offers.accept, "The place is booked.")


@button_on("booking")
def decline_offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Turn the offered place down."""
    return _answer(request, pk, offers.decline, "The place has passed on. Thank you for saying so.")


def _answer(request: MemberRequest, pk: int, answer: Change[..., Booking], done: str) -> HttpResponse:
    found = find(request, pk)
    require(may_cancel(request.user, found))
    if _is_done(request, answer, found):
        messages.success(request, done)
    return redirect("booking", pk)


def _is_done(request: MemberRequest, change: Change[..., Booking], found: Booking, **said: str) -> bool:
    """Do that to the booking, once; where it is refused meanwhile, the next page says why."""
    try:
        change.once(request.sent, page_of(found))(found, by=request.user, at=timezone.now(), **said)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return False
    return True


@button_on("booking")
def leave_list(request: MemberRequest, pk: int) -> HttpResponse:
    """Leave a waiting list at once: one's own place in it; whoever gives up somebody else's is asked why."""
    found = find(request, pk)
    require(is_own(request.user, found))
    if _is_done(request, bookings.leave_list, found):
        back = _way_back(found, at=timezone.now())
        messages.success(request, f"You have left the waiting list for {found.event}. {back}")
    return redirect("booking", pk)


def _way_back(left: Booking, *, at: datetime) -> str:
    if refusal := eligibility.why_not(left.event, left.person, at=at):
        return f"You can’t join it again now. {refusal.sentence}"
    return "If you change your mind, go to the event: you join the list again at its end."


def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what giving the booking up means, ask why, and give it up."""
    found, now = find(request, pk), timezone.now()
    require(may_cancel(request.user, found))
    if refusal := bookings.why_not_cancel(found, at=now):
        messages.error(request, refusal.sentence)
        return redirect("booking", found.pk)
    for_whom = found.person if bookings.wants_reason(found, by=request.user) else None
    form = CancelForm(request.POST if request.method == "POST" else None, person=for_whom)
    if form.is_valid():
        if _is_done(request, bookings.cancel, found, reason=form.cleaned_data["reason"]):
            messages.success(request, "The booking is cancelled.")
        return redirect("booking", found.pk)
    context = about(found) | {
        "form": form,
        "is_own": is_own(request.user, found),
        "is_late": policies.is_late(found, at=now),
        "in_time_until": policies.in_time_until(found.event, policies.of(found), news_at=found.news_at),
        "late_charge": policies.late_charge(policies.of(found), found.event, found.price),
        "parts": workshops.of_delegate(found),
    }
    return render(request, "events/cancel_booking.html", context)


def my_training(request: MemberRequest) -> HttpResponseBase:
    """What is coming, what one waits for, what one attended, and one's e-learning."""
    person = persons.of(request.user)
    if person is None:
        return render(request, "events/my_training.html", {"person": None})
    mine = browsing.training_of(person, at=timezone.now())
    past, e_learning = PastTable(mine.past), EnrolmentTable(mine.e_learning, prefix="e-")
    if file := exports.asked(request, past):
        return file
    RequestConfig(request).configure(past)
    context = {"person": person, "mine": mine, "past": past, "e_learning": e_learning}
    return render(request, "events/my_training.html", context)


def find(request: HttpRequest, pk: int) -> Booking:
    """The booking, if the user may see it; for everybody else there is none."""
    everything = Booking.objects.select_related(
        "person", "agency", "policy", "event__course", "event__venue", "event__area"
    )
    found = get_object_or_404(everything, pk=pk)
    require(may_see_booking(request.user, found))
    return found
