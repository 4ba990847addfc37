"""The register: who came, marked on a phone with one thumb, closed on purpose."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.access import require
from core.addresses import button_on
from core.forms import ReasonForm
from core.refusals import Refusal
from events import marks, registers
from events import sign_in_sheet as sheets
from events.attendance import Mark
from events.forms_manage import WalkInForm
from events.marks import Line
from events.models import Booking, Event, EventDate
from events.registers import Gap
from events.rules import may_mark_register
from people.requests import MemberRequest
from people.rules import may_manage_training

MARK, LATE, EARLY = "mark-", "late-", "early-"
REST = "rest"
KINDS = (
    ("attended", "Attended"),
    ("part", "In part"),
    ("absent", "Absent"),
    ("apologies", "Apologies"),
    ("", "Not recorded"),
)


def register(request: MemberRequest, code: str, day: date | None = None) -> HttpResponse:
    """The register as it is, of one date where the event has several; sent back, the marks are kept, all or none."""
    now, event = timezone.now(), _own_event(request, code)
    on = _date(event, day, at=now)
    if on and day is None:
        return redirect(_page_of(event, on))
    if request.method == "POST":
        try:
            mark_once = registers.mark.once(request.sent, _page_of(event, on))
            changed = mark_once(event, _marks(request, event, on), by=request.user, at=now, on=on)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "The register is saved." if changed else "Nothing on the register had changed.")
            return redirect(_page_of(event, on))
    lines = marks.lines(event, on)
    gaps = registers.missing(event, lines)
    context = {
        "event": event,
        "on": on,
        "dates": [(date, _page_of(event, date), _unmarked(gaps, date)) for date in event.meets_on],
        "sheet": [_row(line, request) for line in lines],
        "refusal": registers.why_not_mark(event, at=now, on=on),
        "not_closed_yet": registers.why_not_close(event, at=now),
        "is_closed": event.status == Event.Status.HELD,
        "not_reopened": registers.why_not_reopen(event),
        "gaps": gaps,
        "kinds": KINDS,
        "walk_in_url": _page_of(event, on, "walk_in"),
        "sheet_url": _page_of(event, on, "sign_in_sheet"),
        "may_manage": may_manage_training(request.user),
        "now": now,
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
    context = {"form": form, "event": event, "back": _page_of(event), "back_to": "Register"}
    return render(request, "events/reopen_register.html", context)


def walk_in(request: MemberRequest, code: str, day: date | None = None) -> HttpResponse:
    """Put somebody who came without a booking on the register, of one date where the event has several."""
    now, event = timezone.now(), _own_event(request, code)
    on = _date(event, day, at=now)
    back = _page_of(event, on)
    if refusal := registers.why_not_mark(event, at=now, on=on):
        messages.error(request, refusal.sentence)
        return redirect(back)
    form = WalkInForm(request.POST or None)
    if form.is_valid():
        try:
            person = form.who_came
            registers.add_walk_in.once(request.sent, back)(event, person, by=request.user, at=now, on=on)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{person} is on the register, as attended.")
            return redirect(back)
    return render(request, "events/walk_in.html", {"form": form, "event": event, "on": on, "back": back})


def sign_in_sheet(request: MemberRequest, code: str, day: date | None = None) -> HttpResponse:
    """The sheet to print and have signed, of one date where the event has several."""
    now, event = timezone.now(), _own_event(request, code)
    on = _date(event, day, at=now)
    name = f"sign-in-{event.code}{f'-{on.held_on}' if on else ''}.pdf"
    drawn = sheets.draw(event, on, marks.lines(event, on), at=now)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)


def _page_of(event: Event, on: EventDate | None = None, page: str = "register") -> str:
    return reverse(f"{page}_date", args=[event.code, on.held_on]) if on else reverse(page, args=[event.code])


def _own_event(request: MemberRequest, code: str) -> Event:
    event = get_object_or_404(Event.objects.select_related("course", "venue"), code=code)
    require(may_mark_register(request.user, event))
    return event


def _date(event: Event, day: date | None, *, at: datetime) -> EventDate | None:
    """The event's date on that day, or else the one that is due; None where the event has no dates."""
    if day is None:
        return registers.date_due(event, at=at)
    found = next((date for date in event.meets_on if date.held_on == day), None)
    require(found is not None)
    return found


def _marks(request: MemberRequest, event: Event, on: EventDate | None) -> dict[int, str | Mark]:
    """The marks as they were sent; with the button for it, whoever was expected and has none attended."""
    numbers = [name.removeprefix(MARK) for name in request.POST if name.startswith(MARK)]
    said: dict[int, str | Mark] = {
        int(number): Mark(
            request.POST[MARK + number], _minutes(request, LATE + number), _minutes(request, EARLY + number)
        )
        for number in numbers
        if number.isdecimal() and len(number) < 20
    }
    if REST in request.POST:
        expected = (line.booking for line in marks.lines(event, on) if not line.booking.unscheduled)
        rest = [booking.pk for booking in expected if said.get(booking.pk, Mark()) == Mark()]
        said |= dict.fromkeys(rest, Booking.Attendance.ATTENDED.value)
    return said


def _minutes(request: MemberRequest, name: str) -> int | None:
    """The minutes as they were typed; what is no number is -1, which no register takes."""
    text = request.POST.get(name, "").strip()
    if text in {"", "0"}:
        return None
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def _row(line: Line, request: MemberRequest) -> dict[str, Any]:
    """A line as the page shows it: the mark on record, or what was just sent and refused."""
    number, kept, sent = line.booking.pk, line.mark, request.POST
    return {
        "booking": line.booking,
        "mark": sent.get(f"{MARK}{number}", kept.attendance),
        "label": Booking.Attendance(kept.attendance).label,
        "late": sent.get(f"{LATE}{number}", kept.minutes_late or ""),
        "early": sent.get(f"{EARLY}{number}", kept.minutes_early or ""),
    }


def _unmarked(gaps: list[Gap], date: EventDate) -> int:
    return sum(len(gap.people) for gap in gaps if gap.on == date)
