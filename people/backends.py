"""Who asks: the user of a session, read with who they are at work, in one statement."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from people.models import Duty, User

# Made once, for every request of somebody signed in begins with it. Most users have no duty; that is read too, so that
# their duties need not be looked for.
USERS = User.objects.select_related("person__agency", "person__role", "person__target_group").annotate(
    is_entrusted=Exists(Duty.objects.filter(user=OuterRef("pk")))
)


class UserAtWork(AuthenticationBackend):
    """Signs people in as the account library does; every later request of theirs begins with this one statement."""

    def get_user(self, user_id: int) -> User | None:
        """The user with their Person, if they have said who they are; None for an account that is gone or disabled."""
        user = next(iter(USERS.filter(pk=user_id)), None)  # first() would put them in order: twice the work
        return user if user and self.user_can_authenticate(user) else None
