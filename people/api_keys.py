"""Keys for agencies' own systems: made and shown once, ended with a reason, and looked up for each request.

Whatever closes an agency's records to the one who made a key closes them to the key: an account that is closed, a duty
that is taken away, an agency that becomes part of another.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core import audit, links, mail, once
from core.api import problems
from core.api.problems import Problem
from core.audit import Actor
from core.refusals import Refusal
from core.words import short_day
from people import agencies
from people.models import Agency, AgencyQuerySet, ApiKey, ApiKeyQuerySet, User
from people.rules import may_manage_training

PURPOSE = "api"
BEGINS = "turnout_"
"""With what every key begins, so that whoever finds one knows what it opens."""
WARNED_FOR = timedelta(days=30)
"""For how long before it lapses a key is shown as lapsing; as that begins those who can renew it are written to."""
USE_KEPT_EVERY = timedelta(hours=1)


class NameTaken(Refusal):
    """The agency has a key of that name."""


class NotTheirs(Refusal):
    """Who asks doesn't lead the agency."""


@dataclass(frozen=True)
class Made:
    """A key, and what is never shown again: the words by which it opens."""

    key: ApiKey
    token: str


def agencies_of(user: User) -> AgencyQuerySet:
    """The agencies whose keys the user keeps: those that they lead, or for managers all."""
    open_ones = Agency.objects.with_people()
    return open_ones if may_manage_training(user) else open_ones.filter(pk__in=user.led_agencies)


def kept_by(user: User) -> ApiKeyQuerySet:
    """The keys that the user sees and may end, of agencies that were merged as well."""
    found = ApiKey.objects.with_standing()
    return found if may_manage_training(user) else found.filter(agency__in=user.led_agencies)


@once.change
def make(agency: Agency, *, name: str, by: User, at: datetime) -> Made:
    """Give an agency's system a key, good for as long as the site says."""
    agencies.demand_open(agency)
    if not agencies_of(by).filter(pk=agency.pk).exists():
        raise NotTheirs(f"You don’t lead {agency}.")
    if ApiKey.objects.not_ended().filter(agency=agency, name__iexact=name).exists():
        raise NameTaken(f"{agency} has a key named {name}. Give this one another name, or end that one first.")
    token = BEGINS + links.new_token()
    lapses_at = at + timedelta(days=settings.API_KEY_DAYS)
    made = ApiKey.objects.create(
        agency=agency, name=name, hashed=_hashed(token), made_at=at, made_by=by, lapses_at=lapses_at
    )
    audit.record("api_keys.make", made, by=by, at=at, agency=agency.pk)
    return Made(made, token)


@once.change
def end(key: ApiKey, *, by: Actor, at: datetime, reason: str) -> None:
    """Let a key open nothing any more, from its next request on."""
    key = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if key.ended_at is None:
        _end(key, by=by, at=at, reason=reason)


def end_all_of(agency: Agency, *, by: Actor, at: datetime, reason: str) -> None:
    """End every key of an agency, in the open transaction of what closes it; wants the agency locked."""
    for key in ApiKey.objects.not_ended().filter(agency=agency):
        _end(key, by=by, at=at, reason=reason)


def forget_maker(user: User) -> None:
    """Nobody knows any more that they made these keys, which open nothing from then on. Wants an open transaction."""
    ApiKey.objects.filter(made_by=user).update(made_by=None)


def opened_by(token: str, *, at: datetime) -> ApiKey:
    """The key that opens by these words, with its agency; a problem where none does, or doesn't any more."""
    key = ApiKey.objects.with_standing().filter(hashed=_hashed(token)).first()
    if key is None:
        raise Problem(problems.UNKNOWN_KEY, "There is no such key.")
    if key.agency.merged_at:
        raise Problem(problems.STOPPED_KEY, f"{key.agency} is part of {key.agency.successor} now.")
    if key.ended_at:
        raise Problem(problems.ENDED_KEY, f"The key was ended on {short_day(key.ended_at)}.")
    if key.has_lapsed(at=at):
        raise Problem(problems.ENDED_KEY, f"The key lapsed on {short_day(key.lapses_at)}.")
    if not key.maker_may:
        raise Problem(problems.STOPPED_KEY, f"Whoever made the key doesn’t lead {key.agency} any more.")
    return key


def note_use(key: ApiKey, *, at: datetime) -> None:
    """Keep when the key was last used, within the hour, so that most requests write nothing."""
    if key.last_used_at is None or key.last_used_at + USE_KEPT_EVERY <= at:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=at)


@transaction.atomic(durable=True)
def warn(*, at: datetime) -> int:
    """Write, once a key, to those who lead the agency, or who made it, that it lapses within a month; how many letters.

    Of a key that opens nothing any more nobody needs to be told.
    """
    soon = ApiKey.objects.not_ended().filter(lapses_at__gt=at, lapses_at__lte=at + WARNED_FOR, warned_at=None)
    good = [key for key in soon.with_standing() if key.maker_may and not key.agency.merged_at]
    ApiKey.objects.filter(pk__in=[key.pk for key in good]).update(warned_at=at)
    to_write = [(key, user) for key in good for user in _those_who_renew(key)]
    for key, user in to_write:
        mail.post("api-key-lapses", key=f"{key.pk}:{user.pk}", at=at, api_key=key.pk, user=user.pk)
    return len(to_write)


def _those_who_renew(key: ApiKey) -> list[User]:
    """The leads of its agency; where there is none, the manager who made it."""
    leads = list(User.objects.leads_of(key.agency_id))
    return leads or [user for user in [key.made_by] if user]


def _end(key: ApiKey, *, by: Actor, at: datetime, reason: str) -> None:
    key.ended_at = at
    key.save(update_fields=["ended_at"])
    audit.record("api_keys.end", key, by=by, at=at, reason=reason, agency=key.agency_id)


def _hashed(token: str) -> str:
    return links.hashed(PURPOSE, token)
