"""Retention by clock: what is older than its period goes and nothing else, once a day, counted on the trail."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config import retention
from config.periods import kept_for
from config.personal_data import HOLDINGS
from core import closed_years, mail
from core.models import AuditEntry
from core.years import parse_period
from evaluations.models import Evaluation
from events import feeds
from events import retention as events_retention
from events.models import CalendarFeed, Event, Notice
from people import equality
from people.models import Duty, Person, User
from tests.config.lives import HELD, tie_evaluations
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, make_booking, make_event, make_person, make_user
from tests.reports.small_world import AT, small_world
from tests.reports.test_document import compiled
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db
YEAR = 366


def due(at: datetime = NOW) -> dict[str, int]:
    return {each.clock.name: each.count for each in retention.due(at=at) if each.count}


def came(days: int) -> Person:
    return make_booking(make_event(days=-days, **HELD), outcome="attended").person


def people() -> None:
    came(6 * YEAR)
    came(6 * YEAR - 9)
    back_since, has_account = came(6 * YEAR), came(7 * YEAR)
    make_booking(make_event(days=-30, **HELD), back_since)
    Person.objects.filter(pk=has_account.pk).update(user=make_user())
    make_booking(make_event(days=-7 * YEAR))  # Its register was never closed.
    make_person()


def evaluations() -> None:
    event = make_event(days=-1, **HELD)
    for _ in range(2):
        give(make_attended(event))
    old = Evaluation.objects.all()[0]
    older = make_event(days=-YEAR, **HELD)
    Evaluation.objects.filter(pk=old.pk).update(event=older)


def equality_answers() -> None:
    for year in ("2023-24", "2024-25"):
        closed_years.close(parse_period(year), at=NOW - timedelta(YEAR if year == "2023-24" else 30))
    for days in (["2023-03-31"], ["2023-04-01"], ["2022-05-01", "2024-05-01"]):
        person = make_person()
        for day in days:
            make_booking(make_event(starts_on=datetime.fromisoformat(day).date(), **HELD), person)
        equality.keep([(person.pk, "female", "")])
    withdrew = make_booking(make_event(days=-5 * YEAR, **HELD)).person
    equality.withdraw(withdrew.pk)


def messages() -> None:
    for days in (80, 100):
        about = {"event": make_event(), "audience": Notice.Audience.COMING, "subject": "Bring", "text": "a pen"}
        Notice.objects.create(**about, written_at=NOW - timedelta(days), people=1)


KINDS: list[tuple[Callable[[], None], str]] = [
    (people, "people"),
    (evaluations, "evaluations"),
    (equality_answers, "equality_answers"),
    (messages, "messages"),
]


@pytest.mark.parametrize(("make", "name"), KINDS)
def test_what_is_older_than_its_period_goes_and_nothing_else(make: Callable[[], None], name: str) -> None:
    make()
    before = (Person.objects.count(), Evaluation.objects.exclude(booking=None).count())
    assert due() == {name: 1}
    assert retention.keep(at=NOW)[name] == 1
    assert due() == {}
    after = (Person.objects.count(), Evaluation.objects.exclude(booking=None).count())
    gone = {"people": (1, 0), "evaluations": (0, 1)}.get(name, (0, 0))
    assert (before[0] - after[0], before[1] - after[1]) == gone
    assert AuditEntry.objects.get(verb="retention.keep").details[name] == 1


def test_the_words_of_a_message_go_and_that_it_was_sent_stays() -> None:
    messages()
    retention.keep(at=NOW)
    assert set(Notice.objects.values_list("text", "subject")) == {
        ("a pen", "Bring"),
        (events_retention.NO_LONGER, "Bring"),
    }


def used(user: User, at: datetime) -> None:
    User.objects.filter(pk=user.pk).update(last_login=at)


def test_an_account_that_nobody_uses_goes_after_two_letters_and_the_record_stays(
    mailoutbox: list[EmailMessage],
) -> None:
    user, lead = make_user(email="nia@example.org"), make_user(Duty.Kind.BOARD)
    person = make_person(user=user, email="")
    feeds.make(user, at=NOW)
    for each in (user, lead):
        used(each, NOW)
    ends = NOW + timedelta(731)
    for days, letters in ((61, 0), (59, 1), (58, 1), (13, 2), (12, 2)):
        retention.keep(at=ends - timedelta(days))
        mail.send_due(at=ends - timedelta(days))
        assert len(mailoutbox) == letters
    assert "ends on" in mailoutbox[1].subject
    assert {letter.to[0] for letter in mailoutbox} == {"nia@example.org"}
    assert retention.keep(at=ends)["accounts"] == 0
    assert retention.keep(at=ends + timedelta(2))["accounts"] == 1
    person.refresh_from_db()
    assert (person.user, person.email) == (None, "nia@example.org")
    assert [*User.objects.all()] == [lead]
    assert not CalendarFeed.objects.exists()


def test_whoever_signs_in_after_a_letter_keeps_the_account(mailoutbox: list[EmailMessage]) -> None:
    user, ends = make_user(), NOW + timedelta(731)
    used(user, NOW)
    for days in (59, 13):
        retention.keep(at=ends - timedelta(days))
    used(user, ends - timedelta(5))
    mail.send_due(at=ends)
    assert mailoutbox == []
    assert retention.keep(at=ends + timedelta(9))["accounts"] == 0


def test_nobody_s_account_goes_whose_letter_was_not_sent() -> None:
    user = make_user()
    used(user, NOW - timedelta(3 * YEAR))
    for days in (0, 46):
        assert due(NOW + timedelta(days)) == {"warnings": 1}
        assert retention.keep(at=NOW + timedelta(days))["accounts"] == 0
    assert due(NOW + timedelta(100)) == {}


def test_letters_to_who_has_been_away_for_years_come_apart_and_name_the_same_day(
    mailoutbox: list[EmailMessage],
) -> None:
    used(make_user(), NOW - timedelta(3 * YEAR))
    for days, letters in ((0, 1), (45, 1), (46, 2), (59, 2)):
        at = NOW + timedelta(days)
        assert retention.keep(at=at)["accounts"] == 0
        mail.send_due(at=at)
        assert len(mailoutbox) == letters
    assert mailoutbox[0].subject == mailoutbox[1].subject
    assert retention.keep(at=NOW + timedelta(60))["accounts"] == 1


def test_a_day_s_work_is_done_once_from_half_past_three_on_and_only_if_it_is_wanted(settings: LazySettings) -> None:
    night = NOW.replace(hour=3, minute=29)
    assert retention.keep_once_a_day(at=NOW) is None
    settings.RETENTION_BY_CLOCK = True
    done = [retention.keep_once_a_day(at=at) for at in (night, night + timedelta(minutes=1), NOW, NOW + timedelta(1))]
    assert [each is not None for each in done] == [False, True, False, True]


def test_what_is_due_is_counted_by_the_database_and_no_more_of_it_is_read_than_goes() -> None:
    messages()
    people()
    evaluations()
    rows = {clock.name: clock.due(clock.before(NOW), NOW) for clock in retention.CLOCKS}
    many = ("people", "evaluations", "messages")
    with CaptureQueriesContext(connection) as asked:
        counts = {each.clock.name: each.count for each in retention.due(at=NOW)}
    assert sum("COUNT(*)" in query["sql"] for query in asked) == len(many)
    assert {name: len(rows[name]) for name in many} == {name: counts[name] for name in many}
    assert min(counts[name] for name in many) > 0
    with CaptureQueriesContext(connection) as asked:
        retention.keep(at=NOW, at_most=1)
    assert sum("LIMIT 1" in query["sql"] for query in asked) >= len(many)


def test_no_more_than_so_many_go_in_a_day() -> None:
    messages()
    Notice.objects.update(written_at=NOW - timedelta(200))
    assert retention.keep(at=NOW, at_most=1)["messages"] == 1
    assert due() == {"messages": 1}


@pytest.mark.once
def test_figures_of_a_year_come_out_as_they_were_when_everybody_in_it_is_forgotten() -> None:
    build(small_world())
    Event.objects.filter(status=Event.Status.PUBLISHED).update(status=Event.Status.HELD, register_closed_at=AT)
    tie_evaluations()
    before = compiled()
    assert retention.keep(at=AT + timedelta(2 * YEAR))["evaluations"] > 0
    assert retention.keep(at=AT + timedelta(8 * YEAR))["people"] == 4
    assert compiled() == before


@pytest.mark.once
def test_it_is_told_before_it_is_done(
    client: Client, administrator: User, capsys: pytest.CaptureFixture[str], settings: LazySettings
) -> None:
    settings.RETENTION = settings.RETENTION | {"messages": 5}
    Notice.objects.create(
        event=make_event(), audience="coming", subject="-", text="-", written_at=NOW - timedelta(5 * YEAR), people=1
    )
    call_command("keep_to_retention", "--dry-run")
    assert "people of an event: 1 message (kept 5 months after they were sent" in capsys.readouterr().out
    assert Notice.objects.get().text == "-"
    page = client.get(reverse("keeping")).content.decode()
    assert "It was never done yet" in page
    call_command("keep_to_retention")
    assert "messages: 1 gone" in capsys.readouterr().out
    assert "It was last done on" in client.get(reverse("keeping")).content.decode()
    assert any("6 years after the last of it" in holding.kept for holding in HOLDINGS)


def test_periods_are_said_as_people_say_them(settings: LazySettings) -> None:
    months: dict[str, Any] = {"training": 72, "messages": 3, "who_said_it": 12, "unused_accounts": 18}
    settings.RETENTION = months
    assert [kept_for(name) for name in months] == ["6 years", "3 months", "1 year", "18 months"]
