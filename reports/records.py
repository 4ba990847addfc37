"""The sheet of the reports' floor: the lines of the training budget."""

from collections.abc import Sequence

from core.records.keeping import Change, Keeper, Tally, save_changes
from core.records.kinds import pounds, reporting_year, token
from core.records.sheets import Column, Row, Sheet
from reports.models import BudgetLine

BUDGET = Sheet(
    "budget",
    ("year", "line"),
    (
        Column("year", reporting_year(), "The reporting year.", required=True),
        Column("line", token(120), "What the line is for, as the report prints it.", required=True),
        Column("budgeted", pounds(), "What was planned."),
        Column("actual", pounds(), "What was spent."),
    ),
)


class Budget(Keeper):
    """Keeps budget lines."""

    sheet = BUDGET

    def save(self, rows: Sequence[Row]) -> Tally:
        years = {row["year"] for row in rows}
        on_record = {(line.year, line.line): line for line in BudgetLine.objects.filter(year__in=years)}
        changes = [
            Change(on_record.get((row["year"], row["line"])), self.fields(row, "year", "line", "budgeted", "actual"))
            for row in rows
        ]
        return save_changes(BudgetLine, changes)[0]
