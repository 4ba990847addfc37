"""What a view is given when core.access has seen to it that somebody is signed in."""

from django.http import HttpRequest

from core.once import Sending
from people.models import User


class MemberRequest(HttpRequest):
    """A request by a user, for views behind `members` or `only`; with the form, if a page with a key was sent."""

    user: User
    sent: Sending | None
