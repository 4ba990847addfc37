"""What line managers are told: a copy, in a few words, of what becomes of somebody's place.

It follows the letter to the person: never why somebody gave a place up, nothing of who only waits, and nothing of the
workshops of a conference.
"""

from django.conf import settings
from django.urls import reverse

from core.mail import Following, Letter, letter, write
from events import policies
from events.models import Booking
from people import copies

TOLD = {
    "booking_made": Booking.State.CONFIRMED,
    "place_came_free": Booking.State.CONFIRMED,
    "booking_moved": Booking.State.CONFIRMED,
    "event_changed": Booking.State.CONFIRMED,
    "booking_cancelled": Booking.State.CANCELLED,
    "event_cancelled": Booking.State.CANCELLED,
    "place_passed_on": Booking.State.CANCELLED,
}
"""Which letters a copy follows, by their templates, and where the booking must stand for it to be true."""


def following(booking: Booking, template: str) -> tuple[Following, ...]:
    """What is due once that letter about the booking is out."""
    if template not in TOLD or not _is_told(booking, template):
        return ()
    return (Following("copy-to-manager", {"booking": booking.pk, "of": template}),)


@letter("copy-to-manager")
def copy_to_manager(booking: int, of: str) -> Letter | None:
    """To the line manager of somebody, after the letter of that template; None once it is not so any more."""
    around = ("person__user", "agency", "policy", "event__course", "event__venue")
    found = Booking.objects.select_related(*around).filter(pk=booking).first()
    if found is None or not _is_told(found, of):
        return None
    ends = reverse("end_copies", args=[copies.token_of(found.person)])
    context = {
        "of": of,
        "booking": found,
        "event": found.event,
        "person": found.person,
        "charge": policies.charge(found),
    }
    return write(found.person.manager_email, "copy_to_manager", **context, ends_by=settings.SITE_URL + ends)


def _is_told(booking: Booking, template: str) -> bool:
    held = booking.held_place and booking.state == TOLD[template]
    return held and not booking.event.parent_id and copies.wanted(booking.person)
