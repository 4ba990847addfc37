"""Unused accounts: whoever has not signed in for long is warned twice by letter, and then has no account any more.

Their record stays, with the address that the account had, so that whoever comes back finds it again.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from core import audit, mail
from core.audit import Actor
from core.models import OutgoingMail
from people import accounts
from people.models import Person, User

LETTER = "account-unused"
WARNED = (timedelta(days=60), timedelta(days=14))
"""So long before an account goes its owner is written to, the first time and the second."""


def unused_since(moment: datetime) -> QuerySet[User]:
    """The accounts that nobody has signed in with since; those with duties are an administrator's to close."""
    used = User.objects.annotate(used_at=Coalesce("last_login", "date_joined"))
    return used.filter(used_at__lte=moment, duties=None).order_by("used_at", "pk")


def to_warn(number: int, *, before: datetime, at: datetime) -> list[User]:
    """To whom that letter, the first or the second, is due and was not posted since they last signed in.

    An account goes that nobody has signed in with since `before`; the letter is due so much earlier. However long ago
    that was, the second comes as long after the first as both say, so that they name the same day.
    """
    unused = list(unused_since(before + WARNED[number - 1]))
    known = set(_posted(unused, number).values_list("key", flat=True))
    due = [user for user in unused if _key(user, number) not in known]
    if number == 1:
        return due
    first = set(_posted(due, 1).filter(due_at__lte=at - (WARNED[0] - WARNED[1])).values_list("key", flat=True))
    return [user for user in due if _key(user, 1) in first]


def warn(user: User, number: int, *, at: datetime) -> None:
    """Post that letter, in the open transaction of whoever finds out."""
    goes_on = (at + WARNED[number - 1]).date().isoformat()
    said: dict[str, int | str] = {"user": user.pk, "used_on": last_used_on(user).isoformat(), "goes_on": goes_on}
    mail.post(LETTER, key=_key(user, number).removeprefix(f"{LETTER}:"), at=at, **said)


def to_go(*, before: datetime, at: datetime) -> list[User]:
    """Those whose time is over, and whose second letter went out, or had nobody to go to, as long ago as it says."""
    unused = list(unused_since(before))
    over = at - WARNED[1]
    told = _posted(unused, 2).filter(Q(sent_at__lte=over) | Q(dropped_at__lte=over))
    known = set(told.values_list("key", flat=True))
    return [user for user in unused if _key(user, 2) in known]


def let_go(user: User, *, before: datetime, by: Actor, at: datetime) -> User | None:
    """End the account and leave its address on the record, in the open transaction; None if it was used meanwhile."""
    locked = User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
    if locked is None or not unused_since(before).filter(pk=user.pk).exists():
        return None
    Person.objects.filter(user=locked).update(user=None, email=locked.email)
    accounts.erase(locked, at=at)
    audit.record("accounts.let_go", locked, by=by, at=at)
    return locked


def last_used_on(user: User) -> date:
    """The day on which its owner last signed in; or joined, if they never did since."""
    return (user.last_login or user.date_joined).date()


def _key(user: User, number: int) -> str:
    return f"{LETTER}:{user.pk}:{last_used_on(user)}:{number}"


def _posted(users: Iterable[User], number: int) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(letter=LETTER, key__in=[_key(user, number) for user in users])
