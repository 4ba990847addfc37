"""The section about those who are missing: groups and agencies with nobody, or with fewer than the year before."""

from collections.abc import Iterator, Sequence

from core.words import count_noun
from reports.behind.figures import opens as rows_behind
from reports.document import Row
from reports.drawing.blocks import Block, Bullets, Cell, Column, Paragraph, Section, Table, Unit, Value
from reports.drawing.phrases import in_sentence, listed, sentence
from reports.drawing.sections import reach
from reports.drawing.source import WITHHELD, Source
from reports.drawing.tables import SCOPE_LABELS
from reports.measures import WATCHED

KINDS = {"target_group": ("target_groups", "Target group"), "agency": ("agencies", "Agency")}


def section(source: Source) -> Section | None:
    """Who did not come to training courses and Local Practice Groups, said plainly; nothing where there were none."""
    told = [scope for scope in WATCHED if source.is_told(scope)]
    if not told:
        return None
    watched = Paragraph(
        "Every target group is looked for, and every agency that is known to be hard to reach: those from whom nobody "
        "came, and those from whom fewer came than the year before."
    )
    if source.is_public:
        watched = Paragraph(f"{watched.text} Those whose number is withheld are left out.")
    blocks = [watched, *(block for scope in told for block in _blocks(source, scope)), *reach.blocks(source)]
    return Section("missing", "Groups that are missing", tuple(blocks))


def headlines(source: Source) -> Iterator[str]:
    """The sentence about nobody for each scope that needs one."""
    for scope in WATCHED:
        nobody = [row for row in _gaps(source, scope) if not row["attended"]]
        if nobody and source.is_told(scope):
            yield _nobody(source, scope, nobody)


def _gaps(source: Source, scope: str) -> list[Row]:
    return [row for row in source["gaps"] if row["scope"] == scope]


def _name(source: Source, row: Row) -> str:
    return source.label(KINDS[row["kind"]][0], row["code"])


def _nobody(source: Source, scope: str, rows: Sequence[Row]) -> str:
    names = [_in_brackets(_name(source, row)) for row in rows]
    return sentence(f"nobody came to {in_sentence(SCOPE_LABELS[scope])} from {listed(names, 'or')}")


def _in_brackets(name: str) -> str:
    """`Group 5: Advisers and leads` as `group 5 (advisers and leads)`; an agency's name as it is."""
    group, colon, label = name.partition(": ")
    return f"{group.lower()} ({in_sentence(label)})" if colon and group.startswith("Group ") else name


def _blocks(source: Source, scope: str) -> Iterator[Block]:
    gaps = _gaps(source, scope)
    if not gaps:
        if source.is_public:
            return  # Somebody may be missing whose number is withheld.
        same = ", and from none fewer than the year before" if source.is_compared(scope) else ""
        yield Paragraph(f"{SCOPE_LABELS[scope]}: somebody came from every one of them{same}.")
        return
    nobody, fewer = [row for row in gaps if not row["attended"]], [row for row in gaps if row["attended"]]
    if nobody:
        yield Paragraph(_nobody(source, scope, nobody))
    if fewer:
        yield Paragraph(f"{SCOPE_LABELS[scope]}: fewer came than in {source.previous_year} from:")
        yield Bullets(tuple(_fewer(source, row) for row in fewer))
    yield _table(source, scope, gaps)


def _fewer(source: Source, row: Row) -> str:
    change = Cell(row["attended"] - row["previous"], Unit.CHANGE).text
    came = count_noun(row["attended"], "attendance")
    return f"{_name(source, row)}: {came}, {change} from {row['previous']:,}"


def _table(source: Source, scope: str, gaps: Sequence[Row]) -> Table:
    columns = [Column("Who", Unit.TEXT), Column("Kind", Unit.TEXT), Column(source.year)]
    compared = source.is_compared(scope)
    if compared:
        columns += [Column(source.previous_year), Column("Change", Unit.CHANGE)]
    rows: list[tuple[Value, ...]] = []
    opens: list[tuple[str, ...]] = []
    for row in gaps:
        cells = (_name(source, row), KINDS[row["kind"]][1], row["attended"])
        rows.append((*cells, *_beside(row)) if compared else cells)
        behind = rows_behind(scope, "attended", f"by_{row['kind']}", row["code"])
        opens.append(("", "", behind, *("",) * (2 * compared)))
    return Table(f"{SCOPE_LABELS[scope]}: who is missing", tuple(columns), tuple(rows), opens=tuple(opens))


def _beside(row: Row) -> tuple[Value, Value]:
    """The year before and the change; of what is withheld, the word for it."""
    if row["previous"] is None:
        return WITHHELD, WITHHELD
    return row["previous"], row["attended"] - row["previous"]
