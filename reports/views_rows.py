"""The page that shows the rows behind a figure, to those who may see everybody's records."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django_tables2 import RequestConfig

from core import exports
from reports.behind.figures import asked
from reports.behind.found import found
from reports.behind.printed import printed
from reports.models import YearlyReport
from reports.tables_rows import table_of

INTERNAL = YearlyReport.Audience.INTERNAL


def rows_behind(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rows that a figure counts, as they are today, beside what the report says."""
    report = get_object_or_404(YearlyReport.objects.exclude(figures=None), pk=pk, audience=INTERNAL)
    figure = asked(request.GET.dict())
    label, number = printed(report.figures, figure)
    table = table_of(figure)(found(report, figure))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    context = {"report": report, "figure": figure, "label": label, "number": number, "table": table}
    today = len(table.rows)
    return render(request, "reports/rows.html", context | {"today": today, "back": reverse("report", args=[pk])})
