"""Waiving what a booking costs, and taking that back, each with a reason that is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import ReasonForm
from core.once import Change
from core.refusals import Refusal
from events import policies, waivers
from events.models import Booking
from events.views.booking import about, find, page_of
from people.requests import MemberRequest


def waive_charge(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask why, and let the booking cost nothing."""
    found = find(request, pk)
    done = f"{found.agency} is not charged for this booking."
    return _asked(request, found, waivers.why_not(found), waivers.waive, done=done, template="events/waive_charge.html")


def charge_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask why, and let the booking cost what its policy says."""
    found = find(request, pk)
    done = f"{found.agency} is charged for this booking by its policy."
    against = waivers.why_not_take_back(found)
    return _asked(request, found, against, waivers.take_back, done=done, template="events/charge_again.html")


def _asked(
    request: MemberRequest,
    found: Booking,
    against: Refusal | None,
    change: Change[..., Booking],
    *,
    done: str,
    template: str,
) -> HttpResponse:
    """Ask for the reason, and make the change with it; unless there is something against it."""
    if against:
        messages.error(request, against.sentence)
        return redirect(page_of(found))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            change_once = change.once(request.sent, page_of(found))
            change_once(found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, done)
            return redirect(page_of(found))
    return render(request, template, about(found) | {"form": form, "charge": policies.charge(found)})
