"""Targets: how many different people of an agency or a target group the board wants to reach in a year."""

from datetime import datetime

from django.db.models import Q

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from people.models import Agency, TargetGroup, User
from reports.models import Target


class NoTarget(Refusal):
    """Nothing of that kind has a target."""


def found(year: str, of: Agency | TargetGroup) -> Target | None:
    """What is set for that year, if anything is."""
    return Target.objects.filter(_is_for(of), year=year).first()


@once.change
def aim(
    of: Agency | TargetGroup, year: str, *, people: int | None, workforce: int | None, by: User, at: datetime
) -> None:
    """Set how many people are to be reached and how many there are, in place of what was set; None twice unsets it."""
    put(of, year, people=people, workforce=workforce, by=by, at=at)


def put(
    of: Agency | TargetGroup, year: str, *, people: int | None, workforce: int | None, by: Actor, at: datetime
) -> None:
    """The same, in the open transaction of what brings it along."""
    target = found(year, of) or Target(year=year, **_names(of))
    if people is not None and workforce is not None and people > workforce:
        raise NoTarget(f"No more than the {workforce:,} people that there are can be reached.")
    target.people, target.workforce = people, workforce
    if people is not None or workforce is not None:
        target.save()
    elif target.pk:
        target.delete()
    audit.record("targets.aim", of, by=by, at=at, year=year, people=people, workforce=workforce)


def _is_for(of: Agency | TargetGroup) -> Q:
    return Q(**_names(of))


def _names(of: Agency | TargetGroup) -> dict[str, Agency | TargetGroup]:
    return {"agency" if isinstance(of, Agency) else "target_group": of}
