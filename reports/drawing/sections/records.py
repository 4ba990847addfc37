"""The sections about the records themselves: how complete they are, and what each figure counts."""

from core.figures import RateData
from reports.behind.figures import RECORDED
from reports.behind.figures import opens as rows_behind
from reports.drawing.blocks import Bullets, Column, Paragraph, Section, Table, Unit, Value
from reports.drawing.phrases import in_sentence, listed, part_of, sentence
from reports.drawing.source import WITHHELD, Source
from reports.measures import ALL, BREAKDOWNS, FIGURES, RATES, SCOPES

FACTS = {
    "agency": ("Agency", "attendances", "whose agency on the day is known"),
    "target_group": ("Target group", "attendances", "whose target group on the day is known"),
    "role": ("Role", "attendances", "whose role on the day is known"),
    "works_with": (
        "Works with",
        "attendances",
        "of people whose work with children or adults is known",
    ),
    "sex": ("Sex", "attendances", "of people whose sex is known; preferring not to say is an answer"),
    "ethnic_group": ("Ethnic group", "attendances", "of people whose ethnic group is known; the same"),
    "area": ("Area", "attendances", "at events whose area is known"),
    "outcome": ("Outcome", "bookings", "of which it is known what became of them"),
    "evaluated": ("Evaluated", "attendances", "followed by an evaluation at the end"),
    "registers_closed": ("Register closed", "events", "whose register was closed"),
    "places": ("Places", "events", "that record their places"),
}
OF_RECORDS = {
    "outcome": ("outcome_known", "booked"),
    "registers_closed": ("registers_closed", "events"),
    "places": ("events_with_places", "events"),
}
"""Facts that no breakdown tells: what is counted where each is known, and of what."""
TITLE = "Completeness of the records"
MEANINGS = "What each figure counts"
RULES = (
    "An event belongs to the period in which it starts, by the clock in London.",
    "Attendances are counted as often as people came; people are counted once, however often they came.",
    "Agency, target group and role are those of the booking on the day; sex and ethnic group are the person's.",
    "A workshop inside a conference is rated, but counts in no other figure: its people are the conference's.",
    "Head counts stand beside named people and are never added to them.",
    "Bookings on cancelled events count nowhere; those events are counted as cancelled.",
    "Those who only waited for a place were never booked.",
    "What nobody recorded is “not recorded”; it is never taken for absence.",
    "Percentages are rounded half up to whole numbers for print; the workbook and the CSV file hold them unrounded.",
    "Where there is nothing to take a share of, there is no percentage: it says “no base”.",
)


def completeness(source: Source) -> Section | None:
    """How much of what the figures stand on was recorded; nothing in a year without events."""
    found = {fact: source["completeness"][fact] for fact in FACTS}
    if not any(rate["base"] for rate in found.values()):
        return None
    evaluated, closed = found["evaluated"], found["registers_closed"]
    text = sentence(f"registers closed: {part_of(closed, 'event')}")
    more = sentence(f"attendances followed by an evaluation: {part_of(evaluated)}")
    columns = (
        Column("Fact", Unit.TEXT),
        Column("What is counted", Unit.TEXT),
        Column("Known"),
        Column("Base"),
        Column("Share", Unit.PERCENT),
    )
    intro = "A figure can be no better than its records. This is how complete they are, e-learning left out."
    opens = tuple(("", "", *_behind(fact), "") for fact in found)
    table = Table(TITLE, columns, tuple(_row(fact, rate) for fact, rate in found.items()), opens=opens)
    return Section("completeness", TITLE, (Paragraph(intro), Paragraph(f"{text} {more}"), table))


def _row(fact: str, rate: RateData) -> tuple[Value, ...]:
    label, base, known = FACTS[fact]
    is_hidden = rate["numerator"] is None
    numerator, percent = (WITHHELD, WITHHELD) if is_hidden else (rate["numerator"], rate["percent"])
    return label, f"{base.capitalize()} {known}", numerator, rate["base"], percent


def _behind(fact: str) -> tuple[str, str]:
    """What opens the rows of which the fact is known, and those of which it is asked."""
    if fact in OF_RECORDS:
        known, of_all = OF_RECORDS[fact]
        return rows_behind(ALL, known), rows_behind(ALL, of_all)
    return rows_behind(ALL, "attended", f"by_{fact}", RECORDED), rows_behind(ALL, "attended")


def method(source: Source) -> Section:
    """What each figure counts, and the rules that hold for all."""
    meanings = tuple((each.label, each.counts) for each in (*FIGURES, *RATES, *BREAKDOWNS))
    columns = (Column("Figure", Unit.TEXT), Column("What it counts", Unit.TEXT))
    counted_on = (
        f"All figures were counted from the records on {source.compiled_at:%-d %B %Y} and stored; this report is drawn "
        f"in all its forms from what was stored. The digest of those figures is {source['data_digest']}."
    )
    scopes = listed([in_sentence(scope.label) for scope in SCOPES])
    blocks = (Paragraph(counted_on), Bullets(RULES), Paragraph(f"Figures are given for {scopes}."))
    return Section("method", "Method and definitions", (*blocks, Table(MEANINGS, columns, meanings)))
