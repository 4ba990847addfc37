"""Copies of what is held about somebody: all that is declared as theirs, and nothing about anybody else."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from config import copies
from config.personal_data import HOLDINGS
from config.theirs import Somebody
from core import audit
from core.models import AuditEntry
from events.models import Booking
from people import equality
from people.models import Duty, TwoPeople, User
from tests.config.lives import Scene, live
from tests.makers import NOW, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
OURS, OTHER = "Quetzal", "Wombat"
ROWLESS = {"sessions.Session", "evaluations.Disclosure"}
"""Of which nothing is handed out."""


def two_lives() -> tuple[Somebody, Somebody]:
    """Two people who were everywhere together and did things to one another's records."""
    scene = Scene.set()
    ours, other = live(scene, OURS), live(scene, OTHER)
    assert ours.person
    assert ours.user
    assert other.person
    assert other.user
    Duty.objects.create(user=ours.user, kind=Duty.Kind.BOARD)
    TwoPeople.objects.create(one=ours.person, other=other.person, alike=2, said_at=NOW)
    place = make_booking(make_event(days=-4), ours.person, outcome="cancelled", made_by=other.user)
    make_booking(place.event, other.person, replaces=place)
    mine = Booking.objects.filter(person=ours.person)[0]
    audit.record("bookings.waive", mine, by=other.user, at=NOW, reason="Was ill")
    audit.record("persons.amend", other.person, by=ours.user, at=NOW, reason=f"{OTHER} moved", fields=OTHER)
    return ours, other


def as_data(whose: Somebody, *, for_themself: bool = True) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(copies.as_json(copies.make(whose, at=NOW, for_themself=for_themself)))
    return said


def test_every_field_that_is_declared_as_theirs_is_in_it() -> None:
    ours, _ = two_lives()
    there = {label: rows for part in as_data(ours)["holdings"] for label, rows in part["rows"].items()}
    declared = {label: set(rows.handed_out) for holding in HOLDINGS for label, rows in holding.rows.items()}
    assert {label: set(rows[0]) for label, rows in there.items()} | {label: set() for label in ROWLESS} == declared
    empty = {
        f"{label}.{name}" for label, rows in there.items() for name in rows[0] if not any(row[name] for row in rows)
    }
    assert {"people.Person.first_name", "evaluations.Comment.text", "people.EqualityAnswer.sex"} & empty == set()


def test_nothing_about_anybody_else_is_in_it_nor_any_secret() -> None:
    ours, _ = two_lives()
    copy = copies.make(ours, at=NOW, for_themself=True)
    for text in (copies.as_json(copy).decode(), copies.as_html(copy).decode()):
        assert OURS in text
        assert OTHER not in text
        assert f"{OURS}-secret" not in text
        assert f"boss.of.{OURS}" not in text
        assert ours.user
        assert ours.user.password not in text
    trail = [row for part in as_data(ours)["holdings"] for row in part["rows"].get("core.AuditEntry", [])]
    by = {row["verb"]: (row["actor"], row["reason"]) for row in trail}
    assert by["bookings.waive"] == (copies.SOMEBODY_ELSE, "Was ill")
    mine = next(row for row in trail if row["verb"] == "persons.amend" and row["actor"] == copies.YOU)
    assert (mine["subject"], mine["reason"], mine["details"]) == (None, None, None)


def test_a_copy_that_somebody_else_makes_leaves_out_what_is_for_them_alone_and_is_on_the_trail() -> None:
    ours, _ = two_lives()
    assert ours.person
    copy = copies.make_for(ours.person, by=make_user(Duty.Kind.MANAGER), at=NOW, reason="Asked by letter")
    sealed = [part.holding for part in copy.parts if part.is_sealed]
    assert [holding for holding in HOLDINGS if holding.alone] == sealed
    text = copies.as_html(copy).decode()
    assert copies.FOR_THEM_ALONE in text
    assert f"{OURS} will listen" not in text
    assert "Female" not in text
    assert f"{OURS} browser" not in text
    assert AuditEntry.objects.get(verb="persons.copy").reason == "Asked by letter"


@pytest.mark.once
def test_somebody_of_whom_there_is_nothing_is_told_so() -> None:
    text = copies.as_html(copies.make(Somebody(None, make_user()), at=NOW, for_themself=True)).decode()
    assert "Nothing of this is held." in text
    assert as_data(Somebody.on_record(make_person()))["about"].startswith("Ann Person")


@pytest.mark.once
def test_equality_answers_are_stopped_by_themself_or_by_a_manager_who_was_asked(client: Client, manager: User) -> None:
    mine, other = make_person(user=manager, email=""), make_person()
    equality.keep([(mine.pk, "female", ""), (other.pk, "male", "")])
    assert client.post(reverse("stop_my_answers"))["Location"] == reverse("held_about_me")
    assert "none are kept" in client.get(reverse("held_about_me")).content.decode()
    path = reverse("stop_answers_of", args=[other.pk])
    assert "Enter the reason" in client.post(path, {"reason": ""}).content.decode()
    assert not equality.are_stopped(other)
    assert client.post(path, {"reason": "By letter"})["Location"] == reverse("person", args=[other.pk])
    assert [equality.are_stopped(person) for person in (mine, other)] == [True, True]
    reasons = AuditEntry.objects.filter(verb="persons.stop_equality_answers").values_list("reason", flat=True)
    assert set(reasons) == {"", "By letter"}


@pytest.mark.once
def test_everybody_has_their_own_and_a_manager_one_for_who_asks(client: Client, manager: User) -> None:
    person = make_person(first_name=OURS)
    assert reverse("my_copy", args=["json"]) in client.get(reverse("held_about_me")).content.decode()
    file = client.get(reverse("my_copy", args=["json"]))
    assert json.loads(file.content)["about"] == manager.email
    assert file["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("my_copy", args=["exe"])).status_code == 404
    path = reverse("copy_for", args=[person.pk])
    assert "Enter the reason" in client.post(path, {"extension": "html"}).content.decode()
    assert OURS in client.post(path, {"extension": "html", "reason": "By letter"}).content.decode()
