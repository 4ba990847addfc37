"""Canary words: each is planted in one field of one row, known by what it stands for, and seen only by whom it may."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db import models

from events.models import Booking, Event
from people.models import Person, User

CANARY = re.compile(r"qzj\d{3}xqj")
"""So long that no token or nonce is one by chance: shorter ones were, once in some runs."""
COMMON = "qz"
"""What all canaries have in common, for forms that look for words."""

SIGHTS = {
    # what                     who sees it: see Canary.seen_as
    "name": "self lead trainer manager administrator",
    "address": "self lead manager administrator",
    "job": "self lead manager administrator",
    "key": "self administrator",
    "equality answer": "self",
    "device": "self",
    "reason": "self lead manager administrator",
    "trainer's name": "anybody",
    "joining instructions": "delegate lead trainer manager administrator",
    "directions": "delegate lead trainer manager administrator",
    "draft": "manager administrator",
    "who trains at a draft": "trainer manager administrator",
    "why it was called off": "booker lead trainer manager administrator",
    "why it was issued": "self manager administrator",
    "what was done": "manager administrator",
    "quotation": "trainer board manager administrator",
    "secret": "",
    "quotable words": "self trainer board manager administrator",
    "words": "self trainer manager administrator",
    "words of few": "self manager administrator",
    "key of an evaluation": "",
    "address of a manager": "",
    "key of a calendar": "self",
    "name of a key": "self lead manager administrator",
    "reason on the trail": "self administrator",
    "notice": "delegate manager administrator",
}
"""P4, P11 and P12 of the privacy rules as data: who may come upon which kind of canary, wherever it is."""


@dataclass(frozen=True)
class Canary:
    """One word: what it stands for, whom it is about, and of which event it is."""

    word: str
    kind: str
    field: str
    person: Person | None = None
    event: Event | None = None

    def may_be_seen_by(self, user: User | None, person: Person | None) -> bool:
        """Whether a user, somebody on record, somebody who is both, or a visitor may come upon it."""
        return bool({"anybody", *self.seen_as(user, person)} & set(SIGHTS[self.kind].split()))

    def seen_as(self, user: User | None, person: Person | None) -> set[str]:
        """What they are to whom or what it is about: themself, their lead, their trainer, a delegate."""
        bookings = (
            Booking.objects.filter(event=self.event) if self.event else Booking.objects.filter(person=self.person)
        )
        agencies = {self.person.agency_id} if self.person and not self.event else set()
        agencies |= set(bookings.values_list("agency_id", flat=True))
        places = bookings.filter(state=Booking.State.CONFIRMED)
        trains = self.event.trainers.filter(user=user) if self.event else places.filter(event__trainers__user=user)
        is_so = {
            "self": person is not None and self.person == person,
            "lead": user is not None and bool(user.led_agencies & agencies),
            "trainer": user is not None and user.has_duty("trainer") and trains.exists(),
            "delegate": self.event is not None and places.filter(person=person).exists(),
            "booker": self.event is not None and bookings.filter(person=person).exists(),
        }
        at_large = {"board", "manager", "administrator"}
        duties = {kind for kind, _ in user.entrusted} if user and user.is_active else set()
        return {name for name, so in is_so.items() if so} | (duties & at_large)


@dataclass
class Aviary:
    """All canaries of a world, by their words."""

    known: dict[str, Canary] = field(default_factory=dict)

    def plant(
        self,
        row: models.Model,
        name: str,
        kind: str,
        *,
        person: Person | None = None,
        event: Event | None = None,
        like: str = "{}",
    ) -> None:
        """Put a new word, dressed as `like` says, into that field of the row."""
        word = f"qzj{len(self.known):03}xqj"
        setattr(row, name, like.format(word))
        row.save(update_fields=[name])
        self.known[word] = Canary(word, kind, f"{row._meta.label}.{name}", person, event)

    def know(self, row: models.Model, name: str) -> None:
        """Take what stands in that field for a word, where no other could stand: a key, a hash."""
        word = str(getattr(row, name))
        self.known[word] = Canary(word, "secret", f"{row._meta.label}.{name}")

    def in_text(self, text: str) -> list[Canary]:
        """The canaries that are in it."""
        secrets = {canary.word for canary in self.known.values() if canary.kind == "secret" and canary.word in text}
        return [self.known[word] for word in sorted(secrets | set(CANARY.findall(text.lower())))]
