"""The page that says who is missing while the year runs, and the one on which a target is set."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.refusals import Refusal
from people.models import Agency, TargetGroup
from people.requests import MemberRequest
from people.rules import may_manage_training
from reports import absentees, targets
from reports.forms import AbsenteesForm, TargetForm
from reports.tables_absentees import AbsenteesTable, ManagedAbsenteesTable


def absent_so_far(request: HttpRequest) -> HttpResponseBase:
    """Whom the running year has not reached, and the events with free places that they can be invited to."""
    now = timezone.now()
    form = AbsenteesForm(request.GET or None)
    lines = absentees.lines(form.chosen, at=now)
    manages = may_manage_training(request.user)
    table = (ManagedAbsenteesTable if manages else AbsenteesTable)(lines)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    context = {
        "form": form,
        "table": table,
        "period": absentees.period(at=now),
        "missing": sum(bool(line.why) for line in lines),
        "events": absentees.places_to_offer(at=now),
        "manages": manages,
    }
    return render(request, "reports/absentees.html", context)


def set_target(request: MemberRequest, kind: str, code: str) -> HttpResponse:
    """Say how many people of an agency or a target group the running year should reach."""
    of, now = _of(kind, code), timezone.now()
    year = absentees.period(at=now).year
    target = targets.found(year, of)
    initial = {"people": target.people, "workforce": target.workforce} if target else {}
    form = TargetForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            aim_once = targets.aim.once(request.sent, reverse("absentees"))
            aim_once(of, year, by=request.user, at=now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"The target of {of} for {year} is kept.")
            return redirect("absentees")
    context = {"form": form, "of": of, "year": year, "back": reverse("absentees"), "back_to": "Who is missing"}
    return render(request, "reports/target.html", context)


def _of(kind: str, code: str) -> Agency | TargetGroup:
    if kind == "agency":
        return get_object_or_404(Agency.objects.current(), code=code)
    if kind == "target_group":
        return get_object_or_404(TargetGroup, scheme__is_current=True, code=code)
    raise Http404
