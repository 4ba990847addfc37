"""The workshops of the demonstration's conferences: some chosen first come, first served, the others ranked."""

from datetime import datetime, time

from core import working_days
from core.audit import System
from events import choices, conferences, programme, waiting
from events.models import Booking, Event, Venue
from people.models import Person

MORNING, AFTERNOON = (time(11), time(12, 15)), (time(13, 45), time(15))
WORKSHOPS = (
    ("Hearing the child behind the behaviour", MORNING, "Lakeside Hall", 10),
    ("Women’s Aid: planning for safety with children", MORNING, "Willow Room", 8),
    ("A day in a social work unit", MORNING, "Garden Room", 12),
    ("Fathers: who they are and how to reach them", MORNING, "The Barn", 14),
    ("Online lives: what young people tell us", AFTERNOON, "Lakeside Hall", 9),
    ("Neglect: tools that help", AFTERNOON, "Willow Room", 16),
    ("Supervision that carries", AFTERNOON, "Garden Room", 14),
)
RANKED = (
    ("First visits: what families say of us", MORNING, "Council Chamber", 9),
    ("Speech and language before school", MORNING, "Small Hall", 6),
    ("Debt, housing and children", MORNING, "Committee Room", 8),
    ("Young carers", AFTERNOON, "Council Chamber", 8),
    ("When parents drink", AFTERNOON, "Small Hall", 7),
    ("Schools and early help", AFTERNOON, "Committee Room", 10),
)
RANKING_ENDS = 15
# Who is asked so often: most like the first of each time of day best, and every sixth says nothing.
LIKED = (0, 1, 0, 2, 1, 3, 0)
SILENT = 6


def load_workshops(conference: Event, practitioner: Person, *, by: System, at: datetime) -> None:
    """Plan and publish them, and let the delegates choose in the order in which they booked."""
    workshops = [_publish(conference, *told, by=by, at=at) for told in WORKSHOPS]
    blocks = [[each for each in workshops if each.starts_time == starts] for starts, _ in (MORNING, AFTERNOON)]
    booked = conference.bookings.filter(state=Booking.State.CONFIRMED).order_by("pk").select_related("person", "agency")
    for number, booking in enumerate(booked):
        if number % SILENT and booking.person != practitioner:
            _choose(booking, blocks, LIKED[number % len(LIKED)], by=by, at=at)
    _choose(booked.get(person=practitioner), blocks, 0, by=by, at=at)


def load_ranked_workshops(conference: Event, practitioner: Person, *, by: System, at: datetime) -> None:
    """Plan and publish others, and let the delegates rank them; the practitioner and every sixth have yet to do so."""
    workshops = [_publish(conference, *told, by=by, at=at) for told in RANKED]
    until = working_days.away(conference.starts_on, -RANKING_ENDS)
    conferences.say_how_to_choose(conference, Event.Choosing.RANKED, until, by=by, at=at)
    blocks = [[each for each in workshops if each.starts_time == starts] for starts, _ in (MORNING, AFTERNOON)]
    booked = conference.bookings.filter(state=Booking.State.CONFIRMED).exclude(person=practitioner).order_by("pk")
    for number, booking in enumerate(booked):
        if number % SILENT:
            liked = LIKED[number % len(LIKED)]
            wishes = [[block[(liked + rank) % len(block)] for rank in range(1 + number % 3)] for block in blocks]
            choices.rank(booking, wishes, by=by, at=at)


def _publish(
    conference: Event, title: str, hours: tuple[time, time], room: str, places: int, *, by: System, at: datetime
) -> Event:
    workshop = Event(
        parent=conference,
        course=conference.course,
        title=title,
        starts_on=conference.starts_on,
        starts_time=hours[0],
        ends_on=conference.starts_on,
        ends_time=hours[1],
        venue=Venue.objects.get_or_create(name=f"{conference.venue}, {room}")[0],
        places=places,
    )
    return programme.publish(programme.plan(workshop, by=by, at=at), by=by, at=at)


def _choose(booking: Booking, blocks: list[list[Event]], liked: int, *, by: System, at: datetime) -> None:
    """A place in the workshop that they like; where it is full they wait for it, with a place in another."""
    places, waits = [], []
    for block in blocks:
        favourite = block[liked % len(block)]
        if waiting.has_place(favourite, booking.agency, at=at):
            places.append(favourite)
            continue
        waits.append(favourite)
        places += [workshop for workshop in block if waiting.has_place(workshop, booking.agency, at=at)][:1]
    choices.choose(booking, places, waits, by=by, at=at)
