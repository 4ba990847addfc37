"""The programme, and the page of one event: what, for whom, when, where, what is free, and what one can do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django_tables2 import RequestConfig

from core.access import require
from events import browsing, browsing_workshops, cards, eligibility, mix_so_far
from events.filters import ProgrammeFilter
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
    return render(request, "events/programme.html", context)


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
            "mix_so_far": mix_so_far.by_sector(found),
            "trainers": found.trainers.all(),
            "slots": browsing_workshops.slots_of(found, found.workshops.listed()),
            "other_dates": cards.drawn(browsing.with_dates(browsing.other_dates(found, person, at=now))),
        },
    )
