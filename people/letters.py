"""What the people floor writes to people; each letter is worked out from the rows when it is sent."""

from datetime import date

from core.mail import Letter, letter, write
from people import api_keys, invitations, unused
from people.models import Invitation, User


@letter("invitation")
def invitation(invitation: int) -> Letter | None:
    """To somebody on record, asked to have an account; whoever has one under that address already is told so."""
    found = Invitation.objects.unanswered().filter(pk=invitation, person__user=None)
    row = found.select_related("person__agency", "made_by__person").first()
    if row is None or not row.person.email:
        return None
    who = {"person": row.person, "inviter": getattr(row.made_by, "person", None), "until": row.lapses_at}
    if User.objects.filter(email__iexact=row.person.email).exists():
        return write(row.person.email, "invitation_of_known", **who)
    return write(row.person.email, "invitation", token=invitations.new_link(row), **who)


@letter("api-key-lapses")
def api_key_lapses(api_key: int, user: int) -> Letter | None:
    """To who may make another before an agency's key lapses; to nobody once it is ended, or they may not any more."""
    found = User.objects.filter(pk=user, is_active=True).first()
    key = api_keys.kept_by(found).not_ended().filter(pk=api_key).first() if found else None
    return write(found.email, "api_key_lapses", key=key) if found and key else None


@letter("second-factor-forgotten")
def second_factor_forgotten(user: int) -> Letter | None:
    """To somebody whose second factor an administrator had set up anew, for it might not have been they who asked."""
    found = User.objects.filter(pk=user, is_active=True).first()
    return write(found.email, "second_factor_forgotten") if found else None


@letter(unused.LETTER)
def account_unused(user: int, used_on: str, goes_on: str) -> Letter | None:
    """To somebody whose account ends soon, for nobody uses it; None once they have signed in, or it is closed."""
    found = User.objects.filter(pk=user, is_active=True).select_related("person").first()
    if found is None or unused.last_used_on(found).isoformat() != used_on:
        return None
    days = {"used_on": date.fromisoformat(used_on), "goes_on": date.fromisoformat(goes_on)}
    return write(found.email, "account_unused", person=getattr(found, "person", None), **days)
