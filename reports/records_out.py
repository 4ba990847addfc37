"""What goes out of the reports' floor in a records package: the lines of the training budget."""

from collections.abc import Iterator

from core.records.writing import Outgoing, Values, values_at
from reports.models import BudgetLine
from reports.records import BUDGET


def _budget() -> Iterator[Values]:
    return values_at(BudgetLine.objects.order_by("pk"), "year", "line", "budgeted", "actual")


BUDGET_OUT = Outgoing(BUDGET, _budget)
