"""Finding: whatever a manager looks for by a few words, be it a person, an event, a course or an agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.search import words_in
from events import browsing
from events.models import LONDON, Event
from people import persons
from people.models import Agency, Person
from training.models import Course

AT_MOST = 10
"""Of each kind so many are shown; the list of that kind, filtered by the same words, has all."""


@dataclass(frozen=True)
class Found:
    """What fits, the first few of each kind; events to come before those of the past."""

    people: list[Person]
    events: list[Event]
    courses: list[Course]
    agencies: list[Agency]

    def __bool__(self) -> bool:
        return any((self.people, self.events, self.courses, self.agencies))


def by_words(text: str, *, at: datetime) -> Found:
    """What each of those words occurs in, whatever the capitals; five statements at most."""
    today = at.astimezone(LONDON).date()
    events = browsing.matching(Event.objects.select_related("course", "venue"), text)
    coming = list(events.filter(starts_on__gte=today).order_by("starts_on", "starts_time", "pk")[:AT_MOST])
    past = events.filter(starts_on__lt=today).order_by("-starts_on", "-starts_time", "pk")[: AT_MOST - len(coming)]
    return Found(
        people=persons.matching(text)[:AT_MOST],
        events=[*coming, *(past if len(coming) < AT_MOST else ())],
        courses=list(Course.objects.filter(words_in(("title", "code"), text)).order_by("title", "pk")[:AT_MOST]),
        agencies=list(Agency.objects.current().filter(words_in(("name", "code"), text)).order_by("name")[:AT_MOST]),
    )
