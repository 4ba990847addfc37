"""What the events floor writes to people; each letter is worked out from the rows when it is sent.

What it writes to trainers is in events/letters_trainers.py, what to line managers in events/letters_to_managers.py.
"""

from dataclasses import replace
from datetime import date, datetime, time

from core.mail import Letter, letter, write
from core.models import OutgoingMail
from events import (
    alarm_news,
    browsing,
    demand,
    entries,
    go_betweens,
    letters_to_managers,
    notices,
    policies,
    refreshers,
    waiting,
    workshops,
)
from events.models import LONDON, Booking, BookingQuerySet, DateWish, Event, Notice
from people import persons
from people.models import Person, User


@letter("booking-made")
def booking_made(booking: int) -> Letter | None:
    """To somebody who has a place, or waits for one."""
    return _to_person(booking, "booking_made", live=True)


@letter("put-on-list")
def put_on_list(booking: int) -> Letter | None:
    """To somebody whom a records package put on the waiting list, while they are on it."""
    found = Booking.objects.filter(pk=booking, state=Booking.State.WAITING)
    return _to_person(booking, "booking_made") if found.exists() else None


@letter("place-came-free")
def place_came_free(booking: int) -> Letter | None:
    """To somebody who waited and now has a place; in a workshop, perhaps instead of another at that time."""
    return _to_person(booking, "place_came_free", live=True, of_workshop="workshop_came_free")


@letter("place-offered")
def place_offered(booking: int) -> Letter | None:
    """To somebody who waited and may have a place, if they say so in time."""
    found = Booking.objects.filter(pk=booking, state=Booking.State.OFFERED)
    return _to_person(booking, "place_offered") if found.exists() else None


@letter("offer-changed")
def offer_changed(booking: int) -> Letter | None:
    """To somebody with the offer of a place on an event that changed, which may leave less time to answer."""
    found = Booking.objects.filter(pk=booking, state=Booking.State.OFFERED)
    return _to_person(booking, "offer_changed") if found.exists() else None


@letter("offer-lapsed")
def offer_lapsed(booking: int) -> Letter | None:
    """To somebody who did not answer the offer of a place in time."""
    return _to_person(booking, "offer_lapsed")


@letter("waiting-ended")
def waiting_ended(booking: int, ended: str) -> Letter | None:
    """To somebody who still waited when the event began, with other dates; not to who came all the same."""
    found = _found(Booking.objects.all(), booking)
    if found is None or found.event.bookings.live().filter(person=found.person_id).exists():
        return None
    dates = browsing.dates_instead(found.event, found.person, at=datetime.fromisoformat(ended))
    return _about(found, "waiting_ended", dates=dates)


@letter("approval-wanted")
def approval_wanted(booking: int, user: int) -> Letter | None:
    """To somebody who may approve a request, while it is one."""
    return _to_decider(booking, user, "approval_wanted")


@letter("approval-sooner")
def approval_sooner(booking: int, user: int) -> Letter | None:
    """To somebody who may approve a request, for which there is less time now."""
    return _to_decider(booking, user, "approval_sooner")


@letter("request-due")
def request_due(booking: int, user: int) -> Letter | None:
    """To a manager, of a request that nobody answered in time."""
    return _to_decider(booking, user, "request_due")


def _to_decider(booking: int, user: int, template: str) -> Letter | None:
    """The letter about a request, while it is one; None where it was decided, or the account is closed."""
    wanted = Booking.objects.filter(state=Booking.State.REQUESTED)
    around = ("person", "agency", "event__course", "event__venue")
    found = wanted.select_related(*around).filter(pk=booking).first()
    decider = User.objects.filter(pk=user, is_active=True).first()
    if found is None or decider is None:
        return None
    return write(decider.email, template, booking=found, event=found.event, person=found.person)


@letter("alarms")
def alarms(user: int, day: str) -> Letter | None:
    """To a manager, of what rings since that day; None where all of it was cancelled or held meanwhile."""
    manager = User.objects.filter(pk=user, is_active=True).first()
    told = alarm_news.of_day(day)
    return write(manager.email, "alarms", told=told, person=persons.of(manager)) if manager and told else None


@letter("request-declined")
def request_declined(booking: int) -> Letter | None:
    """To somebody whose request was not approved."""
    return _to_person(booking, "request_declined")


@letter("another-date")
def another_date(booking: int, event: int) -> Letter | None:
    """To somebody who waits, or waited in vain, while another date has a place that they haven't taken."""
    other = Event.objects.filter(pk=event, status=Event.Status.PUBLISHED).select_related("course", "venue").first()
    asked = Booking.objects.filter(pk=booking).first()
    if other is None or asked is None or waiting.free_places(other) == 0:
        return None
    if other.bookings.live().filter(person=asked.person_id).exists():
        return None
    if asked.state == Booking.State.WAITING:
        return _to_person(booking, "another_date", other=other)
    asked_in_vain = asked.state in {Booking.State.LAPSED, Booking.State.CANCELLED}
    if not asked_in_vain or not demand.without_a_place(Booking.objects.filter(pk=booking)).exists():
        return None
    return _to_person(booking, "date_after_all", other=other, with_entries=False)


@letter("next-date")
def next_date(wish: int) -> Letter | None:
    """To somebody who wished for a next date of a course, while there is one.

    None once they have booked it, or where another letter tells them of it, as it does those who waited for the course.
    """
    found = DateWish.objects.select_related("course", "person__user").filter(pk=wish).first()
    if found is None or found.told_at is None or not found.person.address:
        return None
    dates = browsing.dates_of(found.course, found.person, at=found.told_at)
    if not dates or Booking.objects.live().filter(event__in=dates, person=found.person).exists():
        return None
    told = [f"another-date:{found.person.pk}:{event.pk}" for event in dates]
    if OutgoingMail.objects.filter(key__in=told, dropped_at=None).exists():
        return None
    return write(found.person.address, "next_date", course=found.course, person=found.person, dates=dates)


@letter("refresher-due")
def refresher_due(person: int, course: int, by: str, on: str) -> Letter | None:
    """To somebody who should attend a course again by that day; None once they have, or have booked it."""
    posted = datetime.combine(date.fromisoformat(on), time(), LONDON)
    for each in refreshers.of_people(Person.objects.filter(pk=person), at=posted):
        if each.course.pk == course and each.by.isoformat() == by and refreshers.is_news(each):
            return write(each.person.address, "refresher_due", refresher=each, person=each.person, course=each.course)
    return None


@letter("place-passed-on")
def place_passed_on(booking: int) -> Letter | None:
    """To somebody whose place a colleague took over."""
    return _to_person(booking, "place_passed_on")


@letter("booking-moved")
def booking_moved(booking: int) -> Letter | None:
    """To somebody who changed their place for one on another date."""
    return _to_person(booking, "booking_moved", live=True)


@letter("booking-cancelled")
def booking_cancelled(booking: int) -> Letter | None:
    """To somebody whose booking was given up, by whomever."""
    return _to_person(booking, "booking_cancelled")


@letter("event-cancelled")
def event_cancelled(booking: int) -> Letter | None:
    """To somebody whose event the organiser cancelled, with the next dates that have a place for them."""
    found = _found(Booking.objects.all(), booking)
    if found is None:
        return None
    dates = browsing.dates_instead(found.event, found.person, at=found.cancelled_at) if found.cancelled_at else []
    return _about(found, "event_cancelled", of_workshop="workshop_cancelled", dates=dates)


@letter("event-changed")
def event_changed(booking: int) -> Letter | None:
    """To somebody whose event, or the one that they wait for, has another time or place."""
    return _to_person(booking, "event_changed", live=True)


@letter("workshops-chosen")
def workshops_chosen(booking: int) -> Letter | None:
    """To a delegate who chose workshops, or ranked them."""
    return _to_person(booking, "workshops_chosen", live=True)


@letter("workshops-allotted")
def workshops_allotted(booking: int) -> Letter | None:
    """To a delegate who ranked workshops, with what became of that."""
    return _to_person(booking, "workshops_allotted", live=True)


@letter("joining-instructions")
def joining_instructions(booking: int) -> Letter | None:
    """To somebody who has a place on an event that is soon."""
    found = Booking.objects.filter(
        pk=booking, state=Booking.State.CONFIRMED, unscheduled=False, event__status=Event.Status.PUBLISHED
    )
    return _to_person(booking, "joining_instructions", with_entries=False) if found.exists() else None


@letter("notice")
def notice(notice: int, booking: int) -> Letter | None:
    """To somebody of an event, in a manager's own words; no calendar entry comes with it, for nothing has changed."""
    written = Notice.objects.get(pk=notice)
    ended = written.audience in notices.LIVE and not Booking.objects.live().filter(pk=booking).exists()
    return None if ended else _to_person(booking, "notice", with_entries=False, notice=written)


def _to_person(
    booking_id: int,
    template: str,
    *,
    live: bool = False,
    of_workshop: str = "",
    with_entries: bool = True,
    **more: object,
) -> Letter | None:
    """The letter about the booking to its person; None where it moved on, or nobody can be written to."""
    booking = _found(Booking.objects.live() if live else Booking.objects.all(), booking_id)
    if booking is None:
        return None
    return _about(booking, template, of_workshop=of_workshop, with_entries=with_entries, **more)


def _found(bookings: BookingQuerySet, booking_id: int) -> Booking | None:
    """That one of the bookings with all that a letter says of it; None where it is none of them."""
    around = ("person__user", "person__agency", "made_by", "agency", "policy", "event__course", "event__venue")
    return bookings.select_related(*around).filter(pk=booking_id).first()


def _about(
    booking: Booking, template: str, *, of_workshop: str = "", with_entries: bool = True, **more: object
) -> Letter | None:
    """The letter about a booking that was found.

    Where no address is on record it goes to whoever tells them, and into nobody's calendar. Otherwise it brings the
    booking's calendar entries up to date, but for a letter that only reminds: mail programs put away what they have
    taken into the calendar.
    """
    if booking.event.parent_id and of_workshop:
        template = of_workshop
    whole = workshops.whole_of(booking)
    context = {"booking": booking, "event": booking.event, "person": booking.person, **_terms(booking), **more}
    written = write(booking.person.address, template, **context, **_workshops(booking, whole))
    written = replace(written, followed_by=letters_to_managers.following(booking, template))
    if not written.to:
        return go_betweens.told_of(booking, written)
    return replace(written, parts=tuple(entries.parts(whole))) if with_entries else written


def _terms(booking: Booking) -> dict[str, object]:
    """What letters say of giving the booking up, and of what that cost, by the policy that it was made under."""
    policy = policies.of(booking)
    return {
        "charge": policies.charge(booking),
        "in_time_until": policies.in_time_until(booking.event, policy, news_at=booking.news_at),
        "late_charge": policies.late_charge(policy, booking.event, booking.price),
    }


def _workshops(booking: Booking, whole: Booking) -> dict[str, object]:
    """What letters say of the workshops of the conference that was booked, or whose workshop was."""
    return {
        "conference": booking.event.parent or booking.event,
        "whole": whole,
        "parts": workshops.of_delegate(whole),
        "ranked": whole.workshop_choices.select_related("workshop__course") if whole.event.awaits_allotment else [],
        "has_workshops": whole.event.workshops.filter(status=Event.Status.PUBLISHED).exists(),
    }
