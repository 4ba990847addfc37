"""Moving: the other dates of a course to which somebody's place could be moved, each with what stands against it."""

from dataclasses import dataclass
from datetime import datetime

from core.refusals import Refusal
from events import approvals, browsing, eligibility, waiting
from events.models import Booking, Event
from people.models import User
from people.rules import may_manage_training


@dataclass(frozen=True)
class OtherDate:
    """A coming date of the same course, what stands against moving there, and whether it can be chosen all the same."""

    event: Event
    against: list[Refusal]
    can_be_chosen: bool

    @property
    def why_not(self) -> str:
        """All of it in sentences; "" where nothing stands against it."""
        return " ".join(refusal.sentence for refusal in self.against)


def other_dates(booking: Booking, *, by: User, at: datetime) -> list[OtherDate]:
    """Every other coming date of its course, soonest first, as it is for that user; what `bookings.transfer` would say.

    A manager chooses with a reason what a rule stands against. The number of statements doesn't grow with the dates.
    """
    coming = Event.objects.coming(at=at).filter(course=booking.event.course_id, parent=None)
    dates = browsing.with_what_is_free(coming.exclude(pk=booking.event_id), booking.person, at=at)
    against = eligibility.reasons_each(dates, booking.person, at=at, instead_of=booking)
    return [_as_it_is(date, booking, against[date.pk], by=by) for date in dates]


def _as_it_is(date: Event, booking: Booking, against: list[Refusal], *, by: User) -> OtherDate:
    overrules = may_manage_training(by) and all(isinstance(each, eligibility.Ineligible) for each in against)
    approval = approvals.why_not_move(date, booking, by=by)
    no_place = None if date.has_place else waiting.EventFull(date.why_wait or f"{date} has no free place.")
    can_be_chosen = not approval and not no_place and (overrules or not against)
    return OtherDate(date, [*against, *filter(None, (approval, no_place))], can_be_chosen)
