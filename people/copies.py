"""Copies: a line manager is told what becomes of somebody's places, until either of the two wants that no more.

The link by which a manager ends it is worked out from who and which address it is about, and signed: nothing of it is
kept, and it is over with the address.
"""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from core import audit, once
from core.audit import System
from people.models import Person

BY_LINK = System("link")


def wanted(person: Person) -> bool:
    """Whether there is a line manager to be told; of what is their own they are told anyway."""
    return bool(person.manager_email) and person.manager_email.lower() != person.address.lower()


def token_of(person: Person) -> str:
    """What stands in the link by which the manager ends it."""
    return _signer(person).sign(str(person.pk))


def behind(token: str) -> Person | None:
    """Of whom somebody is told by the letter that the link was in, while they are."""
    number, _, signature = token.partition(".")
    is_number = number.isascii() and number.isdecimal() and len(number) < 19
    person = Person.objects.exclude(manager_email="").filter(pk=number).first() if is_number and signature else None
    try:
        return person if person and _signer(person).unsign(token) else None
    except BadSignature:
        return None


@once.change
def end(person: Person, *, seen: str, at: datetime) -> None:
    """Tell the manager under the address that was `seen` no more; another one that was given meanwhile is told."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.manager_email and person.manager_email == seen:
        person.manager_email = ""
        person.save(update_fields=["manager_email"])
        audit.record("copies.end", person, by=BY_LINK, at=at)


def _signer(person: Person) -> Signer:
    return Signer(sep=".", salt=f"people.copies:{person.manager_email.lower()}")
