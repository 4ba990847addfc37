"""What anybody may know about the rows of a report besides their numbers, from the catalogue, say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from people.models import EqualityAnswer, EthnicGroup, Person
from reports.counting.year import Year
from reports.measures import ALL, SCOPES_OF_KIND

HUNDREDTHS = 100

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """Which row rolls up to which, how long a course is, of which kind an event was, and which answers there are."""

    sectors: Mapping[str, str] = field(default_factory=dict)
    rollups: Mapping[str, str] = field(default_factory=dict)
    hours: Mapping[str, int] = field(default_factory=dict)
    """Of courses, in hundredths."""
    priorities: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    """What courses serve, by their codes."""
    event_scopes: Mapping[str, str] = field(default_factory=dict)
    """Of events with ratings that are no workshop: `courses`, say."""
    answers: Mapping[str, Labels] = field(default_factory=dict)
    """Of the personal breakdowns: all answers that one may give, with their labels."""

    @classmethod
    def of(cls, year: Year) -> "Facts":
        """Those of a counted year."""
        reference = year.reference
        courses = reference.courses.values()
        return cls(
            sectors={row.code: reference.sector(pk) for pk, row in reference.agencies.items()},
            rollups={code: row.roll_up for code, row in reference.ethnic_groups.items()},
            hours={row.code: int(HUNDREDTHS * (row.hours or 0)) for row in courses},
            priorities={row.code: reference.priorities[row.priority_id] for row in courses if row.priority_id},
            needs={row.code: row.need for row in courses if row.need},
            event_scopes=dict(_event_scopes(year)),
            answers=ANSWERS,
        )


ANSWERS: Mapping[str, Labels] = {
    "by_works_with": dict(Person.WorksWith.choices),
    "by_sex": dict(EqualityAnswer.Sex.choices),
    "by_ethnic_rollup": dict(EthnicGroup.RollUp.choices),
}


def _event_scopes(year: Year) -> Iterator[tuple[str, str]]:
    for event in year.held.values():
        if event.parent is None:
            yield event.code, next(scope for scope in SCOPES_OF_KIND[event.kind] if scope != ALL)
