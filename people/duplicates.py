"""Duplicates: who may be on record twice, as names and addresses tell. It only suggests; config/merging.py merges."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise

from core.search import plain
from people.models import Person

SAME_NAME, SAME_ADDRESS = "Same name and agency", "Same e-mail address"


@dataclass(frozen=True)
class Pair:
    """Two records that may be of one person, the one with an account or the older one first, and why."""

    one: Person
    other: Person
    why: str


def suggested() -> list[Pair]:
    """Every pair that is worth a look, by name; two statements, however many people."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    people = Person.objects.order_by("pk").values_list(
        "pk", "first_name", "last_name", "agency", "email", "user__email"
    )
    for pk, first, last, agency, email, account in people:
        if first and last:
            alike[SAME_NAME, plain(first), plain(last), agency].append(pk)
        if address := account or email:
            alike[SAME_ADDRESS, mailbox(address)].append(pk)
    found = {pair: str(key[0]) for key, group in alike.items() for pair in pairwise(group)}  # type: ignore[index]
    rows = Person.objects.select_related("agency", "user").in_bulk({pk for pair in found for pk in pair})
    pairs = [_pair(rows[one], rows[other], why) for (one, other), why in found.items()]
    return sorted(pairs, key=lambda pair: (plain(pair.one.last_name), plain(pair.one.first_name), pair.one.pk))


def mailbox(address: str) -> str:
    """Where letters to that address arrive: without capitals, and without what stands behind a plus."""
    name, _, host = address.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def _pair(one: Person, other: Person, why: str) -> Pair:
    return Pair(other, one, why) if other.user_id and not one.user_id else Pair(one, other, why)
