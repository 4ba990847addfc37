"""The records of agencies, as managers keep them: found, put on record, put right."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.refusals import Refusal
from people import agencies as acts
from people.filters_records import AgenciesFilter
from people.forms_records import AgencyForm
from people.models import Agency, AgencyQuerySet, User
from people.requests import MemberRequest
from people.tables_records import AgenciesTable

LEADS = Q(leads__user__is_active=True)


def agencies(request: HttpRequest) -> HttpResponseBase:
    """Every agency of today, filtered and sorted."""
    chosen = AgenciesFilter(request.GET, _counted(Agency.objects.current()).select_related("sector", "kind"))
    table = AgenciesTable(chosen.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "people/agencies.html", {"filter": chosen, "table": table})


def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: what is on record, who leads it, and how many people it has."""
    everything = _counted(Agency.objects.select_related("sector", "kind", "successor"))
    found = get_object_or_404(everything, pk=pk)
    leads = User.objects.filter(duties__agency=found, is_active=True).select_related("person").order_by("email")
    context = {"agency": found, "leads": leads, "predecessors": found.predecessors.order_by("name")}
    return render(request, "people/agency.html", context)


def add_agency(request: MemberRequest) -> HttpResponse:
    """Put an agency on record."""
    form = AgencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = acts.add.once(request.sent, page_of)(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"{made} is on record.")
            return redirect(page_of(made))
    return render(request, "people/add_agency.html", {"form": form, "back": reverse("agencies"), "back_to": "Agencies"})


def amend_agency(request: MemberRequest, pk: int) -> HttpResponse:
    """Put right what is on record of an agency."""
    agency = get_object_or_404(Agency, pk=pk)
    name = agency.name
    form = AgencyForm(request.POST if request.method == "POST" else None, instance=agency)
    if form.is_valid():
        try:
            amend_once = acts.amend.once(request.sent, page_of)
            amend_once(agency, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"What is on record of {agency} is saved.")
            return redirect(page_of(agency))
    return render(request, "people/amend_agency.html", {"form": form, "back": page_of(agency), "back_to": name})


def page_of(agency: Agency) -> str:
    """The address of what is on record of an agency."""
    return reverse("agency", args=[agency.pk])


def _counted(agencies: AgencyQuerySet) -> AgencyQuerySet:
    """The agencies, each with how many people and leads of today it has."""
    return agencies.annotate(
        staff=Count("people", distinct=True), led_by=Count("leads__user", filter=LEADS, distinct=True)
    )
