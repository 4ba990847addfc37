"""Erasing, on the people's floor: what stands in the way, what is left of a record, and the ledger of it."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from core.audit import Actor
from core.words import listed
from people.models import Erasure, FormerPerson, Person, TwoPeople, User
from people.persons import ON_RECORD

STAYS = ("agency", "role", "target_group", "works_with")
"""What is left of who somebody was at work: the report counts people by it."""


def digest_of(code: str) -> str:
    """What the ledger keeps of a key of records packages: the same for the same key, by a secret kept elsewhere."""
    return hmac.new(settings.EQUALITY_KEY.encode(), f"erased:{code}".encode(), hashlib.sha256).hexdigest()


def why_not(person: Person, *, by: Actor) -> Iterator[str]:
    """What of themself stands in the way."""
    user = person.user
    if isinstance(by, User) and by == user:
        yield "This is you. Ask a colleague to do it."
    if user and (duties := list(user.duties.select_related("agency"))):
        entrusted = listed([str(duty) for duty in duties])
        yield f"They are entrusted with something: {entrusted}. An administrator takes that away first."


def erase(person: Person, *, at: datetime) -> Erasure:
    """Leave of the record its number and what the report counts; on the ledger it can be found again in a backup.

    Wants the row locked, and what else leads to it gone.
    """
    former = FormerPerson.objects.filter(person=person)
    codes = [code for code in (person.code, *former.values_list("code", flat=True)) if code]
    former.delete()
    TwoPeople.objects.filter(Q(one=person) | Q(other=person)).delete()
    person.invitations.all().delete()
    for name in set(ON_RECORD) - set(STAYS):
        setattr(person, name, "")
    person.user, person.code, person.erased_at = None, None, at
    person.save()
    return remember(person.uid, map(digest_of, codes), at=at)


def remember(uid: UUID, digests: Iterable[str], *, at: datetime) -> Erasure:
    """Put on the ledger that the record was erased, with digests of its keys; what is there of it already stays."""
    row, _ = Erasure.objects.get_or_create(uid=uid, defaults={"erased_at": at})
    row.codes = sorted({*row.codes, *digests})
    row.save(update_fields=["codes"])
    return row


def erased_codes() -> Callable[[str], bool] | None:
    """A look-up for the keys of records packages that are of somebody erased; None where there is none to look for."""
    kept = {code for codes in Erasure.objects.values_list("codes", flat=True) for code in codes}
    return (lambda code: digest_of(code) in kept) if kept else None


def in_a_backup(uid: UUID) -> Person | None:
    """The record that was erased and is back, as a database that was restored has it."""
    return Person.objects.filter(uid=uid).select_related("agency", "user").first()
