"""Merging agencies, on the reports' floor: targets of this year and later are set anew, earlier ones stay."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.audit import Actor
from core.years import period_of
from events.models import LONDON
from people.merging_agencies import Holding, none
from people.models import Agency
from reports import targets
from reports.models import Target
from reports.targets import NoTarget

OF_AN_AGENCY = (Holding("reports.Target.agency", "target", goes=none),)
FIELDS = ("people", "workforce")


@dataclass(frozen=True)
class Aim:
    """A number that is set for a year, of how many people to reach or how many there are: of the one and the other."""

    year: str
    field: str
    kept: int | None
    gone: int | None


def aims(kept: Agency, gone: Agency, *, at: datetime) -> list[Aim]:
    """What is set for this year or a later one of either, by year."""
    found: dict[str, dict[int | None, Target]] = defaultdict(dict)
    this_year = period_of(at.astimezone(LONDON).date()).year
    for target in Target.objects.filter(agency__in=[kept, gone], year__gte=this_year).order_by("year"):
        found[target.year][target.agency_id] = target
    each = [
        Aim(year, field, getattr(of.get(kept.pk), field, None), getattr(of.get(gone.pk), field, None))
        for year, of in found.items()
        for field in FIELDS
    ]
    return [aim for aim in each if aim.kept is not None or aim.gone is not None]


def aim_anew(
    kept: Agency, gone: Agency, *, said: Mapping[tuple[str, str], int | None], by: Actor, at: datetime
) -> None:
    """Set the kept one's targets to what was said, by year and field; those of the other for these years end."""
    asked = {(aim.year, aim.field) for aim in aims(kept, gone, at=at)}
    if not asked <= said.keys():
        raise NoTarget("A target was set after you opened this page. Open it anew to see it.")
    for year in {year for year, _ in asked}:
        people, workforce = (said.get((year, field)) for field in FIELDS)
        Target.objects.filter(agency=gone, year=year).delete()
        targets.put(kept, year, people=people, workforce=workforce, by=by, at=at)
