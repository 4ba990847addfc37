"""What attendees answered and wrote, as it is published: from enough answers on, and nothing that differences tell.

What is left when the shown ratings are taken from those of the whole is again one of enough answers, of two or more.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reports.measures import ALL
from reports.protecting.cells import MEMBERS
from reports.protecting.classes import demand_classes
from reports.protecting.facts import Facts

EVENT = "event:"
LATER = ("responses", "said", "confirmed")
COMMENT = ("theme", "count", "quotes")
LATER_COMMENTS = ("count", "themes", "quotes", "approved")

Row = dict[str, Any]
Ratings = dict[str, list[Row]]
Quotes = dict[str, dict[str, list[str]]]
"""By prompt and theme."""
Hidden = set[tuple[str, str]]
"""Where a rating is hidden: of what it is, and the question."""


def ratings(found: Ratings, facts: Facts, threshold: int) -> tuple[Ratings, Hidden]:
    """The ratings as they are published, and which of them are withheld."""
    given = {(of_what, row["question"]): row["responses"] for of_what, rows in found.items() for row in rows}
    hidden = {place for place, responses in given.items() if responses < threshold}
    for question in dict.fromkeys(question for _, question in given):
        counts = {of_what: count for (of_what, asked), count in given.items() if asked == question}
        hidden |= {(of_what, question) for of_what in _too_telling(counts, facts, threshold)}
    return {
        of_what: [_nothing(row) if (of_what, row["question"]) in hidden else row for row in rows]
        for of_what, rows in found.items()
    }, hidden


def _too_telling(counts: Mapping[str, int], facts: Facts, threshold: int) -> set[str]:
    """What must be hidden of one question's ratings, so that nothing can be told by taking some from others."""
    scopes = {scope: counts[scope] for scope in MEMBERS if scope in counts}
    hidden = _pooled(scopes, counts.get(ALL, 0), threshold)
    for scope in (*scopes, "elearning"):
        events = {
            of_what: count
            for of_what, count in counts.items()
            if facts.event_scopes.get(of_what.removeprefix(EVENT)) == scope
        }
        hidden |= set(events) if scope in hidden else _pooled(events, counts.get(scope, 0), threshold)
    return hidden


def _pooled(parts: Mapping[str, int], whole: int, threshold: int) -> set[str]:
    """The parts to hide: all of a whole that is too small; else the small ones, and more until they are enough."""
    if whole < threshold:
        return set(parts)
    hidden = {part for part, count in parts.items() if count < threshold}
    for part in sorted(set(parts) - hidden, key=lambda part: (parts[part], part)):
        if not hidden or (len(hidden) > 1 and sum(parts[each] for each in hidden) >= threshold):
            break
        hidden.add(part)
    return hidden


def _nothing(row: Row) -> Row:
    """The row without its numbers; its keys stay."""
    return {"question": row["question"], **{key: _null(row[key]) for key in row if key != "question"}, "withheld": True}


def _null(value: Any) -> Any:
    return {key: _null(each) for key, each in value.items()} if isinstance(value, dict) else None


def matched(found: Ratings, threshold: int) -> Ratings:
    """What changed for the same people, over everything alone: parts could be taken from each other."""
    return {ALL: [row for row in found.get(ALL, []) if row["matched"] >= threshold]}


def later(found: dict[str, Row], threshold: int) -> dict[str, Row]:
    """What came of it, over everything alone, and what was said where enough said it."""
    return {ALL: _said(found[ALL], threshold)} if ALL in found else {}


def _said(row: Row, threshold: int) -> Row:
    demand_classes(row, LATER, "later: ")
    few = {kind for kind, rate in row["responses"].items() if rate["numerator"] < threshold}
    said = None if "later" in few else row["said"]
    return {**row, "said": said, "confirmed": None if "manager" in few else row["confirmed"]}


def quotes(found: dict[str, list[Row]], approved: Quotes, threshold: int) -> Quotes:
    """What may be quoted: wordings that somebody approved, of themes that are counted, for a quote counts as one."""
    counted = {prompt: {row["theme"] for row in rows if row["count"] >= threshold} for prompt, rows in found.items()}
    return {
        prompt: {theme: texts for theme, texts in themes.items() if theme in counted.get(prompt, ())}
        for prompt, themes in approved.items()
    }


def comments(found: dict[str, list[Row]], quoted: Quotes, threshold: int) -> dict[str, list[Row]]:
    """The themes with how many comments each has, small ones last, and what may be quoted."""
    return {
        prompt: sorted(_themes(rows, quoted.get(prompt, {}), threshold), key=lambda row: row["count"] is None)
        for prompt, rows in found.items()
    }


def _themes(rows: list[Row], quoted: dict[str, list[str]], threshold: int) -> Iterator[Row]:
    for row in sorted(rows, key=lambda row: (-row["count"] if row["count"] >= threshold else 0, row["theme"])):
        demand_classes(row, COMMENT, "comments: ")
        is_small = row["count"] < threshold
        shown = {
            "theme": row["theme"],
            "count": None if is_small else row["count"],
            "quotes": quoted.get(row["theme"], []),
        }
        yield shown | ({"withheld": True} if is_small else {})


def later_comments(found: dict[str, Row], threshold: int) -> dict[str, Row]:
    """What was written weeks later, where enough wrote it: how many of each theme, and what somebody approved."""
    return {prompt: _written_later(row, threshold) for prompt, row in found.items()}


def _written_later(row: Row, threshold: int) -> Row:
    """Where a theme is small there is no total: what is left of it would tell the theme."""
    demand_classes(row, LATER_COMMENTS, "later_comments: ")
    if row["count"] < threshold:
        return {"count": None, "themes": [], "quotes": [], "approved": [], "withheld": True}
    themes = [_themed_later(each, threshold) for each in row["themes"]]
    is_partly = any(each["count"] is None for each in themes)
    shown = {"count": None if is_partly else row["count"], "themes": themes}
    quoted = {"quotes": row["approved"], "approved": row["approved"]}
    return shown | quoted | ({"withheld": True} if is_partly else {})


def _themed_later(row: Row, threshold: int) -> Row:
    demand_classes(row, ("theme", "count"), "later_comments: ")
    return {**row, "count": None, "withheld": True} if row["count"] < threshold else dict(row)
