"""A manager's pages: what needs them, every event, and one event with its people."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from events import (
    alarms,
    attention,
    browsing,
    browsing_workshops,
    mix_so_far,
    mix_words,
    pictures,
    programme,
    registers,
    trail,
    waiting,
)
from events.filters_manage import EventsFilter
from events.forms_manage import FindForm
from events.models import Event, RungAlarm
from events.tables_manage import ActsTable, EventsTable, MixTable, PeopleTable, RegistersTable
from people.requests import MemberRequest
from training.models import Course


def workspace(request: HttpRequest) -> HttpResponse:
    """What waits for the training team today."""
    now = timezone.now()
    context = {"attention": attention.for_managers(at=now), "alarms": alarms.ringing(at=now), "kinds": RungAlarm.Kind}
    return render(request, "events/workspace.html", context | {"find": FindForm()})


def events(request: HttpRequest) -> HttpResponseBase:
    """Every event, filtered and sorted."""
    chosen = EventsFilter(request.GET, browsing.with_places(Event.objects.all()))
    table = EventsTable(chosen.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "events/events.html", {"filter": chosen, "table": table})


def manage_event(request: HttpRequest, code: str) -> HttpResponseBase:
    """One event: where it stands, what can be done, and its people."""
    now, event = timezone.now(), get_object_or_404(browsing.with_places(Event.objects.all()), code=code)
    people = event.bookings.select_related("person", "agency", "target_group")
    table = PeopleTable(people, exclude=() if event.has_begun(at=now) else ("attendance",))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    picture = pictures.of(event, at=now)
    mix = mix_so_far.in_full(picture)
    slots = browsing_workshops.slots_of(event, event.workshops.all())
    change, change_mix = programme.why_not_change(event), programme.why_not_change_mix(event, at=now)
    cancel = programme.why_not_cancel(event)
    context = {
        "event": event,
        "table": table,
        "has_begun": event.has_begun(at=now),
        "may_publish": event.status == Event.Status.DRAFT,
        "may_change": change is None,
        "may_change_mix": change_mix is None,
        "may_cancel": cancel is None,
        "may_let_run": programme.why_not_let_run(event, at=now) is None,
        "why_not": list(dict.fromkeys(refusal.sentence for refusal in (change, cancel) if refusal)),
        "no_register": registers.why_not_mark(event, at=now),
        "mix": MixTable(mix),
        "waiting": waiting.in_order(event, picture),
        "why_wait": list(dict.fromkeys(why for row in mix for why in row.why_wait)),
        "who_is_next": mix_words.who_is_next(picture),
        "list_has_stopped": now >= event.list_stops_at,
        "takes_workshops": event.parent is None and (slots or event.course.kind == Course.Kind.CONFERENCE),
        "slots": slots,
        "trainers": event.trainers.select_related("agency"),
    }
    return render(request, "events/manage_event.html", context)


def event_trail(request: HttpRequest, code: str) -> HttpResponseBase:
    """What was done to an event and its bookings: when, by whom and why."""
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    table = ActsTable(trail.of_event(event))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "events/event_trail.html", {"event": event, "table": table})


def page_of(event: Event) -> str:
    """The address of the event's page, of those who manage it."""
    return reverse("manage_event", args=[event.code])


def teaching(request: MemberRequest) -> HttpResponseBase:
    """The events at which the user is a trainer, with their registers."""
    table = RegistersTable(attention.taught_by(request.user, at=timezone.now()))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "events/teaching.html", {"table": table})
