"""The register: who came, marked on a phone with one thumb, closed on purpose."""

from datetime import date, datetime, timedelta
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
from events import check_ins, marks, registers
from events import sign_in_sheet as sheets
from events.attendance import Mark
from events.marks import Line
from events.models import Booking, Event, EventDate
from events.registers import Gap
from events.rules import may_mark_register
from people.models import Agency
from people.requests import MemberRequest
from people.rules import may_manage_training

MARK, LATE, EARLY, SEEN = "mark-", "late-", "early-", "seen-"
REST = "rest"
KEPT_BEFORE, KEPT_FOR = timedelta(days=3), timedelta(days=1)
KINDS = (
    ("attended", "Attended"),
    ("part", "In part"),
    ("absent", "Absent"),
    ("apologies", "Apologies"),
    ("", "Not recorded"),
)


def register(request: MemberRequest, code: str, day: date | None = None) -> HttpResponse:
    """The register as it is, of one date where the event has several; sent back, the marks are kept, all or none."""
    now, event = timezone.now(), own_event(request, code)
    on = date_of(event, day, at=now)
    if on and day is None:
        return redirect(page_of(event, on))
    if request.method == "POST":
        try:
            mark_once = registers.mark.once(request.sent, page_of(event, on))
            changed = mark_once(event, _marks(request, event, on), by=request.user, at=now, on=on, seen=_seen(request))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "The register is saved." if changed else "Nothing on the register had changed.")
            return redirect(page_of(event, on))
    lines, arrived = marks.lines(event, on), check_ins.of(event, on)
    gaps = registers.missing(event, lines)
    context = {
        "event": event,
        "on": on,
        "dates": [(date, page_of(event, date), _unmarked(gaps, date)) for date in event.meets_on],
        "sheet": [_row(line, request) | {"check_in": arrived.get(line.booking.pk)} for line in lines],
        "refusal": registers.why_not_mark(event, at=now, on=on),
        "not_closed_yet": registers.why_not_close(event, at=now),
        "is_closed": event.status == Event.Status.HELD,
        "not_reopened": registers.why_not_reopen(event),
        "gaps": gaps,
        "kinds": KINDS,
        "walk_in_url": page_of(event, on, "walk_in"),
        "sheet_url": page_of(event, on, "sign_in_sheet"),
        "check_in_url": page_of(event, on, "show_check_in"),
        "queued_url": page_of(event, on, "queued_marks"),
        "on_device": _on_device(event, on, at=now),
        "agencies": Agency.objects.current().order_by("name"),
        "may_manage": may_manage_training(request.user),
        "now": now,
    }
    return render(request, "events/register.html", context)


@button_on("register")
def close_register(request: MemberRequest, code: str) -> HttpResponse:
    """Close the register; what has no mark must be said to be not recorded."""
    event = own_event(request, code)
    leave = request.POST.get("leave_unrecorded") == "yes"
    try:
        close_once = registers.close.once(request.sent, page_of(event))
        close_once(event, by=request.user, at=timezone.now(), leave_unrecorded=leave)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The register is closed. Those who came are asked what they thought.")
    return redirect("register", code)


def reopen_register(request: MemberRequest, code: str) -> HttpResponse:
    """Open a closed register again, with a reason that is kept."""
    event = own_event(request, code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            reopen_once = registers.reopen.once(request.sent, page_of(event))
            reopen_once(event, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The register is open again.")
            return redirect("register", code)
    context = {"form": form, "event": event, "back": page_of(event), "back_to": "Register"}
    return render(request, "events/reopen_register.html", context)


def sign_in_sheet(request: MemberRequest, code: str, day: date | None = None) -> HttpResponse:
    """The sheet to print and have signed, of one date where the event has several."""
    now, event = timezone.now(), own_event(request, code)
    on = date_of(event, day, at=now)
    name = f"sign-in-{event.code}{f'-{on.held_on}' if on else ''}.pdf"
    drawn = sheets.draw(event, on, marks.lines(event, on), at=now)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)


def page_of(event: Event, on: EventDate | None = None, page: str = "register") -> str:
    """The address of the register, or of another page about it, of that date where the event has several."""
    return reverse(f"{page}_date", args=[event.code, on.held_on]) if on else reverse(page, args=[event.code])


def own_event(request: MemberRequest, code: str) -> Event:
    """The event, for whoever may mark its register; for others there is no such page."""
    event = get_object_or_404(Event.objects.select_related("course", "venue"), code=code)
    require(may_mark_register(request.user, event))
    return event


def date_of(event: Event, day: date | None, *, at: datetime) -> EventDate | None:
    """The event's date on that day, or else the one that is due; None where the event has no dates."""
    if day is None:
        return registers.date_due(event, at=at)
    found = next((date for date in event.meets_on if date.held_on == day), None)
    require(found is not None)
    return found


def _on_device(event: Event, on: EventDate | None, *, at: datetime) -> dict[str, Any]:
    """Whether a device may keep the register: while it can be marked, and shortly before, for it opens by the clock."""
    starts_at = on.starts_at if on else event.starts_at
    is_open = registers.why_not_mark(event, at=at, on=on) is None
    is_soon = event.status == Event.Status.PUBLISHED and at < starts_at <= at + KEPT_BEFORE
    state = "open" if is_open else "later" if is_soon else "closed"
    return {"state": state, "opens_at": starts_at, "until": max(at, starts_at) + KEPT_FOR}


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
        lines = marks.lines(event, on)
        expected = (line for line in lines if not line.booking.unscheduled and not line.mark.attendance)
        rest = [line.booking.pk for line in expected if said.get(line.booking.pk, Mark()) == Mark()]
        said |= dict.fromkeys(rest, Booking.Attendance.ATTENDED.value)
    return said


def _seen(request: MemberRequest) -> dict[int, Mark]:
    """The marks that the page showed, by the ids of their bookings; none from a page that doesn't say."""
    shown = [(name.removeprefix(SEEN), said) for name, said in request.POST.items() if name.startswith(SEEN)]
    return {int(number): _shown(str(said)) for number, said in shown if number.isdecimal() and len(number) < 20}


def _shown(said: str) -> Mark:
    """The mark that `attended|20|` stands for."""
    attendance, late, early = [*said.split("|"), "", "", ""][:3]
    return Mark(attendance, *(int(text) if text.isdecimal() and len(text) < 6 else None for text in (late, early)))


def _minutes(request: MemberRequest, name: str) -> int | None:
    """The minutes as they were typed; what is no number is -1, which no register takes."""
    text = request.POST.get(name, "").strip()
    if text in {"", "0"}:
        return None
    return int(text) if text.isdecimal() and len(text) < 6 else -1


def _row(line: Line, request: MemberRequest) -> dict[str, Any]:
    """A line as the page shows it: the mark on record, or what was just sent and refused."""
    number, kept, sent = line.booking.pk, line.mark, request.POST
    names = {"mark": f"{MARK}{number}", "late": f"{LATE}{number}", "early": f"{EARLY}{number}"}
    values = {"mark": kept.attendance, "late": kept.minutes_late or "", "early": kept.minutes_early or ""}
    typed = {field: sent.get(name, values[field]) for field, name in names.items()}
    is_untouched = "|".join(map(str, typed.values())) == sent.get(f"{SEEN}{number}")
    seen = "|".join(map(str, values.values()))
    return {"booking": line.booking, "label": line.label, "seen": seen, **(values if is_untouched else typed)}


def _unmarked(gaps: list[Gap], date: EventDate) -> int:
    return sum(len(gap.people) for gap in gaps if gap.on == date)
