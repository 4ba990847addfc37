"""How each part of the report's document is published: a part that stands in no list is refused, not published.

Whoever adds a part says here what it is. Numbers of people are never `AS_IT_IS`: they are protected by a function of
edition.py, which must know each of their rows.
"""

from collections.abc import Container, Iterable
from enum import StrEnum

from core.refusals import Refusal
from reports.measures import BREAKDOWNS


class How(StrEnum):
    """What becomes of a part."""

    AS_IT_IS = "as it is"
    PROTECTED = "protected"
    SAID_ANEW = "said anew"


CLASSES: dict[str, How] = {
    # What the report is about, and words.
    **dict.fromkeys(("schema", "year", "starts", "ends", "compiled_at", "period", "until"), How.AS_IT_IS),
    **dict.fromkeys(("previous_year", "previous_on_record", "empty", "sentence"), How.AS_IT_IS),
    **dict.fromkeys(("labels", "rated_events"), How.AS_IT_IS),
    # Headlines, which are exact, and money.
    **dict.fromkeys(("rates", "previous_rates", "responses", "lived_experience", "budget"), How.AS_IT_IS),
    # Numbers of people, and what they said.
    **dict.fromkeys(("figures", "breakdowns", "completeness", "gaps"), How.PROTECTED),
    **dict.fromkeys(("ratings", "headcounts", "comments", "approved_quotes", "later_comments"), How.PROTECTED),
    **dict.fromkeys(("matched", "later", "unmet"), How.PROTECTED),
    **dict.fromkeys(("priorities", "needs", "workshops", "workshop_choices", "contributions", "reach"), How.PROTECTED),
    # What the edition says of itself.
    **dict.fromkeys(("audience", "data_digest", "protection"), How.SAID_ANEW),
}

FAMILIES: tuple[tuple[str, str], ...] = (
    ("by_agency", "by_sector"),
    ("by_target_group", ""),
    ("by_role", ""),
    ("by_area", ""),
    ("by_course", ""),
    ("by_works_with", ""),
    ("by_sex", ""),
    ("by_ethnic_group", "by_ethnic_rollup"),
)
"""The breakdowns that are protected together: one, and the one that it rolls up to."""
FOLDED = "by_reason"
"""The breakdown by what people typed: what few of them did is told together, without their words."""
PERSONAL = frozenset(each.name for each in BREAKDOWNS if each.is_personal)


class NotClassified(Refusal):
    """The report has something of which nobody has said how it is to be published."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"There can be no public edition yet: nobody has said how “{what}” is to be protected. Nothing was stored."
        )


def demand_classes(parts: Iterable[str], known: Container[str], where: str = "") -> None:
    """Refuse what is in `parts` and not in `known`; `where` says what it is part of."""
    for part in parts:
        if part not in known:
            raise NotClassified(f"{where}{part}")
