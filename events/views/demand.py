"""What was asked for and not to be had, by course, and the people behind it."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from events import browsing, demand
from events.filters_demand import AskedFilter, DemandFilter
from events.models import Event
from events.tables_demand import AskedTable, DemandTable
from training.models import Course


def unmet_demand(request: HttpRequest) -> HttpResponseBase:
    """The courses that somebody waits for, or asked for in vain in a reporting year."""
    now = timezone.now()
    chosen = DemandFilter(request.GET, Course.objects.all(), at=now)
    table = DemandTable(demand.by_course(chosen.qs, period=chosen.period, at=now))
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "events/demand.html", {"filter": chosen, "table": table, "period": chosen.period})


def demand_of_course(request: HttpRequest, code: str) -> HttpResponseBase:
    """One course: its coming dates, and whoever asked for it and has no place."""
    now, course = timezone.now(), get_object_or_404(Course, code=code)
    chosen = AskedFilter(request.GET, demand.people_of(course, at=now))
    table = AskedTable(chosen.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    own = Event.objects.filter(course=course, parent=None)
    context = {
        "course": course,
        "filter": chosen,
        "table": table,
        "coming": browsing.with_places(Event.objects.coming(at=now).filter(pk__in=own.order_by().values("pk"))),
        "latest": own.order_by("-starts_on", "-pk").first(),
    }
    return render(request, "events/demand_of_course.html", context)
