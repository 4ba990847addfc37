"""The page that says what a public edition hides and why, and on which the board hides more."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.refusals import Refusal
from people.requests import MemberRequest
from reports import withholding
from reports.forms import EndWithholdingForm, WithholdForm
from reports.hidden import places
from reports.models import Withholding, YearlyReport
from reports.tables_hidden import HiddenTable, WithholdingsTable


def hidden(request: MemberRequest, pk: int) -> HttpResponseBase:
    """What the edition hides, by which rule; and the form that hides more."""
    report = get_object_or_404(YearlyReport.objects.exclude(figures=None), pk=pk, audience=YearlyReport.Audience.PUBLIC)
    table = HiddenTable(list(places(report)))
    if file := exports.asked(request, table):
        return file
    form = WithholdForm(request.POST if request.method == "POST" else None, tables=list(withholding.tables(report)))
    if form.is_valid():
        try:
            add_once = withholding.add.once(request.sent, reverse("hidden", args=[pk]))
            add_once(report, *form.chosen, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error("what", refusal.sentence)
        else:
            messages.success(request, "It is withheld from the next compilation on: compile the public edition again.")
            return redirect("hidden", pk)
    RequestConfig(request).configure(table)
    context = {
        "report": report,
        "protection": report.figures["protection"],
        "left_out": [withholding.name_of(name) for name in report.figures["protection"]["tables"]],
        "table": table,
        "more": WithholdingsTable(withholding.of(report)),
        "form": form,
        "back": reverse("report", args=[pk]),
    }
    return render(request, "reports/hidden.html", context)


def end_withholding(request: MemberRequest, pk: int) -> HttpResponse:
    """Hide something no longer than the rules do."""
    found = get_object_or_404(Withholding, pk=pk)
    back = reverse("reports")
    form = EndWithholdingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        end_once = withholding.end.once(request.sent, back)
        end_once(found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        messages.success(request, "From the next compilation on it is hidden by the rules alone.")
        return redirect("reports")
    context = {"form": form, "found": found, "table": withholding.name_of(found.table), "back": back}
    return render(request, "reports/end_withholding.html", context | {"back_to": "Workforce reports"})
