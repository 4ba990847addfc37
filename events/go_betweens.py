"""Go-betweens: who is written to about somebody without an e-mail address, so that they tell them."""

from dataclasses import replace

from core.mail import Letter, write
from events.models import Booking
from people.models import User
from people.rules import may_manage_training


def of(booking: Booking) -> list[User]:
    """The leads of the agency that they came from; where it has none, the manager who booked them."""
    maker = booking.made_by
    by_manager = [maker] if maker and maker.is_active and may_manage_training(maker) else []
    return list(User.objects.leads_of(booking.agency_id)) or by_manager


def told_of(booking: Booking, written: Letter) -> Letter | None:
    """The letter about the booking as it is sent to them in its person's place; None where there is nobody."""
    users = of(booking)
    if not users:
        return None
    to, *others = [user.email for user in users]
    sent = write(to, "to_go_between", person=booking.person, booking=booking, written=written)
    return replace(sent, also_to=tuple(others), followed_by=written.followed_by)
