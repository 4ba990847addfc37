"""The two acts that every booking is made of, made and moved; nothing else writes a booking's state.

But for a records package, which says of events that have begun what happened there (events/booking_records.py).
Both want the event's lock held, and leave what is recorded and posted to the module that knows why.
"""

from datetime import datetime
from typing import Any

from core.audit import Actor
from events import policies
from events.models import Booking, Event
from people.models import Person, User


def make(event: Event, person: Person, state: str, *, by: Actor, at: datetime, **fields: Any) -> Booking:
    """A new booking in that state, with what is true of the person today, and today's policy and price."""
    policy = policies.in_force(at=at)
    return Booking.objects.create(
        event=event,
        person=person,
        state=_existing("", state),
        made_at=at,
        made_by=by if isinstance(by, User) else None,
        **{
            "agency_id": person.agency_id,
            "target_group_id": person.target_group_id,
            "role_id": person.role_id,
            "held_place": state == Booking.State.CONFIRMED,
            "policy": policy,
            "price": policies.price(policy, event, person),
        }
        | fields,
    )


def move(booking: Booking, state: str, **fields: Any) -> None:
    """The booking from its state into that one; somebody confirmed has held a place from then on."""
    booking.state = _existing(booking.state, state)
    if state == Booking.State.CONFIRMED:
        fields["held_place"] = True
    for name, value in fields.items():
        setattr(booking, name, value)
    booking.save(update_fields=["state", *fields])


def end(booking: Booking, *, at: datetime, late: bool, reason: str) -> None:
    """Cancel it; late or not is fixed for ever."""
    move(booking, Booking.State.CANCELLED, cancelled_at=at, cancelled_late=late, reason=reason)


def note_news(event: Event, *, at: datetime) -> None:
    """Everybody with a place there has news: it is at another time than they booked."""
    event.bookings.filter(state=Booking.State.CONFIRMED).update(news_at=at)


def as_it_is(booking: Booking) -> Booking:
    """The booking read again under the lock: what a page showed a minute ago may have changed."""
    return Booking.objects.select_related("person", "agency", "event__course", "policy").get(pk=booking.pk)


def _existing(state: str, to: str) -> str:
    if to not in Booking.MOVES[state]:
        raise LookupError(f"No booking goes from {state or 'nothing'} to {to}.")
    return to
