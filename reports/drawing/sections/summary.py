"""The summary: what a board member who reads one page should know."""

from collections.abc import Iterator

from core.words import percent
from reports.drawing import ratings
from reports.drawing.blocks import Block, Bullets, KeyFigures, Note, Paragraph, Section
from reports.drawing.phrases import against, by_count, counted, part_of, sentence, was
from reports.drawing.sections import budget, change, missing, scopes, telling, unmet
from reports.drawing.source import Source
from reports.measures import ALL


def section(source: Source) -> Section:
    """The year in a few figures and sentences; of an empty one that it is empty."""
    if source["empty"]:
        return Section("summary", "Summary", (Paragraph(source["sentence"]),))
    return Section("summary", "Summary", tuple(_blocks(source)))


def _blocks(source: Source) -> Iterator[Block]:
    scope = "courses" if source.is_told("courses") else ALL
    if source.is_told(ALL):
        yield KeyFigures(scopes.key_figures(source, scope))
    yield Paragraph(f"This report tells of the training and learning from {source.period}.")
    yield Bullets(tuple(_headlines(source)))
    if not source["previous_on_record"]:
        yield Note(f"Nothing is on record for {source.previous_year}, so nothing is compared with it.")
    elif source.untold_before() and source.is_told(ALL):
        yield Note(telling.unlike(source))


def _headlines(source: Source) -> Iterator[str]:
    if source.is_told("courses"):
        yield from telling.sentences(source, "courses")
    if source.is_told("lpgs"):
        yield _lpgs(source)
    for scope in ("conferences", "bespoke", "performances"):
        if source.is_told(scope):
            yield _in_brief(source, scope)
    if source.is_told("elearning"):
        enrolled, started = (source.figure("elearning", name).value for name in ("enrolled", "started"))
        text = f"in e-learning there {was(enrolled)} {counted(enrolled, 'enrolment')}"
        yield sentence(f"{text}; {started or 'none'} of them went through a module or more")
    if source.is_told(ALL):
        yield from missing.headlines(source)
        yield from unmet.headlines(source)
        yield from _quality(source)
        yield from change.headlines(source)
    yield from _money(source)


def _lpgs(source: Source) -> str:
    text = " ".join(list(telling.sentences(source, "lpgs"))[:2])
    areas = source.rows("lpgs", "by_area")
    return f"{text} {sentence(f'attendances by area: {by_count(areas)}')}" if by_count(areas) else text


def _in_brief(source: Source, scope: str) -> str:
    events, attended = source.figure(scope, "events"), source.figure(scope, "attended")
    text = counted(events.value, telling.NOUNS[scope], verb="held")
    if attended.value:
        text += f", with {counted(attended.value, 'attendance')}"
    if source.is_compared(scope):
        text += f"; that is {against(attended, source.previous_year, 'attendance')}"
    heads = source.heads(scope)
    more = f" {sentence(f'counted without names: {telling.head_counts(heads)}')}" if heads else ""
    return sentence(text) + more


def _quality(source: Source) -> Iterator[str]:
    overall = ratings.overall_of(source["ratings"][ALL])
    if overall:
        rate = overall["excellent_to_good"]
        said = f"of {counted(rate['base'], 'answer')} about an event as a whole, {rate['numerator']:,}"
        yield sentence(f"{said} ({percent(rate['percent'])}) {was(rate['numerator'])} excellent or good")
    given = source["completeness"]["evaluated"]
    if given["base"]:
        yield sentence(f"{part_of(given, 'attendance')} {was(given['numerator'])} followed by an evaluation")


def _money(source: Source) -> Iterator[str]:
    told = budget.sentence_of(source)
    if told:
        yield told
