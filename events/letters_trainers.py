"""What the events floor writes to trainers; each letter brings the entries in their calendar up to date."""

from dataclasses import replace

from core.mail import Letter, letter, write
from events import entries_of_trainers
from events.models import Event, EventTrainer
from events.rules import may_mark_register
from people import persons
from people.models import User


@letter("trainer-named")
def trainer_named(trainer: int) -> Letter | None:
    """To somebody who was named as a trainer and has an account; None where they, or the event, are off since."""
    return _to_trainer(trainer, "trainer_named", Event.Status.PUBLISHED)


@letter("trainer-event-changed")
def trainer_event_changed(trainer: int) -> Letter | None:
    """To somebody who trains at an event that has another time or place; None where they, or it, are off since."""
    return _to_trainer(trainer, "trainer_event_changed", Event.Status.PUBLISHED)


@letter("trainer-event-cancelled")
def trainer_event_cancelled(trainer: int) -> Letter | None:
    """To somebody who was to train at an event that is cancelled."""
    return _to_trainer(trainer, "trainer_event_cancelled", Event.Status.CANCELLED)


@letter("trainer-taken-off")
def trainer_taken_off(event: int, user: int, trainer: int = 0) -> Letter | None:
    """To somebody with an account who is no trainer of the event any more; None where they are again."""
    found = Event.objects.select_related("course", "venue").filter(pk=event).first()
    told = User.objects.filter(pk=user, is_active=True).select_related("person").first()
    if found is None or told is None or found.trainers.filter(user=told).exists():
        return None
    return _about(found, trainer, told, "trainer_taken_off", is_off=True)


def _to_trainer(trainer: int, template: str, status: str) -> Letter | None:
    """The letter to who trains there, while they do, have an account that is open, and the event is what it says."""
    around = ("user__person", "event__course", "event__venue")
    told = EventTrainer.objects.filter(user__is_active=True, event__status=status)
    found = told.select_related(*around).filter(pk=trainer).first()
    if found is None or found.user is None:
        return None
    return _about(found.event, found.pk, found.user, template, is_off=status == Event.Status.CANCELLED)


def _about(event: Event, trainer: int, user: User, template: str, *, is_off: bool) -> Letter:
    opens = may_mark_register(user, event)
    written = write(user.email, template, event=event, person=persons.of(user), opens=opens)
    told = entries_of_trainers.parts(event, trainer, user, opens=opens, is_off=is_off) if trainer else []
    return replace(written, parts=tuple(told))
