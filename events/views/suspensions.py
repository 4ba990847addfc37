"""Who was absent too often to book by themselves, and letting them book again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.forms import ReasonForm
from core.refusals import Refusal
from events import suspensions
from events.filters_manage import SuspendedFilter
from events.tables_suspended import SuspendedTable
from people.models import Person
from people.requests import MemberRequest

PAGE = "suspended"


def suspended(request: HttpRequest) -> HttpResponseBase:
    """Everybody who is suspended, filtered and sorted."""
    chosen = SuspendedFilter(request.GET, suspensions.suspended(at=timezone.now()))
    table = SuspendedTable(chosen.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "events/suspended.html", {"filter": chosen, "table": table})


def lift_suspension(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the absences, ask why they don't matter any more, and let the person book again."""
    now, person = timezone.now(), get_object_or_404(Person.objects.select_related("agency"), pk=pk)
    if refusal := suspensions.why_not_lift(person, at=now):
        messages.error(request, refusal.sentence)
        return redirect(PAGE)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            lift_once = suspensions.lift.once(request.sent, reverse(PAGE))
            lift_once(person, by=request.user, at=now, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{person} books as everybody does from now on.")
            return redirect(PAGE)
    missed = suspensions.absences(at=now).filter(person=person).select_related("event__course")
    context = {"form": form, "person": person, "missed": missed.order_by("event__starts_on", "pk")}
    return render(request, "events/lift_suspension.html", context | {"back": reverse(PAGE), "back_to": "Suspended"})
