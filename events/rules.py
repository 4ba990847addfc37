"""Who may see and do what with events and bookings; pure predicates."""

from events.models import Booking, Event
from people.models import Agency, Person, User
from people.rules import AnyUser, is_lead, is_oneself, is_trainer, may_lead, may_manage_training


def may_see_event(user: AnyUser, event: Event) -> bool:
    """Drafts are the managers'; everything else is public."""
    return event.status != Event.Status.DRAFT or may_manage_training(user)


def may_mark_register(user: AnyUser, event: Event) -> bool:
    """Managers, and the trainers of that event once it is no draft any more."""
    return may_manage_training(user) or (
        isinstance(user, User)
        and is_trainer(user)
        and may_see_event(user, event)
        and event.trainers.filter(user=user).exists()
    )


def is_own(user: AnyUser, booking: Booking) -> bool:
    """Whether it is the user who comes: others book for people too, and look at what they booked."""
    return is_oneself(user, booking.person)


def may_see_booking(user: AnyUser, booking: Booking) -> bool:
    """The person themself, the lead of the agency they came from, and managers."""
    return is_own(user, booking) or may_lead(user, booking.agency) or may_manage_training(user)


def may_look_up(user: AnyUser, agency: Agency) -> bool:
    """Chooses from the people of that agency, and is told what on their records stands against a booking."""
    return may_lead(user, agency) or may_manage_training(user)


def may_name_person(user: AnyUser, booking: Booking) -> bool:
    """Is told whose booking it is: who may see it, and whoever made it, as those do who send a colleague."""
    return may_see_booking(user, booking) or (isinstance(user, User) and booking.made_by_id == user.pk)


def may_approve(user: AnyUser, person: Person, agency: Agency) -> bool:
    """The lead of the person's agency, but nobody for themself; and managers, the way for those without a lead."""
    return may_manage_training(user) or (may_lead(user, agency) and not is_oneself(user, person))


def may_cancel(user: AnyUser, booking: Booking) -> bool:
    """Whoever may see the booking may give it up."""
    return may_see_booking(user, booking)


def may_read_statements(user: AnyUser) -> bool:
    """Managers, and leads: theirs are those of their agencies."""
    return may_manage_training(user) or is_lead(user)
