"""Choosing the workshops of a conference, or ranking them; and a manager who does it for somebody."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refusal
from events import browsing_workshops, choices, workshops
from events.eligibility import Ineligible
from events.forms_workshops import ChooseForm, RankForm
from events.models import Booking
from events.rules import is_own
from events.views.booking import find, page_of
from people.requests import MemberRequest


def choose_workshops(request: MemberRequest, pk: int) -> HttpResponse:
    """Which workshop at each time of day, and which full one to wait for; ranked where the conference says so."""
    found, now = find(request, pk), timezone.now()
    if found.event.awaits_allotment:
        return _rank(request, found)
    if refusal := next(choices.reasons(found, at=now), None):
        messages.error(request, refusal.sentence)
        return redirect("booking", pk)
    return _choose(request, found, leads_to=page_of(found))


def place_delegate(request: MemberRequest, pk: int) -> HttpResponse:
    """The same by a manager, who may go past what stands against it, with a reason."""
    found = find(request, pk)
    against = list(choices.reasons(found, at=timezone.now()))
    if any(not isinstance(refusal, Ineligible) for refusal in against):
        messages.error(request, against[0].sentence)
        return redirect("manage_event", found.event.code)
    leads_to = reverse("choices", args=[found.event.code])
    return _choose(request, found, leads_to=leads_to, against=against, for_manager=True)


def _choose(
    request: MemberRequest,
    found: Booking,
    *,
    leads_to: str,
    against: list[Refusal] | None = None,
    for_manager: bool = False,
) -> HttpResponse:
    now = timezone.now()
    slots, seen = browsing_workshops.coming_slots(found, at=now), workshops.standing(workshops.of_delegate(found))
    sent = request.POST if request.method == "POST" else None
    form = ChooseForm(sent, slots=slots, seen=seen, for_manager=for_manager)
    if form.is_valid():
        choose = partial(
            choices.choose.once(request.sent, leads_to),
            found,
            form.chosen("place"),
            form.chosen("wait"),
            by=request.user,
            at=now,
            seen=form.cleaned_data["seen"],
            overrule=form.cleaned_data.get("overrule", ""),
        )
        if kept := _kept(request, form, choose, "The workshops are kept.", leads_to=leads_to):
            return kept
    context = {"form": form, "booking": found, "event": found.event, "against": against, "for_manager": for_manager}
    return render(request, "events/choose_workshops.html", context | {"is_own": is_own(request.user, found)})


def _rank(request: MemberRequest, found: Booking) -> HttpResponse:
    now, leads_to = timezone.now(), page_of(found)
    if refusal := choices.why_not_rank(found, at=now):
        messages.error(request, refusal.sentence)
        return redirect(leads_to)
    slots = browsing_workshops.coming_slots(found, at=now)
    form = RankForm(request.POST if request.method == "POST" else None, slots=slots)
    if form.is_valid():
        rank = partial(choices.rank.once(request.sent, leads_to), found, form.wishes, by=request.user, at=now)
        if kept := _kept(request, form, rank, "The choices are kept.", leads_to=leads_to):
            return kept
    context = {"form": form, "booking": found, "event": found.event, "is_own": is_own(request.user, found)}
    return render(request, "events/rank_workshops.html", context)


def _kept(
    request: MemberRequest, form: forms.Form, keep: Callable[[], object], done: str, *, leads_to: str
) -> HttpResponse | None:
    """Where it goes on once that is kept, or afresh if the page was out of date; none to show the form with why not."""
    try:
        keep()
    except choices.ChoicesChanged as refusal:
        messages.error(request, refusal.sentence)
        return redirect(request.path)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return None
    messages.success(request, done)
    return redirect(leads_to)
