"""The section with the tables that complete the others: further breakdowns, and the bookings behind all of them."""

from collections.abc import Iterator

from reports.drawing.blocks import Block, Paragraph, Section, Subheading
from reports.drawing.sections import quality
from reports.drawing.sections.scopes import GROUPS
from reports.drawing.source import Source
from reports.drawing.tables import SCOPE_LABELS, attendance_table, bookings_table, says_little
from reports.measures import ALL, BREAKDOWNS

BY_REASON = "by_reason"


def section(source: Source) -> Section | None:
    """Every breakdown that has no place in its own section, and every event's rating; nothing in an empty year."""
    blocks = [block for scope in GROUPS for block in _scope(source, scope)] + list(quality.of_events(source))
    if not blocks:
        return None
    intro = Paragraph(
        "These tables complete the sections above. Those of bookings tell what became of everybody who had a place: "
        "who came is those booked, less cancelled, did not attend and not recorded, and those without a booking. "
        "Rows without any are left out. A course's bookings are in the table of its own kind of event."
    )
    return Section("further", "Appendix: further tables", (intro, *blocks), is_appendix=True)


def _scope(source: Source, scope: str) -> Iterator[Block]:
    told = {name for names in GROUPS[scope].values() for name in names}
    found = [each.name for each in BREAKDOWNS if each.name != BY_REASON and source.has_rows(scope, each.name)]
    if not source.is_told(scope) or not found:
        return
    yield Subheading(SCOPE_LABELS[scope])
    for name in found:
        tables = [attendance_table(source, scope, name)] if name not in told else []
        if (scope, name) != (ALL, "by_course"):
            tables.append(bookings_table(source, scope, name))
        yield from (table for table in tables if not says_little(source, name, table))
