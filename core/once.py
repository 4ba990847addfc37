"""Forms are carried out once: each carries a key, spent in the same transaction as the change that the form asks for.

The same form sent again, by a double click, from another tab or from a page gone back to, changes nothing and leads to
what came of it. A key is no permission: it is good only for whom its page was drawn. Spent keys are remembered for as
long as a page may be sent, so that no key is ever forgotten while it could still be used.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import update_wrapper
from typing import Generic, ParamSpec, TypeVar

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction

from core.audit import Actor
from core.models import SentForm
from core.refusals import Refusal

FIELD = "once"
GOOD_FOR = timedelta(weeks=4)

P = ParamSpec("P")
T = TypeVar("T")


class OutOfDate(Refusal):
    """The page that was sent is too old, or was drawn for somebody else."""


class AlreadySent(Exception):
    """The form was carried out before. No refusal: what it asks for is done, and `outcome_of` says where to see it."""

    def __init__(self) -> None:
        super().__init__("You have already sent this form: here is what came of it.")


@dataclass
class Sending:
    """A form as it was sent: its key, by whom, and when; and whether it was carried out just now."""

    key: str
    sender: str
    at: datetime
    is_carried_out: bool = False


def drawn_for(user: Actor, *, at: datetime) -> str:
    """A new key for a page that is drawn for that user at that moment, as the page's hidden field holds it."""
    return _signer(user).sign(f"{secrets.token_urlsafe(16)}.{int(at.timestamp())}")


def sent_by(user: Actor, text: str, *, at: datetime) -> Sending:
    """What that user sent, by the key in its hidden field; refused where it was drawn long ago or for another user."""
    try:
        key, _, drawn = _signer(user).unsign(text).partition(".")
    except BadSignature:
        raise OutOfDate("This page was opened by somebody else, or before the site was renewed.") from None
    if datetime.fromtimestamp(int(drawn), UTC) + GOOD_FOR <= at:
        raise OutOfDate(f"This page was opened more than {GOOD_FOR.days // 7} weeks ago.")
    return Sending(key, user.actor_ref, at)


def outcome_of(form: Sending) -> str | None:
    """The address of what came of the form, once it was carried out."""
    return SentForm.objects.filter(key=form.key, sender=form.sender).values_list("led_to", flat=True).first()


def carried_out(keys: Iterable[str], *, by: Actor) -> set[str]:
    """Which of the keys that a device of theirs made up itself were spent before."""
    return set(SentForm.objects.filter(key__in=keys, sender=by.actor_ref).values_list("key", flat=True))


def spend_each(keys: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Spend the keys that a device made up for things it asked for, in the transaction that carries them out."""
    SentForm.objects.bulk_create((SentForm(key=key, sender=by.actor_ref, at=at) for key in keys), ignore_conflicts=True)


class Change(Generic[P, T]):
    """A function that changes something: all of it or nothing, in a transaction of its own."""

    def __init__(self, act: Callable[P, T]) -> None:
        self._act = act
        update_wrapper(self, act)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(durable=True):
            return self._act(*args, **kwargs)

    def once(self, form: Sending | None, leads_to: str | Callable[[T], str]) -> Callable[P, T]:
        """The same change, made once for that form however often it is sent; where a page has no key, as often as that.

        `leads_to` is the address of what comes of it, or tells it from what the change returns.
        """
        if form is None:
            return self

        def act(*args: P.args, **kwargs: P.kwargs) -> T:
            with transaction.atomic(durable=True):
                made = self._act(*args, **kwargs)
                _spend(form, leads_to if isinstance(leads_to, str) else leads_to(made))
            form.is_carried_out = True
            return made

        return act


def change(act: Callable[P, T]) -> Change[P, T]:
    """Make a change of the function below: `book(…)` makes it, and `book.once(form, …)(…)` makes it once a form."""
    return Change(act)


def forget_old(*, at: datetime) -> int:
    """Forget the keys that no page could send any more; how many."""
    return SentForm.objects.filter(at__lte=at - GOOD_FOR).delete()[0]


def _spend(form: Sending, led_to: str) -> None:
    """The last thing that a change does: whoever made the same one at the same instant waits here, and undoes it."""
    try:
        SentForm.objects.create(key=form.key, sender=form.sender, at=form.at, led_to=led_to)
    except IntegrityError:
        raise AlreadySent from None


def _signer(user: Actor) -> Signer:
    return Signer(salt=f"core.once:{user.actor_ref}")
