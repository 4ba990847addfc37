"""The rows that a figure counts, as they are today. Changes nothing."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.models import Booking, Event
from events.outcomes import COUNTED
from people.models import Person
from reports.behind.figures import FIELDS, RECORDED, WORDS, Figure, NoSuchFigure, Rows
from reports.counting.programme import wishes
from reports.counting.waiting import in_vain
from reports.counting.window import Span, Window
from reports.measures import KINDS_OF_SCOPE, NOT_RECORDED
from reports.models import YearlyReport
from training.models import Course

WHICH_BOOKINGS = COUNTED | {
    "attended_where_places": COUNTED["attended"] & Q(event__places__isnull=False),
    "came_as_booked": COUNTED["attended"] & ~COUNTED["unscheduled"],
    "expected": COUNTED["booked"] & ~COUNTED["cancelled"],
    "outcome_known": COUNTED["booked"] & ~COUNTED["not_recorded"],
}
WHICH_EVENTS = {
    "events_cancelled": Q(status=Event.Status.CANCELLED),
    "places": Q(places__isnull=False),
    "events_with_places": Q(places__isnull=False),
    "hours": Q(course__hours__isnull=False),
    "registers_closed": Q(status=Event.Status.HELD),
}
HOURS: DecimalField[Decimal, Decimal] = DecimalField(max_digits=12, decimal_places=2)
WHICH_ENROLMENTS = {"started": Q(modules_completed__gte=1), "completed": Q(completed_on__isnull=False)}
WHICH_CHOICES = {
    "first_choices": Q(rank=1),
    "first_met": Q(rank=1, met=True),
    "later_met": Q(rank__gt=1, met=True),
}


def found(report: YearlyReport, figure: Figure) -> QuerySet[Any]:
    """The rows, of the model that `figure.what.of` names, in an order that people can follow."""
    if report.compiled_at is None:
        raise NoSuchFigure("The report is not compiled.")
    return _FIND[figure.what.of](Window(report.period, report.compiled_at), figure)


def _bookings(window: Window, figure: Figure) -> QuerySet[Any]:
    chosen = _counted(window, figure).filter(_of(figure, FIELDS.get(figure.by, "")))
    in_order = chosen.order_by("event__starts_on", "event__code", "person__last_name", "person__first_name", "pk")
    return in_order.select_related("event__course", "person", "agency", "target_group", "role")


def _counted(window: Window, figure: Figure) -> QuerySet[Any]:
    if figure.count == "waited":
        return in_vain(window).filter(span=Span.THIS)
    if figure.by == "by_workshop":
        workshops = window.held(Span.THIS).exclude(parent=None)
        return Booking.objects.filter(WHICH_BOOKINGS[figure.count], event__in=workshops.values("pk"))
    of_scope = window.bookings().filter(span=Span.THIS, kind__in=KINDS_OF_SCOPE[figure.scope])
    return of_scope.filter(WHICH_BOOKINGS[figure.count])


def _events(window: Window, figure: Figure) -> QuerySet[Any]:
    begun = window.events(Span.THIS) if figure.count == "events_cancelled" else window.held(Span.THIS)
    of_scope = begun.filter(parent=None, course__kind__in=KINDS_OF_SCOPE[figure.scope])
    chosen = of_scope.filter(WHICH_EVENTS.get(figure.count, Q()), _of(figure, _on_event(figure.by)))
    if figure.count == "hours":
        came = Booking.objects.filter(COUNTED["attended"], event=OuterRef("pk")).order_by().values("event")
        chosen = chosen.annotate(came=Coalesce(Subquery(came.annotate(n=Count("pk")).values("n")), 0))
        chosen = chosen.annotate(learning=ExpressionWrapper(F("course__hours") * F("came"), output_field=HOURS))
    return chosen.select_related("course", "area").order_by("starts_on", "starts_time", "pk")


def _courses(window: Window, figure: Figure) -> QuerySet[Any]:
    held = _events(window, figure).order_by().values("course")
    return Course.objects.filter(pk__in=held).select_related("priority").order_by("title", "pk")


def _people(window: Window, figure: Figure) -> QuerySet[Any]:
    came = window.bookings().filter(COUNTED["attended"], span=Span.THIS, kind__in=KINDS_OF_SCOPE[figure.scope])
    chosen = came.filter(_of(figure, FIELDS.get(figure.by, ""))).values("person")
    everybody = Person.everybody.filter(pk__in=chosen).select_related("agency", "role")
    return everybody.order_by("last_name", "first_name", "pk")


def _enrolments(window: Window, figure: Figure) -> QuerySet[Any]:
    enrolled = window.enrolments().filter(WHICH_ENROLMENTS.get(figure.count, Q()), span=Span.THIS)
    return enrolled.select_related("course", "person__agency").order_by("enrolled_on", "pk")


def _trainers(window: Window, figure: Figure) -> QuerySet[Any]:
    lived = Q(lived_experience=True) if figure.count == "trainers_with_lived_experience" else Q()
    chosen = window.trainers().filter(lived, _of(figure, FIELDS.get(figure.by, "")), span=Span.THIS)
    return chosen.select_related("event__course", "agency").order_by("event__starts_on", "event__code", "name")


def _head_counts(window: Window, figure: Figure) -> QuerySet[Any]:
    of_scope = window.head_counts().filter(event__course__kind__in=KINDS_OF_SCOPE[figure.scope])
    return of_scope.filter(audience=figure.code).select_related("event__course").order_by("event__starts_on", "pk")


def _choices(window: Window, figure: Figure) -> QuerySet[Any]:
    chosen = wishes(window).filter(WHICH_CHOICES.get(figure.count, Q()), booking__event__code=figure.code)
    by_name = ("booking__person__last_name", "booking__person__first_name", "booking", "rank")
    return chosen.select_related("workshop__course", "booking__person", "booking__agency").order_by(*by_name)


_FIND: dict[Rows, Callable[[Window, Figure], QuerySet[Any]]] = {
    Rows.BOOKINGS: _bookings,
    Rows.EVENTS: _events,
    Rows.COURSES: _courses,
    Rows.PEOPLE: _people,
    Rows.ENROLMENTS: _enrolments,
    Rows.TRAINERS: _trainers,
    Rows.HEAD_COUNTS: _head_counts,
    Rows.CHOICES: _choices,
}


def _on_event(by: str) -> str:
    """Where the code of what events are told apart by stands on one."""
    return FIELDS.get(by, "").removeprefix("event__")


def _of(figure: Figure, field: str) -> Q:
    """That a row has the figure's code, which stands in that field."""
    if not figure.by:
        return Q()
    unknown = Q(**{field: ""}) if figure.by in WORDS else Q(**{f"{field}__isnull": True})
    if figure.code in {NOT_RECORDED, RECORDED}:
        return unknown if figure.code == NOT_RECORDED else ~unknown
    if figure.by != "by_target_group":
        return Q(**{field: figure.code})
    scheme, colon, code = figure.code.rpartition(":")
    which = Q(target_group__scheme__code=scheme) if colon else Q(target_group__scheme__is_current=True)
    return Q(target_group__code=code) & which
