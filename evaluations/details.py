"""Possible personal details in a text: found and marked for a reviewer, who decides; nothing is ever taken out.

Better one mark too many than one too few. Time grows with the length of the text alone, whatever is in it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from evaluations.glossary import GLOSSARY, MONTHS


class Kind(StrEnum):
    """What a mark may be, in the words that reviewers read."""

    EMAIL = "e-mail address"
    PHONE = "telephone number"
    POSTCODE = "postcode"
    NHS_NUMBER = "NHS number"
    DATE = "date"
    AGE = "age"
    TITLED = "title and surname"
    CASE = "case reference"
    CHILD = "child by letter or name"
    REGISTER = "name on the register"
    PLACE = "place"
    CAPITAL = "word with a capital"


TELLING = frozenset(
    {Kind.EMAIL, Kind.PHONE, Kind.POSTCODE, Kind.NHS_NUMBER, Kind.TITLED, Kind.CASE, Kind.CHILD, Kind.REGISTER}
)
"""Those that give somebody away by themselves; the others may well be nothing."""


@dataclass(frozen=True)
class Mark:
    """A stretch of a text that may give somebody away."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Surroundings:
    """What is known around a text: the names on its event's register, places, and words that name nobody."""

    names: tuple[tuple[str, str], ...] = ()
    places: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if len(month) > 3 else month for month in MONTHS.split())
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_NUMBER_WORDS = _NUMBERS.replace(" ", "|")
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")),
    (Kind.NHS_NUMBER, re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")),
    (Kind.PHONE, re.compile(r"(?<![\d+])(?:\+\d{1,3}|0)(?:[ ()-]{0,2}\d){8,12}(?!\d)")),
    (Kind.POSTCODE, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE | re.ASCII)),
    (Kind.DATE, re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")),
    (Kind.DATE, re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b(?: \d{{4}})?", re.IGNORECASE)),
    (Kind.DATE, re.compile(rf"\b(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?", re.IGNORECASE)),
    (
        Kind.AGE,
        re.compile(
            rf"\b(?:\d{{1,2}}|{_NUMBER_WORDS})[ -](?:years?|yrs?|months?|weeks?|days?)[ -]olds?\b"
            rf"|\bage[d]? (?:of )?(?:\d{{1,2}}|{_NUMBER_WORDS})\b|\b\d{{1,2}} ?(?:yo|y/o|yrs?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.TITLED,
        re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Rev|PC|DC|DS|Sgt|Cllr)\b\.? [^\W\d_a-z][\w'’-]{0,40}"),
    ),
    (Kind.TITLED, re.compile(r"\b(?:mr|mrs|ms|dr)\b\.? [^\W\d_][\w'’-]{0,40}")),
    (
        Kind.CASE,
        re.compile(
            r"\b(?:case|file|crime|reference|ref|log|incident|record|client|patient)\b\.? ?(?:no|number|ref|id|#)?\b"
            r"[.:# ]{0,3}(?=[\w/-]{0,12}\d)[\w/-]{3,24}",
            re.IGNORECASE,
        ),
    ),
    (Kind.CASE, re.compile(r"\b(?=[A-Z\d/-]{0,4}[A-Z])(?=[A-Z/-]{0,6}\d)[A-Z\d]{1,6}(?:[/-]\d[A-Z\d]{1,10}){1,3}\b")),
    (
        Kind.CHILD,
        re.compile(
            r"\b(?i:child|baby|family|mother|father|mum|dad|sibling|boy|girl|pupil|young person) [A-Z]{1,2}\d?\b"
        ),
    ),
)
_CALLED = re.compile(
    r"\b(?i:called|named|whose name is|(?:son|daughter|child|boy|girl|baby|mother|father|mum|dad|brother|sister|nephew"
    r"|niece|pupil|client|patient)(?:,| is| was)?) (?P<name>[^\W\d_a-z][\w'’-]{1,40})"
)
_CAPITAL = re.compile(r"[^\W\d_][\w'’-]{0,60}")
_SENTENCE_ENDS = frozenset('.!?:…\n\r•*"“”‘(–—-')


def find(text: str, around: Surroundings = Surroundings()) -> list[Mark]:
    """The stretches that may give somebody away, in order; none overlaps another, what tells more comes first."""
    found = [*_by_pattern(text), *_names(text, around.names), *_places(text, around.places)]
    found += _capitals(text, around)
    return _without_overlaps(found)


def kinds(marks: Iterable[Mark]) -> list[Kind]:
    """The kinds among those marks, each once, in the order of the kinds."""
    found = {mark.kind for mark in marks}
    return [kind for kind in Kind if kind in found]


def is_telling(text: str) -> bool:
    """Whether something in it gives somebody away by itself, as far as can be told without a register."""
    return any(mark.kind in TELLING for mark in _by_pattern(text))


def _by_pattern(text: str) -> Iterator[Mark]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if kind != Kind.NHS_NUMBER or _is_nhs_number(match[0]):
                yield Mark(match.start(), match.end(), kind)
    for match in _CALLED.finditer(text):
        if match["name"] not in GLOSSARY:
            yield Mark(match.start(), match.end(), Kind.CHILD)


def _is_nhs_number(text: str) -> bool:
    """By its last digit, which is reckoned from the other nine (modulus 11)."""
    digits = [int(each) for each in text if each.isdecimal()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10


def _names(text: str, names: Iterable[tuple[str, str]]) -> Iterator[Mark]:
    """Whole names however they are written, and each half of one where it has a capital or its script has none."""
    wholes = [f"{first} {last}" for first, last in names if first and last]
    parts = {part for name in names for whole in name for part in (whole, *whole.split()) if len(part) > 1}
    yield from _words(text, {whole.casefold() for whole in wholes}, Kind.REGISTER, most_words=6)
    for mark in _words(text, {part.casefold() for part in parts}, Kind.REGISTER, most_words=3):
        if not text[mark.start].islower():
            yield mark
    yield from _unspaced(text, parts)


def _unspaced(text: str, parts: Iterable[str]) -> Iterator[Mark]:
    """Names in scripts that put no space between words, wherever they stand."""
    joined = "|".join(re.escape(part) for part in parts if not part.isascii() and not _has_case(part))
    for match in re.finditer(joined, text) if joined else ():
        yield Mark(match.start(), match.end(), Kind.REGISTER)


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()


def _places(text: str, places: frozenset[str]) -> Iterator[Mark]:
    return _words(text, {place.casefold() for place in places}, Kind.PLACE, most_words=4)


def _words(text: str, wanted: set[str], kind: Kind, *, most_words: int) -> Iterator[Mark]:
    """Every run of up to so many words that is one of those, in one pass over the text."""
    if not wanted:
        return
    firsts = {each.split()[0] for each in wanted if each.split()}
    words = [(match.start(), match.end(), _plain(match[0])) for match in _CAPITAL.finditer(text)]
    for at, (start, _, word) in enumerate(words):
        if word not in firsts:
            continue
        run = ""
        for _, end, further in words[at : at + most_words]:
            run = f"{run} {further}".strip()
            if run in wanted:
                yield Mark(start, end, kind)


def _plain(word: str) -> str:
    """Without the 's of "Ann's", in small letters."""
    return re.sub(r"['’]s$", "", word).casefold()


def _capitals(text: str, around: Surroundings) -> Iterator[Mark]:
    """Words with a capital inside a sentence that nothing on record knows; none where everything is in capitals."""
    if _is_shouted(text):
        return
    begins, after, standing_out = True, 0, dict[str, bool]()
    for match in _CAPITAL.finditer(text):
        begins = begins if after == 0 else not _SENTENCE_ENDS.isdisjoint(text[after : match.start()])
        after, word = match.end(), match[0]
        if word not in standing_out:
            standing_out[word] = _stands_out(word) and not _is_known(word, around.known)
        if not begins and standing_out[word]:
            yield Mark(match.start(), match.end(), Kind.CAPITAL)
        begins = False


def _is_shouted(text: str) -> bool:
    letters = [each for each in text[:2_000] if _has_case(each)]
    return sum(each.isupper() for each in letters) > len(letters) / 2


def _stands_out(word: str) -> bool:
    """A capital and then small letters: what is all in capitals is an abbreviation."""
    return (word[0].isupper() or word[0].istitle()) and not (word.isupper() and len(word) <= 6)


def _is_known(word: str, known: frozenset[str]) -> bool:
    bare = re.sub(r"['’]s?$", "", word)
    return any(each in GLOSSARY or each.casefold() in known for each in (word, bare, *bare.split("-")[:1]))


def _without_overlaps(found: Iterable[Mark]) -> list[Mark]:
    """From left to right: of two that overlap, the one that tells more stays; of one kind, the first and longest."""
    rank = {kind: number for number, kind in enumerate(Kind)}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda each: (each.start, rank[each.kind], -each.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
        elif rank[mark.kind] < rank[kept[-1].kind]:
            kept[-1] = mark
    return kept
