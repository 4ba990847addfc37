"""Who trains at an event, as a manager says it; and the days that trainers gave, over a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.refusals import Refusal
from core.words import trimmed
from events import given, trainers
from events.filters_trainers import GivenFilter
from events.forms_trainers import ChangeTrainerForm, TakeOffForm, TrainerForm
from events.models import Event, EventTrainer
from events.tables_trainers import GivenTable, SumsTable, TrainersTable
from people.requests import MemberRequest

PAGE = "event_trainers"


def event_trainers(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who trains at one event, and what each account opens."""
    event = _event(code)
    settled = trainers.why_not_change(event)
    table = TrainersTable(trainers.of(event), may_change=settled is None)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "events/trainers.html", {"event": event, "table": table, "settled": settled})


def name_trainer(request: MemberRequest, code: str) -> HttpResponse:
    """Ask who trains there, and name them."""
    event = _event(code)
    if refusal := trainers.why_not_change(event):
        return _refused(request, event, refusal)
    form = TrainerForm(request.POST or None, initial={"days": trimmed(trainers.usual_days(event))})
    if form.is_valid():
        name_once = trainers.name.once(request.sent, _page_of(event))
        try:
            named = name_once(event, EventTrainer(**form.values), by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            without = " Nobody signs in with that e-mail: they are named without an account." if form.is_unknown else ""
            messages.success(request, f"{named.name} is named as a trainer.{without}")
            return redirect(_page_of(event))
    return render(request, "events/name_trainer.html", {"form": form, "event": event})


def change_trainer(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    """Ask what else is to be said of a trainer, and say that."""
    event = _event(code)
    try:
        trainer = trainers.find(event, pk)
    except Refusal as refusal:
        return _refused(request, event, refusal)
    form = ChangeTrainerForm(trainer, request.POST or None)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("reason", "seen")}
        change_once = trainers.change.once(request.sent, _page_of(event))
        try:
            changed = change_once(trainer, by=request.user, at=timezone.now(), **said, **form.values)
        except trainers.ReasonMissing as refusal:
            form.add_error("reason", refusal.sentence)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"What is said of {changed.name} is saved.")
            return redirect(_page_of(event))
    return render(request, "events/change_trainer.html", {"form": form, "event": event, "trainer": trainer})


def take_trainer_off(request: MemberRequest, code: str, pk: int) -> HttpResponse:
    """Say what goes with them, ask why, and take a trainer off."""
    event = _event(code)
    try:
        trainer = trainers.find(event, pk)
    except Refusal as refusal:
        return _refused(request, event, refusal)
    form = TakeOffForm(request.POST or None, initial={"seen": trainers.edition(trainer)})
    if form.is_valid():
        take_off_once = trainers.take_off.once(request.sent, _page_of(event))
        try:
            take_off_once(trainer, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{trainer.name} is not a trainer of {event} any more.")
            return redirect(_page_of(event))
    context = {"form": form, "event": event, "trainer": trainer, "back": _page_of(event), "back_to": "Trainers"}
    return render(request, "events/take_trainer_off.html", context)


def all_trainers(request: HttpRequest) -> HttpResponseBase:
    """The days that trainers gave in a reporting year: by agency, and one by one."""
    now = timezone.now()
    chosen = GivenFilter(request.GET, given.work(at=now), at=now)
    sums = given.by_agency(chosen.qs)
    by_agency = SumsTable(sums, prefix="agencies-")
    table = GivenTable(chosen.qs.select_related("agency", "event__course"))
    if file := exports.asked(request, by_agency, table):
        return file
    for each in (by_agency, table):
        RequestConfig(request).configure(each)
    context = {"filter": chosen, "by_agency": by_agency, "table": table, "whole": given.altogether(sums)}
    return render(request, "events/all_trainers.html", context)


def _event(code: str) -> Event:
    return get_object_or_404(Event.objects.select_related("course"), code=code)


def _refused(request: HttpRequest, event: Event, refusal: Refusal) -> HttpResponse:
    messages.error(request, refusal.sentence)
    return redirect(_page_of(event))


def _page_of(event: Event) -> str:
    return reverse(PAGE, args=[event.code])
