"""The rows behind a figure: the bookings or events that it counts, as they are today. Changes nothing.

Sex and ethnic group open to nobody: what one person answered is shown to no one else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from core.refusals import Refusal
from events.models import Event
from events.outcomes import COUNTED
from reports.counting.waiting import in_vain
from reports.counting.window import Span, Window
from reports.measures import ALL, BREAKDOWNS, KINDS_OF_SCOPE, NOT_RECORDED, RATES, SCOPES
from reports.models import YearlyReport

OF_EVENTS = ("events", "events_cancelled", "places")
OF_RATES = {
    "attended_where_places": COUNTED["attended"] & Q(event__places__isnull=False),
    "came_as_booked": COUNTED["attended"] & ~COUNTED["unscheduled"],
    "expected": COUNTED["booked"] & ~COUNTED["cancelled"],
}
"""What rates count beside the figures, each as the bookings that it counts."""
OF_BOOKINGS = (*COUNTED, *OF_RATES)
WAITED = "waited"
"""Who waited for a place in vain: told of everything, and by course."""
NAMES = {"attended_where_places": "attended where places are recorded", WAITED: "waited in vain"}
"""What is named by more than its own words."""
FIELDS = {
    "by_agency": "agency__code",
    "by_sector": "agency__sector__code",
    "by_target_group": "target_group__code",
    "by_role": "role__code",
    "by_works_with": "person__works_with",
    "by_area": "event__area__code",
    "by_course": "event__course__code",
    "by_reason": "reason",
}
"""The breakdowns whose rows can be opened, and where their code stands on a booking."""
WORDS = {"by_works_with", "by_reason"}
"""Of these, the ones that are words and blank where nobody recorded them."""


class NoSuchFigure(Refusal):
    """The address names no figure whose rows can be opened."""


@dataclass(frozen=True)
class Figure:
    """A figure of a report, or one row of a breakdown of it."""

    count: str
    scope: str = ALL
    by: str = ""
    code: str = ""

    def __post_init__(self) -> None:
        is_known = self.scope in KINDS_OF_SCOPE and self.count in (*OF_EVENTS, *OF_BOOKINGS, WAITED)
        is_elsewhere = self.count == WAITED and (self.scope != ALL or self.by not in {"", "by_course"})
        is_elsewhere |= self.count in OF_RATES and bool(self.by)
        if not is_known or is_elsewhere or (self.by and (self.by not in FIELDS or self.is_of_events)):
            raise NoSuchFigure("There are no rows to open for that.")

    @property
    def is_of_events(self) -> bool:
        """Whether events are counted, and not bookings."""
        return self.count in OF_EVENTS

    @property
    def query(self) -> str:
        """How an address asks for it."""
        said = {"scope": self.scope, "count": self.count, "by": self.by, "code": self.code}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def name(self) -> str:
        """What it is, in a few words."""
        scope = next(scope.label for scope in SCOPES if scope.name == self.scope)
        by = next((each.label.lower() for each in BREAKDOWNS if each.name == self.by), "")
        count = NAMES.get(self.count, self.count.replace("_", " "))
        return f"{scope}: {count}{f', {by}' if by else ''}"


def asked(query: Mapping[str, str]) -> Figure:
    """The figure that an address asks for; of everything who attended, where it asks for nothing."""
    return Figure(query.get("count", "attended"), query.get("scope", ALL), query.get("by", ""), query.get("code", ""))


def opens(scope: str, count: str, by: str = "", code: str = "") -> str:
    """The query that opens the rows behind that figure, or "" where nobody may open them."""
    if (by and by not in FIELDS) or count not in (*OF_EVENTS, *OF_BOOKINGS, WAITED) or scope == "elearning":
        return ""
    return Figure(count, scope, by, code).query


def printed(report: YearlyReport, figure: Figure) -> tuple[str, float]:
    """What the report calls the row, and the number that it gives."""
    if figure.count == WAITED:
        return _printed_waited(report.figures.get("unmet", {}), figure)
    if figure.count in OF_RATES:
        return "", _printed_in_rates(report, figure)
    if not figure.by:
        return "", report.figures["figures"][f"{figure.scope}.{figure.count}"]["value"]
    for row in report.figures["breakdowns"][f"{figure.scope}.{figure.by}"]:
        if row["code"] == figure.code:
            return row["label"], row[figure.count]
    raise NoSuchFigure("The report has no such row.")


def _printed_in_rates(report: YearlyReport, figure: Figure) -> float:
    """What the first rate that counts it says, as numerator or as base."""
    for rate in RATES:
        for part, count in (("numerator", rate.numerator), ("base", rate.base)):
            if count == figure.count:
                number: float = report.figures["rates"][f"{figure.scope}.{rate.name}"][part]
                return number
    raise NoSuchFigure("The report has no such rate.")


def _printed_waited(unmet: Mapping[str, Any], figure: Figure) -> tuple[str, float]:
    """The same of who waited in vain, which reports of long ago don't tell."""
    if unmet and not figure.by:
        return "", unmet["waited"]["value"]
    for row in unmet.get("by_course", []):
        if row["code"] == figure.code:
            return row["label"], row["waited"]
    raise NoSuchFigure("The report has no such row.")


def bookings(report: YearlyReport, figure: Figure) -> QuerySet[Any]:
    """The bookings that the figure counts today, by event and name."""
    window = _window(report)
    if figure.count == WAITED:
        counted = in_vain(window).filter(span=Span.THIS)
    else:
        of_scope = window.bookings().filter(span=Span.THIS, kind__in=KINDS_OF_SCOPE[figure.scope])
        counted = of_scope.filter((COUNTED | OF_RATES)[figure.count])
    in_order = counted.order_by("event__starts_on", "event__code", "person__last_name", "person__first_name", "pk")
    return in_order.filter(_of(figure)).select_related("event__course", "person", "agency", "target_group", "role")


def events(report: YearlyReport, figure: Figure) -> QuerySet[Event]:
    """The events that the figure counts today, in the order of their days."""
    begun = _window(report).events(Span.THIS).filter(parent=None, course__kind__in=KINDS_OF_SCOPE[figure.scope])
    cancelled = Q(status=Event.Status.CANCELLED)
    found = begun.filter(cancelled if figure.count == "events_cancelled" else ~cancelled)
    if figure.count == "places":
        found = found.exclude(places=None)
    return found.select_related("course", "area").order_by("starts_on", "starts_time", "pk")


def _window(report: YearlyReport) -> Window:
    if report.compiled_at is None:
        raise NoSuchFigure("The report is not compiled.")
    return Window(report.period, report.compiled_at)


def _of(figure: Figure) -> Q:
    """The row of the breakdown."""
    if not figure.by:
        return Q()
    field = FIELDS[figure.by]
    if figure.code == NOT_RECORDED:
        return Q(**{field: ""}) if figure.by in WORDS else Q(**{f"{field}__isnull": True})
    if figure.by != "by_target_group":
        return Q(**{field: figure.code})
    scheme, colon, code = figure.code.rpartition(":")
    which = Q(target_group__scheme__code=scheme) if colon else Q(target_group__scheme__is_current=True)
    return Q(target_group__code=code) & which
