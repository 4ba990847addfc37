"""Duties: given to users and taken from them, each with a reason that is kept."""

from datetime import datetime

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from people import accounts, agencies
from people.models import Agency, Duty, User


class AlreadyEntrusted(Refusal):
    """The user has that duty."""


class NeedsAgency(Refusal):
    """A lead is a lead of some agency."""


@once.change
def give(user: User, kind: Duty.Kind, *, agency: Agency | None, by: Actor, at: datetime, reason: str) -> Duty:
    """Entrust the user with a duty, from their next click; `agency` is the one that a lead leads, and else ignored.

    Refused of an agency that was merged into another meanwhile.
    """
    agency = agency if kind == Duty.Kind.LEAD else None
    if kind == Duty.Kind.LEAD and agency is None:
        raise NeedsAgency("Say which agency they lead.")
    agencies.demand_open(agency)  # before the user: whoever merges agencies has them locked when it comes to users
    user = User.objects.select_for_update().get(pk=user.pk)
    if duty := user.duties.filter(kind=kind, agency=agency).first():
        raise AlreadyEntrusted(f"They have that duty already: {duty}.")
    return entrust(user, kind, agency=agency, by=by, at=at, reason=reason)


def entrust(user: User, kind: Duty.Kind, *, agency: Agency | None, by: Actor, at: datetime, reason: str) -> Duty:
    """Give somebody a duty that they have not, in the open transaction of what brings it along."""
    duty = Duty.objects.create(user=user, kind=kind, agency=agency)
    _record("duties.give", duty, by=by, at=at, reason=reason)
    return duty


@once.change
def take(duty: Duty, *, by: Actor, at: datetime, reason: str) -> None:
    """Take a duty from a user; what it let them see is closed to them with their next click."""
    user = User.objects.select_for_update().get(pk=duty.user_id)
    if not user.duties.filter(pk=duty.pk).exists():
        return
    if duty.kind == Duty.Kind.ADMINISTRATOR:
        accounts.demand_another_administrator(user)
    _record("duties.take", duty, by=by, at=at, reason=reason)
    duty.delete()


def _record(verb: str, duty: Duty, *, by: Actor, at: datetime, reason: str) -> None:
    audit.record(verb, duty.user, by=by, at=at, reason=reason, kind=duty.kind, agency=duty.agency_id)
