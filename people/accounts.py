"""Accounts: signed out elsewhere, closed and opened again, their second factor set up anew; erased."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from core import audit, mail, once
from core.audit import Actor
from core.models import AuditEntry
from core.refusals import Refusal
from people import api_keys
from people.models import Agency, Duty, User

ACTS = {
    "duties.give": "Duty given: {duty}",
    "duties.take": "Duty taken away: {duty}",
    "accounts.close": "Account closed",
    "accounts.reopen": "Account opened again",
    "accounts.forget_second_factor": "Second step removed",
    "accounts.sign_out": "One device signed out",
    "accounts.sign_out_everywhere": "Signed out everywhere",
    "accounts.accept_invitation": "Account made, by invitation",
    "accounts.let_go": "Account ended, for nobody used it",
}
"""What the trail says of an account, in words."""
TURNOUT = "Turnout itself"
"""Who did what no user did."""
ENDED = "Somebody who has no account any more"
NOWHERE = "erased.invalid"
"""Where nobody can have an address (RFC 2606)."""


@dataclass(frozen=True)
class Act:
    """One thing that was done about an account."""

    at: datetime
    what: str
    by: str
    reason: str


class LastAdministrator(Refusal):
    """Nobody would be left to give anybody a duty."""


class NothingToForget(Refusal):
    """There is no second factor that could be set up anew."""


@once.change
def sign_out(session: UserSession, *, by: Actor, at: datetime) -> None:
    """End one session; whoever has it open is nobody with their next click."""
    audit.record("accounts.sign_out", session.user, by=by, at=at)
    session.end()


@once.change
def sign_out_everywhere(user: User, *, by: Actor, at: datetime) -> None:
    """End all of a user's sessions."""
    _end_sessions(user)
    audit.record("accounts.sign_out_everywhere", user, by=by, at=at)


@once.change
def close(user: User, *, by: Actor, at: datetime, reason: str) -> None:
    """Let nobody in by this account any more, from this moment. What its owner booked and attended stays."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        demand_another_administrator(user)
        _set_active(user, active=False)
        _end_sessions(user)
        audit.record("accounts.close", user, by=by, at=at, reason=reason)


@once.change
def reopen(user: User, *, by: Actor, at: datetime, reason: str) -> None:
    """Let its owner in again, with their password, second factor and duties of before."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        _set_active(user, active=True)
        audit.record("accounts.reopen", user, by=by, at=at, reason=reason)


@once.change
def forget_second_factor(user: User, *, by: Actor, at: datetime, reason: str) -> None:
    """Have somebody who lost their phone set up a second factor anew; they are signed out, and told by letter."""
    user = User.objects.select_for_update().get(pk=user.pk)
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise NothingToForget("They have no second factor to set up anew.")
    _end_sessions(user)
    entry = audit.record("accounts.forget_second_factor", user, by=by, at=at, reason=reason)
    mail.post("second-factor-forgotten", key=str(entry.pk), at=at, user=user.pk)


def erase(user: User, *, at: datetime) -> None:
    """Leave of the account its number, so that what it did is still one account's. Wants it locked, and no duty."""
    _end_sessions(user)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    api_keys.forget_maker(user)
    user.groups.clear()
    user.user_permissions.clear()
    user.email, user.last_login, user.is_superuser = f"{user.pk}@{NOWHERE}", None, False
    user.is_active, user.erased_at = False, at
    user.set_unusable_password()
    user.save()


def demand_another_administrator(user: User) -> None:
    """Refuse if the user is the only administrator who can sign in. Locks them all, so that two don't go at once."""
    duties = Duty.objects.filter(kind=Duty.Kind.ADMINISTRATOR, user__is_active=True).order_by("pk")
    others = [duty.user_id for duty in duties.select_for_update(of=("self",)) if duty.user_id != user.pk]
    if user.has_duty(Duty.Kind.ADMINISTRATOR) and not others:
        raise LastAdministrator("They are the only administrator: make somebody else one first.")


def in_words(trail: Iterable[AuditEntry]) -> list[Act]:
    """Entries of the trail as people read them: what was done, and by whom."""
    entries = list(trail)
    users = actors(entries)
    agencies = Agency.objects.in_bulk([each.details["agency"] for each in entries if each.details.get("agency")])
    return [
        Act(each.at, _what(each, agencies), getattr(users.get(each.actor), "email", unknown(each.actor)), each.reason)
        for each in entries
    ]


def actors(entries: Iterable[AuditEntry]) -> dict[str, User]:
    """The users who did what the entries tell of, with their people, by how the trail calls them; one statement."""
    called = {entry.actor.partition(":") for entry in entries}
    users = User.objects.filter(pk__in=[int(number) for kind, _, number in called if kind == "user"])
    return {user.actor_ref: user for user in users.select_related("person")}


def unknown(actor: str) -> str:
    """Who did what, where no user of today is called so by the trail."""
    return ENDED if actor.startswith("user:") else TURNOUT


def _what(entry: AuditEntry, agencies: dict[int, Agency]) -> str:
    kind, agency = entry.details.get("kind"), agencies.get(entry.details.get("agency", 0))
    duty = Duty(kind=kind, agency=agency) if kind else ""
    return ACTS.get(entry.verb, entry.verb).format(duty=duty)


def _set_active(user: User, *, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
