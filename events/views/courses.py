"""The catalogue, and the page of one course: what it is about, for whom, and when it can be booked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_tables2 import RequestConfig

from core import exports
from core.addresses import button_on
from core.refusals import Refusal
from events import browsing, cards, wishes
from events.filters_courses import CoursesFilter
from events.tables_courses import CoursesTable
from people import persons
from people.requests import MemberRequest
from people.rules import may_manage_training
from training.models import Course


def courses(request: HttpRequest) -> HttpResponseBase:
    """Every course of the catalogue, with or without a coming date; searched and filtered by the address."""
    filters = CoursesFilter(request.GET, browsing.catalogue(persons.of(request.user), at=timezone.now()))
    table = CoursesTable(filters.qs)
    if file := exports.asked(request, table):
        return file
    RequestConfig(request).configure(table)
    return render(request, "events/courses.html", {"form": filters.form, "table": table})


def course(request: HttpRequest, code: str) -> HttpResponse:
    """All about one course, its coming dates with what is free, and a way to hear of the next where there is none."""
    everything = Course.objects.select_related("level", "priority", "prerequisite")
    found = get_object_or_404(everything.prefetch_related("target_groups", "leads_to"), code=code)
    person, now = persons.of(request.user), timezone.now()
    dates = browsing.with_what_is_free(browsing.dates_of(found, person, at=now), person, at=now)
    context = {
        "course": found,
        "person": person,
        "dates": cards.drawn(dates),
        "may_wish": not dates and found.kind not in wishes.HAS_NO_DATES,
        "wish": wishes.open_one(found, person),
        "wished_for": wishes.how_many(found) if may_manage_training(request.user) else 0,
    }
    return render(request, "events/course.html", context)


@button_on("course")
def wish(request: MemberRequest, code: str) -> HttpResponse:
    """Ask to be told of the next date."""
    found, person = get_object_or_404(Course, code=code), persons.of(request.user)
    if person is None:
        return redirect("profile")
    make_once = wishes.make.once(request.sent, reverse("course", args=[code]))
    try:
        make_once(found, person, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"We will write to you when there is a date of {found}.")
    return redirect("course", code)


@button_on("course")
def end_wish(request: MemberRequest, code: str) -> HttpResponse:
    """Ask not to be told any more."""
    found, person = get_object_or_404(Course, code=code), persons.of(request.user)
    if person is not None:
        wishes.end.once(request.sent, reverse("course", args=[code]))(found, person, by=request.user, at=timezone.now())
        messages.success(request, "We will not write to you about the next date.")
    return redirect("course", code)
