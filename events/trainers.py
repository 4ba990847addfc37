"""Who trains at an event: named, said otherwise and taken off, with the days of work that it takes them."""

from copy import copy
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core import audit, closed_years, mail, once
from core.audit import Actor
from core.refusals import Refusal
from events import policies
from events.locks import lock
from events.models import Event, EventTrainer
from people import agencies
from people.models import Duty, User

FIELDS = ("name", "user", "agency", "days", "lived_experience")
"""What is said of a trainer, and can be said otherwise."""


class TrainersSettled(Refusal):
    """Who trains at the event can't be said otherwise any more."""


class AlreadyTrains(Refusal):
    """Somebody of that name, or with that account, is a trainer of the event."""


class NotATrainer(Refusal):
    """They are no trainer of the event any more."""


class SaidOtherwise(Refusal):
    """What the page showed of the trainer is not so any more."""


class ReasonMissing(Refusal):
    """What takes an account off, or days from an agency, wants a reason."""


def of(event: Event) -> QuerySet[Any]:
    """The trainers of the event, each with `may_register`: whether their account's duties open its register."""
    return with_right(event.trainers.select_related("agency", "user"))


def with_right(trainers: QuerySet[Any]) -> QuerySet[Any]:
    """Each with `may_register`: whether the duties of their account open the event's register to them."""
    duties = (Duty.Kind.TRAINER, Duty.Kind.MANAGER, Duty.Kind.ADMINISTRATOR)
    opens = Duty.objects.filter(user=OuterRef("user"), user__is_active=True, kind__in=duties)
    found: QuerySet[Any] = trainers.annotate(may_register=Exists(opens))
    return found


def usual_days(event: Event) -> Decimal:
    """The days of work that the event takes by its length: half of one for each of its days of four hours or less."""
    halves = sum(1 if length <= policies.HALF_A_DAY else 2 for length in policies.lengths(event))
    return Decimal(halves) / 2


def why_not_change(event: Event) -> Refusal | None:
    """Why it can't be said otherwise who trains there, or None: it is cancelled, or its year's report is published."""
    if event.status == Event.Status.CANCELLED:
        return TrainersSettled(f"{event} is cancelled: nobody trains at it.")
    return closed_years.why_not_open(event.starts_on)


def find(event: Event, pk: int) -> EventTrainer:
    """That trainer of the event, to be said otherwise; refused where its trainers are settled, or they are none now."""
    if refusal := why_not_change(event):
        raise refusal
    trainer: EventTrainer | None = of(event).filter(pk=pk).first()
    if trainer is None:
        raise NotATrainer(f"They are not a trainer of {event} any more: somebody took them off.")
    return trainer


def edition(trainer: EventTrainer) -> str:
    """A word for what is said of the trainer: another one as soon as any of it is changed."""
    return sha256("\n".join(str(trainer.serializable_value(each)) for each in FIELDS).encode()).hexdigest()[:16]


@once.change
def name(event: Event, trainer: EventTrainer, *, by: Actor, at: datetime) -> EventTrainer:
    """Keep a new, unsaved trainer of the event; who has an account is told of an event to come.

    Refused where somebody of that name, or with that account, trains at it already, and where its trainers are settled.
    """
    event = _opened(event)
    trainer.event = event
    _demand_once(trainer)
    agencies.demand_open(trainer.agency)
    trainer.save(force_insert=True)
    audit.record("programme.name_trainer", trainer, by=by, at=at)
    _tell_named(trainer, by=by, at=at)
    return trainer


@once.change
def change(
    trainer: EventTrainer, *, by: Actor, at: datetime, reason: str = "", seen: str = "", **values: object
) -> EventTrainer:
    """Say something else of a trainer: any of FIELDS. Whose account it is from now on, or was, is told.

    Refused, beside what naming refuses: to take an account off, or days from an agency, without a reason; and what
    isn't any more the edition that was `seen`.
    """
    trainer = _found(trainer, seen)
    before = copy(trainer)
    fields = [each for each in FIELDS if each in values and getattr(trainer, each) != values[each]]
    for each in fields:
        setattr(trainer, each, values[each])
    if not fields:
        return trainer
    _demand_once(trainer)
    if not reason.strip() and takes_away(before, trainer):
        raise ReasonMissing("Say why the account is taken off, or why the agency has fewer days: the reason is kept.")
    if "agency" in fields:
        agencies.demand_open(trainer.agency)
    trainer.save(update_fields=fields)
    audit.record(
        "programme.change_trainer",
        trainer,
        by=by,
        at=at,
        reason=reason,
        fields=", ".join(fields),
        days_were=str(before.days) if "days" in fields else None,
        agency_was=before.agency_id if "agency" in fields else None,
        user_was=before.user_id if "user" in fields else None,
    )
    if "user" in fields:
        _tell_taken_off(before, by=by, at=at)
        _tell_named(trainer, by=by, at=at)
    return trainer


@once.change
def take_off(trainer: EventTrainer, *, by: Actor, at: datetime, reason: str, seen: str = "") -> None:
    """Let somebody be no trainer of the event: neither the register nor the days are theirs, and they are told."""
    trainer = _found(trainer, seen)
    if not reason.strip():
        raise ReasonMissing("Say why they are taken off: the reason is kept, for those who ask later.")
    audit.record(
        "programme.take_trainer_off",
        trainer.event,
        by=by,
        at=at,
        reason=reason,
        trainer=trainer.pk,
        agency_was=trainer.agency_id,
        user_was=trainer.user_id,
        days_were=str(trainer.days),
    )
    _tell_taken_off(trainer, by=by, at=at)
    trainer.delete()


def takes_away(before: EventTrainer, after: EventTrainer) -> bool:
    """Whether an account loses the event by it, or an agency days that counted for it."""
    loses_account = before.user_id is not None and before.user_id != after.user_id
    fewer = before.agency_id != after.agency_id or before.days > after.days
    return loses_account or (before.agency_id is not None and before.days > 0 and fewer)


def tell_all(event: Event, *, by: Actor, at: datetime) -> None:
    """Tell those who were named while it was a draft that the event is published. In the open transaction."""
    for trainer in event.trainers.exclude(user=None).select_related("user"):
        trainer.event = event
        _tell_named(trainer, by=by, at=at)


def tell_of_change(event: Event, *, at: datetime) -> None:
    """Tell who trains at a published event of another time or place, whoever changed it: a calendar entry comes along.

    In the open transaction; of what is over nobody is told.
    """
    _tell_each(event, "trainer-event-changed", at=at)


def tell_called_off(event: Event, *, at: datetime) -> None:
    """Tell who trains at a published event that it is about to be cancelled. In the open transaction."""
    _tell_each(event, "trainer-event-cancelled", at=at)


def _tell_each(event: Event, letter: str, *, at: datetime) -> None:
    if event.status != Event.Status.PUBLISHED or event.has_ended(at=at):
        return
    for trainer in event.trainers.exclude(user=None).values_list("pk", flat=True):
        mail.post(letter, key=f"{trainer}:{at.isoformat()}", at=at, trainer=trainer)


def _opened(event: Event) -> Event:
    event = lock(event)
    if refusal := why_not_change(event):
        raise refusal
    return event


def _found(trainer: EventTrainer, seen: str) -> EventTrainer:
    """The trainer as they are now, with the event's lock held; SaidOtherwise where that isn't what was seen."""
    event = _opened(trainer.event)
    now = event.trainers.select_related("user", "agency").filter(pk=trainer.pk).first()
    if now is None:
        raise NotATrainer(f"{trainer.name} is not a trainer of {event} any more: somebody took them off.")
    if seen and seen != edition(now):
        raise SaidOtherwise(f"Somebody changed what is said of {now.name} after you opened this page. Open it anew.")
    now.event = event
    return now


def _demand_once(trainer: EventTrainer) -> None:
    others = trainer.event.trainers.exclude(pk=trainer.pk)
    if others.filter(name__iexact=trainer.name).exists():
        raise AlreadyTrains(f"{trainer.name} is already a trainer of {trainer.event}.")
    same = others.filter(user=trainer.user_id).first() if trainer.user_id else None
    if same is not None:
        raise AlreadyTrains(f"That account is already a trainer of {trainer.event}, under the name {same.name}.")


def _tell_named(trainer: EventTrainer, *, by: Actor, at: datetime) -> None:
    if trainer.user and _is_news(trainer.event, trainer.user, by=by, at=at):
        mail.post("trainer-named", key=f"{trainer.pk}:{trainer.user.pk}:{at.isoformat()}", at=at, trainer=trainer.pk)


def _tell_taken_off(trainer: EventTrainer, *, by: Actor, at: datetime) -> None:
    user, event = trainer.user, trainer.event
    if user and _is_news(event, user, by=by, at=at):
        key = f"{event.pk}:{user.pk}:{at.isoformat()}"
        mail.post("trainer-taken-off", key=key, at=at, event=event.pk, user=user.pk, trainer=trainer.pk)


def _is_news(event: Event, user: User, *, by: Actor, at: datetime) -> bool:
    """Of a draft nobody is told, of what has begun it is too late to be, and of what one did oneself nobody need be."""
    is_to_come = event.status == Event.Status.PUBLISHED and not event.has_begun(at=at)
    return is_to_come and by.actor_ref != user.actor_ref
