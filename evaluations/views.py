"""The pages where people say what they thought, and where managers and trainers read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.access import require
from evaluations import change, evaluations, impact, results, window
from evaluations.impact import Impact
from evaluations.models import Questionnaire
from evaluations.rules import FEWEST_FOR_TRAINERS, may_read_answers, may_read_evaluations
from evaluations.tables import ChangeTable, tables_of, what_came_of_it
from events.models import Event, EventQuerySet
from people import persons
from people.requests import MemberRequest
from people.rules import may_manage_training
from training.models import Course

Kind = Questionnaire.Kind
RESPONSES = {
    Kind.BEFORE: "Answered before",
    Kind.LATER: "Answered weeks later",
    Kind.MANAGER: "Managers who answered",
}


def my_evaluations(request: HttpRequest) -> HttpResponse:
    """What the person is still asked for, and what they gave."""
    person, now = persons.of(request.user), timezone.now()
    booked = evaluations.awaited_from(person, at=now) if person else []
    asked = evaluations.asked_of(person, at=now) if person else []
    context = {
        "awaited": [(booking.event, window.last_day(booking.event)) for booking in booked],
        "asked": [(evaluation, window.last_day_of(evaluation)) for evaluation in asked],
        "given": evaluations.given_by(person) if person else [],
    }
    return render(request, "evaluations/mine.html", context)


def event_evaluations(request: HttpRequest, code: str) -> HttpResponse:
    """How many evaluated an event and, where the reader may see that, what they said."""
    event = get_object_or_404(Event.objects.select_related("course"), code=code)
    require(may_read_evaluations(request.user, event))
    response, came = results.response_to(event), impact.of_events(Event.objects.filter(pk=event.pk))
    shown, is_manager = may_read_answers(request.user, given=response.given), may_manage_training(request.user)
    given = {Kind.END: response.given, **{kind: came.given[kind] for kind in (Kind.LATER, Kind.MANAGER)}}
    read = [kind for kind, number in given.items() if may_read_answers(request.user, given=number)]
    context = {
        "event": event,
        "response": response,
        "shown": shown,
        "fewest": FEWEST_FOR_TRAINERS,
        "is_manager": is_manager,
        "tables": tables_of(event) if shown else [],
        "heard": results.heard(event, read, whole=is_manager),
        "course": event.course if is_manager else None,
        "takes_paper": is_manager and evaluations.takes_paper(event, at=timezone.now()),
        **_change_over(Event.objects.filter(pk=event.pk), came),
    }
    return render(request, "evaluations/event.html", context)


def course_evaluations(request: MemberRequest, code: str) -> HttpResponse:
    """What the same people said before, at the end and later, and what came of it, over all dates of a course."""
    course = get_object_or_404(Course, code=code)
    events = Event.objects.listed().filter(course=course, parent=None).exclude(status=Event.Status.CANCELLED)
    context = {"course": course, "fewest": FEWEST_FOR_TRAINERS, **_change_over(events, impact.of_events(events))}
    return render(request, "evaluations/course.html", context)


def _change_over(events: EventQuerySet, came: Impact) -> dict[str, object]:
    """What the pages show of change, and of what `came` of it: nothing of fewer people than stand for nobody."""
    found = change.of_events(events)
    enough = [each for each in found if each.matched >= FEWEST_FOR_TRAINERS]
    said_later = came.given[Kind.LATER] >= FEWEST_FOR_TRAINERS
    return {
        "changes": ChangeTable(enough) if enough else None,
        "too_few_matched": len(enough) < len(found),
        "responses": [(label, came.response(kind)) for kind, label in RESPONSES.items() if came.asked[kind]],
        "later": what_came_of_it(came) if said_later else None,
    }
