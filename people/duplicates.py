"""Duplicates: who may be on record twice, as names and addresses tell, but for whom somebody told apart.

It only suggests; config/merging.py merges.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from core import audit, once
from core.audit import Actor
from core.models import AuditEntry
from core.refusals import Refusal
from core.search import plain
from people.models import Person, TwoPeople

SAME_NAME, SAME_ADDRESS = "Same name and agency", "Same e-mail address"
ALIKE_BY = ("pk", "first_name", "last_name", "agency", "email", "user__email")
Key = tuple[str | int, ...]
Both = tuple[int, int]


class NotAlike(Refusal):
    """Nothing makes the two records look like one person's."""


@dataclass(frozen=True)
class Pair:
    """Two records that may be of one person, the one with an account or the older one first, and why."""

    one: Person
    other: Person
    why: str


@dataclass(frozen=True)
class Apart:
    """Two records of which somebody said that they are of two people, and why."""

    two: TwoPeople
    reason: str


def suggested() -> list[Pair]:
    """Every pair that is worth a look, by name; three statements, however many people."""
    alike: dict[Key, list[int]] = defaultdict(list)
    keys: dict[int, set[Key]] = defaultdict(set)
    for pk, *about in Person.objects.order_by("pk").values_list(*ALIKE_BY):
        for key in _keys(*about):
            alike[key].append(pk)
            keys[pk].add(key)
    said = TwoPeople.objects.order_by().values_list("one", "other", "alike")
    apart = {(one, other) for one, other, what in said if _digest(keys[one] & keys[other]) == what}
    found = {pair: str(key[0]) for key, group in alike.items() for pair in _pairs(group, apart)}
    rows = Person.objects.select_related("agency", "user").in_bulk({pk for pair in found for pk in pair})
    pairs = [_pair(rows[one], rows[other], why) for (one, other), why in found.items()]
    return sorted(pairs, key=lambda pair: (plain(pair.one.last_name), plain(pair.one.first_name), pair.one.pk))


def mailbox(address: str) -> str:
    """Where letters to that address arrive: without capitals, and without what stands behind a plus."""
    name, _, host = address.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def are_alike(one: Person, other: Person) -> bool:
    """Whether something makes the two records look like one person's."""
    return one.pk != other.pk and not _of(one).isdisjoint(_of(other))


def told_apart(one: Person, other: Person) -> TwoPeople | None:
    """What was said of the two, if it was."""
    older, younger = sorted([one.pk, other.pk])
    return TwoPeople.objects.filter(one=older, other=younger).first()


@once.change
def set_apart(one: Person, other: Person, *, by: Actor, at: datetime, reason: str) -> TwoPeople:
    """Remember that these are two people, until one of the records changes in what makes them alike."""
    older, younger = sorted([one.pk, other.pk])
    people = Person.objects.select_for_update().filter(pk__in=[older, younger]).order_by("pk")
    locked = list(people)
    if len(locked) < 2 or not are_alike(*locked):
        raise NotAlike("Nothing makes these records look like one person’s: they are not on the list.")
    said = {"alike": _digest(_of(locked[0]) & _of(locked[1])), "said_at": at}
    two, _ = TwoPeople.objects.update_or_create(one_id=older, other_id=younger, defaults=said)
    audit.record("duplicates.set_apart", two, by=by, at=at, reason=reason, one=older, other=younger)
    return two


@once.change
def offer_again(two: TwoPeople, *, by: Actor, at: datetime, reason: str) -> None:
    """Forget that these were said to be two people; they are on the list again if they still look alike."""
    audit.record("duplicates.offer_again", two, by=by, at=at, reason=reason, one=two.one_id, other=two.other_id)
    two.delete()


def apart() -> list[Apart]:
    """Whoever was said to be two people, the latest first, with the reason that the trail has."""
    two = list(TwoPeople.objects.select_related("one__agency", "other__agency"))
    entries = AuditEntry.objects.filter(verb="duplicates.set_apart", subject__in=map(audit.reference, two))
    reasons = dict(entries.order_by("pk").values_list("subject", "reason"))
    return [Apart(each, reasons.get(audit.reference(each), "")) for each in two]


def _keys(first: str, last: str, agency: int, email: str, account: str | None) -> Iterator[Key]:
    if first and last:
        yield SAME_NAME, plain(first), plain(last), agency
    if address := account or email:
        yield SAME_ADDRESS, mailbox(address)


def _of(person: Person) -> set[Key]:
    account = person.user.email if person.user else None
    return set(_keys(person.first_name, person.last_name, person.agency_id, person.email, account))


def _digest(keys: Iterable[Key]) -> int:
    """The same for the same keys, and no name or address to be read out of it."""
    return int.from_bytes(sha256("\n".join(sorted(map(repr, keys))).encode()).digest()[:7])


def _pairs(group: Sequence[int], apart: Collection[Both]) -> Iterator[Both]:
    """Each of a group with the one before it that is not known to be somebody else."""
    for place, pk in enumerate(group):
        before = (group[number] for number in range(place - 1, -1, -1))
        other = next((other for other in before if (other, pk) not in apart), None)
        if other is not None:
            yield other, pk


def _pair(one: Person, other: Person, why: str) -> Pair:
    return Pair(other, one, why) if other.user_id and not one.user_id else Pair(one, other, why)
