"""Merging two agencies: people and what is to come go to the kept one, in one transaction; what has begun stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from config.merging import NotMerged
from core import audit, once
from core.audit import Actor
from core.words import count_noun, listed, pounds
from events import merging_agencies as events_merging
from events.locks import lock_all
from people import api_keys
from people import merging_agencies as people_merging
from people.merging_agencies import Holding
from people.models import Agency, User
from reports import merging_agencies as reports_merging

OF_AN_AGENCY: tuple[Holding, ...] = (
    *people_merging.OF_AN_AGENCY,
    *events_merging.OF_AN_AGENCY,
    *reports_merging.OF_AN_AGENCY,
)
"""What becomes of every row that names an agency; a test compares it with the models."""


@dataclass(frozen=True)
class Numbers:
    """What adds up where two agencies become one, as a manager says it: how many people the kept one can send, and its
    targets by year and field.
    """

    workforce: int | None = None
    aims: Mapping[tuple[str, str], int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Outlook:
    """What a merge would move, who would lead what, what stands in the way, and what is worth a look."""

    moves: list[str]
    leads: list[str]
    hindrances: list[str]
    warnings: list[str]


def outlook(kept: Agency, gone: Agency, *, by: Actor, at: datetime) -> Outlook:
    """What would happen; it changes nothing."""
    hindrances = list(_hindrances(kept, gone, by=by, at=at))
    return Outlook(
        moves=_going(gone, at=at),
        leads=[] if hindrances else list(_who_leads(kept, gone)),
        hindrances=hindrances,
        warnings=list(people_merging.differences(kept, gone)),
    )


def holdings(agency: Agency, *, at: datetime) -> list[str]:
    """What names that agency, counted, in words; its bookings by year, and what they cost."""
    so_far, to_come = events_merging.charged_so_far(agency, at=at), events_merging.charged_to_come(agency, at=at)
    counted = ((each, each.rows(agency).count()) for each in OF_AN_AGENCY if each is not events_merging.BOOKINGS)
    by_year = events_merging.by_year(agency).items()
    return [
        *(count_noun(count, holding.noun) for holding, count in counted if count),
        *(f"{count_noun(count, 'booking')} in {year}" for year, count in by_year),
        *([f"{pounds(so_far)} charged for what has begun"] if so_far else []),
        *_charged_to_come(to_come),
    ]


@once.change
def merge(kept: Agency, gone: Agency, *, numbers: Numbers, by: Actor, at: datetime, reason: str) -> Agency:
    """Let `kept` have the people of `gone`, its leads, and all that is to come; `gone` is closed and leads to `kept`.

    What has begun keeps the agency of its day. Whoever has a place keeps it. No letters are posted but to those whom
    the waiting list passes a place.
    """
    lock_all(events_merging.not_over())
    kept, gone = people_merging.lock_both(kept, gone)
    if hindrances := list(_hindrances(kept, gone, by=by, at=at)):
        raise NotMerged(" ".join(hindrances))
    moved, to_move = "; ".join(_going(gone, at=at)), events_merging.whose_lists_move(gone, at=at)
    for holding in OF_AN_AGENCY:
        holding.go(kept, gone, at=at)
    people_merging.lead_both(kept, gone, by=by, at=at, reason=reason)
    reports_merging.aim_anew(kept, gone, said=numbers.aims, by=by, at=at)
    people_merging.close(gone, kept, workforce=numbers.workforce, at=at)
    api_keys.end_all_of(gone, by=by, at=at, reason=reason)
    audit.record("agencies.merge", kept, by=by, at=at, reason=reason, merged=gone.pk, code=gone.code, moved=moved)
    events_merging.move_lists(to_move, at=at)
    return kept


def _hindrances(kept: Agency, gone: Agency, *, by: Actor, at: datetime) -> Iterator[str]:
    of_themselves = list(people_merging.why_not(kept, gone, by=by))
    yield from of_themselves or events_merging.why_not(kept, gone, at=at)


def _going(gone: Agency, *, at: datetime) -> list[str]:
    """What goes along, counted, and what is charged for it, in words."""
    counted = ((holding.noun, holding.going(gone, at=at).count()) for holding in OF_AN_AGENCY)
    charges = _charged_to_come(events_merging.charged_to_come(gone, at=at))
    return [*(count_noun(count, noun) for noun, count in counted if count), *charges]


def _charged_to_come(costs: Decimal) -> list[str]:
    return [f"{pounds(costs)} charged for what is to come"] if costs else []


def _who_leads(kept: Agency, gone: Agency) -> Iterator[str]:
    """Whose right grows by it, by name: nobody's does unseen."""
    if theirs := people_merging.only_lead(gone, kept):
        yield f"{_named(theirs)}, who {_leads(theirs)} {gone}, would lead {kept} as well, with all of its people"
    if ours := people_merging.only_lead(kept, gone):
        yield (
            f"{_named(ours)}, who {_leads(ours)} {kept}, would have the people of {gone} in their team, with their "
            "training passports"
        )
    if User.objects.leads_of(gone.pk).exists():
        yield f"Whoever leads {gone} now would still see what stays with it"


def _leads(users: list[User]) -> str:
    return "leads" if len(users) == 1 else "lead"


def _named(users: list[User]) -> str:
    return listed([person.name if (person := getattr(user, "person", None)) else user.email for user in users])
