"""The report's tables and charts of counts: figures, rates, breakdowns and the bookings behind them."""

from collections.abc import Iterable, Sequence

from reports.behind.figures import opens as rows_behind
from reports.drawing.blocks import Bar, Cell, Chart, Column, Table, Unit, Value
from reports.drawing.phrases import listed
from reports.drawing.source import LABELS, SHEER, WITHHELD, Compared, Source
from reports.measures import RATES, SCOPES, figures_of

SCOPE_LABELS = {scope.name: scope.label for scope in SCOPES}
HEADINGS = {
    "by_agency": "Agency",
    "by_sector": "Sector",
    "by_target_group": "Target group",
    "by_role": "Role",
    "by_works_with": "Works with",
    "by_sex": "Sex",
    "by_ethnic_group": "Ethnic group",
    "by_ethnic_rollup": "Ethnic group",
    "by_area": "Area",
    "by_course": "Course",
    "by_reason": "Reason",
}
OUTCOMES = (
    ("booked", "Booked"),
    ("cancelled", "Cancelled"),
    ("did_not_attend", "Did not attend"),
    ("not_recorded", "Not recorded"),
    ("unscheduled", "Without booking"),
)
ALL_ROWS = "All"
MOST_BARS = 10
TELLING = 1 / 3
ROLLED_UP = {"by_ethnic_group"}

# The cells of a row, with the year before, the change and the change in per cent.
Beside = tuple[list[Value], Value, Value, Value]


def figures_table(source: Source, scope: str) -> Table:
    """Every figure of the scope, beside the year before where that is on record.

    Where the scope has no names at all, figures that need names are left out; so are e-learning's, that it has none of.
    """
    figures = {figure: source.figure(scope, figure.name) for figure in figures_of(scope)}
    named = source.has_names(scope)
    shown = [
        (figure.label, found)
        for figure, found in figures.items()
        if named or (figure.name in SHEER and scope != "elearning") or figure.only or found.value or found.previous
    ]
    cells: list[Beside] = [_figure_cells(label, found) for label, found in shown]
    columns, rows = with_previous(source, scope, cells)
    title = f"{SCOPE_LABELS[scope]}: the year in figures"
    names = {figure.label: figure.name for figure in figures}
    opens = tuple(("", rows_behind(scope, names[label])) for label, _ in shown)
    return Table(
        title, (Column("Figure", Unit.TEXT), Column(source.year), *columns), rows, opens=_filled(opens, len(columns))
    )


def rates_table(source: Source, scope: str) -> Table:
    """The rates, each with what it is a share of."""
    compared = source.is_compared(scope)
    rows: list[tuple[Value, ...]] = []
    opens: list[tuple[str, ...]] = []
    for measure in RATES:
        rate, before = source.rate(scope, measure.name), source.previous_rate(scope, measure.name)
        row = (measure.label, measure.counts, rate["numerator"], rate["base"], rate["percent"])
        rows.append((*row, before["percent"]) if compared else row)
        behind = (rows_behind(scope, measure.numerator), rows_behind(scope, measure.base))
        opens.append(("", "", *behind, "", *("",) * compared))
    columns = [
        Column("Rate", Unit.TEXT),
        Column("What it is a share of", Unit.TEXT),
        Column("Count"),
        Column("Base"),
        Column(source.year, Unit.PERCENT),
    ]
    if compared:
        columns.append(Column(source.previous_year, Unit.PERCENT))
    return Table(f"{SCOPE_LABELS[scope]}: rates and their bases", tuple(columns), tuple(rows), opens=tuple(opens))


def attendance_table(source: Source, scope: str, breakdown: str) -> Table:
    """Who attended, row by row, their share, and the year before; the last row is everybody."""
    total = source.figure(scope, "attended")
    rows: list[Beside] = [
        (
            [row["label"], source.told(row, "attended"), source.told(row, "percent")],
            source.told(row, "previous"),
            source.told(row, "change"),
            source.told(row, "percent_change"),
        )
        for row in source.rows(scope, breakdown)
    ]
    everybody = 100.0 if total.value else None
    rows.append(([ALL_ROWS, total.value, everybody], total.previous, total.change, total.percent_change))
    columns, cells = with_previous(source, scope, rows)
    first = (Column(HEADINGS[breakdown], Unit.TEXT), Column(source.year), Column("Share", Unit.PERCENT))
    title = f"{SCOPE_LABELS[scope]}: attended, {LABELS[breakdown].lower()}{source.rounding(breakdown)}"
    codes = [row["code"] for row in source.rows(scope, breakdown)]
    opens = [("", rows_behind(scope, "attended", breakdown, code), "") for code in codes]
    opens.append(("", rows_behind(scope, "attended"), ""))
    return Table(title, (*first, *columns), cells, total=True, opens=_filled(opens, len(columns)))


def bookings_table(source: Source, scope: str, breakdown: str) -> Table:
    """What became of the bookings, row by row, and who came without one; rows without any are left out."""
    shown = [row for row in source.rows(scope, breakdown) if any(row[name] != 0 for name, _ in OUTCOMES)]
    rows: list[tuple[Value, ...]] = [(row["label"], *(source.told(row, name) for name, _ in OUTCOMES)) for row in shown]
    which = [*((breakdown, row["code"]) for row in shown), ("", "")]
    opens = tuple(("", *(rows_behind(scope, name, *each) for name, _ in OUTCOMES)) for each in which)
    rows.append((ALL_ROWS, *(source.figure(scope, name).value for name, _ in OUTCOMES)))
    columns = (Column(HEADINGS[breakdown], Unit.TEXT), *(Column(label) for _, label in OUTCOMES))
    title = f"{SCOPE_LABELS[scope]}: bookings, {LABELS[breakdown].lower()}{source.rounding(breakdown)}"
    return Table(title, columns, tuple(rows), total=True, opens=opens)


def says_little(source: Source, breakdown: str, table: Table) -> bool:
    """Whether a public edition tells fewer than a third of its rows, which another table tells rolled up.

    A row for each of twenty ethnic groups is mostly "withheld".
    """
    if breakdown not in ROLLED_UP or not source.is_public:
        return False
    rows = table.rows[:-1]
    told = [row for row in rows if any(isinstance(value, int | float) and value for value in row[1:])]
    return len(told) < TELLING * len(rows)


def reasons_table(source: Source, scope: str) -> Table:
    """Why people cancelled or did not come, the most frequent reasons first."""
    rows = sorted(source.rows(scope, "by_reason"), key=lambda row: -row["booked"])
    columns = (Column("Reason", Unit.TEXT), Column("Cancelled"), Column("Did not attend"), Column("Together"))
    names = ("cancelled", "did_not_attend", "booked")
    shown = [row for row in rows if row["booked"]]
    cells = tuple((row["label"], *(row[name] for name in names)) for row in shown)
    lost = ("cancelled", "did_not_attend")
    opens = [("", *(rows_behind(scope, name, "by_reason", row["code"]) for name in lost), "") for row in shown]
    sums = tuple(sum(row[name] for row in rows) for name in names)
    title = f"{SCOPE_LABELS[scope]}: why people cancelled or did not come"
    body = (*cells, (ALL_ROWS, *sums))
    return Table(title, columns, body, total=True, opens=(*opens, ("", "", "", "")))


def attendance_chart(source: Source, scope: str, breakdown: str) -> Chart | None:
    """The attendances of the same rows as bars; of many rows the longest bars only, in the order of the rows.

    Rows that nobody stands behind in either year are left out, except for target groups, where nobody is a finding; so
    are rows of which a bar would have to be hidden. There is no chart of one bar.
    """
    compared = source.is_compared(scope)
    told = [
        row
        for row in source.rows(scope, breakdown)
        if row["attended"] is not None and not (compared and row["previous"] is None)
    ]
    rows = [row for row in told if row["attended"] or (compared and row["previous"]) or breakdown == "by_target_group"]
    title = f"{SCOPE_LABELS[scope]}: attended, {LABELS[breakdown].lower()}"
    if source.is_public and len(rows) < 2:
        return None
    if len(told) < len(source.rows(scope, breakdown)):
        title += "; rows with withheld numbers left out"
    if len(rows) > MOST_BARS:
        least = sorted((row["attended"] for row in rows), reverse=True)[MOST_BARS - 1]
        rows = [row for row in rows if row["attended"] >= least]
        title += f"; the {len(rows)} with most"
    bars = tuple(Bar(row["label"], row["attended"], row["previous"] if compared else None) for row in rows)
    return Chart(
        title,
        alternative(title, bars, Unit.COUNT),
        HEADINGS[breakdown],
        bars,
        source.year,
        source.previous_year if compared else "",
    )


def _figure_cells(label: str, found: Compared) -> Beside:
    """The cells of a figure; of one that is withheld, the word for it."""
    value, previous, change = (
        WITHHELD if each is None else each for each in (found.value, found.previous, found.change)
    )
    return [label, value], previous, change, WITHHELD if found.change is None else found.percent_change


def alternative(title: str, bars: Sequence[Bar], unit: Unit) -> str:
    """What the chart shows, in words: its highest bars. The table below has the rest."""
    highest = sorted(bars, key=lambda bar: -bar.value)[:3]
    told = listed([f"{bar.label} ({Cell(bar.value, unit).text})" for bar in highest])
    return f"Bar chart. {title}. Highest: {told}. The figures are in the table below."


def _filled(opens: Iterable[tuple[str, ...]], columns: int) -> tuple[tuple[str, ...], ...]:
    """The same, with nothing to open in the columns of the year before."""
    return tuple((*row, *("",) * columns) for row in opens)


def with_previous(
    source: Source, scope: str, rows: Sequence[Beside], what: str = ""
) -> tuple[tuple[Column, ...], tuple[tuple[Value, ...], ...]]:
    """The columns of the year before and the rows with them; neither, where nothing of it is on record."""
    if not source.is_compared(scope):
        return (), tuple(tuple(row) for row, *_ in rows)
    columns = (
        Column(f"{what} {source.previous_year}".strip().capitalize()),
        Column("Change", Unit.CHANGE),
        Column("Change in %", Unit.PERCENT_CHANGE),
    )
    return columns, tuple((*row, *before) for row, *before in rows)
