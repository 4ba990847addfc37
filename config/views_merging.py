"""Merging people who are on record twice: found, seen side by side, and merged with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from config import merging
from config.forms_merging import FindOtherForm, MergeForm
from config.tables_merging import ApartTable, PairsTable
from core import exports
from core.forms import ReasonForm
from core.refusals import Refusal
from people import duplicates, persons
from people.models import FormerPerson, Person, TwoPeople
from people.requests import MemberRequest


def possible_duplicates(request: HttpRequest) -> HttpResponseBase:
    """Every pair of records that may be one person."""
    table = PairsTable(duplicates.suggested())
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "merging/duplicates.html", {"table": table})


def told_apart(request: HttpRequest) -> HttpResponseBase:
    """Every pair of records that somebody said are of two people."""
    table = ApartTable(duplicates.apart())
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "merging/told_apart.html", {"table": table})


def set_apart(request: MemberRequest, pk: int, gone: int) -> HttpResponse:
    """Say that two records which look alike are of two people."""
    one, other = (get_object_or_404(Person.objects.select_related("agency"), pk=each) for each in (pk, gone))
    form, leads_to = ReasonForm(request.POST or None), reverse("possible_duplicates")
    if form.is_valid():
        try:
            set_once = duplicates.set_apart.once(request.sent, leads_to)
            set_once(one, other, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{one} and {other} are two people: they are not offered to be merged any more.")
            return redirect(leads_to)
    back = reverse("merge_people", args=[one.pk, other.pk])
    context = {
        "one": one,
        "other": other,
        "people": [one, other],
        "form": form,
        "back": back,
        "back_to": "Both records",
    }
    return render(request, "merging/set_apart.html", context)


def offer_again(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back that two records are of two people."""
    two = get_object_or_404(TwoPeople.objects.select_related("one__agency", "other__agency"), pk=pk)
    form, leads_to = ReasonForm(request.POST or None), reverse("told_apart")
    if form.is_valid():
        offer_once = duplicates.offer_again.once(request.sent, leads_to)
        offer_once(two, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{two} may be one person again.")
        return redirect(leads_to)
    context = {"two": two, "people": [two.one, two.other], "form": form, "back": leads_to, "back_to": "Told apart"}
    return render(request, "merging/offer_again.html", context)


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
    context |= {"alike": duplicates.are_alike(kept, other), "told_apart": duplicates.told_apart(kept, other)}
    return render(request, "merging/merge.html", context)
