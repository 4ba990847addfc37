"""Merging people who are on record twice: found, seen side by side, and merged with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from config import merging
from config.forms_merging import FindOtherForm, MergeForm
from config.tables_merging import PairsTable
from core import exports
from core.refusals import Refusal
from people import duplicates, persons
from people.models import FormerPerson, Person
from people.requests import MemberRequest


def possible_duplicates(request: HttpRequest) -> HttpResponseBase:
    """Every pair of records that may be one person."""
    table = PairsTable(duplicates.suggested())
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "merging/duplicates.html", {"table": table})


def choose_other(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the other record of the same person; at first by the name."""
    person = get_object_or_404(Person.objects.select_related("agency"), pk=pk)
    form = FindOtherForm(request.GET or {"q": person.last_name or person.name})
    found = persons.matching(form.cleaned_data["q"]) if form.is_valid() else []
    others = [other for other in found if other.pk != person.pk]
    return render(request, "merging/choose_other.html", {"person": person, "form": form, "others": others})


def merge_people(request: MemberRequest, pk: int, gone: int) -> HttpResponse:
    """Both side by side, what would happen and what stands in the way; and merging them."""
    if former := FormerPerson.objects.filter(number__in=[pk, gone]).first():
        messages.error(request, "One of the two records was merged already: this is the one that was kept.")
        return redirect("person", former.person_id)
    people = Person.objects.select_related("agency", "user", "role", "target_group")
    kept, other = get_object_or_404(people, pk=pk), get_object_or_404(people, pk=gone)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=kept, gone=other)
    if form.is_valid():
        page = reverse("person", args=[kept.pk])
        chosen = {"from_gone": form.from_gone, "reason": form.cleaned_data["reason"]}
        try:
            merging.merge.once(request.sent, page)(kept, other, by=request.user, at=timezone.now(), **chosen)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{kept} is on record once now.")
            return redirect(page)
    sides = [(person, merging.holdings(person)) for person in (kept, other)]
    outlook = merging.outlook(kept, other, by=request.user)
    context = {"kept": kept, "gone": other, "sides": sides, "outlook": outlook, "form": form}
    return render(request, "merging/merge.html", context)
