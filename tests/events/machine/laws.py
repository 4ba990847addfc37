"""The laws of places: what holds of an event at every moment, and what every deed must leave behind."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from django.core import mail
from django.db import connection
from django.db.models import Count

from events import waiting
from events.models import Booking, Event
from events.outcomes import COUNTED
from tests.events.machine.clock import day_of
from tests.events.machine.deeds import (
    BRING_FORWARD,
    BY_THE_LIST,
    CHAINS,
    COUNT_AGAIN,
    DECIDE_SOONER,
    EVENT_MOVES,
    MAKES_ROOM,
    MARK,
    MOVES,
    THE_LIST,
    THE_SWEEP,
    Change,
    Deed,
)
from tests.events.machine.referee import CAME, amounts_to, as_it_counts
from tests.events.machine.seen import ENDED, LIVE, Row, Seen

SOME_EVENT = -1


# At every moment


def no_more_places_are_held_than_there_are(seen: Seen, at: datetime) -> None:
    """Nor offered: no place is offered twice, or to one person while another has it."""
    assert seen.places is None or seen.held <= seen.places


def nobody_has_two_live_bookings(seen: Seen, at: datetime) -> None:
    assert max(Counter(row.person_id for row in seen.live).values(), default=0) <= 1


def nobody_waits_beside_a_free_place(seen: Seen, at: datetime) -> None:
    """Until the list stops; then a manager decides."""
    assert not seen.line or seen.free == 0 or seen.list_stops <= at


def who_only_waited_is_never_late(seen: Seen, at: datetime) -> None:
    assert not [row for row in seen.rows.values() if row.cancelled_late and not row.held_place]


def no_offer_outlives_the_cut_off(seen: Seen, at: datetime) -> None:
    """Nor the beginning, which a cut-off is never after."""
    assert all(row.offer_lapses_at and row.offer_lapses_at <= seen.list_stops for row in seen.of("offered"))


def no_request_outlives_the_beginning(seen: Seen, at: datetime) -> None:
    assert all(row.decide_by and row.decide_by <= seen.begins for row in seen.of("requested"))


def only_what_has_begun_has_marks(seen: Seen, at: datetime) -> None:
    assert not seen.marked or seen.begins <= at
    begun = {day.pk for day in seen.days if day.begins <= at}
    assert all(pk in begun for row in seen.rows.values() for pk, _ in row.by_date)


def minutes_decide_what_was_attended(seen: Seen, at: datetime) -> None:
    """Where they are known, by the grace of the event, also when that was changed afterwards."""
    for row in seen.rows.values():
        for mark in [row.mark(None), *(mark for _, mark in row.by_date)]:
            assert mark == as_it_counts(mark, grace=seen.grace_minutes)
            assert mark[0] in CAME or mark[1:] == (None, None)


def dates_amount_to_what_was_attended(seen: Seen, at: datetime) -> None:
    """By how many are enough, also when that or the dates were changed afterwards."""
    for row in seen.of("confirmed") if seen.days else ():
        on_dates = [row.mark(day.pk)[0] for day in seen.days]
        assert row.attendance == amounts_to(on_dates, enough=seen.enough_dates)


def only_dates_have_marks_of_their_own(seen: Seen, at: datetime) -> None:
    """Of dates that the event meets on, one or none each; only who has a place, or came without one, is marked."""
    dates = {day.pk for day in seen.days}
    for row in seen.rows.values():
        marked = [pk for pk, _ in row.by_date]
        assert dates.issuperset(marked)
        assert len(set(marked)) == len(marked)
        assert row.state == "confirmed" or not (marked or row.attendance)
        assert not dates or row.mark(None)[1:] == (None, None)
        assert not row.unscheduled or row.attendance in CAME


def dates_frame_their_event(seen: Seen, at: datetime) -> None:
    """It begins with the first and ends with the last; one date alone is none."""
    if seen.days:
        first, last = seen.days[0], seen.days[-1]
        assert len(seen.days) > 1
        assert seen.begins == first.begins
        assert seen.ends == last.ends
        assert all(one.ends <= other.begins for one, other in pairwise(seen.days))
    assert (seen.enough_dates or 0) <= len(seen.days)


def a_workshop_is_part_of_its_conference(seen: Seen, at: datetime) -> None:
    """What somebody has there belongs to a booking, costs nothing, is never late, asked for or offered."""
    for row in seen.rows.values() if seen.parent_id else ():
        assert row.part_of_id
        assert row.price == 0
        assert not row.cancelled_late
        assert row.state not in {"requested", "offered", "declined"}


def the_line_is_counted_from_one(seen: Seen, at: datetime) -> None:
    if seen.line:
        waits = Booking.objects.filter(event=seen.pk, state="waiting").select_related("event")
        told = waiting.positions(waits, at=at)
        assert told == {row.pk: place for place, row in enumerate(seen.line, start=1)}


def the_outcomes_close(seen: Seen, at: datetime) -> None:
    """By the words of events.outcomes, counted by the database."""
    counted = _counted(seen.pk)
    did_not_come = counted["cancelled"] + counted["did_not_attend"] + counted["not_recorded"]
    assert counted["attended"] == counted["booked"] - did_not_come + counted["unscheduled"]
    assert counted["booked"] == sum(row.held_place for row in seen.rows.values())


def _counted(event_id: int) -> dict[str, int]:
    query, values = _counting()
    with connection.cursor() as cursor:
        cursor.execute(query, [event_id if value == SOME_EVENT else value for value in values])
        found = cursor.fetchone() or [0] * len(COUNTED)
    return dict(zip(COUNTED, found, strict=True))


@cache
def _counting() -> tuple[str, tuple[Any, ...]]:
    """The product's own counts as SQL, made once: making it costs more than the counting."""
    counts = {name: Count("pk", filter=condition) for name, condition in COUNTED.items()}
    grouped = (
        Booking.objects.filter(event=SOME_EVENT).order_by().values("event").annotate(**counts).values_list(*counts)
    )
    query, values = grouped.query.sql_with_params()
    return query, tuple(values)


STANDING: tuple[Callable[[Seen, datetime], None], ...] = (
    no_more_places_are_held_than_there_are,
    nobody_has_two_live_bookings,
    nobody_waits_beside_a_free_place,
    who_only_waited_is_never_late,
    no_offer_outlives_the_cut_off,
    no_request_outlives_the_beginning,
    only_what_has_begun_has_marks,
    the_line_is_counted_from_one,
    the_outcomes_close,
    minutes_decide_what_was_attended,
    dates_amount_to_what_was_attended,
    dates_frame_their_event,
    only_dates_have_marks_of_their_own,
    a_workshop_is_part_of_its_conference,
)


# Of every deed


def states_move_along_the_moves_that_exist(deed: Deed) -> None:
    """By our own table, and by the product's."""
    for _, was, row, verb in deed.moved:
        assert (was, row.state, verb) in MOVES | CHAINS, f"{was or 'nothing'} -> {row.state} by {verb or 'nobody'}"
        assert row.state in Booking.MOVES[was] or (was, row.state, verb) in CHAINS, f"{was or 'nothing'} -> {row.state}"
    for change in deed.changes:
        before, after = change.before.status, change.after.status
        assert before == after or after in Event.MOVES[before], f"{before} -> {after}"


def nothing_vanishes_and_what_ended_stays(deed: Deed) -> None:
    for change in deed.changes:
        for was, row in change.kept:
            assert was.state not in ENDED or row == was
            assert row.fixed == was.fixed
            assert row.held_place >= was.held_place


def the_first_in_line_move_up_first(deed: Deed) -> None:
    for change in deed.changes:
        given = [row.order for _, row in change.moved if deed.verbs.get(row.pk) in BY_THE_LIST]
        still = [row.order for row in change.after.line]
        assert not given or not still or max(given) < min(still)


def the_list_gives_as_its_event_says(deed: Deed) -> None:
    """Before the cut-off, at once or for a time; and an offer ends in time."""
    for change, _, row, verb in deed.moved:
        event = change.after
        if verb in BY_THE_LIST:
            assert deed.at < event.list_stops
            assert (verb == "waiting.offer") == bool(event.offer_hours and event.parent_id is None)
        if verb == "waiting.offer":
            ends = deed.at + timedelta(hours=event.offer_hours or 0)
            assert row.offer_lapses_at == min(ends, event.list_stops)


def a_request_has_its_time(deed: Deed) -> None:
    for change, was, row, _ in deed.moved:
        if not was and row.state == "requested":
            ends = deed.at + timedelta(hours=change.after.approval_hours or 0)
            assert row.decide_by == min(ends, change.after.begins)


def late_is_a_place_given_back_too_late(deed: Deed) -> None:
    """By the policy of the booking; never who only waited, was replaced by a colleague, or is sent away."""
    for change, was, row, verb in deed.moved:
        if row.state == "cancelled":
            given_back = was == "confirmed" and verb != "bookings.pass_on" and not change.is_called_off
            late = deed.world.is_late(row, change.before, at=deed.at)
            assert row.cancelled_late == (given_back and late)
            assert row.cancelled_at == deed.at


def news_is_a_place_from_the_list_or_another_time(deed: Deed) -> None:
    """A place in a workshop is never late, so that nothing hangs on it there."""
    for change in deed.changes:
        for was, row in change.kept if change.after.parent_id is None else ():
            comes = deed.verbs.get(row.pk) in {"waiting.promote", "waiting.give_place"}
            is_news = comes or (change.is_put_off and was.state == "confirmed")
            assert row.news_at == (deed.at if is_news else was.news_at)


def a_booking_is_made_under_today_s_policy_and_price(deed: Deed) -> None:
    """But a colleague's place stays under its own, and costs what it did; nobody pays for the exchange."""
    rows = {row.pk: row for change in deed.changes for row in change.after.rows.values()}
    for change, was, row, verb in deed.moved:
        if was:
            continue
        replaced = rows[row.replaces_id] if row.replaces_id else None
        assert (replaced is not None) == (verb in {"bookings.substitute", "bookings.transfer", "workshops.take_over"})
        assert row.made_at == deed.at
        if replaced and verb == "bookings.substitute":
            assert (row.policy_id, row.price) == (replaced.policy_id, replaced.price)
            assert deed.world.charge(replaced) == 0
        else:
            today = deed.world.in_force(at=deed.at).pk, deed.world.price(row.person_id, change.after, at=deed.at)
            assert (row.policy_id, row.price) == today


def each_change_is_in_the_trail_once(deed: Deed) -> None:
    expected = Counter[tuple[str, str]](deed.notes)
    for _, _, row, verb in deed.moved:
        expected.update((each, f"events.booking:{row.pk}") for each in verb.split("+"))
    for change in deed.changes:
        event, is_changed = f"events.event:{change.after.pk}", change.before.terms != change.after.terms
        expected.update((verb, f"events.booking:{row.pk}") for verb, row in _marked_anew(change, is_changed))
        expected.update((BRING_FORWARD, f"events.booking:{row.pk}") for row in change.brought_forward)
        expected.update((DECIDE_SOONER, f"events.booking:{row.pk}") for row in change.to_decide_sooner)
        goes_along = deed.went_with(change)
        if change.before.status != change.after.status:
            is_called_off = goes_along is not None and goes_along.is_called_off
            move = EVENT_MOVES[change.before.status, change.after.status]
            expected["conferences.call_off_workshops" if is_called_off else move, event] += 1
        has_moved = goes_along is not None and goes_along.before.times != goes_along.after.times
        expected["conferences.move_workshops" if has_moved else "programme.change", event] += is_changed
    assert Counter((entry.verb, entry.subject) for entry in deed.entries) == +expected


def _marked_anew(change: Change, is_changed: bool) -> Iterator[tuple[str, Row]]:
    """Whose mark is another, once for each date; or whose attendance, when it is counted by other rules."""
    for was, row in change.kept:
        if is_changed:
            yield from [(COUNT_AGAIN, row)] * (was.attendance != row.attendance)
        else:
            on: list[int | None] = [day.pk for day in change.after.days]
            yield from ((MARK, row) for each in on or [None] if was.mark(each) != row.mark(each))


def the_trail_says_who_when_and_why(deed: Deed) -> None:
    for entry in deed.entries:
        assert entry.at == deed.at
        is_the_list = entry.verb in BY_THE_LIST or entry.reason.startswith(MAKES_ROOM)
        assert entry.actor == (THE_LIST if is_the_list else deed.actor)
    assert not deed.reason or deed.reason in {entry.reason for entry in deed.entries}


def each_change_is_worth_one_letter(deed: Deed) -> None:
    expected = Counter[str](deed.posts)
    for change, was, row, verb in deed.moved:
        if change.is_called_off:
            goes_along = deed.went_with(change)
            letter = "" if goes_along and goes_along.is_called_off else "event-cancelled:{}"
        else:
            letter = (MOVES | CHAINS)[was, row.state, verb]
        if verb == "waiting.lapse" and (deed.actor != THE_SWEEP or change.after.parent_id):
            letter = ""  # they came without a booking, or are at the conference
        expected[letter.format(row.pk)] += bool(letter)
        if row.state == "requested":
            expected.update(f"approval-wanted:{row.pk}:{user}" for user in _deciders(deed, row))
    for change in deed.changes:
        told = _told_of_another_time(deed, change)
        expected.update(f"{letter}:{row.pk}:{deed.at.isoformat()}" for letter, row in told)
        for row in change.to_decide_sooner:
            sooner = f"approval-sooner:{row.pk}:{{}}:{deed.at.isoformat()}"
            expected.update(sooner.format(user) for user in _deciders(deed, row))
        expected.update(f"another-date:{person}:{change.after.pk}" for person in _told_of_another_date(deed, change))
    assert Counter(deed.letters) == expected


def _deciders(deed: Deed, row: Row) -> tuple[int, ...]:
    return deed.world.people[row.person_id].deciders


def _told_of_another_time(deed: Deed, change: Change) -> list[tuple[str, Row]]:
    """Who had a place, the offer of one, or asked for one; and who must answer sooner.

    Of a workshop that goes along nobody is.
    """
    goes_along = deed.went_with(change)
    if change.is_put_off and not (goes_along and goes_along.before.times != goes_along.after.times):
        asking = [*change.before.of("confirmed"), *change.before.of("waiting"), *change.before.of("requested")]
        changed = [("event-changed", row) for row in asking]
        return [*changed, *(("offer-changed", row) for row in change.before.of("offered"))]
    return [("offer-changed", row) for row in change.brought_forward]


def _told_of_another_date(deed: Deed, change: Change) -> set[int]:
    """Who waits for another date of a course that comes into the programme, or asked for one in vain; each once."""
    new = change.after
    if change.before.status != "draft" or not new.is_coming(at=deed.at) or new.parent_id:
        return set()
    all_others = [seen for seen in deed.world.events.values() if seen.course_id == new.course_id and seen.pk != new.pk]
    others = [seen for seen in all_others if seen.parent_id is None]
    waiting = {row.person_id for seen in others if seen.is_coming(at=deed.at) for row in seen.line}
    a_year_ago = day_of(deed.at) - timedelta(days=365)
    lately = [seen for seen in others if seen.starts_on > a_year_ago]
    vain = {row.person_id for seen in lately for row in _in_vain(seen) if not _has_a_place(row, seen, all_others)}
    told = waiting | vain
    return {pk for pk in told if new.for_agency_id in {None, deed.world.people[pk].agency_id}}


def _in_vain(seen: Seen) -> list[Row]:
    """Who waited until it began, whether the sweep has seen that or not, or was on it when it was cancelled."""
    ended = seen.of("cancelled") if seen.status == "cancelled" else []
    called_off = [row for row in ended if row.cancelled_at == seen.cancelled_at]
    lapsed = [row for row in seen.of("lapsed") if not row.offer_lapses_at and not row.decide_by]
    return called_off + lapsed + seen.line


def _has_a_place(asked: Row, on: Seen, others: list[Seen]) -> bool:
    """Or awaits one, on another date, or came to it all the same, or to a later one."""
    for seen in others:
        for row in seen.rows.values():
            is_theirs = row.person_id == asked.person_id and row.pk != asked.pk
            if is_theirs and row.state in LIVE and seen.status == "published":
                return True
            if is_theirs and row.attendance in {"attended", "part"} and seen.starts_on >= on.starts_on:
                return True
    return False


def no_letter_leaves_before_the_act_is_kept(deed: Deed) -> None:
    """Letters go by the sweep, which nobody calls here."""
    assert mail.outbox == []


MOVING: tuple[Callable[[Deed], None], ...] = (
    states_move_along_the_moves_that_exist,
    nothing_vanishes_and_what_ended_stays,
    the_first_in_line_move_up_first,
    the_list_gives_as_its_event_says,
    a_request_has_its_time,
    late_is_a_place_given_back_too_late,
    news_is_a_place_from_the_list_or_another_time,
    a_booking_is_made_under_today_s_policy_and_price,
    each_change_is_in_the_trail_once,
    the_trail_says_who_when_and_why,
    each_change_is_worth_one_letter,
    no_letter_leaves_before_the_act_is_kept,
)
