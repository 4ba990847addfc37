"""Counts the people behind the bookings, and the breakdowns by who they are.

Equality answers and attendance meet here only, in memory, one person at a time; what leaves this module is counts.
"""

from collections import defaultdict
from itertools import groupby
from operator import itemgetter

from people.equality import answers_by_person
from reports.counting.reference import Reference
from reports.counting.tallies import OUTCOME_COUNTS, OUTCOMES, Counts, Tally
from reports.counting.window import Span, Window
from reports.measures import ALL, NOT_RECORDED, SCOPES_OF_KIND

_COLUMNS = ("person_id", "person__works_with", "span", "kind", "agency_id", "target_group_id")
_ATTENDED = OUTCOMES.index("attended")


def count_people(window: Window, reference: Reference, counts: Counts) -> None:
    """Count different people who attended, in all and of whom; and break bookings down by who the people are.

    That is whom they work with, their sex and their ethnic group.
    """
    answers_of = answers_by_person()
    tallies: dict[tuple[int, str, str, str, str], Tally] = defaultdict(Tally)
    groups = window.bookings().values_list(*_COLUMNS).annotate(**OUTCOME_COUNTS)
    for person, rows in groupby(groups.order_by("person_id").iterator(chunk_size=5000), key=itemgetter(0)):
        sex, ethnic_group = answers_of(person)
        came: set[tuple[int, str]] = set()
        reached: set[tuple[int, str, str]] = set()
        for _, works_with, span, kind, agency, target_group, *counted in rows:
            tallies[span, kind, works_with, sex, ethnic_group].add(counted)
            if counted[_ATTENDED]:
                came.update((span, scope) for scope in SCOPES_OF_KIND[kind])
                if ALL in SCOPES_OF_KIND[kind]:
                    reached.update((span, *which) for which in reference.belongs_to(agency, target_group))
        for span, scope in came:
            counts.totals[Span(span), scope].people += 1
        for each in reached:
            counts.reach(*each)
    for (span, kind, works_with, sex, ethnic_group), tally in tallies.items():
        counts.add("by_works_with", span, kind, works_with or NOT_RECORDED, tally.counts)
        counts.add("by_sex", span, kind, sex or NOT_RECORDED, tally.counts)
        counts.add("by_ethnic_group", span, kind, ethnic_group or NOT_RECORDED, tally.counts)
        counts.add("by_ethnic_rollup", span, kind, reference.ethnic_rollup(ethnic_group), tally.counts)
