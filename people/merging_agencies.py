"""Merging agencies, on the people's floor: who works for one works for the other, and whoever led it leads both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from core.audit import Actor
from core.merging import Relation
from people import duties
from people.models import Agency, Duty, Person, User


def every(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """All of them go along."""
    return rows


def none(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """All of them stay."""
    return rows.none()


@dataclass(frozen=True)
class Holding(Relation):
    """The rows that name an agency by one field, and which of them go along: what speaks of the past stays."""

    goes: Callable[[QuerySet[Any], datetime], QuerySet[Any]] = every

    def going(self, agency: Agency, *, at: datetime) -> QuerySet[Any]:
        """Those of an agency that is merged at that moment which name the kept one from then on."""
        return self.goes(self.rows(agency), at)

    def go(self, kept: Agency, gone: Agency, *, at: datetime) -> None:
        """Let those name the kept one."""
        self.going(gone, at=at).update(**{self.field.rpartition(".")[2]: kept})


OF_AN_AGENCY = (
    Holding("people.Person.agency", "person,people"),
    Holding("people.Duty.agency", "lead", goes=none),
    Holding("people.ApiKey.agency", "key for an HR system,keys for HR systems", goes=none),
    Holding("people.Agency.successor", "agency merged into it before,agencies merged into it before", goes=none),
)
"""Of the duties none goes: what stays with the agency is still for those who led it, and they lead the other too. Nor
does a key, for a lead of the kept one has to say whose systems see its staff: the merge ends them.
"""


def lock_both(kept: Agency, gone: Agency) -> tuple[Agency, Agency]:
    """Both as they are now, with the people of the one that goes, locked until the open transaction ends.

    What a lock was waited for is read without joins: a joined row would be as it was before.
    """
    people = Person.objects.select_for_update(of=("self",)).filter(agency=gone).order_by("pk")
    list(people.values_list("pk"))
    both = Agency.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    locked = {agency.pk: agency for agency in both}
    return locked[kept.pk], locked[gone.pk]


def why_not(kept: Agency, gone: Agency, *, by: Actor) -> Iterator[str]:
    """What of the two themselves stands in the way."""
    if kept.pk == gone.pk:
        yield "An agency can’t be merged with itself."
        return
    for agency in (kept, gone):
        if agency.successor:
            yield f"{agency} was merged into {agency.successor} already: choose that one."
    if isinstance(by, User) and by.led_agencies & {kept.pk, gone.pk}:
        yield "You lead one of the two. Ask a colleague to do it."


def differences(kept: Agency, gone: Agency) -> Iterator[str]:
    """What is another matter with the one than with the other: no hindrance, but worth a look."""
    if kept.sector_id != gone.sector_id:
        yield (
            f"{gone} belongs to {gone.sector}, {kept} to {kept.sector}: whatever its people come to from now on counts "
            f"for {kept.sector}."
        )
    if (kept.contributes, kept.kind_id) != (gone.contributes, gone.kind_id):
        yield (
            "They don’t pay alike. A place that is booked keeps its price; new ones cost its people what they cost "
            f"{kept}."
        )
    if gone.hard_to_reach and not kept.hard_to_reach:
        yield f"{gone} is hard to reach, and {kept} is not said to be. If it is now, say so on its record."


def only_lead(agency: Agency, other: Agency) -> list[User]:
    """Who leads the one, and not the other."""
    leads = User.objects.leads_of(agency.pk).select_related("person")
    return list(leads.exclude(pk__in=User.objects.leads_of(other.pk).order_by().values("pk")))


def lead_both(kept: Agency, gone: Agency, *, by: Actor, at: datetime, reason: str) -> None:
    """Let whoever leads the one that goes lead the kept one as well, each on the trail."""
    for user in only_lead(gone, kept):
        duties.entrust(user, Duty.Kind.LEAD, agency=kept, by=by, at=at, reason=reason)


def close(gone: Agency, kept: Agency, *, workforce: int | None, at: datetime) -> None:
    """Close the one that goes: it leads to the kept one, which can send so many people. Wants both locked."""
    gone.successor, gone.merged_at = kept, at
    gone.save(update_fields=["successor", "merged_at"])
    kept.workforce = workforce
    kept.save(update_fields=["workforce"])
