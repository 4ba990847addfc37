"""Approving or declining somebody's request for a place."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.access import require
from core.refusals import Refusal
from events import approvals
from events.forms import DecisionForm
from events.rules import may_approve
from events.views.booking import about, find, page_of
from people.requests import MemberRequest


def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask whether they may go, and say so to them."""
    found, now = find(request, pk), timezone.now()
    require(may_approve(request.user, found.person, found.agency))
    if refusal := approvals.why_not_decide(found, at=now):
        messages.error(request, refusal.sentence)
        return redirect("booking", pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if form.cleaned_data["decision"] == form.APPROVE:
                approvals.approve.once(request.sent, page_of(found))(found, by=request.user, at=now)
            else:
                decline_once = approvals.decline.once(request.sent, page_of(found))
                decline_once(found, by=request.user, at=now, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"We have written to {found.person}.")
            return redirect("booking", pk)
    return render(request, "events/decide.html", about(found) | {"form": form})
