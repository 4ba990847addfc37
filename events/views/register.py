"""The register: who came, marked on a phone with one thumb, closed on purpose."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.access import require
from core.addresses import button_on
from core.forms import ReasonForm
from core.refusals import Refusal
from events import registers
from events.forms_manage import WalkInForm
from events.models import Booking, Event
from events.rules import may_mark_register
from people.requests import MemberRequest
from people.rules import may_manage_training

MARK = "mark-"


def register(request: MemberRequest, code: str) -> HttpResponse:
    """The register as it is; sent back, the marks on it are kept, all or none."""
    now, event = timezone.now(), _own_event(request, code)
    if request.method == "POST":
        try:
            mark_once = registers.mark.once(request.sent, _page_of(event))
            changed = mark_once(event, _marks(request), by=request.user, at=now)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "The register is saved." if changed else "Nothing on the register had changed.")
        return redirect("register", code)
    people = event.bookings.filter(state=Booking.State.CONFIRMED).select_related("person", "agency")
    context = {
        "event": event,
        "bookings": people.order_by("person__last_name", "person__first_name", "pk"),
        "refusal": registers.may_be_marked(event, at=now),
        "is_closed": event.status == Event.Status.HELD,
        "may_reopen": event.status == Event.Status.HELD and may_manage_training(request.user),
        "unmarked": len(registers.missing(event)),
        "marks": Booking.Attendance.choices,
        "may_manage": may_manage_training(request.user),
    }
    return render(request, "events/register.html", context)


@button_on("register")
def close_register(request: MemberRequest, code: str) -> HttpResponse:
    """Close the register; what has no mark must be said to be not recorded."""
    event = _own_event(request, code)
    leave = request.POST.get("leave_unrecorded") == "yes"
    try:
        close_once = registers.close.once(request.sent, _page_of(event))
        close_once(event, by=request.user, at=timezone.now(), leave_unrecorded=leave)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The register is closed. Those who came are asked what they thought.")
    return redirect("register", code)


def reopen_register(request: MemberRequest, code: str) -> HttpResponse:
    """Open a closed register again, with a reason that is kept."""
    event = _own_event(request, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            reopen_once = registers.reopen.once(request.sent, _page_of(event))
            reopen_once(event, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The register is open again.")
            return redirect("register", code)
    return render(request, "events/reopen_register.html", {"form": form, "event": event})


def walk_in(request: MemberRequest, code: str) -> HttpResponse:
    """Put somebody who came without a booking on the register."""
    now, event = timezone.now(), _own_event(request, code)
    if refusal := registers.may_be_marked(event, at=now):
        messages.error(request, refusal.sentence)
        return redirect(_page_of(event))
    form = WalkInForm(request.POST or None)
    if form.is_valid():
        try:
            person = form.who_came
            registers.add_walk_in.once(request.sent, _page_of(event))(event, person, by=request.user, at=now)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{person} is on the register, as attended.")
            return redirect("register", code)
    return render(request, "events/walk_in.html", {"form": form, "event": event})


def _page_of(event: Event) -> str:
    return reverse("register", args=[event.code])


def _own_event(request: MemberRequest, code: str) -> Event:
    event = get_object_or_404(Event.objects.select_related("course", "venue"), code=code)
    require(may_mark_register(request.user, event))
    return event


def _marks(request: MemberRequest) -> dict[int, str]:
    return {
        int(name.removeprefix(MARK)): str(value)
        for name, value in request.POST.items()
        if name.startswith(MARK) and name.removeprefix(MARK).isdecimal()
    }
