"""The waiting list moves by the rules of the mix: whoever frees a place, changes a rule, or lets one end."""

from datetime import datetime, time, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.models import AuditEntry, OutgoingMail
from events import approvals, bookings, tasks, teams, waiting
from events.models import LONDON, Booking, Event, MixRule
from people.models import Agency, Person, Sector
from tests.makers import NOW, TESTER, cap, keep, make_agency, make_booking, make_course, make_event, make_person

pytestmark = pytest.mark.django_db
State = Booking.State
TODAY = NOW.date()


@pytest.fixture
def education() -> Sector:
    return Sector.objects.get(code="education")


@pytest.fixture
def school(education: Sector) -> Agency:
    return make_agency(name="The School", sector=education)


@pytest.fixture
def trust() -> Agency:
    return make_agency(name="The Trust")


def book(event: Event, agency: Agency, *, at: datetime = NOW) -> Booking:
    return bookings.book(event, make_person(agency=agency), by=TESTER, at=at)


def state(booking: Booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


def test_a_kept_place_waits_for_whom_it_is_kept(education: Sector, school: Agency, trust: Agency) -> None:
    event = make_event(places=3)
    keep(event, 2, education)
    states = [book(event, agency).state for agency in (trust, trust, school, school, school)]
    assert states == [State.CONFIRMED, State.WAITING, State.CONFIRMED, State.CONFIRMED, State.WAITING]


def test_nobody_of_an_agency_at_its_cap_gets_a_place_and_others_pass_by(school: Agency, trust: Agency) -> None:
    event = make_event(places=3)
    cap(event, 1)
    states = [book(event, agency).state for agency in (trust, trust, school, make_agency())]
    assert states == [State.CONFIRMED, State.WAITING, State.CONFIRMED, State.CONFIRMED]


def test_a_place_that_comes_free_goes_to_whom_it_is_kept_for(education: Sector, school: Agency, trust: Agency) -> None:
    event = make_event(places=1, offer_hours=24)
    holder, older = book(event, trust), book(event, trust)
    younger = book(event, school)
    keep(event, 1, education)
    assert waiting.positions([older], at=NOW) == {younger.pk: 1, older.pk: 2}
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert (state(older), state(younger)) == (State.WAITING, State.OFFERED)


def test_an_event_that_prefers_the_mix_promotes_who_mends_it(school: Agency, trust: Agency) -> None:
    event = make_event(places=3, prefers_mix=True)
    holder, *_ = (book(event, agency) for agency in (trust, trust, trust))
    [first, second] = (book(event, agency, at=NOW + timedelta(minutes=1)) for agency in (trust, school))
    bookings.cancel(holder, by=TESTER, at=NOW + timedelta(hours=1))
    assert (state(first), state(second)) == (State.WAITING, State.CONFIRMED)


def test_when_a_rule_has_ended_the_sweep_moves_the_list(education: Sector, trust: Agency) -> None:
    event = make_event(places=2)
    keep(event, 2, education, until=TODAY + timedelta(days=3))
    waits = [book(event, trust), book(event, trust), book(event, trust)]
    last_moment = datetime.combine(TODAY + timedelta(days=3), time(23, 59, 59), tzinfo=LONDON)
    assert waiting.move_lists(at=last_moment) == 0
    assert waiting.move_lists(at=last_moment + timedelta(seconds=1)) == 2
    assert [state(booking) for booking in waits] == [State.CONFIRMED, State.CONFIRMED, State.WAITING]
    assert OutgoingMail.objects.filter(letter="place-came-free").count() == 2
    assert waiting.move_lists(at=last_moment + timedelta(days=1)) == 0


def test_between_the_end_of_a_rule_and_the_sweep_nobody_overtakes(education: Sector, trust: Agency) -> None:
    event = make_event(places=2)
    keep(event, 2, education, until=TODAY)
    first = book(event, trust)
    assert book(event, make_agency(), at=NOW + timedelta(days=1)).state == State.WAITING
    waiting.move_lists(at=NOW + timedelta(days=1))
    assert state(first) == State.CONFIRMED


def test_the_sweep_leaves_alone_what_is_over_or_past_its_cut_off(trust: Agency) -> None:
    waits = make_booking(make_event(places=2, cut_off_hours=24 * 40), outcome="waiting")
    make_booking(make_event(places=2, days=-1), outcome="waiting")
    make_booking(make_event(places=2, status="draft"), outcome="waiting")
    assert waiting.move_lists(at=NOW) == 0
    assert state(waits) == State.WAITING


def test_the_task_runs_the_sweep_by_today_s_clock_and_is_on_the_schedule() -> None:
    waits = make_booking(make_event(places=2, at=timezone.now()), outcome="waiting")
    tasks.move_waiting_lists()
    assert state(waits) == State.CONFIRMED
    assert "events.tasks.move_waiting_lists" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_a_manager_gives_a_place_past_a_rule_but_never_past_the_last(education: Sector, trust: Agency) -> None:
    event = make_event(places=1)
    keep(event, 1, education)
    [first, second] = book(event, trust), book(event, trust)
    waiting.give_place(second, by=TESTER, at=NOW, reason="Court on Monday")
    assert (state(first), state(second)) == (State.WAITING, State.CONFIRMED)
    with pytest.raises(waiting.EventFull):
        waiting.give_place(first, by=TESTER, at=NOW, reason="Too")


def test_the_order_by_hand_stands_before_the_preference(school: Agency, trust: Agency) -> None:
    event = make_event(places=1, prefers_mix=True)
    holder, last = book(event, trust), book(event, trust)
    first = book(event, school)
    assert waiting.positions([last], at=NOW) == {first.pk: 1, last.pk: 2}
    waiting.move_to(last, 1, by=TESTER, at=NOW, reason="Court on Monday")
    assert waiting.positions([last], at=NOW) == {last.pk: 1, first.pk: 2}
    assert AuditEntry.objects.get(verb="waiting.move_to").details == {"was": 2, "now": 1}
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert (state(last), state(first)) == (State.CONFIRMED, State.WAITING)


def test_nobody_is_put_before_those_for_whom_a_place_is_kept(education: Sector, school: Agency, trust: Agency) -> None:
    event = make_event(places=2)
    [first, _, moved] = (book(event, trust) for _ in range(3))
    kept_for = book(event, school)
    keep(event, 1, education)
    waiting.move_to(moved, 1, by=TESTER, at=NOW, reason="Court on Monday")
    assert AuditEntry.objects.get(verb="waiting.move_to").details == {"was": 2, "now": 2}
    assert waiting.positions([moved], at=NOW) == {kept_for.pk: 1, moved.pk: 2}
    bookings.cancel(first, by=TESTER, at=NOW)
    assert (state(kept_for), state(moved)) == (State.CONFIRMED, State.WAITING)


def test_behind_who_is_put_first_by_hand_the_mix_is_still_mended(school: Agency, trust: Agency) -> None:
    event = make_event(places=2, prefers_mix=True)
    holder, _, older, moved = (book(event, trust) for _ in range(4))
    younger = book(event, school)
    waiting.move_to(moved, 1, by=TESTER, at=NOW, reason="Court on Monday")
    assert waiting.positions([moved], at=NOW) == {moved.pk: 1, younger.pk: 2, older.pk: 3}
    said = "first in the order that the training team gave, then to whoever’s agency holds the fewest"
    assert said in waiting.who_is_next(event, at=NOW)
    bookings.cancel(moved, by=TESTER, at=NOW)
    assert "training team" not in waiting.who_is_next(event, at=NOW)
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert (state(younger), state(older)) == (State.CONFIRMED, State.WAITING)


def test_a_substitute_keeps_the_place_beyond_a_cap_and_the_list_moves_by_what_changed(
    school: Agency, trust: Agency
) -> None:
    event = make_event(places=4)
    cap(event, 1)
    ours, _, waits = book(event, trust), book(event, school), book(event, trust)
    assert waits.state == State.WAITING
    taken = bookings.substitute(ours, make_person(agency=school), by=TESTER, at=NOW)
    assert (taken.state, state(waits)) == (State.CONFIRMED, State.CONFIRMED)


def test_another_date_is_refused_where_the_mix_says_no(education: Sector, trust: Agency) -> None:
    course = make_course()
    event, other = make_event(course=course), make_event(course=course, days=40, places=1)
    keep(other, 1, education)
    booking = book(event, trust)
    with pytest.raises(waiting.EventFull, match=r"kept for people from Education\. You keep your place on"):
        bookings.transfer(booking, other, by=TESTER, at=NOW)
    assert state(booking) == State.CONFIRMED


def test_an_approved_request_gets_a_place_by_the_agency_that_it_was_made_from(
    education: Sector, school: Agency, trust: Agency
) -> None:
    event = make_event(places=1)
    keep(event, 1, education)
    asked = make_booking(event, make_person(agency=school), state="requested", held_place=False, decide_by=NOW)
    Person.objects.filter(pk=asked.person_id).update(agency=trust)
    approvals.approve(asked, by=TESTER, at=NOW)
    assert state(asked) == State.CONFIRMED


def team(agency: Agency, size: int) -> list[Person]:
    return [make_person(agency=agency) for _ in range(size)]


def test_a_team_comes_together_or_not_at_all_by_the_mix(trust: Agency) -> None:
    event = make_event(places=9)
    cap(event, 2)
    said = r"has 2 free for 3 people\. At most 2 places go to any one agency, and The Trust holds 2\. Nobody was booked"
    with pytest.raises(teams.TooFewFree, match=said):
        teams.book_together(event, team(trust, 3), by=TESTER, at=NOW)
    assert not event.bookings.exists()
    assert len(teams.book_together(event, team(trust, 2), by=TESTER, at=NOW).booked) == 2


def test_as_many_of_a_team_as_fit_by_the_mix(trust: Agency) -> None:
    event = make_event(places=9)
    cap(event, 2)
    outcome = teams.book_as_many_as_fit(event, team(trust, 3), by=TESTER, at=NOW)
    assert [booking.state for booking in outcome.booked] == [State.CONFIRMED, State.CONFIRMED]
    [sentence] = outcome.refused
    assert sentence.endswith("At most 2 places go to any one agency, and The Trust holds 2.")


def test_what_somebody_who_waits_may_expect(education: Sector, trust: Agency) -> None:
    event = make_event(places=1, prefers_mix=True)
    keep(event, 1, education)
    waits = book(event, trust)
    expected = waiting.Prospect(
        1,
        "Places that come free go first to those for whom places are kept, then to whoever’s agency holds the fewest"
        " places here, then to whoever has waited longest.",
        "The last place is kept for people from Education.",
    )
    assert waiting.prospect(waits, at=NOW) == expected
    bookings.cancel(waits, by=TESTER, at=NOW)
    assert waiting.prospect(waits, at=NOW) is None


@pytest.mark.parametrize("rules", [0, 1, 4])
def test_rules_cost_a_booking_no_query(
    rules: int, trust: Agency, education: Sector, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event, person = make_event(places=20), make_person(agency=trust)
    for number in range(rules):
        keep(event, 1, make_agency(sector=education))
        make_booking(event, make_person())
        assert MixRule.objects.count() == number + 1
    with django_assert_num_queries(11):
        bookings.book(event, person, by=TESTER, at=NOW)
