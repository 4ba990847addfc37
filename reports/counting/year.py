"""Counts a whole year, stage by stage, so that whoever waits for it can be told how far it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from evaluations.change import Given, scales
from evaluations.models import Question, Theme
from reports.counting import bookings, change, evaluations, others, people, programme, waiting
from reports.counting.bookings import EventFacts
from reports.counting.reference import Reference
from reports.counting.snapshot import one_snapshot
from reports.counting.tallies import Counts
from reports.counting.window import Window
from reports.models import Target

Rows = list[dict[str, Any]]


@dataclass
class Year:
    """Everything that is counted for one report; the functions of STAGES fill it."""

    window: Window
    counts: Counts = field(default_factory=Counts)
    held: dict[int, EventFacts] = field(default_factory=dict)
    ratings: dict[str, Rows] = field(default_factory=dict)
    comments: dict[str, Rows] = field(default_factory=dict)
    approved_quotes: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    later_comments: dict[str, dict[str, Any]] = field(default_factory=dict)
    matched: dict[str, Rows] = field(default_factory=dict)
    later: dict[str, dict[str, Any]] = field(default_factory=dict)
    unmet: dict[str, Any] = field(default_factory=dict)
    headcounts: dict[str, Rows] = field(default_factory=dict)
    budget: Rows = field(default_factory=list)
    workshops: Rows = field(default_factory=list)
    workshop_choices: Rows = field(default_factory=list)
    contributions: dict[str, dict[str, Any]] = field(default_factory=dict)
    lived_experience: dict[str, Any] = field(default_factory=dict)
    targets: dict[tuple[str, str], Target] = field(default_factory=dict)

    @cached_property
    def reference(self) -> Reference:
        """What rows are named by, read once."""
        return Reference.load()

    @cached_property
    def questions(self) -> list[Question]:
        """The questions in their order."""
        return list(Question.objects.order_by("pk"))

    @cached_property
    def themes(self) -> list[Theme]:
        """The codebook in its order."""
        return list(Theme.objects.order_by("position", "pk"))

    def count_bookings(self) -> None:
        """Count events, bookings and people, all as of one moment, for these must add up."""
        with one_snapshot():
            self.held = bookings.count_events(self.window, self.reference, self.counts)
            bookings.count_facts_of_the_day(self.window, self.reference, self.counts)
            bookings.count_reasons(self.window, self.counts)
            people.count_people(self.window, self.reference, self.counts)
            self.unmet = waiting.unmet(self.window, self.reference)

    def read_evaluations(self) -> None:
        """Count answers and what changed, and gather comments."""
        changes = change.Changes(scales())

        def also(event: EventFacts, given: list[Given]) -> None:
            changes.add(change.places_of(event, self.reference), given)

        self.ratings = evaluations.ratings(self.window, self.questions, self.held, self.counts, also)
        change.count_asked(changes, change.everything(self.window), self.held, self.reference)
        self.matched, self.later = changes.matched(), changes.later()
        self.comments = evaluations.comments(self.window, self.themes)
        self.approved_quotes = evaluations.approved_quotes(self.window)
        self.later_comments = evaluations.later_comments(self.window, self.themes)

    def count_the_rest(self) -> None:
        """Count what stands beside the bookings."""
        self.headcounts = others.headcounts(self.window)
        others.count_enrolments(self.window, self.counts)
        others.count_trainers(self.window, self.counts)
        self.budget = others.budget(self.window.period)
        self.workshops = programme.workshops(self.window, self.held, self.reference)
        self.workshop_choices = programme.choices(self.window, self.held, self.reference)
        self.contributions = programme.contributions(self.window, self.reference)
        self.lived_experience = programme.lived_experience(self.window)
        self.targets = others.targets(self.window.period)


STAGES: tuple[tuple[str, Callable[[Year], None]], ...] = (
    ("Counting events, bookings and people", Year.count_bookings),
    ("Reading evaluations and comments", Year.read_evaluations),
    ("Counting e-learning, trainers, head counts and money", Year.count_the_rest),
)
