"""What was done to bookings and events is told to managers in words: when, by whom, what, and why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core import audit
from core.models import AuditEntry
from events import bookings, notices, programme, registers, trail, trail_words, trainers, waiting
from events.attendance import Mark
from events.models import EventTrainer, Notice
from people.models import Duty, User
from tests.makers import NOW, TESTER, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
FLOORS = ("core", "people", "training", "events", "evaluations", "reports", "config")
OF_SOMETHING_ELSE = {
    "accounts", "agencies", "api_keys", "certificates", "codebook", "commentaries", "comments", "copies", "disclosures",
    "duplicates", "duties", "evaluations", "feeds", "invitations", "persons", "policies", "questionnaires", "questions",
    "reports", "suspensions", "targets", "wishes", "withholdings",
}  # fmt: skip
"""What records acts on accounts, people, questionnaires and so on, and never on a booking or an event."""


@pytest.fixture
def manager() -> User:
    user = make_user(Duty.Kind.MANAGER)
    make_person(first_name="Rosa", last_name="Alder", user=user)
    return user


def recorded() -> set[str]:
    """Every verb that the source gives to the trail, be it by way of a function that records it."""
    sources = [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]
    return {verb for path in sources for call in calls_in(path) for verb in verbs_in(call, path)}


def calls_in(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def verbs_in(call: ast.Call, path: Path) -> Iterator[str]:
    is_record = ast.unparse(call.func).rpartition(".")[2] in {"record", "record_each", "record_about", "_record"}
    modules = {each.stem for each in path.parent.glob("*.py")} if path.parent == ROOT / "events" else set()
    for node in (node for each in call.args for node in ast.walk(each) if isinstance(node, ast.Constant)):
        said = str(node.value)
        if re.fullmatch(r"[a-z_]+\.[a-z_]+", said) and (is_record or said.partition(".")[0] in modules):
            yield said


@pytest.mark.once
def test_every_verb_has_words() -> None:
    about = {verb for verb in recorded() if verb.partition(".")[0] not in OF_SOMETHING_ELSE} - {
        "records.import",
        "records.export",
    }
    assert about == set(trail_words.ACTS)
    fields = {*programme.CHANGEABLE, *trainers.FIELDS, "runs_anyway_at", "parent", "cancelled_late"}
    assert set(trail_words.FIELDS) <= fields
    named = {name for said in trail_words.ACTS.values() for name in re.findall(r"{(\w+)}", said)}
    assert named - set(trail_words._DETAILS) == {"charge", "not_recorded", "ranked", "to", "whom"}


def told(acts: list[trail.Act]) -> list[tuple[str, str, str]]:
    return [(act.what, act.by, act.reason) for act in acts]


@pytest.mark.once
def test_both_sides_of_a_substitution_are_told_on_either_booking(manager: User) -> None:
    event = make_event(for_agency=make_person().agency)
    booking = bookings.book(event, make_person(), by=manager, at=NOW, overrule="A joint case")
    taken = bookings.substitute(booking, make_person(last_name="Finch"), by=manager, at=NOW, overrule="The same case")
    overruled = ". Overruled: whom it is for"
    for each in (booking, taken):
        assert told(trail.of_booking(each)) == [
            (f"Took over the place of a colleague{overruled}", "Rosa Alder", "The same case"),
            ("Place passed on to Ann Finch", "Rosa Alder", ""),
            (f"Booking made: booked{overruled}", "Rosa Alder", "A joint case"),
        ]
    bookings.cancel(taken, by=make_user(email="lead@example.org"), at=event.starts_at.replace(hour=1), reason="Ill")
    assert told(trail.of_booking(booking))[0] == ("Booking cancelled, late", "lead@example.org", "Ill")


@pytest.mark.once
def test_what_is_kept_with_an_act_is_told_in_words(manager: User) -> None:
    event = make_event(places=1)
    holder = bookings.book(event, make_person(), by=manager, at=NOW)
    make_booking(event, outcome="waiting")
    last = bookings.book(event, make_person(), by=TESTER, at=NOW)
    waiting.move_to(last, 1, by=manager, at=NOW, reason="Court")
    programme.change(event, by=manager, at=NOW, grace_minutes=20, offer_hours=24)
    bookings.cancel(holder, by=manager, at=NOW, reason="Unwell")
    late = Mark("attended", minutes_late=25)
    registers.mark(event, {make_booking(event).pk: late}, by=manager, at=event.starts_at)
    said = [what for what, _, _ in told(trail.of_event(event))]
    assert said == [
        "Marked: attended in part, 25 minutes late, was: not recorded",
        "Place offered, until Tuesday 5 May 2026, midday",
        "Booking cancelled",
        "Event changed: how many minutes one may miss and how long an offer is open",
        "Moved in the waiting list, from 2nd to 1st",
        "Booking made: on the waiting list",
        "Booking made: booked",
    ]
    assert {act.by for act in trail.of_event(event)} == {"Rosa Alder", "The waiting list itself", "Turnout itself"}


@pytest.mark.once
@pytest.mark.parametrize("details", [{}, {"state": "unheard of", "late": None, "more": 3}])
def test_an_act_is_readable_whatever_was_kept_with_it(details: dict[str, Any]) -> None:
    for verb in (*trail_words.ACTS, "bookings.do_something_new"):
        said = trail_words.what(AuditEntry(verb=verb, details=details))
        assert said[:1].isupper()
    assert trail_words.what(AuditEntry(verb="bookings.do_something_new")) == "Do something new"


@pytest.mark.parametrize("many", [1, 4])
def test_it_is_read_in_a_fixed_number_of_statements(
    manager: User, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_event()
    for _ in range(many):
        booking = bookings.book(event, make_person(), by=make_user(), at=NOW)
        trainers.name(event, EventTrainer(name=f"Trainer {booking.pk}", days=1), by=manager, at=NOW)
        notices.send(event, audience=Notice.Audience.COMING, subject="Bring", text="it", by=manager, at=NOW)
    with django_assert_num_queries(6):
        acts = trail.of_event(event)
    assert len(acts) == 3 * many
    with django_assert_num_queries(3):
        assert len(trail.of_booking(booking)) == 1


@pytest.mark.once
def test_managers_read_it_on_the_pages_and_nobody_else(client: Client, manager: User) -> None:
    person = make_person(user=make_user())
    event = make_event(places=1)
    booking = bookings.book(event, person, by=manager, at=NOW, overrule="")
    audit.record("bookings.cancel", booking, by=manager, at=NOW, reason="Rang in", late=True)
    own, page = reverse("booking", args=[booking.pk]), reverse("event_trail", args=[event.code])
    client.force_login(manager)
    assert page in client.get(reverse("manage_event", args=[event.code])).content.decode()
    for address in (own, page):
        said = client.get(address).content.decode()
        assert all(words in said for words in ("What happened", "Booking cancelled, late", "Rang in", "Rosa Alder"))
    assert own in client.get(page).content.decode()
    file = b"".join(client.get(page, {"download": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert f'2026-05-04 12:00,"Booking cancelled, late",{person},Rosa Alder,Rang in' in file
    client.force_login(person.user or manager)
    assert "Rang in" not in client.get(own).content.decode()
