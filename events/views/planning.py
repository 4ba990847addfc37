"""The pages on which a manager plans, publishes, changes and cancels an event."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.addresses import button_on
from core.forms import ReasonForm
from core.refusals import Refusal
from events import browsing, programme
from events.forms_dates import FurtherDates
from events.forms_manage import EventForm
from events.models import Event
from events.views.workspace import page_of
from people.models import Person
from people.requests import MemberRequest

ADD_DATE = "add_date"
CANCELLED = "The event is cancelled, and everybody on it is told."
NO_OTHER_DATE = (
    " No other date has places: plan one with “Plan more dates”, and they are told as soon as you publish it."
)


def plan_event(request: MemberRequest) -> HttpResponse:
    """Plan a new event; it is a draft that only managers see until it is published."""
    form = EventForm(request.POST or None)
    dates = FurtherDates(request.POST or None, beside=form)
    if ADD_DATE in request.POST:
        form, dates = form.as_typed(), dates.with_another()
    elif dates.is_valid() and form.is_valid():
        draft = Event(course=form.cleaned_data["course"], **form.values)
        plan_once = programme.plan.once(request.sent, page_of)
        try:
            event = plan_once(draft, by=request.user, at=timezone.now(), meets_on=dates.meets_on)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{event.name} is planned as a draft. Publish it when people may book.")
            return redirect(page_of(event))
    return render(request, "events/plan.html", {"form": form, "formset": dates})


def change_event(request: MemberRequest, code: str) -> HttpResponse:
    """Change what is known of an event; whoever has booked is told of another time or venue."""
    event = _event(code)
    if event.parent_id:
        return redirect("change_workshop", code)
    if refusal := programme.why_not_change(event):
        return _refused(request, event, refusal)
    form = EventForm.about(event, request.POST or None)
    dates = FurtherDates.about(event, request.POST or None, beside=form)
    if ADD_DATE in request.POST:
        form, dates = form.as_typed(), dates.with_another()
    elif dates.is_valid() and form.is_valid():
        try:
            change_once = programme.change.once(request.sent, page_of(event))
            seen = form.cleaned_data["seen"]
            change_once(event, by=request.user, at=timezone.now(), seen=seen, meets_on=dates.meets_on, **form.values)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The event is changed.")
            return redirect("manage_event", code)
    return render(request, "events/change.html", {"form": form, "formset": dates, "event": event})


@button_on("manage_event")
def publish_event(request: MemberRequest, code: str) -> HttpResponse:
    """Put a draft into the programme."""
    event = _event(code)
    try:
        programme.publish.once(request.sent, page_of(event))(event, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "The event is in the programme: people can book it.")
    return redirect("manage_event", code)


def cancel_event(request: MemberRequest, code: str) -> HttpResponse:
    """Cancel an event with a reason; everybody on it is told."""
    event = _event(code)
    if refusal := programme.why_not_cancel(event):
        return _refused(request, event, refusal)
    now, live = timezone.now(), event.bookings.live().count()
    dates = browsing.dates_instead(event, Person(agency=event.for_agency) if event.for_agency else None, at=now)
    lacks_date = bool(live) and not dates and event.parent is None
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_once = programme.cancel.once(request.sent, page_of(event))
            cancel_once(event, by=request.user, at=now, reason=form.cleaned_data["reason"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, CANCELLED + (NO_OTHER_DATE if lacks_date else ""))
            return redirect("manage_event", code)
    context = {"form": form, "event": event, "live": live, "dates": dates, "lacks_date": lacks_date}
    return render(request, "events/cancel_event.html", context | {"back": page_of(event), "back_to": event.name})


def let_run_event(request: MemberRequest, code: str) -> HttpResponse:
    """Say, with a reason, that an event takes place with fewer people than it wants."""
    event, now = _event(code), timezone.now()
    if refusal := programme.why_not_let_run(event, at=now):
        return _refused(request, event, refusal)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            let_run_once = programme.let_run.once(request.sent, page_of(event))
            let_run_once(event, by=request.user, at=now, reason=form.cleaned_data["reason"])
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{event.name} takes place, with however few people come.")
            return redirect("manage_event", code)
    context = {"form": form, "event": event, "held": event.bookings.holding_places().count()}
    return render(request, "events/let_run.html", context | {"back": page_of(event), "back_to": event.name})


def _refused(request: MemberRequest, event: Event, refusal: Refusal) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect(page_of(event))


def _event(code: str) -> Event:
    return get_object_or_404(Event.objects.select_related("course", "venue"), code=code)
