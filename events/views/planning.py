"""The pages on which a manager plans, publishes, changes and cancels an event."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.refusals import Refusal
from events import programme
from events.forms_manage import EventForm, ReasonForm
from events.models import Event
from people.requests import MemberRequest


def plan_event(request: MemberRequest) -> HttpResponse:
    """Plan a new event; it is a draft that only managers see until it is published."""
    form = EventForm(request.POST or None)
    if form.is_valid():
        draft = Event(course=form.cleaned_data["course"], **form.values)
        event = programme.plan(draft, by=request.user, at=timezone.now())
        messages.success(request, f"{event.name} is planned as a draft. Publish it when people may book.")
        return redirect("manage_event", event.code)
    return render(request, "events/plan.html", {"form": form})


def change_event(request: MemberRequest, code: str) -> HttpResponse:
    """Change what is known of an event; whoever has booked is told of another time or venue."""
    event = _event(code)
    form = EventForm.about(event, request.POST or None)
    if form.is_valid():
        try:
            programme.change(event, by=request.user, at=timezone.now(), **form.values)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The event is changed.")
            return redirect("manage_event", code)
    return render(request, "events/change.html", {"form": form, "event": event})


@require_POST
def publish_event(request: MemberRequest, code: str) -> HttpResponse:
    """Put a draft into the programme."""
    try:
        programme.publish(_event(code), by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The event is in the programme: people can book it.")
    return redirect("manage_event", code)


def cancel_event(request: MemberRequest, code: str) -> HttpResponse:
    """Cancel an event with a reason; everybody on it is told."""
    event = _event(code)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            programme.cancel(event, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The event is cancelled, and everybody on it is told.")
            return redirect("manage_event", code)
    context = {"form": form, "event": event, "live": event.bookings.live().count()}
    return render(request, "events/cancel_event.html", context)


def _event(code: str) -> Event:
    return get_object_or_404(Event.objects.select_related("course", "venue"), code=code)
