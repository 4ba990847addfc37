"""The pages on which a year is compiled, watched, read and downloaded."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core.addresses import button_on
from core.refusals import Refusal
from events.models import Event
from people.requests import MemberRequest
from people.rules import may_manage_training
from reports import drawing, reports, seals, tasks
from reports.drawing import page
from reports.forms import CompileForm
from reports.models import YearlyReport
from reports.tables import TAGS, ReportsTable, VersionsTable


def report_list(request: HttpRequest) -> HttpResponse:
    """Every report, and for managers the form that compiles one."""
    table = ReportsTable(YearlyReport.objects.defer("figures"))
    RequestConfig(request).configure(table)
    form = _form() if may_manage_training(request.user) else None
    return render(request, "reports/list.html", {"table": table, "form": form})


@button_on("reports")
def compile_year(request: MemberRequest) -> HttpResponse:
    """Ask for a period to be compiled; the work is done beside the site, and watched on the report's page."""
    form = _form(request.POST)
    if not form.is_valid():
        table = ReportsTable(YearlyReport.objects.defer("figures"))
        RequestConfig(request).configure(table)
        return render(request, "reports/list.html", {"table": table, "form": form})
    try:
        request_once = reports.request.once(request.sent, _page_of)
        audience = form.cleaned_data["audience"]
        report = request_once(form.period, by=request.user, at=timezone.now(), audience=audience)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("reports")
    tasks.nudge(report.pk)
    return redirect(_page_of(report))


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report itself; while it is compiled, how far it is; where it failed, why."""
    found = get_object_or_404(YearlyReport, pk=pk)
    if found.state in YearlyReport.UNDER_WAY:
        return render(request, "reports/progress.html", {"report": found, "percent": _percent(found)})
    if found.figures is None:
        return render(request, "reports/failed.html", {"report": found})
    seals.demand_whole(found)
    versions = YearlyReport.objects.filter(period_name=found.period_name, until=found.until).defer("figures")
    manages = may_manage_training(request.user)
    context = {
        "report": found,
        "tag": TAGS[YearlyReport.State(found.state)],
        "versions": VersionsTable(versions.exclude(pk=found.pk).order_by("-version")),
        "manages": manages,
        "not_publishable": reports.why_not_publish(found),
        "rows_url": reverse("rows_behind", args=[pk]) if manages and not found.is_public else "",
        "takes_commentary": manages and found.state == YearlyReport.State.DRAFT,
    }
    return render(request, "reports/report.html", context | page.context(found))


def report_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a compile is, for the page that asks every two seconds; when it is done the page loads itself anew."""
    found = get_object_or_404(YearlyReport.objects.defer("figures"), pk=pk)
    context = {"percent": _percent(found), "text": _stage(found)}
    response = render(request, "core/progress_bar.html", context)
    if found.state not in YearlyReport.UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


def download_report(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The report as a file, drawn from its stored figures."""
    found = get_object_or_404(YearlyReport.objects.exclude(figures=None), pk=pk)
    if extension not in drawing.FORMATS:
        raise Http404
    name = f"workforce-report-{found.period_name.replace('/', '-')}-v{found.version}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content_type = drawing.FORMATS[extension].media_type
    return HttpResponse(drawing.draw(found, extension), content_type=content_type, headers=headers)


def _page_of(report: YearlyReport) -> str:
    return reverse("report", args=[report.pk])


def _form(data: object = None) -> CompileForm:
    now = timezone.localdate()
    first = Event.objects.order_by("starts_on").values_list("starts_on", flat=True).first()
    return CompileForm(data, first_day=first or now, today=now)


def _percent(report: YearlyReport) -> int:
    return 100 * report.stages_done // report.stages if report.stages else 0


def _stage(report: YearlyReport) -> str:
    return report.stage or "Waiting to begin"
