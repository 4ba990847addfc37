"""Merging two agencies: chosen, seen side by side, and merged with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from config import merging_agencies as merging
from config.forms_merging_agencies import ChooseAgencyForm, MergeAgenciesForm
from core.refusals import Refusal
from people.models import Agency
from people.requests import MemberRequest
from people.views.agencies import page_of
from reports.merging_agencies import aims


def choose_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the agency that becomes part of this one."""
    kept = get_object_or_404(Agency, pk=pk)
    form = ChooseAgencyForm(request.GET or None, kept=kept)
    if form.is_valid():
        return redirect("merge_agencies", kept.pk, form.cleaned_data["gone"].pk)
    return render(request, "merging/choose_agency.html", {"kept": kept, "form": form})


def merge_agencies(request: MemberRequest, pk: int, gone: int) -> HttpResponse:
    """Both side by side, what would happen and what stands in the way; and merging them."""
    agencies, now = Agency.objects.select_related("sector", "kind", "successor"), timezone.now()
    kept, other = get_object_or_404(agencies, pk=pk), get_object_or_404(agencies, pk=gone)
    sent = request.POST if request.method == "POST" else None
    form = MergeAgenciesForm(sent, kept=kept, gone=other, aims=aims(kept, other, at=now))
    if form.is_valid():
        said = {"numbers": form.numbers, "reason": form.cleaned_data["reason"]}
        try:
            merging.merge.once(request.sent, page_of)(kept, other, by=request.user, at=now, **said)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"{other} is part of {kept} now.")
            return redirect(page_of(kept))
    sides = [(agency, merging.holdings(agency, at=now)) for agency in (kept, other)]
    outlook = merging.outlook(kept, other, by=request.user, at=now)
    context = {"kept": kept, "gone": other, "sides": sides, "outlook": outlook, "form": form}
    return render(request, "merging/merge_agencies.html", context)
