"""Somebody who came without a booking: found by a few letters and put on the register by one press; or new.

Whom somebody new may be on record already is asked before they are put there.
"""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.refusals import Refusal
from events import marks, registers
from events.forms_manage import FindAtTheDoorForm, WalkInAskedForm
from events.models import Booking, Event, EventDate
from events.views.register import date_of, own_event, page_of
from people import persons
from people.models import Person
from people.requests import MemberRequest


def walk_in(request: MemberRequest, code: str, day: date | None = None) -> HttpResponse:
    """Put somebody who came without a booking on the register, of one date where the event has several."""
    now, event = timezone.now(), own_event(request, code)
    on = date_of(event, day, at=now)
    back = page_of(event, on)
    if refusal := registers.why_not_mark(event, at=now, on=on):
        messages.error(request, refusal.sentence)
        return redirect(back)
    find = FindAtTheDoorForm(request.GET or None)
    said = find.cleaned_data["q"] if find.is_valid() else ""
    is_new = request.method == "POST" and "person" not in request.POST
    form = WalkInAskedForm(request.POST if is_new else None, initial=_as_typed(said))
    if "person" in request.POST or form.is_valid():
        person = form.who_came if is_new else get_object_or_404(Person, pk=_number(request.POST["person"]))
        try:
            messages.success(request, _put_on(request, person, event, on, at=now))
        except Refusal as refused:
            form.add_error(None, refused.sentence) if is_new else messages.error(request, refused.sentence)
        else:
            return redirect(back)
    found = form.alike or persons.at_the_door(said)
    lines = {line.booking.person_id: line for line in marks.lines(event, on)} if found else {}
    context = {
        "event": event,
        "on": on,
        "back": back,
        "find": find,
        "said": said,
        "found": [(person, lines.get(person.pk)) for person in found],
        "fewest": persons.FEWEST_LETTERS,
        "most": persons.AT_THE_DOOR_AT_MOST,
        "form": form,
    }
    return render(request, "events/walk_in.html", context)


def _put_on(request: MemberRequest, person: Person, event: Event, on: EventDate | None, *, at: datetime) -> str:
    """Whoever has a booking is marked as attended, anybody else put on the register; what was done, in a sentence."""
    back = page_of(event, on)
    booked = (
        None if person._state.adding else event.bookings.filter(person=person, state=Booking.State.CONFIRMED).first()
    )
    if booked:
        came = {booked.pk: Booking.Attendance.ATTENDED.value}
        registers.mark.once(request.sent, back)(event, came, by=request.user, at=at, on=on)
        return f"{person} had a booking, which is marked as attended."
    registers.add_walk_in.once(request.sent, back)(event, person, by=request.user, at=at, on=on)
    return f"{person} is on the register, as attended."


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _as_typed(said: str) -> dict[str, str]:
    """What was looked for, as the beginning of a record."""
    if "@" in said:
        return {"email": said}
    first, _, last = said.partition(" ")
    return {"first_name": first, "last_name": last}
