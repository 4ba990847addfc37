"""What places cost and what giving them back means, for everybody to read; and adopting another policy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refusal
from events import policies
from events.forms_policy import PolicyForm
from events.models import Policy
from events.tables_statement import PricesTable
from people.requests import MemberRequest
from people.rules import may_manage_training


def charging(request: HttpRequest) -> HttpResponse:
    """The policy that is in force, and those that are to come."""
    now = timezone.now()
    known = [policy for policy in (policies.in_force(at=now), *policies.to_come(at=now)) if policy]
    priced = [(policy, PricesTable(policies.prices_of(policy))) for policy in known]
    context = {"policies": priced, "may_adopt": may_manage_training(request.user), "now": now}
    return render(request, "events/charging.html", context)


def adopt_policy(request: MemberRequest) -> HttpResponse:
    """Say what the board decided; it holds for what is booked from its first day on."""
    now = timezone.now()
    form = PolicyForm(request.POST or None, last=Policy.objects.first(), at=now)
    if form.is_valid():
        try:
            adopt_once = policies.adopt.once(request.sent, reverse("charging"))
            adopt_once(form.policy, by=request.user, at=now, tiers=form.tiers)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The policy is on record. Bookings made before its first day stay as they are.")
            return redirect("charging")
    return render(request, "events/adopt_policy.html", {"form": form})
