"""Waiving what a booking costs, and taking that back, each with a reason that is kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.forms import ReasonForm
from core.refusals import Refusal
from events import policies, waivers
from events.models import Booking
from events.views.booking import about, find, page_of
from people.requests import MemberRequest


def waive_charge(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask why, and let the booking cost nothing."""
    found = find(request, pk)
    if refusal := waivers.why_not(found):
        return _refused(request, pk, refusal)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            waive_once = waivers.waive.once(request.sent, page_of(found))
            waive_once(found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{found.agency} is not charged for this booking.")
            return redirect("booking", pk)
    return _asked(request, "events/waive_charge.html", found, form)


def charge_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask why, and let the booking cost what its policy says."""
    found = find(request, pk)
    if refusal := waivers.why_not_take_back(found):
        return _refused(request, pk, refusal)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            take_back_once = waivers.take_back.once(request.sent, page_of(found))
            take_back_once(found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{found.agency} is charged for this booking by its policy.")
            return redirect("booking", pk)
    return _asked(request, "events/charge_again.html", found, form)


def _asked(request: MemberRequest, template: str, found: Booking, form: ReasonForm) -> HttpResponse:
    return render(request, template, about(found) | {"form": form, "charge": policies.charge(found)})


def _refused(request: MemberRequest, pk: int, refusal: Refusal) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect("booking", pk)
