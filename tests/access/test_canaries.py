"""The canary crawl: nobody comes upon a word about anybody that they may not see, wherever they go."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.db import models
from django.http import HttpResponseNotFound
from django.utils import timezone

from config import api, urls
from config.personal_data import HOLDINGS
from core import mail
from events import programme
from events.models import Event
from people.models import Person, User
from tests.access.canaries import CANARY
from tests.access.crawler import Crawl
from tests.access.table import rows
from tests.access.world import OURS, ROLES, World
from tests.resolver import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NO_CANARIES = {
    "copies of an address, which is one": "account.EmailAddress.email people.Invitation.sent_to",
    "shown to whoever holds it, in fours": "evaluations.Certificate.code",
    "what was ticked, or codes and numbers of ours": "evaluations.Evaluation.answers evaluations.Comment.found"
    " usersessions.UserSession.data"
    " core.OutgoingMail.letter core.OutgoingMail.about core.OutgoingMail.key core.OutgoingMail.last_error"
    " core.AuditEntry.actor core.AuditEntry.verb core.AuditEntry.subject core.AuditEntry.details"
    " core.SentForm.key core.SentForm.sender core.SentForm.led_to",
    "rows that are made by single sign-on, or by nothing here": "account.EmailConfirmation.key"
    " socialaccount.SocialAccount.provider socialaccount.SocialAccount.uid socialaccount.SocialAccount.extra_data"
    " socialaccount.SocialToken.token socialaccount.SocialToken.token_secret"
    " admin.LogEntry.object_id admin.LogEntry.object_repr admin.LogEntry.change_message",
    "the sessions themselves, which are the browser's cookie": "sessions.Session.session_key"
    " sessions.Session.session_data",
}
"""Fields of words that need no canary, by why not."""
HELD = {"invitation": "walker", "calendar": "owner", "certificate": "owner", "copies": "owner"}
"""Whoever has one of these addresses holds somebody's letter or paper: what is about that person they may see there."""

HOSTS = {"walker": "administrator"}
"""Who asked whom to have an account: an invitation says by whom it is."""


@pytest.fixture
def no_page_of_what_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crawl asks for thousands of things that there are none of for that role, and reads what is there alone."""
    monkeypatch.setattr(urls, "handler404", lambda *given, **named: HttpResponseNotFound(), raising=False)


@pytest.mark.usefixtures("no_page_of_what_is_not_there")
@pytest.mark.parametrize("role", ROLES)
def test_nobody_comes_upon_what_they_may_not_see(world: World, role: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    opened = [row for row in rows() if row.opens_to(role)]
    crawl = Crawl(world.browser(role)).follow(["/", *(row.address(world) for row in opened), *_doors(world, role)])
    assert [row.path for row in opened if row.address(world) not in crawl.texts] == []
    leaks = _leaks(crawl, world, role)
    assert not leaks, "\n".join(map(str, sorted(leaks)))
    assert crawl.broken == {}
    assert CANARY.findall(caplog.text) == []


def test_an_hr_system_reads_what_a_lead_of_its_agency_sees_and_no_more(world: World) -> None:
    lists = [f"/api/{api.VERSION}/{each.name}/" for each in api.LISTS]
    read = Crawl(world.system()).follow(lists)
    assert sorted(read.texts) == sorted(lists)
    seen = [canary for text in read.texts.values() for canary in world.canaries.in_text(text)]
    ours = [world.people[name] for name in OURS]
    assert {canary.word for canary in seen} <= _seen_by(world, world.users["lead"], None)
    assert {canary.kind for canary in seen} == {"name", "address", "job"}
    assert {canary.person for canary in seen} == set(ours)


def test_a_leak_is_found(world: World, settings: LazySettings, tmp_path: Path) -> None:
    page = tmp_path / "events" / "event.html"
    page.parent.mkdir()
    page.write_text(
        "{{ event.joining_instructions }}{% for booking in event.bookings.all %}{{ booking.person }}{% endfor %}"
    )
    given: dict[str, Any] = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**given, "DIRS": [tmp_path, *given["DIRS"]]}]
    crawl = Crawl(world.browser("visitor")).follow([f"/events/{world.things['open']['code']}/"])
    assert {kind for kind, _, _ in _leaks(crawl, world, "visitor")} == {"name", "joining instructions"}


def test_letters_tell_nobody_what_they_may_not_see(world: World, mailoutbox: list[EmailMessage]) -> None:
    allowed = {person: _seen_by(world, person.user, person) for person in world.people.values()}
    for name in ("open", "full", "asking", "offering", "conference", "several"):
        event = Event.objects.get(code=world.things[name]["code"])
        programme.cancel(event, by=world.users["manager"], at=world.at, reason="Snow")
    mail.send_due(at=timezone.now(), limit=1000)
    assert len(mailoutbox) > 5
    for letter in mailoutbox:
        may_see = allowed[Person.objects.reached_at(letter.to[0]).get()]
        leaks = [canary for canary in world.canaries.in_text(_all_of(letter)) if canary.word not in may_see]
        assert not leaks, (letter.subject, leaks)


def test_every_word_that_is_kept_about_people_is_a_canary(world: World) -> None:
    planted = {canary.field for canary in world.canaries.known.values()}
    excused = {name for names in NO_CANARIES.values() for name in names.split()}
    assert set(_words_kept()) - planted == excused


def _all_of(letter: EmailMessage) -> str:
    """Its subject, its words, and what comes with it."""
    return "\n".join([str(letter.subject), str(letter.body), *(str(part) for part in letter.attachments)])


def _doors(world: World, role: str) -> Iterator[str]:
    """Every address that looks for itself who asks, if it lets that role so far, of everything it could be asked of.

    Of whatever is of the kind that the table asks it of, where that shows anybody a page.
    """
    lets_in = {"public", "members"} if _may_open("/my/", role) else {"public"}
    doors = {f"/{path}" for path, entry in addresses() if getattr(entry.callback, "access", "") in lets_in}
    for row in rows():
        if row.path in doors and "o" in row.get and row.thing not in HELD:
            yield from (replace(row, thing=thing).address(world) for thing in sorted(world.alike(row.thing)))


def _may_open(path: str, role: str) -> bool:
    return any(row.path == path and row.opens_to(role) for row in rows())


def _leaks(crawl: Crawl, world: World, role: str) -> set[tuple[str, str, str]]:
    """What was seen and may not be: of what kind it is, where it stands, and on which page.

    The internal report counts every group of the workforce by its name, exactly: there alone answers stand as counts.
    """
    held = {row.address(world): world.people[HELD[row.thing]] for row in rows() if row.thing in HELD}
    mine = _seen_by(world, world.users.get(role), world.people.get(role) if role != "closed" else None)
    allowed = {address: mine | _seen_by(world, holder.user, holder) for address, holder in held.items()}
    return {
        (canary.kind, canary.field, address)
        for address, text in crawl.texts.items()
        for canary in world.canaries.in_text(text)
        if canary.word not in allowed.get(address, mine)
        and not (canary.kind == "equality answer" and address.startswith("/reports/"))
    }


def _seen_by(world: World, user: User | None, person: Person | None) -> set[str]:
    """The words that somebody may see, and the name of whoever invited them."""
    known = world.canaries.known.values()
    hosts = [world.people[host] for guest, host in HOSTS.items() if world.people[guest] == person]
    named = {canary.word for canary in known if canary.kind == "name" and canary.person in hosts}
    return named | {canary.word for canary in known if canary.may_be_seen_by(user, person)}


def _words_kept() -> Iterator[str]:
    """Every field in which words about people are kept, by what the privacy notice is made from."""
    for label, rows_of in ((label, rows_of) for holding in HOLDINGS for label, rows_of in holding.rows.items()):
        for name in rows_of.names:
            column = apps.get_model(label)._meta.get_field(name)
            is_words = isinstance(column, models.CharField | models.TextField | models.JSONField)
            if is_words and not column.choices:
                yield f"{label}.{name}"
