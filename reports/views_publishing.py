"""The pages on which a manager says something to a report's sections, and publishes it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refusal
from people.requests import MemberRequest
from reports import commentaries, reports
from reports.drawing.blocks import Section
from reports.drawing.outline import outline
from reports.forms import CommentaryForm, PublishForm
from reports.models import YearlyReport


def publish_report(request: MemberRequest, pk: int) -> HttpResponse:
    """Publish a draft, after it was said what that means."""
    report = _report(pk)
    if refusal := reports.why_not_publish(report):
        messages.error(request, refusal.sentence)
        return redirect("report", pk)
    before = reports.published(report.period, report.audience)
    form = PublishForm(request.POST if request.method == "POST" else None, corrects=before is not None)
    if form.is_valid():
        try:
            publish_once = reports.publish.once(request.sent, _page_of(report))
            correction = form.cleaned_data.get("correction", "")
            publish_once(report, by=request.user, at=timezone.now(), correction=correction)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"The report of {report.period_name} is published.")
            return redirect("report", pk)
    context = {"form": form, "report": report, "before": before, "said": commentaries.of(report.period_name)}
    return render(request, "reports/publish.html", context | {"back": _page_of(report), "back_to": str(report)})


def write_commentary(request: MemberRequest, pk: int, section: str) -> HttpResponse:
    """Say something to one section of a draft."""
    report = _report(pk)
    found = _section(report, section)
    back = f"{_page_of(report)}#{section}"
    now = commentaries.written(report.period_name, section)
    was = now.text if now else ""
    form = CommentaryForm(request.POST or None, initial={"text": was, "seen": was})
    if form.is_valid():
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"].replace("\r\n", "\n")
        try:
            write_once = commentaries.write.once(request.sent, back)
            write_once(report, section, text.replace("\r\n", "\n"), by=request.user, at=timezone.now(), seen=seen)
        except Refusal as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The commentary is kept." if text.strip() else "There is no commentary any more.")
            return redirect(back)
    context = {"form": form, "report": report, "section": found, "now": was}
    return render(request, "reports/commentary.html", context | {"back": back, "back_to": str(report)})


def _report(pk: int) -> YearlyReport:
    return get_object_or_404(YearlyReport.objects.exclude(figures=None), pk=pk)


def _page_of(report: YearlyReport) -> str:
    return reverse("report", args=[report.pk])


def _section(report: YearlyReport, slug: str) -> Section:
    """The section of that name that takes commentary."""
    for section in outline(report).sections:
        if section.slug == slug and not section.is_appendix:
            return section
    raise Http404
