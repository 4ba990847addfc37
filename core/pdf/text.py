"""The one border where anybody's words become fit to print: cleaned, bounded, never read as markup."""

import re
import unicodedata
from collections.abc import Iterator

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LONGEST = 20_000
# More marks than this on one letter is vandalism, and sorting them takes time that grows with their square.
MARKS_PER_LETTER = 4

_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r" {2,}")
_SPACES_ROUND_LINE_ENDS = re.compile(r" *\n[ \n]*")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_FIXED_SPACES = {"\N{NO-BREAK SPACE}", "\N{FIGURE SPACE}", "\N{NARROW NO-BREAK SPACE}"}


class Strong(str):
    """Words to be set in bold among others."""

    __slots__ = ()


def safe_text(text: str, *, limit: int = LONGEST, lines: bool = False) -> str:
    """Any string as one that can be set: no control or direction characters, single spaces, at most `limit` characters.

    Line ends become spaces, or stay as "\\n" with `lines`. What was cut ends in an ellipsis. Nothing needs escaping and
    nothing is escaped: the toolkit knows no markup, so that "<b>" prints as typed. Takes time in proportion to `limit`.
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # as most are
    # Cleaning only ever shortens, but for a handful of letters: twice the limit is plenty to fill it.
    raw = text[: 2 * limit]
    clean = _UNSEEN.sub("", raw) if raw.isascii() else unicodedata.normalize("NFC", "".join(_printing(raw)))
    clean = _LINE_ENDS.sub("\n", clean).replace("\t", " ")
    clean = _SPACES_ROUND_LINE_ENDS.sub("\n", clean) if lines else clean.replace("\n", " ")
    clean = _SPACES.sub(" ", clean).strip(" \n")
    if len(clean) > limit or len(text) > len(raw):
        clean = clean[: max(limit - 1, 0)].rstrip(" \n") + ELLIPSIS
    return clean


def _printing(text: str) -> Iterator[str]:
    """The characters that show something, spaces made alike, and only so many marks on any letter."""
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MARKS_PER_LETTER:
            yield _shown(character, category)


def _shown(character: str, category: str) -> str:
    if category == "Cc":
        return character if character == "\t" or _LINE_ENDS.match(character) else ""
    # Direction overrides, joiners, soft hyphens; and the selectors that ask for a picture instead of a sign.
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
        return ""
    if category in {"Cs", "Cn"}:
        return REPLACEMENT
    if category == "Zs":
        return "\N{NO-BREAK SPACE}" if character in _FIXED_SPACES else " "
    return character
