"""Agencies: put on record, and put right, by those who keep the records."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.text import slugify

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from people.models import Agency

LONGEST_STEM = 50


class NameTaken(Refusal):
    """Another agency of today is called so."""


class MergedMeanwhile(Refusal):
    """The agency that was chosen has become part of another."""


@once.change
def add(*, by: Actor, at: datetime, **about: object) -> Agency:
    """Put an agency on record; its code, for records packages, is made of its name and never changes."""
    name = str(about["name"])
    _demand_own_name(name, None)
    agency = Agency.objects.create(code=_free_code(name), **about)
    audit.record("agencies.add", agency, by=by, at=at)
    return agency


@once.change
def amend(agency: Agency, *, by: Actor, at: datetime, **about: object) -> Agency:
    """Put right what is on record of an agency; prices and mixes go by it from now on, past bookings keep theirs."""
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    changed = _differing(agency, about)
    if "name" in changed:
        _demand_own_name(str(about["name"]), agency)
    for name in changed:
        setattr(agency, name, about[name])
    if changed:
        agency.save(update_fields=changed)
        audit.record("agencies.amend", agency, by=by, at=at, fields=", ".join(changed))
    return agency


def demand_open(agency: Agency | None) -> None:
    """Refuse an agency, if one is said, that was merged into another a moment ago, when its people had moved.

    It is locked until the open transaction ends: after the events that are locked, before users.
    """
    if agency is None:
        return
    found = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if found.merged_at:
        raise MergedMeanwhile(f"{found} has become part of {found.successor}: choose that one.")


def answering() -> Callable[[int, datetime], int]:
    """A look-up, by ids: the agency that answers for what begins at a moment, where one was merged before that."""
    later = {
        agency.pk: (agency.successor_id, agency.merged_at)
        for agency in Agency.objects.exclude(merged_at=None)
        if agency.successor_id and agency.merged_at
    }

    def who(agency: int, at: datetime) -> int:
        while agency in later and later[agency][1] < at:
            agency = later[agency][0]
        return agency

    return who


def _differing(agency: Agency, about: Mapping[str, object]) -> list[str]:
    return [name for name, value in about.items() if getattr(agency, name) != value]


def _demand_own_name(name: str, agency: Agency | None) -> None:
    others = Agency.objects.current()
    if agency:
        others = others.exclude(pk=agency.pk)
    if any(other.casefold() == name.casefold() for other in others.values_list("name", flat=True)):
        raise NameTaken(f"{name} is on record already.")


def _free_code(name: str) -> str:
    stem = slugify(name)[:LONGEST_STEM] or "agency"
    taken = set(Agency.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code for number in range(1, len(taken) + 2) if (code := f"{stem}-{number}" if number > 1 else stem) not in taken
    )
