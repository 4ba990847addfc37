"""Feeds: the private addresses under which people's calendars look at what they have a place on, or train at.

The token of an address is a random key with its signature. The key is kept, so that the address can be shown again for
another device; the secret that signs it is not in the database.
"""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from core import audit, calendars, links, once
from events import browsing, entries, entries_of_trainers
from events.models import LONDON, CalendarFeed
from people.models import Person, User

KEPT_IN_VIEW = timedelta(days=90)
TITLE = "My training"


@once.change
def make(user: User, *, at: datetime) -> CalendarFeed:
    """Give the user's calendar an address of its own; one that it had before leads nowhere from now on."""
    user = User.objects.select_for_update().get(pk=user.pk)
    fresh = {"key": links.new_token(), "made_at": at}
    made, is_first = CalendarFeed.objects.update_or_create(user=user, defaults=fresh)
    audit.record("feeds.make" if is_first else "feeds.renew", user, by=user, at=at)
    return made


@once.change
def end(user: User, *, at: datetime) -> None:
    """Let the address of the user's calendar lead nowhere."""
    gone, _ = CalendarFeed.objects.filter(user=user).delete()
    if gone:
        audit.record("feeds.end", user, by=user, at=at)


def token_of(feed: CalendarFeed) -> str:
    """What stands in the feed's address."""
    return _signer().sign(feed.key)


def behind(token: str) -> Person | None:
    """Whose training the address with that token leads to, while it does and they have an account; one statement."""
    try:
        key = _signer().unsign(token)
    except BadSignature:
        return None
    return Person.objects.filter(user__calendar_feed__key=key, user__is_active=True).first()


def drawn(person: Person, *, at: datetime) -> str:
    """The person's calendar as it stands: what they have a place on or train at, and did in the last ninety days."""
    since = (at - KEPT_IN_VIEW).astimezone(LONDON).date()
    trains = entries_of_trainers.of(person.user_id, since=since) if person.user_id else []
    return calendars.feed(TITLE, [*entries.of(person, browsing.places_of(person, since=since)), *trains])


def _signer() -> Signer:
    return Signer(sep=".", salt="events.feeds")
