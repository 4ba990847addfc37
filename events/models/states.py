"""The states of a booking: their words, which hold a place, and which moves exist; and the words of attendance."""

from django.db import models


class State(models.TextChoices):
    REQUESTED = "requested", "Awaiting approval"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Place offered"
    CONFIRMED = "confirmed", "Booked"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"
    LAPSED = "lapsed", "No place came free"


class Attendance(models.TextChoices):
    NOT_RECORDED = "", "Not recorded"
    ATTENDED = "attended", "Attended"
    PART = "part", "Attended in part"
    ABSENT = "absent", "Did not attend"
    APOLOGIES = "apologies", "Sent apologies"


CAME: tuple[str, ...] = (Attendance.ATTENDED, Attendance.PART)
LIVE: tuple[str, ...] = (State.REQUESTED, State.WAITING, State.OFFERED, State.CONFIRMED)
HOLDING: tuple[str, ...] = (State.OFFERED, State.CONFIRMED)

# Which moves exist; "" is a booking that isn't there yet.
MOVES: dict[str, frozenset[str]] = {
    "": frozenset({State.REQUESTED, State.WAITING, State.CONFIRMED}),
    State.REQUESTED: frozenset({State.WAITING, State.CONFIRMED, State.DECLINED, State.CANCELLED, State.LAPSED}),
    State.WAITING: frozenset({State.OFFERED, State.CONFIRMED, State.CANCELLED, State.LAPSED}),
    State.OFFERED: frozenset({State.CONFIRMED, State.DECLINED, State.CANCELLED, State.LAPSED}),
    State.CONFIRMED: frozenset({State.CANCELLED}),
    State.DECLINED: frozenset(),
    State.CANCELLED: frozenset(),
    State.LAPSED: frozenset(),
}
