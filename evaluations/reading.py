"""Reading: the house looks through what attendees wrote, before people do. It only ever marks.

It finds what may give somebody away, what may tell of harm, and which theme a comment may speak of.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from evaluations import details, disclosures, harm
from evaluations.details import Surroundings
from evaluations.models import Comment, Theme
from evaluations.theming import Suggester
from events.models import Area, Booking, Event, EventTrainer, Venue
from people.models import Agency
from training.models import Course

READ_AGAIN_AFTER = timedelta(days=1)
"""What has no theme yet is read again every day: by then more comments have one, to learn from."""
EXAMPLES_A_THEME = 60
CATCH_ALL = "other"
"""The theme for what no other one fits: nothing looks like it."""
_FOUND = ("read_at", "found", "suggested_id", "matched")


def read_due(*, at: datetime, limit: int = 200) -> int:
    """Look through up to `limit` comments that are new, or have no theme since a day; how many."""
    again = Q(read_at__lt=at - READ_AGAIN_AFTER, theme=None, themed_at=None)
    due = Comment.objects.filter(Q(read_at=None) | again).select_related("evaluation__event__course").order_by("pk")
    comments = list(due[:limit])
    if comments:
        harmful = _look_through(comments, at=at)
        _keep(comments, harmful, at=at)
    return len(comments)


def read_all(*, at: datetime) -> int:
    """Look through everything that is due, however much that is; how many."""
    total = 0
    while read := read_due(at=at):
        total += read
    return total


def marks_of(comments: Sequence[Comment]) -> list[list[details.Mark]]:
    """What may give somebody away in each comment, as registers and records are now."""
    around = _surroundings(comments)
    return [details.find(comment.text, around[comment.evaluation.event_id]) for comment in comments]


def marks_in(comment: Comment) -> list[details.Mark]:
    """The same of one."""
    return marks_of([comment])[0]


def marks_in_wording(comment: Comment, wording: str) -> list[details.Mark]:
    """The same of another wording of it."""
    return details.find(wording, _surroundings([comment])[comment.evaluation.event_id])


def suggester() -> Suggester:
    """What suggests themes, by the codebook as it is now and the comments that have a theme."""
    themes = Theme.objects.in_use().exclude(code=CATCH_ALL)
    described = {theme.pk: f"{theme.name} {theme.description} {theme.keywords}" for theme in themes}
    return Suggester(described, _examples(described))


def _examples(themes: Iterable[int]) -> Iterable[tuple[int, str]]:
    for theme in themes:
        texts = Comment.objects.filter(theme=theme).order_by("lot").values_list("text", flat=True)
        for text in texts[:EXAMPLES_A_THEME]:
            yield theme, text


def _look_through(comments: Sequence[Comment], *, at: datetime) -> set[int]:
    """Note in each comment what is found in it; the ids of those that may tell of harm."""
    around = _surroundings(comments)
    suggest = suggester().suggest if any(not comment.is_themed for comment in comments) else None
    for comment in comments:
        found = details.kinds(details.find(comment.text, around[comment.evaluation.event_id]))
        suggestion = suggest(comment.text) if suggest and not comment.is_themed else None
        comment.read_at, comment.found = at, ", ".join(found)
        comment.suggested_id = suggestion.theme if suggestion else None
        comment.matched = ", ".join(suggestion.words)[:200] if suggestion else ""
    return {comment.pk for comment in comments if harm.may_be_told_in(comment.text)}


@transaction.atomic(durable=True)
def _keep(comments: Sequence[Comment], harmful: set[int], *, at: datetime) -> None:
    """All of it, but of comments that an import changed meanwhile: those are read again."""
    locked = Comment.objects.select_for_update().filter(pk__in=[comment.pk for comment in comments]).order_by("pk")
    texts = dict(locked.values_list("pk", "text"))
    same = [comment for comment in comments if texts.get(comment.pk) == comment.text]
    Comment.objects.bulk_update(same, [name.removesuffix("_id") for name in _FOUND], batch_size=100)
    for comment in same:
        if comment.pk in harmful:
            disclosures.find(comment, at=at)


def _surroundings(comments: Sequence[Comment]) -> dict[int, Surroundings]:
    """What is known around the comments on each event: read in a handful of statements, however many events."""
    events = {comment.evaluation.event_id: comment.evaluation.event for comment in comments}
    names, places, known = _names(events.values()), _places(), _known()
    return {pk: Surroundings(tuple(names.get(pk, ())), places, known) for pk in events}


def _names(events: Iterable[Event]) -> dict[int, list[tuple[str, str]]]:
    """The names on each event's register, of a workshop those of its conference's too, and its trainers'."""
    wholes = {event.pk: {event.pk, event.parent_id or event.pk} for event in events}
    every = {pk for both in wholes.values() for pk in both}
    by_event: dict[int, list[tuple[str, str]]] = {}
    booked = Booking.objects.filter(event__in=every).order_by("pk")
    for event, first, last in booked.values_list("event", "person__first_name", "person__last_name"):
        by_event.setdefault(event, []).append((first, last))
    for event, name in EventTrainer.objects.filter(event__in=every).values_list("event", "name"):
        first, _, last = name.partition(" ")
        by_event.setdefault(event, []).append((first, last))
    return {pk: [name for each in sorted(both) for name in by_event.get(each, ())] for pk, both in wholes.items()}


def _places() -> frozenset[str]:
    names = [*Venue.objects.values_list("name", flat=True), *Area.objects.values_list("name", flat=True)]
    return frozenset(part.strip() for name in names for part in (name, *name.split(",")) if part.strip())


def _known() -> frozenset[str]:
    """Words of names that are on record and name nobody."""
    named = (
        *Agency.objects.values_list("name", flat=True),
        *Course.objects.values_list("title", flat=True),
        *Theme.objects.values_list("name", flat=True),
    )
    return frozenset(word.casefold().strip(",.:()'’") for name in named for word in name.split())
