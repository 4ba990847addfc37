"""Merging, on the people's floor: what one record becomes when another of the same person is merged into it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Q

from core.audit import Actor
from core.merging import Relation
from people import equality, invitations
from people.models import FormerPerson, Person, TwoPeople, User
from people.persons import ON_RECORD


def _forget_apart(kept: Person, gone: Person) -> None:
    """Of whom the record that goes was told apart is forgotten: who is alike goes by the kept one from now on."""
    TwoPeople.objects.filter(Q(one=gone) | Q(other=gone)).delete()


TOLD_APART = "person it was told apart from,people it was told apart from"
OF_A_PERSON = (
    Relation("people.Invitation.person", "invitation"),
    Relation("people.FormerPerson.person", "earlier merge"),
    Relation("people.TwoPeople.one", TOLD_APART, make_room=_forget_apart),
    Relation("people.TwoPeople.other", TOLD_APART, make_room=_forget_apart),
)


def why_not(kept: Person, gone: Person, *, by: Actor) -> Iterator[str]:
    """What of the two themselves stands in the way."""
    if kept.pk == gone.pk:
        yield "A record can’t be merged with itself."
        return
    if kept.user and gone.user and kept.user.is_active and gone.user.is_active:
        yield "Both have an account: ask them which they use, and have an administrator close the other first."
    if isinstance(by, User) and by.pk in {kept.user_id, gone.user_id}:
        yield "One of the two is you. Ask a colleague to do it."


def differing(kept: Person, gone: Person) -> list[str]:
    """The fields in which both say something, and not the same; an account's address is no matter of choice."""
    names = [name for name in ON_RECORD if name != "email" or not (kept.user_id or gone.user_id)]
    pairs = [(name, getattr(kept, name), getattr(gone, name)) for name in names]
    return [name for name, one, other in pairs if one and other and one != other]


def absorb(kept: Person, gone: Person, *, from_gone: Mapping[str, bool], at: datetime) -> None:
    """Let the kept record say what was chosen, and what only the other knew; its account and its key lead to it.

    Of two accounts the open one is theirs. Nobody sees the equality answers. Wants both rows locked.
    """
    address, had_account = kept.address, kept.user_id is not None
    for name in ON_RECORD:
        if from_gone.get(name) or not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    accounts = [user for user in (kept.user, gone.user) if user]
    code, gone.user, gone.code = gone.code, None, None
    gone.save(update_fields=["user", "code"])
    if accounts:
        kept.user = next((user for user in accounts if user.is_active), accounts[0])
        kept.email = ""
    former_code = code if kept.code else None
    kept.code = kept.code or code
    kept.save()
    if kept.address != address or (kept.user and not had_account):
        invitations.withdraw(kept, at=at)
    FormerPerson.objects.create(number=gone.pk, code=former_code, person=kept)
    equality.merge(kept.pk, gone.pk)
