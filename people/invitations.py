"""Invitations: somebody on record is asked to have an account, and the record they have becomes the account's."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from core import audit, links, mail, once
from core.refusals import Refusal
from people.models import Invitation, Person, User

PURPOSE = "invitation"
GOOD_FOR = timedelta(days=14)
AGAIN_AFTER = timedelta(hours=1)
KEPT_AFTER = timedelta(days=1)


class HasAccount(Refusal):
    """The person can sign in already."""


class NoAddress(Refusal):
    """There is no e-mail address that an invitation could go to."""


class InvitedJustNow(Refusal):
    """The last invitation may still be on its way."""


class NotOpen(Refusal):
    """The invitation was used, withdrawn or forgotten."""


@once.change
def invite(person: Person, *, by: User, at: datetime) -> Invitation:
    """Ask the person to have an account, at the address on record; an earlier invitation stops working.

    Nobody learns from it whether there is an account under that address: whoever has one is told so by letter.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id is not None:
        raise HasAccount(f"{person} has an account already.")
    if not person.email:
        raise NoAddress(f"{person} has no e-mail address on record.")
    earlier = person.invitations.unanswered()
    if earlier.filter(made_at__gt=at - AGAIN_AFTER).exists():
        raise InvitedJustNow(f"{person} was invited within the last hour. Ask them to look in their junk mail first.")
    withdraw(person, at=at)
    made = Invitation.objects.create(person=person, made_by=by, made_at=at, lapses_at=at + GOOD_FOR)
    audit.record("invitations.invite", person, by=by, at=at)
    mail.post("invitation", key=str(made.pk), at=at, invitation=made.pk)
    return made


def withdraw(person: Person, *, at: datetime) -> None:
    """Whatever invitation of theirs is unanswered stops working; in the open transaction of what makes it so."""
    person.invitations.unanswered().update(withdrawn_at=at, link="", sent_to="")


def new_link(invitation: Invitation) -> str:
    """The token of a new link, for the letter that is being written to the person's address as it is now."""
    token = links.new_token()
    invitation.link, invitation.sent_to = links.hashed(PURPOSE, token), invitation.person.email
    invitation.save(update_fields=["link", "sent_to"])
    return token


def behind(token: str, *, at: datetime) -> Invitation | None:
    """The invitation that the token of a link stands for, while it can be accepted."""
    found = Invitation.objects.open(at=at).filter(link=links.hashed(PURPOSE, token), person__user=None)
    return found.select_related("person__agency", "made_by").first()


@once.change
def accept(invitation: Invitation, password: str, *, at: datetime) -> User:
    """Make the account, with the address that the link proves, and tie the person on record to it."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    person = Person.objects.select_for_update().get(pk=invitation.person_id)
    if invitation.accepted_at or invitation.withdrawn_at or invitation.lapses_at <= at or person.user_id is not None:
        raise NotOpen("This invitation was used already, or it is too old. Ask for a new one.")
    if User.objects.filter(email__iexact=invitation.sent_to).exists():
        raise HasAccount("There is an account under your address already. Sign in with it.")
    user = User.objects.create_user(invitation.sent_to, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    person.user, person.email = user, ""
    person.save(update_fields=["user", "email"])
    invitation.accepted_at, invitation.link, invitation.sent_to = at, "", ""
    invitation.save(update_fields=["accepted_at", "link", "sent_to"])
    audit.record("accounts.accept_invitation", user, by=user, at=at)
    audit.record("persons.claim", person, by=user, at=at)
    return user


def forget_lapsed(*, at: datetime) -> int:
    """Forget the links of invitations that lapsed a day ago; how many."""
    lapsed = Invitation.objects.unanswered().filter(lapses_at__lte=at - KEPT_AFTER).exclude(link="")
    return lapsed.update(link="", sent_to="")
