"""The records of people, as managers keep them: found, put on record, put right. Each one's page is in events."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.refusals import Refusal
from people import persons
from people.filters_records import PeopleFilter
from people.forms_records import OnRecordForm, PutOnRecordForm
from people.models import Person
from people.requests import MemberRequest
from people.tables_records import PeopleTable


def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody on record, filtered and sorted."""
    everybody = Person.objects.with_invitation(at=timezone.now()).select_related("agency", "user")
    chosen = PeopleFilter(request.GET, everybody)
    table = PeopleTable(chosen.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "people/people.html", {"filter": chosen, "table": table})


def put_on_record(request: MemberRequest) -> HttpResponse:
    """Put somebody new on record."""
    form = PutOnRecordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        put_once = persons.put_on_record.once(request.sent, page_of)
        person = put_once(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{person} is on record.")
        return redirect(page_of(person))
    return render(request, "people/put_on_record.html", {"form": form, "back": reverse("people"), "back_to": "People"})


def correct_person(request: MemberRequest, pk: int) -> HttpResponse:
    """Put right what is on record of somebody."""
    person = get_object_or_404(Person, pk=pk)
    form = OnRecordForm.about(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            correct_once = persons.correct.once(request.sent, page_of)
            person = correct_once(person, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"What is on record of {person} is saved.")
            return redirect(page_of(person))
    context = {"form": form, "person": person, "back": page_of(person), "back_to": person.name}
    return render(request, "people/correct_person.html", context)


def page_of(person: Person) -> str:
    """The address of what is on record of somebody."""
    return reverse("person", args=[person.pk])
