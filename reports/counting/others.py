"""Counts what stands beside the bookings: head counts, e-learning, trainers, the budget and the targets of the year."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from core.years import Period
from reports.counting.tallies import Counts
from reports.counting.window import Span, Window
from reports.measures import ALL, SCOPES, SCOPES_OF_KIND
from reports.models import BudgetLine, Target

Row = dict[str, Any]


def headcounts(window: Window) -> dict[str, list[Row]]:
    """How many of each audience came without names, scope by scope; never added to the named people."""
    people: dict[str, dict[str, int]] = {scope.name: defaultdict(int) for scope in SCOPES}
    heads = window.head_counts().values_list("event__course__kind", "audience")
    for kind, audience, count in heads.annotate(n=Sum("people")):
        for scope in SCOPES_OF_KIND[kind]:
            people[scope][audience] += count
    return {
        scope: [{"audience": audience, "people": counted[audience]} for audience in sorted(counted)]
        for scope, counted in people.items()
    }


def count_enrolments(window: Window, counts: Counts) -> None:
    """Count e-learning by the day of enrolment."""
    counted = (
        window.enrolments()
        .values_list("span")
        .annotate(
            enrolled=Count("*"),
            started=Count("pk", filter=Q(modules_completed__gte=1)),
            completed=Count("pk", filter=Q(completed_on__isnull=False)),
        )
    )
    for span, enrolled, started, completed in counted:
        totals = counts.totals[Span(span), "elearning"]
        totals.enrolled, totals.started, totals.completed = enrolled, started, completed


def count_trainers(window: Window, counts: Counts) -> None:
    """Count trainer days, and the different trainers with lived experience.

    Days are added up here: SQLite would add decimals as binary fractions.
    """
    trainers = window.trainers()
    for span, days, count in trainers.values_list("span", "days").annotate(n=Count("*")):
        counts.totals[Span(span), ALL].trainer_days += days * count
    lived = trainers.filter(lived_experience=True)
    for span, names in lived.values_list("span").annotate(n=Count("name", distinct=True)):
        counts.totals[Span(span), ALL].trainers_with_lived_experience = names


def budget(period: Period) -> list[Row]:
    """The training budget, line by line; it is the year's, so a quarter has none."""
    if period.quarter is not None:
        return []
    return [
        {
            "line": line.line,
            "budgeted": _pounds(line.budgeted),
            "actual": _pounds(line.actual),
            "remaining": _pounds(_less(line.budgeted, line.actual)),
        }
        for line in BudgetLine.objects.filter(year=period.year).order_by("pk")
    ]


def targets(period: Period) -> dict[tuple[str, str], Target]:
    """What the board has set out to reach in that year, by what it is for; it is the year's, so a quarter has none."""
    if period.quarter is not None:
        return {}
    rows = Target.objects.filter(year=period.year).select_related("agency", "target_group")
    return {(row.kind, row.code): row for row in rows}


def _less(budgeted: Decimal | None, actual: Decimal | None) -> Decimal | None:
    return None if budgeted is None or actual is None else budgeted - actual


def _pounds(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
