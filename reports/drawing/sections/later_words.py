"""What people wrote weeks later, and their line managers: examples, what helped, and what stood in the way."""

from collections.abc import Iterator, Sequence

from evaluations.models import Prompt
from reports.document import INTERNAL, Row
from reports.drawing.blocks import Block, Column, Note, Paragraph, Quotes, Subheading, Table, Unit
from reports.drawing.phrases import counted, sentence, was
from reports.drawing.sections.comments import NOT_APPROVED, most_frequent, theme_of
from reports.drawing.source import Source

MOST = 10
FIRST = (Prompt.EXAMPLE, Prompt.WHY, Prompt.SEEN)
"""What a board asks for first: what came of it for children."""


def blocks(source: Source) -> Iterator[Block]:
    """Prompt by prompt how many wrote and of what, with what may be quoted; nothing where nobody wrote."""
    written = source["later_comments"]
    told = [prompt for prompt in dict.fromkeys((*FIRST, *Prompt)) if prompt.value in written]
    if not told:
        return
    yield Subheading("In their own words")
    yield _intro(source)
    for prompt in told:
        yield from _prompt(source, prompt, written[prompt.value])


def _intro(source: Source) -> Note:
    rule = f"Written weeks later, or by line managers. At most {MOST} are quoted to a question, each wording once"
    if source["audience"] != INTERNAL:
        return Note(f"{rule}, with its writer’s leave, as a named person approved it.")
    return Note(
        f"{rule}; their writers allowed that. Those headed “{NOT_APPROVED}” stand in this internal report alone, and"
        " must not be passed on."
    )


def _prompt(source: Source, prompt: Prompt, row: Row) -> Iterator[Block]:
    yield Paragraph(_told(source, prompt, row))
    if len(row["themes"]) > 1:
        columns = (Column("Theme", Unit.TEXT), Column("Comments"))
        cells = tuple((theme_of(source, each), source.or_fewer(each["count"])) for each in _most_first(row["themes"]))
        yield Table(f"Comments on “{prompt.label}” by theme", columns, cells)
    chosen = tuple(dict.fromkeys(filter(None, row["quotes"])))
    approved = tuple(quote for quote in chosen if quote in row["approved"])[:MOST]
    others = tuple(quote for quote in chosen if quote not in row["approved"])[: MOST - len(approved)]
    if approved:
        yield Quotes(prompt.label, approved)
    if others and source["audience"] == INTERNAL:
        yield Quotes(f"{prompt.label} ({NOT_APPROVED})", others)


def _told(source: Source, prompt: Prompt, row: Row) -> str:
    """How many wrote, and most of what."""
    number = row["count"]
    if number is None and not row["themes"]:
        return f"To “{prompt.label}” {source.fewer} people wrote."
    first = most_frequent(source, _most_first(row["themes"]))
    if number is None:
        return f"To “{prompt.label}” people wrote" + (f"; {first}." if first else ".")
    wrote = f"there {was(number)} {counted(number, 'comment')} on “{prompt.label}”"
    return sentence(f"{wrote}; {first}" if first else wrote)


def _most_first(themes: Sequence[Row]) -> list[Row]:
    return sorted(themes, key=lambda each: -(each["count"] or 0))
