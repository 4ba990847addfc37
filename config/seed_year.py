"""The seed year: every training figure that one real board printed for 2013-14, beside what Turnout computes.

The board is Cambridgeshire's, the report its annual one of September 2014; the paragraphs are that report's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.figures import half_up

Document = dict[str, Any]


@dataclass(frozen=True)
class Claim:
    """One figure as it was printed, and how to read the same off a compiled report."""

    paragraph: str
    says: str
    printed: str
    computed: Callable[[Document], str]
    note: str = ""


def figure(name: str) -> Callable[[Document], str]:
    """A figure of the year."""
    return lambda document: _number(document["figures"][name]["value"])


def change(name: str, *, percent: bool = False) -> Callable[[Document], str]:
    """A figure's change on the year before, in numbers or in per cent."""
    key = "percent_change" if percent else "change"
    return lambda document: _signed(document["figures"][name][key], percent=percent)


def rate(name: str) -> Callable[[Document], str]:
    """A rate, as a whole per cent."""
    return lambda document: f"{document['rates'][name]['rounded']} %"


def row(breakdown: str, code: str, field: str = "attended") -> Callable[[Document], str]:
    """One cell of a breakdown; percentages as whole ones, changes with their sign."""

    def read(document: Document) -> str:
        value = _row(document, breakdown, code)[field]
        if field == "percent":
            return f"{half_up(value)} %"
        return _signed(value, percent=field == "percent_change") if "change" in field else _number(value)

    return read


def top(breakdown: str, count: int) -> Callable[[Document], str]:
    """The labels of the rows with most people, in that order."""

    def read(document: Document) -> str:
        rows = sorted(document["breakdowns"][breakdown], key=lambda row: -row["attended"])
        return ", ".join(row["label"] for row in rows[:count])

    return read


def good(question: str, scope: str = "conferences") -> Callable[[Document], str]:
    """How many rated it excellent or good, as a whole per cent."""

    def read(document: Document) -> str:
        rows = {row["question"]: row for row in document["ratings"][scope]}
        return f"{rows[question]['excellent_to_good']['rounded']} %"

    return read


def heads(scope: str, audience: str) -> Callable[[Document], str]:
    """A head count, which stands beside the named people."""
    return lambda document: _number(
        next(row["people"] for row in document["headcounts"][scope] if row["audience"] == audience)
    )


def money(line: str, column: str) -> Callable[[Document], str]:
    """One amount of the training budget, or the column's total."""

    def read(document: Document) -> str:
        lines = {row["line"]: row for row in document["budget"]}
        if line == "Total":
            return f"{sum(float(row[column]) for row in lines.values()):.2f}"
        return str(lines[line][column])

    return read


def workshops_in_order(document: Document) -> str:
    """The codes of the workshops from the best rated down, by the share that said excellent to good."""
    rated = {
        name: next(row["excellent_to_good"]["percent"] for row in rows if row["question"] == "overall")
        for name, rows in document["ratings"].items()
        if name.startswith("event:") and name.removeprefix("event:") in document["labels"]["workshops"]
    }
    best = sorted(rated, key=lambda name: -rated[name])[:2]
    return ", then ".join(document["labels"]["workshops"][name.removeprefix("event:")] for name in best)


def _row(document: Document, breakdown: str, code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in document["breakdowns"][breakdown] if row["code"] == code)
    return found


def _number(value: float) -> str:
    return f"{value:,}"


def _signed(value: float | None, *, percent: bool) -> str:
    if value is None:
        return "no base"
    return f"{half_up(value):+d} %" if percent else f"{value:+d}"


CLAIMS = (
    Claim("9.2", "Courses held", "57", figure("courses.events")),
    Claim("9.2", "Topics", "37", figure("courses.topics")),
    Claim(
        "9.2",
        "Topics, against the year before",
        "+22 %",
        change("courses.topics", percent=True),
        "No whole number of topics gives 22 %: 37 against 30 is +23 %, against 31 it is +19 %.",
    ),
    Claim("9.2", "Places offered", "829", figure("courses.places")),
    Claim("9.2", "People who attended", "764", figure("courses.attended")),
    Claim("9.2", "Attended, of the places offered", "92 %", rate("courses.take_up")),
    Claim("9.2", "Places, against the year before", "+3 %", change("courses.places", percent=True)),
    Claim("9.2", "Male", "12 %", row("courses.by_sex", "male", "percent")),
    Claim("9.2", "Female", "88 %", row("courses.by_sex", "female", "percent")),
    Claim("9.2", "White British", "80 %", row("courses.by_ethnic_rollup", "white-british", "percent")),
    Claim("9.2", "Other White", "4 %", row("courses.by_ethnic_rollup", "other-white", "percent")),
    Claim("9.2", "Other ethnic groups", "6 %", row("courses.by_ethnic_rollup", "other-ethnic-groups", "percent")),
    Claim("9.2", "Preferred not to say", "10 %", row("courses.by_ethnic_rollup", "prefer-not-to-say", "percent")),
    Claim("3.23", "Community Services, of those who attended", "20 %", row("courses.by_agency", "ccs", "percent")),
    Claim(
        "9.3",
        "Most attendees came from",
        "Cambridgeshire Community Services, Children's Social Care, Enhanced and Preventative Services",
        top("courses.by_agency", 3),
    ),
    Claim(
        "9.4",
        "The group with most people",
        "Predominantly with children",
        top("courses.by_target_group", 1),
    ),
    Claim("9.4", "From group 5, advisers and leads", "0", row("courses.by_target_group", "5")),
    Claim("9.4", "From group 7, senior strategic managers", "0", row("courses.by_target_group", "7")),
    Claim("9.9", "People at Local Practice Groups", "515", figure("lpgs.attended")),
    Claim("9.9", "Local Practice Groups, against the year before", "+18 %", change("lpgs.attended", percent=True)),
    Claim(
        "9.9",
        "Areas with Local Practice Groups",
        "4",
        lambda document: str(len(document["breakdowns"]["lpgs.by_area"])),
    ),
    Claim(
        "9.9",
        "Most attendees came from",
        "Enhanced and Preventative Services, Cambridgeshire Community Services, Children's Social Care",
        top("lpgs.by_agency", 3),
    ),
    Claim("9.9", "Enhanced and Preventative Services", "+73 %", row("lpgs.by_agency", "eps", "percent_change")),
    Claim("9.9", "Community Services, “a similar figure”", "+73 %", row("lpgs.by_agency", "ccs", "percent_change")),
    Claim("9.9", "Social care", "-11 %", row("lpgs.by_agency", "social-care", "percent_change")),
    Claim("9.9", "Education, in people", "-5", row("lpgs.by_agency", "education", "change")),
    Claim(
        "9.9",
        "Education, in per cent",
        "-90 %",
        row("lpgs.by_agency", "education", "percent_change"),
        "45 people after 50 are 90 % of the year before, which is a fall of 10 %.",
    ),
    Claim("9.9", "Early years, people", "14", row("lpgs.by_agency", "early-years")),
    Claim("9.9", "Early years, more people", "+4", row("lpgs.by_agency", "early-years", "change")),
    Claim(
        "9.9",
        "Early years, in per cent",
        "+30 %",
        row("lpgs.by_agency", "early-years", "percent_change"),
        "4 more than 10 is +40 %; 4 of this year's 14 would be 29 %, which is no change on the year before.",
    ),
    Claim("9.9", "Police, more people", "+3", row("lpgs.by_agency", "police", "change")),
    Claim("9.9", "Probation, more people", "+5", row("lpgs.by_agency", "probation", "change")),
    Claim("9.9", "Probation, in per cent", "+50 %", row("lpgs.by_agency", "probation", "percent_change")),
    Claim(
        "9.10",
        "The groups with most people",
        "Predominantly with children, Regular contact",
        top("lpgs.by_target_group", 2),
    ),
    Claim("9.14", "Conference delegates", "97", figure("conferences.attended")),
    Claim("9.14", "Additional participants", "37", heads("conferences", "additional-participants")),
    Claim("9.14", "Practitioners", "80 %", row("conferences.by_role", "practitioner", "percent")),
    Claim("9.14", "Managers", "14 %", row("conferences.by_role", "manager", "percent")),
    Claim("9.15", "Organisation of the day, excellent to good", "76 %", good("organisation")),
    Claim("9.15", "The day overall, excellent to good", "91 %", good("overall")),
    Claim("9.15", "The keynote, excellent to good", "99 %", good("keynote")),
    Claim("9.15", "Workshops rated best", "Rape Crisis and Women's Aid, then Social Work Unit", workshops_in_order),
    Claim("9.18", "E-learning: signed up", "8", figure("elearning.enrolled")),
    Claim("9.18", "E-learning: completed some modules", "3", figure("elearning.started")),
    Claim("9.18", "Workshops for general practice", "4", figure("bespoke.events")),
    Claim("9.18", "People at those workshops", "177", figure("bespoke.attended")),
    Claim("4.2", "Performances of Chelsea's Choice", "47", figure("performances.events")),
    Claim("4.2", "Young people who saw it", "6,114", heads("performances", "young-people")),
    Claim("4.2, 9.18", "Professionals beside them", "781", heads("performances", "professionals")),
    *(
        Claim("Appendix 5", f"Training budget: {line}, {column}", printed, money(line, column))
        for line, amounts in {
            "Staffing": ("50924.00", "42941.76", "7982.24"),
            "Consultancy and hired services": ("1500.00", "15623.30", "-14123.30"),
            "Venue hire": ("8500.00", "8316.62", "183.38"),
            "Office costs": ("500.00", "2657.50", "-2157.50"),
            "Income": ("0.00", "-1675.00", "1675.00"),
            "Total": ("61424.00", "67864.18", "-6440.18"),
        }.items()
        for column, printed in zip(("budgeted", "actual", "remaining"), amounts, strict=True)
    ),
)

OPENING = """# The seed year, reproduced

Turnout began with one real board's year: Cambridgeshire Local Safeguarding Children Board, annual report 2013-14, whose
section 9 is about its training. The records in demo/cambridgeshire are made so that they fit every figure of it; people
and wording in them are invented. This page sets what was printed beside what Turnout computes from those records. It is
made by `python manage.py seed_year` and checked by a test. Where the two differ, the arithmetic stands beside; nothing
was forced. The actual amounts of the budget are those to the end of January 2014, as printed.
"""


def compare(document: Document) -> list[tuple[Claim, str, bool]]:
    """Each claim with what the compiled report says, and whether the two are the same."""
    return [(claim, computed, computed == claim.printed) for claim in CLAIMS if (computed := claim.computed(document))]


def draw(document: Document) -> str:
    """The page, as Markdown."""
    compared = compare(document)
    lines = [
        f"| {claim.paragraph} | {claim.says} | {claim.printed} | {computed} | "
        f"{'the same' if same else f'differs. {claim.note}'.strip()} |"
        for claim, computed, same in compared
    ]
    agreeing = sum(same for _, _, same in compared)
    return "\n".join(
        [
            OPENING,
            f"{agreeing} of {len(compared)} figures are the same.",
            "",
            "| Paragraph | What | Printed | Computed | Verdict |",
            "|---|---|---|---|---|",
            *lines,
            "",
        ]
    )
