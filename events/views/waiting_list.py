"""What a manager does with somebody on a waiting list, each with a reason that is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core import words
from core.refusals import Refusal
from events import waiting
from events.forms_manage import WaitingForm
from events.models import Booking
from events.views.workspace import page_of
from people.requests import MemberRequest


def change_waiting(request: MemberRequest, pk: int) -> HttpResponse:
    """Give somebody who waits a place out of turn or after the cut-off, or move them to another position."""
    now = timezone.now()
    found = get_object_or_404(Booking.objects.select_related("person", "agency", "event__course"), pk=pk)
    page = page_of(found.event)
    if refusal := waiting.why_not_change(found, at=now):
        messages.error(request, refusal.sentence)
        return redirect(page)
    free = waiting.free_places(found.event)
    form = WaitingForm(request.POST or None, free=free)
    if form.is_valid():
        said = form.cleaned_data
        try:
            if said["what"] == form.PLACE:
                waiting.give_place.once(request.sent, page)(found, by=request.user, at=now, reason=said["reason"])
            else:
                move_once = waiting.move_to.once(request.sent, page)
                move_once(found, said["position"], by=request.user, at=now, reason=said["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            position = waiting.positions([found], at=now).get(found.pk)
            where = f"{words.ordinal(position)} on the waiting list" if position else "booked"
            messages.success(request, f"{found.person} is {where} now.")
            return redirect(page)
    context = {
        "form": form,
        "booking": found,
        "event": found.event,
        "prospect": waiting.prospect(found, at=now),
        "free": free,
        "list_has_stopped": now >= found.event.list_stops_at,
    }
    return render(request, "events/change_waiting.html", context)
