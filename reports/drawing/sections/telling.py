"""What happened in one kind of event, told in sentences: how much, how full, and what became of the bookings."""

from collections.abc import Iterator

from core.figures import RateData
from core.words import in_words, percent
from reports.document import Row
from reports.drawing.phrases import against, counted, in_sentence, listed, sentence, share_of, was
from reports.drawing.source import Source
from reports.measures import ALL

NOUNS = {
    "courses": "course",
    "lpgs": "Local Practice Group",
    "conferences": "conference",
    "bespoke": "bespoke session",
    "performances": "performance",
    ALL: "event",
}
LOST = {"cancelled": "cancelled", "did_not_attend": "did not come", "not_recorded": "not recorded"}


def sentences(source: Source, scope: str) -> Iterator[str]:
    """A paragraph each."""
    yield _held(source, scope)
    if source.has_names(scope):
        yield _attended(source, scope)
        yield _became(source, scope)
    heads = source.heads(scope)
    if heads:
        yield sentence(f"counted without names, and added to no figure of named people: {head_counts(heads)}")


def nothing(source: Source, scope: str) -> str:
    """That the scope had nothing this year."""
    text = f"no {NOUNS[scope]}s were held in {source.year}"
    before = source.figure(scope, "events").previous
    return sentence(f"{text}; in {source.previous_year} there {was(before)} {before:,}" if before else text)


def head_counts(rows: list[Row]) -> str:
    """`young people (6,114) and professionals (781)`."""
    return listed([f"{audience(row).lower()} ({row['people']:,})" for row in rows])


def audience(row: Row) -> str:
    """The audience of a head count, by its name."""
    return in_words(str(row["audience"]))


def unlike(source: Source) -> str:
    """That the year before has less on record, so that the change in everything together is not like for like."""
    missing = listed([in_sentence(label) for label in source.untold_before()], "or")
    return (
        f"For {source.previous_year} nothing is on record of {missing}. A change in everything together sets more "
        "kinds of event against fewer, and is no measure of growth."
    )


def incomparable(source: Source) -> str:
    """That the year before has nothing of this kind."""
    return f"Nothing of this kind is on record for {source.previous_year}, so nothing is compared with it."


def _held(source: Source, scope: str) -> str:
    events, topics = source.figure(scope, "events"), source.figure(scope, "topics")
    text = counted(events.value, NOUNS[scope], verb="held")
    if events.value > 1:
        text += f" on {counted(topics.value, 'topic')}"
    if source.is_compared(scope):
        text += f", {against(events, source.previous_year)}"
    cancelled = source.figure(scope, "events_cancelled").value
    more = f" {sentence(counted(cancelled, NOUNS[scope], verb='cancelled'))}" if cancelled else ""
    return sentence(text) + more


def _attended(source: Source, scope: str) -> str:
    attended, people = source.figure(scope, "attended"), source.figure(scope, "people")
    text = f"there {was(attended.value)} {counted(attended.value, 'attendance')}"
    if attended.value:
        text += f", by {counted(people.value, 'person,people')}"
    if source.is_compared(scope):
        text += f"; that is {against(attended, source.previous_year, 'attendance')}"
    return f"{sentence(text)} {take_up(source.rate(scope, 'take_up'))}"


def take_up(rate: RateData) -> str:
    """A sentence about the places and who filled them."""
    if not rate["base"]:
        return "No places were recorded, so take-up has no base."
    came = rate["numerator"]
    there = f"there {was(came)} {counted(came, 'attendance')}"
    return sentence(f"for {counted(rate['base'], 'place')} {there}: a take-up of {percent(rate['percent'])}")


def _became(source: Source, scope: str) -> str:
    figures = {name: source.figure(scope, name).value for name in ("booked", *LOST, "unscheduled")}
    walked_in = sentence(f"{counted(figures['unscheduled'], 'person,people')} came without a booking")
    if not figures["booked"]:
        return f"Nobody had booked, so the rates of bookings have no base. {walked_in}"
    booked, expected = source.rate(scope, "booked_who_came"), source.rate(scope, "expected_who_came")
    fates = [f"{booked['numerator']:,} came"]
    fates += [f"{figures[name]:,} {words(name, figures[name])}" for name in LOST if figures[name]]
    text = sentence(f"of {counted(figures['booked'], 'booking')}, {listed(fates)}")
    rates = f"that is {share_of(booked, 'those booked')}"
    if expected["base"]:
        rates += f", and {share_of(expected, 'those who did not cancel')}"
    else:
        rates += "; as all of them cancelled, the rate of those expected has no base"
    return f"{text} {sentence(rates)} {walked_in}"


def words(name: str, number: float) -> str:
    """What became of bookings, after their number."""
    return LOST[name] if name == "did_not_attend" else f"{was(number)} {LOST[name]}"
