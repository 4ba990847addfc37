"""The page on which a lead sees their agency's uptake beside that of others like it."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from people.models import Agency
from people.requests import MemberRequest
from reports import uptake
from reports.forms_uptake import UptakeForm
from reports.tables_uptake import ByCourseTable, ByTargetGroupTable, RatesTable


def of_agency(request: MemberRequest) -> HttpResponseBase:
    """Who was booked and came from the lead's agency this year or last, in all, by course and by target group."""
    now = timezone.now()
    led = Agency.objects.filter(pk__in=request.user.led_agencies).select_related("sector").order_by("name")
    form = UptakeForm(request.GET, led=led, years=uptake.years(at=now))
    found = uptake.of(form.agency_of(led), form.period, at=now)
    tables = [
        RatesTable(found),
        ByCourseTable(found.by_course, prefix="c-"),
        ByTargetGroupTable(found.by_target_group, prefix="g-"),
    ]
    if file := exports.asked(request, *tables):
        return file
    for table in tables:
        RequestConfig(request).configure(table)
    return render(request, "reports/uptake.html", {"form": form, "found": found, "tables": tables})
