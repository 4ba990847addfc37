"""Counts what attendees answered at the end of events, and gathers what they wrote, theme by theme."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet

from evaluations import details
from evaluations.answers import CHOICES, Answer, fits
from evaluations.change import READ, Given
from evaluations.models import AT_THE_END, Comment, CommentQuerySet, Evaluation, Prompt, Question, Questionnaire, Theme
from evaluations.results import Tally
from reports.counting.bookings import EventFacts
from reports.counting.change import everything
from reports.counting.numbers import number
from reports.counting.tallies import Counts
from reports.counting.window import Span, Window
from reports.measures import KINDS_OF_SCOPE, NOT_RECORDED, SCOPES, SCOPES_OF_KIND, Scope

QUOTES_A_THEME = 100
LONGEST_QUOTE = 2000

Answered = dict[str, Counter[Answer]]
Row = dict[str, Any]
AnswerKind = Question.AnswerKind


def given(window: Window) -> QuerySet[Evaluation]:
    """The evaluations given at the end of the events held in this period, workshops included."""
    return everything(window).submitted().filter(kind=Questionnaire.Kind.END)


def ratings(
    window: Window,
    questions: list[Question],
    held: Mapping[int, EventFacts],
    counts: Counts,
    also: Callable[[EventFacts, list[Given]], None],
) -> dict[str, list[Row]]:
    """The answers to each question, for every scope and, as `event:<code>`, for every event that has any.

    `also` is given all that was said about each event, before and later too, so that it is read but once. Evaluations
    are counted here, one at a time: asking the database for each question took seven times as long
    on SQLite and four times on PostgreSQL (100,000 bookings).
    """
    by_kind: dict[str, Answered] = defaultdict(lambda: defaultdict(Counter))
    found: dict[str, list[Row]] = {}
    said = everything(window).submitted().order_by("event_id").values_list(*READ)
    for pk, evaluations in groupby(said.iterator(chunk_size=5000), key=itemgetter(0)):
        event = held.get(pk)
        if event is None:
            continue  # It began, or was put back, after the bookings were counted.
        everybody = [Given(*each) for each in evaluations]
        also(event, everybody)
        answered: Answered = defaultdict(Counter)
        responses = _count(answered, (each.answers for each in everybody if each.kind == Questionnaire.Kind.END))
        if rows := list(_rows(questions, answered)):
            found[f"event:{event.code}"] = rows
        if event.parent is None:
            _merge(by_kind[event.kind], answered)
            for scope in SCOPES_OF_KIND[event.kind]:
                counts.totals[Span.THIS, scope].evaluations += responses
    return {scope.name: list(_rows(questions, _of_scope(by_kind, scope))) for scope in SCOPES} | found


def _of_scope(by_kind: Mapping[str, Answered], scope: Scope) -> Answered:
    answered: Answered = defaultdict(Counter)
    for kind in KINDS_OF_SCOPE[scope.name]:
        _merge(answered, by_kind.get(kind, {}))
    return answered


def _merge(into: Answered, answered: Answered) -> None:
    for question, counter in answered.items():
        into[question].update(counter)


def _count(answered: Answered, evaluations: Iterator[Mapping[str, Answer]]) -> int:
    """Count the answers of one event's evaluations; how many evaluations there were."""
    responses = 0
    for evaluation in evaluations:
        responses += 1
        for question, answer in evaluation.items():
            answered[question][answer] += 1
    return responses


def _rows(questions: list[Question], answered: Answered) -> Iterator[Row]:
    for question in questions:
        counter = answered.get(question.code, Counter())
        tally = Tally(question, Counter({a: n for a, n in counter.items() if fits(question.answer_kind, a)}))
        if tally.responses:
            yield {"question": question.code, "responses": tally.responses, **_DETAILS[question.answer_kind](tally)}


def _quality(tally: Tally) -> Row:
    counted = {quality: tally.counts[quality] for quality in Question.QUALITIES}
    return {**counted, "excellent_to_good": tally.excellent_to_good.as_data()}


def _yes_no(tally: Tally) -> Row:
    return {"yes": tally.counts["yes"], "no": tally.counts["no"], "yes_share": tally.yes.as_data()}


def _one_to_ten(tally: Tally) -> Row:
    counted = {str(score): tally.counts[score] for score in range(1, 11)}
    scores = [score for score in tally.counts.elements() if isinstance(score, int)]
    return {"counts": counted, "mean": tally.mean, "median": number(median(scores))}


def _progress(tally: Tally) -> Row:
    return {str(answer): tally.counts[answer] for answer, _ in CHOICES[AnswerKind.PROGRESS]}


_DETAILS: dict[str, Callable[[Tally], Row]] = {
    AnswerKind.QUALITY: _quality,
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.ONE_TO_TEN: _one_to_ten,
    AnswerKind.PROGRESS: _progress,
}


def comments(window: Window, themes: list[Theme]) -> dict[str, list[Row]]:
    """For each prompt its themes, those with most comments first, with what may be quoted."""
    asked = Comment.objects.filter(evaluation__in=given(window).values("pk"), prompt__in=AT_THE_END)
    written = asked.order_by()
    counted = written.values_list("prompt", "theme__code").annotate(n=Count("*"))
    by_prompt: dict[str, dict[str, int]] = {prompt.value: {} for prompt in AT_THE_END}
    for prompt, theme, count in counted:
        by_prompt[prompt][theme or NOT_RECORDED] = count
    quotes = _quotes(written, "prompt", "theme__code")
    # Sorting keeps the order of the codebook among themes with as many comments; what has no theme comes last.
    codes = [theme.code for theme in themes]
    return {
        prompt: [
            {"theme": code, "count": found[code], "quotes": quotes[prompt, code]}
            for code in [*sorted(filter(found.__contains__, codes), key=lambda code: -found[code]), NOT_RECORDED]
            if code in found
        ]
        for prompt, found in by_prompt.items()
    }


def approved_quotes(window: Window) -> dict[str, dict[str, list[str]]]:
    """For each prompt and theme the quotes whose wording a named person approved: no other may be published."""
    asked = Comment.objects.filter(evaluation__in=given(window).values("pk"), prompt__in=AT_THE_END)
    written = asked.order_by()
    found: dict[str, dict[str, list[str]]] = {prompt.value: {} for prompt in AT_THE_END}
    for (prompt, theme), quotes in sorted(_quotes(written.approved(), "prompt", "theme__code").items()):
        found[prompt][theme] = quotes
    return found


def later_comments(window: Window, themes: list[Theme]) -> dict[str, Row]:
    """What people wrote weeks later, and their managers, prompt by prompt: how many, of which themes, and quotes.

    Whatever else the contract's `comments` don't hold is here as well, so that every comment is counted once. Quotes
    are told without their theme: of each there may be few.
    """
    asked = Comment.objects.filter(evaluation__in=everything(window).submitted().values("pk")).order_by()
    written = asked.exclude(evaluation__kind=Questionnaire.Kind.END, prompt__in=AT_THE_END)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for prompt, theme, count in written.values_list("prompt", "theme__code").annotate(n=Count("*")):
        counted[prompt][theme or NOT_RECORDED] = count
    quotes, approved = _quotes(written, "prompt"), _quotes(written.approved(), "prompt")
    codes = [*(theme.code for theme in themes), NOT_RECORDED]
    return {
        prompt: {
            "count": counted[prompt].total(),
            "themes": [{"theme": code, "count": counted[prompt][code]} for code in codes if code in counted[prompt]],
            "quotes": quotes[(prompt,)],
            "approved": approved[(prompt,)],
        }
        for prompt in Prompt.values
        if prompt in counted
    }


def _quotes(written: CommentQuerySet, *by: str) -> dict[tuple[str, ...], list[str]]:
    """Up to QUOTES_A_THEME of those that have the same in the fields `by`, approved ones first.

    Among themselves they have an order of their own, which tells neither when nor by whom they were written.
    """
    kept: dict[tuple[str, ...], list[tuple[bool, bytes, str]]] = defaultdict(list)
    for comment in _allowed(written):
        some = kept[tuple(comment[field] or NOT_RECORDED for field in by)]
        text = comment["approved_wording"] or comment["text"]
        some.append((not comment["approved_wording"], sha256(text.encode()).digest(), text))
        if len(some) > 10 * QUOTES_A_THEME:
            some[:] = sorted(some)[:QUOTES_A_THEME]
    return defaultdict(
        list, {key: [_shortened(text) for _, _, text in sorted(some)[:QUOTES_A_THEME]] for key, some in kept.items()}
    )


def _allowed(written: CommentQuerySet) -> Iterator[dict[str, Any]]:
    """What its writer allowed, but for what is with a designated lead, or may give somebody away and isn't approved."""
    fields = ("prompt", "theme__code", "text", "approved_wording", "read_at", "found", "details")
    allowed = written.filter(may_quote=True).exclude(disclosure__isnull=False, disclosure__closed_at=None)
    for comment in allowed.values(*fields).iterator():
        if comment["approved_wording"] or not _gives_away(comment):
            yield comment


def _gives_away(comment: Mapping[str, Any]) -> bool:
    """Held back by a person, or by itself while nobody has looked; marks that are often nothing hold nothing back."""
    if comment["details"] != Comment.Details.UNDECIDED:
        return bool(comment["details"] == Comment.Details.HELD)
    if comment["read_at"] is None:
        return details.is_telling(comment["text"])
    return not details.TELLING.isdisjoint(comment["found"].split(", "))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
