"""Entries in people's calendars: read back by the library, whatever words are in them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from django.conf import LazySettings

from core import calendars
from core.calendars import Entry
from events.models import LONDON
from tests.makers import NOW

AWKWARD = [
    "Tea, scones; and \\ a back\\nslash",
    "One\nline,\r\nanother\rand a third",
    "🧒🏽 Safeguarding for everybody – Diogelu plant: ŵ ŷ " * 9,
    'Ann "The Lead" O’Brien: ^n; ^\'',
    "x" * 200,
    "BEGIN:VEVENT\nEND:VCALENDAR",
]


def entry(**fields: Any) -> Entry:
    defaults: dict[str, Any] = {
        "name": "booking-1-1",
        "changes": 0,
        "as_of": NOW,
        "begins": NOW,
        "ends": NOW + timedelta(hours=7),
        "title": "Neglect",
    }
    return Entry(**defaults | fields)


def read(text: str) -> Any:
    """The calendar that the text is, having looked at every line of it."""
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return icalendar.Calendar.from_ical(text)


def read_event(one: Entry) -> Any:
    [event] = read(calendars.feed("Mine", [one])).events
    return event


def in_one_way(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("words", AWKWARD)
def test_words_come_out_as_they_went_in(words: str) -> None:
    event = read_event(entry(title=words, place=words, about=words))
    assert {str(event[name]) for name in ("summary", "location", "description")} == {in_one_way(words)}


@pytest.mark.parametrize("name", [*AWKWARD, "Zoë\x00\x07\u2028Ann"])
def test_whatever_somebody_is_called_the_letter_can_be_read(name: str) -> None:
    part, file = calendars.parts([entry()], to="ann@example.org", name=name)
    [event] = read(part.content).events
    words = in_one_way(name).replace("\x00", " ").replace("\x07", " ").replace("\u2028", " ")
    assert event["attendee"].params["CN"].split() == words.split()
    assert event["attendee"] == "mailto:ann@example.org"
    assert file.content == part.content


def test_what_no_calendar_can_show_is_left_out() -> None:
    assert str(read_event(entry(about="a\x00b\x0bc\x1bd\x85e\u2029f\tg"))["description"]) == "a b c d e f\tg"


@pytest.mark.parametrize(
    ("day", "hour"), [(date(2027, 3, 27), 9), (date(2027, 3, 28), 8), (date(2027, 10, 30), 8), (date(2027, 10, 31), 9)]
)
def test_half_past_nine_is_at_half_past_nine_whatever_the_clocks_did(day: date, hour: int) -> None:
    begins = datetime.combine(day, time(9, 30), tzinfo=LONDON)
    event = read_event(entry(begins=begins, ends=begins + timedelta(hours=1)))
    assert event.start == datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
    assert event.start.astimezone(LONDON).time() == time(9, 30)
    assert event.end == event.start + timedelta(hours=1)


def test_a_letter_asks_for_no_answer(settings: LazySettings) -> None:
    settings.DEFAULT_FROM_EMAIL = '"Training, Exampleshire" <training@example.org>'
    settings.SITE_URL = "https://turnout.example.org:8443"
    told = entry(changes=3, page="https://turnout.example.org/bookings/1/")
    part, _ = calendars.parts([told], to="ann@example.org", name="Ann")
    assert part.kind == "text/calendar; method=REQUEST"
    calendar = read(part.content)
    [event] = calendar.events
    assert (calendar["method"], event["status"], event["sequence"]) == ("REQUEST", "CONFIRMED", 3)
    assert event["uid"] == "booking-1-1@turnout.example.org"
    assert (event["organizer"], event["organizer"].params["CN"]) == (
        "mailto:training@example.org",
        "Training, Exampleshire",
    )
    assert {name: event["attendee"].params[name] for name in ("RSVP", "PARTSTAT")} == {
        "RSVP": "FALSE",
        "PARTSTAT": "ACCEPTED",
    }
    assert event["url"] == "https://turnout.example.org/bookings/1/"
    assert event.decoded("dtstamp") == NOW


def test_what_is_cancelled_is_cancelled() -> None:
    part, _ = calendars.parts([entry(is_cancelled=True)], to="ann@example.org", name="Ann")
    assert part.kind == "text/calendar; method=CANCEL"
    [event] = read(part.content).events
    assert (read(part.content)["method"], event["status"]) == ("CANCEL", "CANCELLED")


def test_each_of_several_entries_is_a_file_of_its_own_and_the_first_is_acted_on() -> None:
    told = [entry(name=f"booking-1-{number}", is_cancelled=number == 3) for number in (1, 2, 3)]
    first, *files = calendars.parts(told, to="ann@example.org", name="Ann")
    assert (first.name, first.content) == ("", files[0].content)
    assert [file.name for file in files] == ["training-1.ics", "training-2.ics", "training-3.ics"]
    assert [[event["uid"].partition("@")[0] for event in read(file.content).events] for file in files] == [
        ["booking-1-1"],
        ["booking-1-2"],
        ["booking-1-3"],
    ]
    assert [str(read(file.content)["method"]) for file in files] == ["REQUEST", "REQUEST", "CANCEL"]


def test_nothing_to_tell_is_nothing_beside_the_words() -> None:
    assert calendars.parts([], to="ann@example.org", name="Ann") == []


def test_a_feed_names_nobody_and_says_when_to_look_again() -> None:
    text = calendars.feed("My training", [entry(), entry(name="booking-2-1")])
    calendar = read(text)
    assert (calendar["method"], calendar["x-wr-calname"], len(calendar.events)) == ("PUBLISH", "My training", 2)
    assert "ATTENDEE" not in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
