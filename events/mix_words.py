"""The mix in sentences: who is next, why somebody waits beside a free place, and what in a set of rules contradicts."""

from collections.abc import Iterator, Sequence
from itertools import chain

from core import words
from events.mix import EVERYBODY, Path, Picture, Share, is_below


def who_is_next(picture: Picture) -> str:
    """Whom a place goes to that comes free, as people read it before they wait."""
    steps = {
        "to those for whom places are kept": bool(picture.kept),
        "in the order that the training team gave": picture.is_ordered,
        "to whoever’s agency holds the fewest places here": picture.prefers_mix,
    }
    first = [step for step, is_taken in steps.items() if is_taken]
    said = ", then ".join([*first, "to whoever has waited longest"])
    return f"Places that come free go {'first ' if first else ''}{said}."


def why_not(picture: Picture, agency: Path, *, named: str) -> str:
    """Why a free place is not for somebody from that agency; "" where none is free, or where they may hold it."""
    return " ".join(reasons(picture, agency, named=named))


def reasons(picture: Picture, agency: Path, *, named: str) -> list[str]:
    """The same, sentence by sentence."""
    return [_said_of(cap, picture, named) for cap in picture.stops(agency)] if picture.free else []


def _said_of(cap: Share, picture: Picture, named: str) -> str:
    held = picture.held_below(cap.path)
    if held < cap.places:
        return _kept_within(cap, cap.places - held, picture)
    if not cap.places:
        return f"No place goes to people from {cap.name}{_until(cap)}."
    most = f"At most {words.count_noun(cap.places, 'place')} {'goes' if cap.places == 1 else 'go'} to"
    if cap.name:
        return f"{most} people from {cap.name}{_until(cap)}, and they hold {held}."
    return f"{most} any one agency{_until(cap)}, and {named} holds {held}."


def _kept_within(cap: Share, left: int, picture: Picture) -> str:
    below = f" for people from {cap.name}" if cap.path != EVERYBODY else ""
    subject = f"The last place{below} is" if left == 1 else f"The {left} places left{below} are"
    keeping = [share for share in picture.kept if is_below(share.path, cap.path) and picture.unclaimed(share)]
    return f"{subject} kept for {words.listed([f'people from {share.name}{_until(share)}' for share in keeping])}."


def _until(share: Share) -> str:
    return f" until {words.day(share.until)}" if share.until else ""


def contradictions(places: int | None, kept: Sequence[Share], caps: Sequence[Share]) -> list[str]:
    """What in these rules can't all be so, in sentences."""
    found = chain(_said_twice(kept), _said_twice(caps), _kept_one_inside_the_other(kept), _too_many(places, kept, caps))
    return list(dict.fromkeys(found))


def _said_twice(shares: Sequence[Share]) -> Iterator[str]:
    paths = [share.path for share in shares]
    for share in shares:
        if paths.count(share.path) > 1:
            yield f"There are two rules of one kind for {share.name or 'any one agency'}: leave one."


def _kept_one_inside_the_other(kept: Sequence[Share]) -> Iterator[str]:
    for inner in kept:
        for outer in kept:
            if inner.path != outer.path and is_below(inner.path, outer.path):
                yield f"Places are kept for {outer.name} and for {inner.name}, which is part of it: choose one of them."


def _too_many(places: int | None, kept: Sequence[Share], caps: Sequence[Share]) -> Iterator[str]:
    """Places that can't be kept: more than there are, or than those for whom they are kept may hold."""
    total = sum(share.places for share in kept)
    if kept and places is None:
        yield "Places are not limited, so that none can be kept: say first how many there are."
    elif total > (places or 0):
        yield f"{words.count_noun(total, 'place')} would be kept, and there are only {places}."
    for share in kept:
        for cap in Picture(None, caps=caps).caps_on(share.path):
            within = sum(other.places for other in kept if is_below(other.path, cap.path))
            if within > cap.places:
                whom = cap.name or share.name
                yield f"{words.count_noun(within, 'place')} would be kept for {whom}, which may hold {cap.places}."
