"""What became of a booking, in the words of the records package and the yearly report (docs: contracts there).

Every outcome but waiting held a place at some time, so these close, whatever the bookings:
attended = booked - cancelled - did not attend - not recorded + unscheduled. The constraints on Booking see to it.
"""

from dataclasses import dataclass

from django.db.models import Q

from events.models import Booking

COUNTED: dict[str, Q] = {
    "booked": Q(held_place=True),
    "attended": Q(attendance__in=Booking.CAME),
    "cancelled": Q(held_place=True, state=Booking.State.CANCELLED),
    "did_not_attend": Q(attendance__in=(Booking.Attendance.ABSENT, Booking.Attendance.APOLOGIES)),
    "unscheduled": Q(unscheduled=True),
    "not_recorded": Q(held_place=True, state=Booking.State.CONFIRMED, attendance=Booking.Attendance.NOT_RECORDED),
}
"""The counts of the report, each as the bookings that it counts."""


@dataclass(frozen=True)
class Fields:
    """The fields of a Booking that together are one outcome."""

    state: str
    held_place: bool
    attendance: str = ""
    cancelled_late: bool | None = None


_CONFIRMED, _CANCELLED = Booking.State.CONFIRMED.value, Booking.State.CANCELLED.value
OUTCOMES: dict[str, Fields] = {
    "booked": Fields(_CONFIRMED, held_place=True),
    "attended": Fields(_CONFIRMED, held_place=True, attendance=Booking.Attendance.ATTENDED.value),
    "part-attended": Fields(_CONFIRMED, held_place=True, attendance=Booking.Attendance.PART.value),
    "did-not-attend": Fields(_CONFIRMED, held_place=True, attendance=Booking.Attendance.ABSENT.value),
    "cancelled": Fields(_CANCELLED, held_place=True, cancelled_late=False),
    "cancelled-late": Fields(_CANCELLED, held_place=True, cancelled_late=True),
    "waiting": Fields(Booking.State.WAITING.value, held_place=False),
}
"""What each outcome of a records package means here; a past event's waiting booking has lapsed."""

_BY_MARK: dict[str, str] = {
    Booking.Attendance.NOT_RECORDED: "booked",
    Booking.Attendance.ATTENDED: "attended",
    Booking.Attendance.PART: "part-attended",
    Booking.Attendance.ABSENT: "did-not-attend",
    Booking.Attendance.APOLOGIES: "did-not-attend",
}


def outcome_of(booking: Booking, *, has_begun: bool) -> str:
    """The outcome that a package says of a booking on an event that has begun or hasn't.

    "" where it has none: for what was only asked for, declined, or given up before it was a place.
    """
    if booking.state == Booking.State.CONFIRMED:
        return _BY_MARK[booking.attendance]
    if booking.state == Booking.State.CANCELLED:
        held = "cancelled-late" if booking.cancelled_late else "cancelled"
        return held if booking.held_place else ""
    waits = {Booking.State.WAITING, Booking.State.OFFERED} | ({Booking.State.LAPSED} if has_begun else set())
    return "waiting" if booking.state in waits else ""
