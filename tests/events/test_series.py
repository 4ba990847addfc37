"""Planning more dates like one: the days are seen first, everything moves with them, and it happens once."""

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from events import series
from events.models import Event, EventTrainer
from events.series import NotRepeated
from people.models import User
from tests.makers import (
    NOW,
    TESTER,
    keep,
    make_agency,
    make_booking,
    make_conference,
    make_course,
    make_event,
    make_event_on,
    make_workshop,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture
def event() -> Event:
    return make_event(
        starts_on=date(2027, 3, 3),
        title="Neglect",
        course=make_course(title="Neglect"),
        places=12,
        minimum=6,
        decide_on=date(2027, 2, 24),
        closes_on=date(2027, 3, 1),
        offer_hours=24,
        prefers_mix=True,
        joining_instructions="Park behind the hall.",
    )


def test_days_are_so_many_weeks_apart() -> None:
    assert series.days_from(date(2027, 3, 3), weeks=2, times=3) == [
        date(2027, 3, 3),
        date(2027, 3, 17),
        date(2027, 3, 31),
    ]


def test_a_draft_is_like_the_event_and_its_days_move_with_it(event: Event) -> None:
    agency = make_agency()
    keep(event, 4, agency, until=date(2027, 2, 20))
    EventTrainer.objects.create(event=event, name="Dr Pugh", agency=agency, days=1, lived_experience=True)
    make_booking(event)
    first, second = series.repeat(event, [date(2027, 3, 10), date(2027, 4, 7)], by=TESTER, at=NOW)
    assert (first.starts_on, first.ends_on, first.decide_on, first.closes_on) == (
        date(2027, 3, 10),
        date(2027, 3, 10),
        date(2027, 3, 3),
        date(2027, 3, 8),
    )
    assert (second.starts_on, second.decide_on, second.opens_on) == (date(2027, 4, 7), date(2027, 3, 31), None)
    for draft in (first, second):
        assert draft.status == Event.Status.DRAFT
        assert draft.bookings.count() == 0
        for name in series.COPIED:
            assert getattr(draft, name) == getattr(event, name), name
    assert len({event.code, first.code, second.code}) == 3
    rule, trainer = first.mix_rules.get(), first.trainers.get()
    assert (rule.agency, rule.places, rule.until) == (agency, 4, date(2027, 2, 27))
    assert f"{trainer.name}, {trainer.agency}, {trainer.days:.0f}" == f"Dr Pugh, {agency}, 1"
    # Whether somebody spoke from lived experience is seen when it takes place.
    assert trainer.lived_experience is None


def test_further_dates_keep_their_distance() -> None:
    event = make_event_on(3, 10)
    [draft] = series.repeat(event, [event.starts_on + 4 * WEEK], by=TESTER, at=NOW)
    assert [each.held_on for each in draft.meets_on] == [each.held_on + 4 * WEEK for each in event.meets_on]
    assert draft.ends_on == event.ends_on + 4 * WEEK


def test_over_the_change_of_clocks_it_begins_at_the_same_time() -> None:
    event = make_event(starts_on=date(2027, 3, 24), starts_time=time(9, 30))
    [draft] = series.repeat(event, [date(2027, 3, 31)], by=TESTER, at=NOW)
    assert (draft.starts_time, draft.starts_at.hour) == (time(9, 30), 9)


def test_workshops_and_their_conferences_are_not_repeated() -> None:
    conference = make_conference()
    workshop = make_workshop(conference)
    for event, words in ((workshop, "on the page of its conference"), (conference, "planned anew")):
        with pytest.raises(NotRepeated, match=words):
            series.repeat(event, [date(2027, 3, 3)], by=TESTER, at=NOW)


@pytest.mark.parametrize("times", [0, series.MOST + 1])
def test_no_days_or_too_many_are_refused(event: Event, times: int) -> None:
    with pytest.raises(NotRepeated, match="Choose from 1 to"):
        series.repeat(event, series.days_from(date(2027, 3, 3), weeks=1, times=times), by=TESTER, at=NOW)
    assert Event.objects.count() == 1


ASKED = {"first_day": "8", "first_month": "3", "first_year": "2027", "times": "4", "weeks": "2"}


def test_the_days_are_shown_before_anything_is_planned(client: Client, manager: User, event: Event) -> None:
    path = reverse("repeat_event", args=[event.code])
    assert path in client.get(reverse("manage_event", args=[event.code])).content.decode()
    make_event(starts_on=date(2027, 3, 8), course=event.course)
    page = client.post(path, ASKED | {"plan": "yes"}).content.decode()
    assert Event.objects.count() == 2
    assert "Monday 8 March 2027" in page
    assert "The course is planned for this day already" in page
    assert "Monday 22 March 2027</li>" in page
    assert "Plan 4 drafts" in page
    seen = "2027-03-08 2027-03-22 2027-04-05 2027-04-19"
    assert f'value="{seen}"' in page
    # Easter Monday is 29 March 2027; other days than those seen are shown again first.
    other = client.post(path, ASKED | {"first_day": "29", "plan": "yes", "seen": seen}).content.decode()
    assert "Not a working day" in other
    assert Event.objects.count() == 2
    told = client.post(path, ASKED | {"plan": "yes", "seen": seen}, follow=True).content.decode()
    assert "4 drafts planned." in told
    assert Event.objects.filter(status=Event.Status.DRAFT).count() == 4


def test_what_makes_no_days_is_said_beside_the_field(client: Client, manager: User, event: Event) -> None:
    path = reverse("repeat_event", args=[event.code])
    page = client.post(path, ASKED | {"first_month": "13", "times": "0", "plan": "yes"}).content.decode()
    assert "<title>Error: " in page
    assert "The days</h2>" not in page
    assert Event.objects.count() == 1


def test_a_conference_with_workshops_says_why_not(client: Client, manager: User) -> None:
    conference = make_conference()
    make_workshop(conference)
    told = client.get(reverse("repeat_event", args=[conference.code]), follow=True).content.decode()
    assert "planned anew for each conference" in told
