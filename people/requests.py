"""What a view is given when core.access has seen to it that somebody is signed in."""

from django.http import HttpRequest

from people.models import User


class MemberRequest(HttpRequest):
    """A request by a user, for views behind `members` or `only`."""

    user: User
