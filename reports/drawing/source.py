"""The stored document as the drawings read it: cleaned of what can't be set, and asked by name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.figures import RateData
from core.pdf import safe_text
from reports.document import Document, Row
from reports.drawing.blocks import Value
from reports.measures import ALL, BREAKDOWNS, NOT_RECORDED, NOT_RECORDED_LABEL, SCOPES, figures_of

LONGEST_TEXT = 400
NAMELESS = "Without a name"

WITHHELD = "withheld"

SHEER = {"events", "events_cancelled", "topics", "places"}
"""The figures that need nobody's name."""


NOTHING: RateData = {"numerator": 0, "base": 0, "percent": None, "rounded": None}
LATER: Document = {
    "priorities": [],
    "needs": [],
    "workshops": [],
    "workshop_choices": [],
    "contributions": [],
    "lived_experience": {"trainers": 0, "events": 0, "days": 0},
    "responses": {scope.name: NOTHING for scope in SCOPES},
    "reach": [],
    "later_comments": {},
    "unmet": {},
}
"""Keys that reports did not have at first: what was compiled before is drawn without them, as long as it is kept.

Whoever adds a key to the document adds it here.
"""


@dataclass(frozen=True)
class Compared:
    """A figure beside that of the year before."""

    value: float
    previous: float
    change: float
    percent_change: float | None


class Source:
    """One year's document. What people wrote or named is cleaned and cut to LONGEST_TEXT here, for every drawing."""

    def __init__(self, document: Document) -> None:
        self._data: Document = LATER | _clean(document)
        self.year: str = self._data["year"]
        self.previous_year: str = self._data["previous_year"]
        self.period: str = self._data["period"]
        self.compiled_at = datetime.fromisoformat(document["compiled_at"])
        self.is_public: bool = self._data["audience"] == "public"
        self._small = _small(self._data["protection"]) if self.is_public else frozenset()
        if self.is_public:
            self._data["ratings"] = {name: _given(rows) for name, rows in self._data["ratings"].items()}

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def part(self, key: str) -> Document:
        """What stands under that key; nothing in a document that was compiled before there was such a part."""
        found: Document = self._data.get(key) or {}
        return found

    def figure(self, scope: str, name: str) -> Compared:
        """One of the figures."""
        figure = self._data["figures"][f"{scope}.{name}"]
        return Compared(**{key: value for key, value in figure.items() if key != WITHHELD})

    def rate(self, scope: str, name: str) -> RateData:
        """One of the rates."""
        rate: RateData = self._data["rates"][f"{scope}.{name}"]
        return rate

    def previous_rate(self, scope: str, name: str) -> RateData:
        """The same, the year before."""
        rate: RateData = self._data["previous_rates"][f"{scope}.{name}"]
        return rate

    def rows(self, scope: str, breakdown: str) -> list[Row]:
        """The rows of a breakdown, each labelled as people know it."""
        rows = self._data["breakdowns"][f"{scope}.{breakdown}"]
        named = _group_label if breakdown == "by_target_group" else _label
        return [{**row, "label": named(row), "table": f"{scope}.{breakdown}"} for row in rows]

    def told(self, row: Row, name: str) -> Value:
        """What a column of the row says: its number, or in a public edition the words that stand for it."""
        value: Value = row[name]
        if value is not None or WITHHELD not in row:
            return value
        if (row["table"], row["code"], name) in self._small:
            return self.fewer
        has_no_base = (name == "percent" and row["attended"] is not None) or (
            name == "percent_change" and row["change"] is not None
        )
        return None if has_no_base else WITHHELD

    @property
    def fewer(self) -> str:
        """`fewer than 5`."""
        return f"fewer than {self._data['protection']['thresholds']['work']}"

    def or_fewer(self, value: Value) -> Value:
        """The number; in place of one that is hidden because it is small, the words for it."""
        return self.fewer if value is None and self.is_public else value

    def or_withheld(self, value: Value) -> Value:
        """The number; in place of one that is hidden, the word for it."""
        return WITHHELD if value is None and self.is_public else value

    def is_rounded(self, breakdown: str) -> bool:
        """Whether the breakdown's numbers are rounded: it tells of people's own characteristics."""
        return self.is_public and breakdown in self._data["protection"]["personal"]

    def rounding(self, breakdown: str) -> str:
        """`, rounded to 5`, for the titles of what is rounded; else nothing."""
        to = self._data["protection"]["thresholds"]["rounded_to"] if self.is_rounded(breakdown) else 0
        return f", rounded to {to}" if to else ""

    def heads(self, scope: str) -> list[Row]:
        """The head counts of the scope that are told."""
        return [row for row in self._data["headcounts"][scope] if row["people"] is not None]

    def label(self, kind: str, code: str) -> str:
        """What a code in ratings, comments or gaps is called."""
        name = NOT_RECORDED_LABEL if code == NOT_RECORDED else self._data["labels"][kind].get(code, code)
        return f"Group {code}: {name}" if kind == "target_groups" else name or NAMELESS

    def is_approved(self, prompt: str, theme: str, quote: str) -> bool:
        """Whether a named person approved that wording. Reports of long ago hold none of which that was known."""
        return quote in self._data.get("approved_quotes", {}).get(prompt, {}).get(theme, ())

    def is_told(self, scope: str) -> bool:
        """Whether anything happened in the scope this year."""
        return any(self.figure(scope, each.name).value for each in figures_of(scope)) or bool(
            self._data["headcounts"][scope]
        )

    def is_compared(self, scope: str) -> bool:
        """Whether the year before has anything of the scope to compare with."""
        before = (self.figure(scope, each.name).previous for each in figures_of(scope))
        return bool(self._data["previous_on_record"]) and any(before)

    def has_names(self, scope: str) -> bool:
        """Whether any booking or attendance stands behind the scope, this year or the year before."""
        found = (self.figure(scope, name) for name in ("booked", "attended"))
        return any(figure.value or figure.previous for figure in found)

    def untold_before(self) -> list[str]:
        """The scopes with something this year and nothing the year before."""
        return [
            scope.label
            for scope in SCOPES
            if scope.name != ALL and self.is_told(scope.name) and not self.is_compared(scope.name)
        ]

    def has_rows(self, scope: str, breakdown: str) -> bool:
        """Whether anybody stands behind one of the rows."""
        return any(row["booked"] or row["attended"] or row["previous"] for row in self.rows(scope, breakdown))


def _given(rows: list[Row]) -> list[Row]:
    return [row for row in rows if WITHHELD not in row]


def _small(protection: Row) -> frozenset[tuple[str, str, str]]:
    return frozenset((row["table"], row["code"], name) for row in protection["rows"] for name in row["small"])


LABELS = {breakdown.name: breakdown.label for breakdown in BREAKDOWNS}


def _label(row: Row) -> str:
    return str(row["label"]) or NAMELESS


def _group_label(row: Row) -> str:
    """Today's groups are known by their numbers; those of another scheme bear its code."""
    code, label = row["code"], _label(row)
    if code == NOT_RECORDED:
        return label
    return f"{label} ({code.replace(':', ' ')})" if ":" in code else f"Group {code}: {label}"


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return safe_text(value, limit=LONGEST_TEXT)
    if isinstance(value, dict):
        return {_clean(key): _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value
