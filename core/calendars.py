"""Entries in people's calendars, as RFC 5545 and 5546 have them: the one border where anybody's words become iCalendar.

Whatever stands in an entry is escaped and folded by the library; moments are given in UTC, which every calendar shows
by the clock on its owner's wall. docs/decisions/0018 says why letters ask (REQUEST) and what mail programs do with it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from core.mail import Part

MAKER = "-//Turnout//Training//EN"
LOOK_AGAIN_AFTER = timedelta(hours=1)
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Entry:
    """What takes up some time of somebody's calendar. The same `name` with more `changes` is a later edition of it."""

    name: str
    changes: int
    as_of: datetime
    begins: datetime
    ends: datetime
    title: str
    place: str = ""
    about: str = ""
    page: str = ""
    is_cancelled: bool = False


def parts(entries: Iterable[Entry], *, to: str, name: str) -> list[Part]:
    """What a letter to that address and person has beside its words, so that these entries come into their calendar.

    Mail programs act on one entry a letter by themselves, the first; all of them are files that can be opened.
    """
    asked = [(_method(entry), _object(_method(entry), [_event(entry, to=to, called=name)])) for entry in entries]
    files = [Part("application/ics", text, _file(number, of=len(asked))) for number, (_, text) in enumerate(asked, 1)]
    return [Part(f"text/calendar; method={method}", text) for method, text in asked[:1]] + files


def feed(title: str, entries: Iterable[Entry]) -> str:
    """A calendar that others look at again and again: it has these entries, and whatever it has no longer is gone."""
    return _object("PUBLISH", [_event(entry) for entry in entries], title=title)


def _method(entry: Entry) -> str:
    return "CANCEL" if entry.is_cancelled else "REQUEST"


def _file(number: int, *, of: int) -> str:
    return f"training-{number}.ics" if of > 1 else "training.ics"


def _object(method: str, events: Iterable[icalendar.Event], *, title: str = "") -> str:
    """One for each entry that is asked for: mail programs take the first of several, and leave the others out."""
    calendar = icalendar.Calendar()
    for name, value in (("version", "2.0"), ("prodid", MAKER), ("calscale", "GREGORIAN"), ("method", method)):
        calendar.add(name, value)
    if title:
        calendar.add("x-wr-calname", _text(title))
        calendar.add("refresh-interval", LOOK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(LOOK_AGAIN_AFTER))
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical(sorted=False).decode())


def _event(entry: Entry, *, to: str = "", called: str = "") -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.name}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", entry.changes)
    event.add("dtstamp", entry.as_of.astimezone(UTC))
    event.add("last-modified", entry.as_of.astimezone(UTC))
    event.add("dtstart", entry.begins.astimezone(UTC))
    event.add("dtend", entry.ends.astimezone(UTC))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", _text(entry.title))
    for name, text in (("location", entry.place), ("description", entry.about)):
        if text:
            event.add(name, _text(text))
    if entry.page:
        event.add("url", entry.page)
    event.add("organizer", _organiser())
    if to:
        event.add("attendee", _attendee(to, called))
    return event


def _organiser() -> icalendar.vCalAddress:
    """Whoever letters are from, for calendars change an entry only for who made it."""
    name, _, address = str(settings.DEFAULT_FROM_EMAIL).rpartition("<")
    return _address(address.rstrip("> "), name.strip(' "') or settings.BOARD_NAME)


def _attendee(to: str, name: str) -> icalendar.vCalAddress:
    """Somebody who has said already that they come, by booking: no answer is asked for."""
    attendee = _address(to, name)
    for parameter, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")):
        attendee.params[parameter] = value
    return attendee


def _address(address: str, name: str) -> icalendar.vCalAddress:
    made = icalendar.vCalAddress(f"mailto:{address}")
    made.params["CN"] = " ".join(_text(name).split())
    return made


def _text(words: str) -> str:
    """The words without what no calendar can show: one that meets a control character may refuse the whole file."""
    return _UNFIT.sub(" ", words.replace("\r\n", "\n").replace("\r", "\n"))
