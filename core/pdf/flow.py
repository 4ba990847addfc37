"""Laying blocks on pages, before anything is drawn: which page each falls on, and how far from the top."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from core.pdf.blocks import Block, PageBreak


class Placed(NamedTuple):
    """A block, or a part of one, and its distance from the top of the page's text."""

    block: Block
    y: float


Page = list[Placed]


def lay_out(blocks: Iterable[Block], room: float) -> list[Page]:
    """The blocks in order on pages `room` points high. What is higher than a page is split, or overflows it."""
    pages: list[Page] = [[]]
    queue = deque(blocks)
    while queue:
        block = queue.popleft()
        if isinstance(block, PageBreak):
            if pages[-1] and _bottom(pages[-1]) > block.unless * room:
                pages.append([])
            continue
        page, y = pages[-1], _below(pages[-1], block)
        parts = block.split(room - y, force=not page) if y + block.height > room else ()
        if page and (y + _needed(block, queue) > room or (y + block.height > room and not parts)):
            queue.extendleft((block, PageBreak()))
        elif parts:
            page.append(Placed(parts[0], y))
            queue.extendleft((parts[1], PageBreak()))
        else:
            page.append(Placed(block, y))
    return [page for page in pages if page] or [[]]


def _below(page: Page, block: Block) -> float:
    """Where `block` begins under what stands on the page: the greater of the two whites counts."""
    if not page:
        return 0.0
    return _bottom(page) + max(page[-1].block.after, block.before)


def _bottom(page: Page) -> float:
    """Where what stands on the page ends."""
    return page[-1].y + page[-1].block.height


def _needed(block: Block, following: Iterable[Block]) -> float:
    """The height without which `block` had better begin a page: its own beginning, or itself with what it keeps."""
    needed = 0.0
    for after in following:
        if not block.keeps_next or isinstance(after, PageBreak):
            break
        needed += block.height + max(block.after, after.before)
        block = after
    return needed + block.least
