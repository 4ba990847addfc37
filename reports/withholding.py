"""What the board hides in public editions beyond the rules: kept with a reason, and ended with one.

It counts from the next compilation on; what is published stays as it is. What an earlier edition told can be left out
of a later one, but isn't hidden by that.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from core import audit, once
from core.refusals import Refusal
from people.models import User
from reports.measures import BREAKDOWNS, SCOPES
from reports.models import Withholding, YearlyReport
from reports.protecting.classes import FOLDED

SCOPE_LABELS = {scope.name: scope.label for scope in SCOPES}
LABELS = {each.name: each.label for each in BREAKDOWNS}


class AlreadyWithheld(Refusal):
    """The board hides that already."""

    def __init__(self) -> None:
        super().__init__("That is withheld already.")


def of(report: YearlyReport) -> QuerySet[Withholding]:
    """What the board hides in the editions of the report's period."""
    return Withholding.objects.filter(year=report.period_name).select_related("added_by")


def tables(report: YearlyReport) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """What can be hidden: each table of the report that anybody stands in, its name, and its rows with their names."""
    for table, rows in report.figures["breakdowns"].items():
        scope, _, breakdown = table.partition(".")
        if breakdown != FOLDED and rows and _anybody(report, scope):
            yield table, name_of(table), [(row["code"], row["label"] or row["code"]) for row in rows]


def name_of(table: str) -> str:
    """`Training courses: by agency`."""
    scope, _, breakdown = table.partition(".")
    return f"{SCOPE_LABELS.get(scope, scope)}: {LABELS.get(breakdown, breakdown).lower()}"


@once.change
def add(report: YearlyReport, table: str, code: str, *, by: User, at: datetime, reason: str) -> Withholding:
    """Hide a row of a table, or without a code all of it, in the editions of the report's period from now on."""
    try:
        with transaction.atomic():
            made = Withholding.objects.create(
                year=report.period_name, table=table, code=code, reason=reason, added_at=at, added_by=by
            )
    except IntegrityError:
        raise AlreadyWithheld from None
    audit.record("withholdings.add", made, by=by, at=at, reason=reason, table=table, row=code)
    return made


@once.change
def end(withholding: Withholding, *, by: User, at: datetime, reason: str) -> None:
    """Hide it no longer than the rules do, in editions from now on; where it was ended already, nothing is done."""
    for found in Withholding.objects.select_for_update().filter(pk=withholding.pk):
        audit.record("withholdings.end", found, by=by, at=at, reason=reason, table=found.table, row=found.code)
        found.delete()


def _anybody(report: YearlyReport, scope: str) -> bool:
    figures = (report.figures["figures"][f"{scope}.{name}"] for name in ("booked", "attended"))
    return any(figure["value"] or figure["previous"] for figure in figures)
