"""Planning drafts like an event on further days: the days are shown before anything is planned."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core import words
from core.refusals import Refusal
from core.words import count_noun
from core.working_days import is_working_day
from events import series
from events.forms_series import RepeatForm
from events.models import Event
from events.views.workspace import page_of
from people.requests import MemberRequest

PLAN = "plan"


def repeat_event(request: MemberRequest, code: str) -> HttpResponse:
    """Ask for the days, show them, and plan a draft on each."""
    event = get_object_or_404(Event.objects.select_related("course", "venue"), code=code)
    if refusal := series.why_not(event):
        messages.error(request, refusal.sentence)
        return redirect(page_of(event))
    form, days = RepeatForm(request.POST or None), list[date]()
    if form.is_valid():
        days = form.days
        if PLAN in request.POST and form.was_seen:
            return _plan(request, event, form)
        form = form.shown_again()
    context = {"event": event, "form": form, "days": _with_warnings(event, days), "plan": PLAN}
    return render(request, "events/repeat.html", context)


def _plan(request: MemberRequest, event: Event, form: RepeatForm) -> HttpResponse:
    leads_to = f"{reverse('events')}?status={Event.Status.DRAFT}"
    try:
        planned = series.repeat.once(request.sent, leads_to)(event, form.days, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(page_of(event))
    messages.success(request, f"{count_noun(len(planned), 'draft')} planned. Publish each when people may book.")
    return redirect(leads_to)


def _with_warnings(event: Event, days: Iterable[date]) -> list[tuple[date, str]]:
    """Each day with what speaks against it, if anything does."""
    of_course = Event.objects.filter(course=event.course_id).exclude(status=Event.Status.CANCELLED)
    taken = set(of_course.values_list("starts_on", flat=True))
    shown = []
    for day in days:
        against = []
        if not is_working_day(day):
            against.append("not a working day")
        if day <= timezone.localdate():
            against.append("not to come any more")
        if day in taken:
            against.append("the course is planned for this day already")
        shown.append((day, words.listed(against)))
    return shown
