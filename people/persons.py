"""People's own records: who a user is at work. Only people/merging.py ties one to a user beside it."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain, count

from allauth.account.models import EmailAddress
from django.db import transaction

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from core.search import plain, words_begin_in, words_in
from people import agencies, invitations
from people.models import FormerPerson, Person, PersonQuerySet, User
from people.rules import AnyUser

ABOUT_WORK = (
    "first_name", "last_name", "agency", "job_title", "role", "target_group", "works_with", "manager_email",
)  # fmt: skip
"""What people say of themselves and may change; bookings keep what was true when they were made."""
ON_RECORD = (*ABOUT_WORK, "email")
"""What those who keep the records may change of somebody; the address only while there is no account."""


class OnRecordAlready(Refusal):
    """Somebody else has that address."""


def of(user: AnyUser) -> Person | None:
    """The Person that the user is; None until they have said who they are. Read with the user (people/backends.py)."""
    return getattr(user, "person", None) if isinstance(user, User) else None


FOUND_AT_MOST = 20
FOUND_BY = ("first_name", "last_name", "email", "user__email")


def matching(text: str) -> list[Person]:
    """The people in whose name, address or agency's name each word occurs, by name; the first of them if many do."""
    names = (*FOUND_BY, "agency__name")
    return list(Person.objects.filter(words_in(names, text)).select_related("agency", "user")[:FOUND_AT_MOST])


SHOWN_AT_MOST = 100


def among(people: PersonQuerySet, text: str) -> PersonQuerySet:
    """The first hundred of those in whose name or address each word occurs, as a set that can still be filtered."""
    fitting = people.filter(words_in(FOUND_BY, text))
    return people.filter(pk__in=list(fitting.values_list("pk", flat=True)[:SHOWN_AT_MOST]))


def namesakes(first_name: str, last_name: str, agency: int) -> PersonQuerySet:
    """The people of that agency who have that name, whatever its capitals and accents."""
    asked = plain(first_name), plain(last_name)
    named = Person.objects.filter(agency=agency).values_list("pk", "first_name", "last_name") if all(asked) else []
    return Person.objects.filter(pk__in=[pk for pk, first, last in named if (plain(first), plain(last)) == asked])


AT_THE_DOOR_AT_MOST = 8
FEWEST_LETTERS = 3


def at_the_door(text: str) -> list[Person]:
    """Whoever that may be who stands there: by the first letters of their names, or their whole e-mail address.

    For those who may not look everybody up: three letters at least, few people at once, and no address is guessed.
    """
    people = _in_order(Person.objects.all())
    if "@" in text:
        return list(people.reached_at(text.strip())[:AT_THE_DOOR_AT_MOST])
    if sum(map(str.isalnum, text)) < FEWEST_LETTERS:
        return []
    return list(people.filter(words_begin_in(("first_name", "last_name"), text))[:AT_THE_DOOR_AT_MOST])


def of_that_name_at_the_door(first_name: str, last_name: str, agency: int | None) -> list[Person]:
    """Whoever is on record under that whole name, those of that agency first; no more than a search would find."""
    first_name, last_name = first_name.strip(), last_name.strip()
    if not (first_name and last_name) or sum(map(str.isalnum, first_name + last_name)) < FEWEST_LETTERS:
        return []
    there = namesakes(first_name, last_name, agency) if agency else Person.objects.none()
    elsewhere = Person.objects.filter(first_name__iexact=first_name, last_name__iexact=last_name)
    if agency:
        elsewhere = elsewhere.exclude(agency=agency)
    return [*_in_order(there), *_in_order(elsewhere)][:AT_THE_DOOR_AT_MOST]


def _in_order(people: PersonQuerySet) -> PersonQuerySet:
    return people.select_related("agency", "user").order_by("first_name", "last_name", "pk")


@once.change
def introduce(user: User, *, at: datetime, **about: object) -> Person:
    """Keep what the user says of their work, on their Person: the one they have, the one on record, or a new one.

    A change is for what comes: past bookings keep what was true of the person then.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    person = Person.objects.select_for_update().filter(user=user).first()
    if person is not None:
        return _amend(person, about, by=user, at=at)
    person = _on_record(user)
    if person is not None:
        # The address is the account's from now on: kept twice, one of them would grow old.
        person.user, person.email = user, ""
        person.save(update_fields=["user", "email"])
        audit.record("persons.claim", person, by=user, at=at)
        return _amend(person, about, by=user, at=at)
    person = Person(user=user, **about)
    agencies.demand_open(person.agency)
    person.save(force_insert=True)
    audit.record("persons.introduce", person, by=user, at=at, agency=person.agency_id)
    return person


@once.change
def put_on_record(*, by: Actor, at: datetime, **about: object) -> Person:
    """Put somebody without an account on record; they can claim it later under the e-mail address, if it has one."""
    return on_record(Person(**about), by=by, at=at)


def on_record(person: Person, *, by: Actor, at: datetime) -> Person:
    """The same person, put on record now if they aren't yet; in the open transaction of what they are wanted for."""
    if person._state.adding:
        agencies.demand_open(person.agency)
        person.save(force_insert=True)
        audit.record("persons.put_on_record", person, by=by, at=at, agency=person.agency_id)
    return person


def give_codes(*, by: Actor, at: datetime) -> int:
    """Give everybody who has none a code of their own, by which records packages know them; how many had none."""
    with transaction.atomic():
        without = list(Person.objects.select_for_update().filter(code=None).order_by("pk").only("pk"))
        taken = {code for codes in (Person, FormerPerson) for code in codes.objects.values_list("code", flat=True)}
        for person in without:
            codes = (f"person-{person.pk}{mark}" for mark in chain([""], map("-{}".format, count(2))))
            person.code = next(code for code in codes if code not in taken)
        Person.objects.bulk_update(without, ["code"], batch_size=1_000)
        if without:
            audit.record_about("persons.give_codes", "records package", by=by, at=at, people=len(without))
    return len(without)


@once.change
def correct(person: Person, *, by: Actor, at: datetime, **about: object) -> Person:
    """Put right what is on record of somebody else. Past bookings keep what was true of the person then.

    Under a new address the person can claim the record, so whoever was invited at the old one is so no more.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.user_id is not None:
        about.pop("email", None)
    address = str(about.get("email", person.email))
    if address.lower() != person.email.lower():
        if address and (others := Person.objects.reached_at(address).exclude(pk=person.pk)):
            raise OnRecordAlready(f"{others[0]}, {others[0].agency}, has this e-mail already.")
        invitations.withdraw(person, at=at)
    return _amend(person, about, by=by, at=at, may_change=ON_RECORD)


def _amend(
    person: Person,
    about: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    may_change: tuple[str, ...] = ABOUT_WORK,
) -> Person:
    agency_was = person.agency_id
    changed = [name for name, value in about.items() if getattr(person, name) != value]
    for name in changed:
        if name not in may_change:
            raise LookupError(f"{name} is not a field that may be changed here.")
        setattr(person, name, about[name])
    if "agency" in changed:
        agencies.demand_open(person.agency)
    if changed:
        person.save(update_fields=changed)
        fields, agency = ", ".join(changed), person.agency_id
        audit.record("persons.amend", person, by=by, at=at, fields=fields, agency_was=agency_was, agency=agency)
    return person


def _on_record(user: User) -> Person | None:
    """The one Person without an account who has the user's address, once the user has proved that it is theirs.

    An address that several people share tells nobody who they are, so then it is none of them.
    """
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return None
    found = Person.objects.select_for_update().filter(user=None, email__iexact=user.email)[:2]
    return found[0] if len(found) == 1 else None
