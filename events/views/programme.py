"""The programme, and the page of one event: what, for whom, when, where, what is free, and what one can do."""

import calendar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django_tables2 import RequestConfig

from core.access import require
from core.months import Month, parse_month
from events import browsing, browsing_workshops, cards, eligibility, mix_so_far
from events import month as months
from events.filters import NO_FILTERS, ProgrammeFilter
from events.models import Event
from events.rules import may_see_event
from events.tables import ProgrammeTable
from people import persons
from people.rules import is_lead


@cache_control(no_cache=True)
def programme(request: HttpRequest) -> HttpResponse:
    """The coming events that anybody, or the visitor's agency, may book; searched and filtered by the address."""
    person, now = persons.of(request.user), timezone.now()
    filters = ProgrammeFilter(request.GET, browsing.open_to(person, at=now))
    table = ProgrammeTable(filters.qs, agency=person.agency if person else None, at=now)
    RequestConfig(request).configure(table)
    form = filters.form if filters.is_searched else None
    context = {"form": form, "filters": filters, "table": table, "total": len(table.rows)}
    return render(request, "events/programme.html", context | {"by_month": _address(request, "programme_month")})


@cache_control(no_cache=True)
def programme_month(request: HttpRequest) -> HttpResponse:
    """The same events by the day, a month at a time; what was searched and filtered stays in the address."""
    person, now = persons.of(request.user), timezone.now()
    filters = ProgrammeFilter(request.GET, browsing.open_to(person, at=now))
    earliest, latest = bounds = months.bounds(at=now)
    month = parse_month(request.GET.get("month", ""), between=bounds)
    weeks = months.weeks_of(filters.qs, month, agency=person.agency if person else None, at=now)
    context = {
        "form": filters.form if filters.is_searched else None,
        "filters": filters,
        "month": month,
        "weeks": weeks,
        "weekdays": list(calendar.day_name),
        **_if_empty(request, filters, weeks, month),
        "as_list": _address(request, "programme"),
        "previous": _to_month(request, month.plus(-1)) if month > earliest else None,
        "next": _to_month(request, month.plus(1)) if month < latest else None,
    }
    return render(request, "events/programme_month.html", context)


def _if_empty(
    request: HttpRequest, filters: ProgrammeFilter, weeks: list[months.Week], month: Month
) -> dict[str, object]:
    """What is said of a month with nothing on, and where to go from it."""
    if any(day.entries for week in weeks for day in week.days):
        return {}
    later = months.first_after(filters.qs, month)
    which = "that fits all of that" if filters.is_searched else "that can be booked"
    return {
        "is_empty": True,
        "none_here": f"There is no event in {month.name} {which}.",
        "soonest": _to_month(request, later) if later else None,
    }


def _to_month(request: HttpRequest, month: Month) -> tuple[str, str]:
    return month.name, _address(request, "programme_month", month=str(month))


def _address(request: HttpRequest, name: str, **more: str) -> str:
    """That page of the programme, with what was searched and filtered."""
    query = request.GET.copy()
    for each in NO_FILTERS:
        query.pop(each, None)
    query.update(more)
    return f"{reverse(name)}?{query.urlencode()}" if query else reverse(name)


def event(request: HttpRequest, code: str) -> HttpResponse:
    """All about one event, with the visitor's booking, the way to book, or the reason why they can't."""
    now = timezone.now()
    everything = Event.objects.select_related("course__prerequisite").prefetch_related("course__target_groups")
    found = get_object_or_404(browsing.with_places(everything), code=code)
    require(may_see_event(request.user, found))
    person = persons.of(request.user)
    browsing.as_seen_from(person.agency if person else None, [found], at=now)
    return render(
        request,
        "events/event.html",
        {
            "event": found,
            "has_begun": found.has_begun(at=now),
            "booking": browsing.live_booking(found, person),
            "reasons": list(eligibility.reasons(found, person, at=now)),
            "may_book_team": is_lead(request.user) and eligibility.why_not(found, None, at=now) is None,
            "target_groups": found.course.target_groups.all(),
            "mix_rules": mix_so_far.rules(found, at=now) if found.has_mix_rules else [],
            "mix_so_far": mix_so_far.by_sector(found),
            "trainers": found.trainers.all(),
            "slots": browsing_workshops.slots_of(found, found.workshops.listed()),
            "other_dates": cards.drawn(browsing.other_dates(found, person, at=now)),
        },
    )
