"""A manager's pages about a conference: its workshops, how delegates choose, who has what, and allotting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports, words
from core.refusals import Refusal
from events import allotting, browsing_workshops, conferences, programme
from events.browsing_workshops import Delegate
from events.forms_workshops import ChoosingForm, FindDelegateForm, WorkshopForm
from events.models import Event
from events.tables_workshops import DelegatesTable
from events.views.workspace import page_of
from people.requests import MemberRequest


def plan_workshop(request: MemberRequest, code: str) -> HttpResponse:
    """Plan a workshop within a conference; it is a draft until it is published."""
    conference = _conference(code)
    form = WorkshopForm.within(conference, request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = Event(parent=conference, course=conference.course, **form.values)
        try:
            workshop = programme.plan.once(request.sent, page_of(conference))(draft, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, f"{workshop.name} is planned as a draft. Publish it when delegates may choose it."
            )
            return redirect("manage_event", code)
    return render(request, "events/plan_workshop.html", {"form": form, "event": conference})


def change_workshop(request: MemberRequest, code: str) -> HttpResponse:
    """Change what is known of a workshop; whoever has a place in it is told of another time or room."""
    workshop = get_object_or_404(Event.objects.exclude(parent=None).select_related("course", "venue"), code=code)
    if refusal := programme.why_not_change(workshop):
        messages.error(request, refusal.sentence)
        return redirect(page_of(workshop))
    form = WorkshopForm.about(workshop, request.POST or None)
    if form.is_valid():
        try:
            change_once = programme.change.once(request.sent, page_of(workshop))
            seen = form.cleaned_data["seen"]
            change_once(workshop, by=request.user, at=timezone.now(), seen=seen, **form.values)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The workshop is changed.")
            return redirect(page_of(workshop))
    return render(request, "events/change_workshop.html", {"form": form, "event": workshop})


def say_how_to_choose(request: MemberRequest, code: str) -> HttpResponse:
    """Say how delegates choose, and until when."""
    conference = _conference(code)
    known = {"workshop_choice": conference.workshop_choice, "choose_by": conference.choose_by}
    form = ChoosingForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        said = form.cleaned_data
        try:
            conferences.say_how_to_choose.once(request.sent, page_of(conference))(
                conference, said["workshop_choice"], said["choose_by"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "How delegates choose is kept.")
            return redirect("manage_event", code)
    return render(request, "events/choosing.html", {"form": form, "event": conference})


def delegates(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who has a place on the conference, and what they have, wait for or would like in its workshops."""
    conference = _conference(code)
    form = FindDelegateForm(request.GET or None, ranked=conference.awaits_allotment)
    everybody = browsing_workshops.delegates_of(conference, at=timezone.now())
    without = [delegate for delegate in everybody if _is_without(delegate, conference)]
    shown = without if form.is_valid() and form.cleaned_data["without"] else everybody
    table = DelegatesTable.of(shown, everybody[0].slots if everybody else [])
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    context = {
        "event": conference,
        "form": form,
        "table": table,
        "everybody": len(everybody),
        "without": len(without),
    }
    return render(request, "events/delegates.html", context)


def _is_without(delegate: Delegate, conference: Event) -> bool:
    """Whether something is to be asked of them: while workshops are ranked, nobody has one yet."""
    return not _has_ranked(delegate) if conference.awaits_allotment else delegate.is_without


def _has_ranked(delegate: Delegate) -> bool:
    return any(slot.ranked for slot in delegate.slots)


def allot(request: MemberRequest, code: str) -> HttpResponse:
    """Say what allotting now would give; then do it."""
    conference, now = _conference(code), timezone.now()
    if request.method == "POST":
        return _allot(request, conference)
    if refusal := allotting.why_not(conference, at=now):
        messages.error(request, refusal.sentence)
        return redirect("manage_event", code)
    delegates_now = browsing_workshops.delegates_of(conference, at=now)
    context = {
        "event": conference,
        "allotment": allotting.preview(conference, at=now),
        "ranked": sum(_has_ranked(delegate) for delegate in delegates_now),
        "silent": sum(not _has_ranked(delegate) for delegate in delegates_now),
    }
    return render(request, "events/allot.html", context)


def _allot(request: MemberRequest, conference: Event) -> HttpResponse:
    try:
        allot_once = allotting.allot_places.once(request.sent, reverse("choices", args=[conference.code]))
        allotment = allot_once(conference, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("manage_event", conference.code)
    places = words.count_noun(len(allotment.granted), "place is,places are")
    messages.success(request, f"{places} allotted. Everybody who ranked workshops is written to.")
    return redirect("choices", conference.code)


def _conference(code: str) -> Event:
    return get_object_or_404(Event.objects.select_related("course", "venue").filter(parent=None), code=code)
