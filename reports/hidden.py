"""What a public edition hides, where and by which rule, as staff see it: every place, no number. Changes nothing."""

from collections.abc import Iterator

from core.words import in_words
from reports.document import Document, Row
from reports.models import YearlyReport
from reports.withholding import SCOPE_LABELS, name_of

COLUMNS = {
    "booked": "booked",
    "attended": "attended",
    "cancelled": "cancelled",
    "did_not_attend": "did not attend",
    "unscheduled": "without a booking",
    "not_recorded": "not recorded",
    "previous": "the year before",
}
LISTS = {
    "priorities": "Priorities of the board",
    "needs": "Where training needs came from",
    "workshops": "Workshops",
    "workshop_choices": "Choices of workshops",
    "contributions": "What agencies gave",
    "reach": "How much of the workforce was reached",
}
REACHED = {"agency": "All agencies", "sector": "All sectors", "target_group": "All target groups"}
COUNTED = (*COLUMNS, "people", "trainers", "delegates", "first_choices", "first_met", "later_met")
SMALL = "Fewer stand behind it than may be told."
WITHHELD = "It is small, or it would give a small one away."


def places(report: YearlyReport) -> Iterator[dict[str, str]]:
    """Every row with a hidden number: of which table, which of its numbers, and why."""
    yield from _rows(report.figures)
    yield from _hours(report.figures)
    yield from _lists(report.figures)
    yield from _comments(report.figures)
    yield from _later_comments(report.figures)
    yield from _unmet(report.figures)
    yield from _left_out(report.figures)
    yield from _completeness(report.figures)


def _rows(figures: Document) -> Iterator[dict[str, str]]:
    labels = {
        (table, row["code"]): row["label"] or row["code"]
        for table, rows in figures["breakdowns"].items()
        for row in rows
    }
    for row in figures["protection"]["rows"]:
        why = [sentence for key, sentence in (("small", SMALL), ("withheld", WITHHELD)) if row[key]]
        yield {
            "label": labels[row["table"], row["code"]],
            "table": name_of(row["table"]),
            "small": ", ".join(COLUMNS[name] for name in row["small"]),
            "withheld": ", ".join(COLUMNS[name] for name in row["withheld"]),
            "why": " ".join(why),
        }


def _hours(figures: Document) -> Iterator[dict[str, str]]:
    """The headline that would tell who came to a single course."""
    for name in figures["protection"]["figures"]:
        yield _withheld("Hours of learning", SCOPE_LABELS[name.partition(".")[0]], "hours")


def _lists(figures: Document) -> Iterator[dict[str, str]]:
    """The lists beside the breakdowns, and the head counts."""
    heads = {f"{SCOPE_LABELS[scope]}: head counts": rows for scope, rows in figures["headcounts"].items()}
    for name, rows in ({name: figures[part] for part, name in LISTS.items()} | heads).items():
        for row in rows:
            if numbers := _numbers(row):
                yield _withheld(row.get("label") or in_words(row.get("audience") or row["code"]), name, numbers)


def _comments(figures: Document) -> Iterator[dict[str, str]]:
    for prompt, rows in figures["comments"].items():
        for row in (row for row in rows if row["count"] is None):
            theme = figures["labels"]["themes"].get(row["theme"], in_words(row["theme"]))
            yield _withheld(theme, f"Comments: {in_words(prompt).lower()}", "comments")


def _later_comments(figures: Document) -> Iterator[dict[str, str]]:
    """Editions of long ago have none."""
    for prompt, found in figures.get("later_comments", {}).items():
        table = f"Comments weeks later: {in_words(prompt).lower()}"
        if found["count"] is None:
            yield _withheld("All of them", table, "comments")
        for row in (row for row in found["themes"] if row["count"] is None):
            yield _withheld(figures["labels"]["themes"].get(row["theme"], in_words(row["theme"])), table, "comments")


def _unmet(figures: Document) -> Iterator[dict[str, str]]:
    """Editions of long ago have none."""
    for row in figures.get("unmet", {}).get("by_course", []):
        if row["waited"] is None:
            yield _withheld(row["label"], "Demand that was not met", "waited in vain")


def _left_out(figures: Document) -> Iterator[dict[str, str]]:
    """What is not told at all, for its headline alone would tell what had to be hidden in it."""
    waited = figures.get("unmet")
    if waited and waited["waited"]["value"] and not waited["by_course"]:
        yield _withheld("All courses", "Demand that was not met", "waited in vain")
    if figures["figures"]["all.people"]["value"]:
        for kind in sorted(REACHED.keys() - {row["kind"] for row in figures["reach"]}):
            yield _withheld(REACHED[kind], LISTS["reach"], "people")


def _completeness(figures: Document) -> Iterator[dict[str, str]]:
    for fact, rate in figures["completeness"].items():
        if rate["numerator"] is None:
            yield _withheld(in_words(fact), "How complete the records are", "recorded")


def _numbers(row: Row) -> str:
    """The names of its hidden numbers; of people reached the year before there are none."""
    counted = (name for name in COUNTED if not ("reached" in row and name == "previous"))
    hidden = (name for name in counted if name in row and row[name] is None)
    return ", ".join(COLUMNS.get(name, in_words(name).lower()) for name in hidden)


def _withheld(label: str, table: str, numbers: str) -> dict[str, str]:
    return {"label": label, "table": table, "small": "", "withheld": numbers, "why": WITHHELD}
