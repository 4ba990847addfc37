"""Trainers of an event are named, said otherwise and taken off: on the trail, told by letter, within the year."""

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from core import closed_years, mail
from core.closed_years import YearClosed
from core.models import AuditEntry, OutgoingMail
from core.years import period_of
from events import programme, trail, trainers
from events.models import Event, EventTrainer
from events.rules import may_mark_register
from people.models import Duty, User
from tests.makers import NOW, TESTER, make_agency, make_event, make_event_on, make_user

pytestmark = pytest.mark.django_db


def name(event: Event, called: str = "Jo Hale", **fields: Any) -> EventTrainer:
    made = EventTrainer(**{"name": called, "days": Decimal(1), **fields})
    return trainers.name(event, made, by=TESTER, at=NOW)


def change(trainer: EventTrainer, reason: str = "A slip", **values: Any) -> EventTrainer:
    return trainers.change(trainer, by=TESTER, at=NOW, reason=reason, **values)


def take_off(trainer: EventTrainer, reason: str = "Unwell", **more: Any) -> None:
    trainers.take_off(trainer, by=TESTER, at=NOW, reason=reason, **more)


def letters(mailoutbox: list[Any]) -> list[tuple[str, str]]:
    mail.send_due(at=NOW)
    return [(letter.to[0], letter.subject) for letter in mailoutbox]


def test_each_act_is_on_the_event_s_trail_with_its_reason_and_no_name_is_kept_there() -> None:
    event, agency = make_event(), make_agency()
    jo, kim = name(event, agency=agency), name(event, "Kim Roe")
    change(kim, days=Decimal("2.50"), agency=agency)
    take_off(jo)
    assert [(act.what, act.reason) for act in trail.of_event(event)] == [
        ("Trainer taken off; days given were 1.00", "Unwell"),
        ("What is said of a trainer changed, Kim Roe: agency and days; days given were 1.00", "A slip"),
        ("Trainer named, Kim Roe", ""),
        ("Trainer named", ""),
    ]
    assert "Jo Hale" not in str(list(AuditEntry.objects.values_list("details", flat=True)))
    assert [each.name for each in event.trainers.all()] == ["Kim Roe"]


@pytest.mark.parametrize(
    "act", [name, lambda event: change(there(event), name="X"), lambda event: take_off(there(event))]
)
def test_a_closed_year_and_a_cancelled_event_keep_their_trainers(act: Callable[[Event], Any]) -> None:
    past = make_event(days=-60, status=Event.Status.HELD, register_closed_at=NOW)
    act(past)
    closed_years.close(period_of(past.starts_on), at=NOW)
    with pytest.raises(YearClosed):
        act(past)
    with pytest.raises(trainers.TrainersSettled, match="cancelled: nobody trains at it"):
        act(make_event(status=Event.Status.CANCELLED, cancelled_at=NOW))


def there(event: Event) -> EventTrainer:
    """Somebody who trains there, whatever may be said of it by now."""
    return EventTrainer.objects.create(event=event, name=f"Trainer {event.trainers.count()}", days=1)


def test_nobody_is_named_twice_by_name_or_account() -> None:
    event, user = make_event(), make_user()
    jo, kim = name(event, user=user), name(event, "Kim Roe")
    with pytest.raises(trainers.AlreadyTrains, match="JO HALE is already a trainer"):
        name(event, "JO HALE")
    with pytest.raises(trainers.AlreadyTrains, match="under the name Jo Hale"):
        change(kim, user=user)
    change(jo, name="Jo Hale-Roe")
    name(make_event(), user=user)


@pytest.mark.parametrize(
    ("values", "wants"),
    [
        ({"user": None}, True),
        ({"agency": None}, True),
        ({"days": Decimal("0.5")}, True),
        ({"days": Decimal(2), "name": "Jo Roe", "lived_experience": True}, False),
    ],
)
def test_what_takes_away_wants_a_reason(values: dict[str, Any], wants: bool) -> None:
    jo = name(make_event(), user=make_user(), agency=make_agency())
    if wants:
        with pytest.raises(trainers.ReasonMissing):
            change(jo, reason=" ", **values)
        jo.refresh_from_db()
        assert (str(jo.days), bool(jo.user), bool(jo.agency)) == ("1.00", True, True)
    change(jo, reason="A slip" if wants else "", **values)
    with pytest.raises(trainers.ReasonMissing):
        take_off(jo, reason=" ")


def test_what_was_seen_of_a_trainer_is_not_overwritten_once_somebody_changed_it() -> None:
    jo = name(make_event())
    seen = trainers.edition(jo.event.trainers.get())
    change(jo, days=Decimal(3), seen=seen)
    for act in (change, take_off):
        with pytest.raises(trainers.SaidOtherwise, match="Open it anew"):
            act(jo, seen=seen)
    take_off(jo, seen=trainers.edition(jo.event.trainers.get()))
    with pytest.raises(trainers.NotATrainer, match="somebody took them off"):
        change(jo, days=Decimal(1))


def test_who_has_an_account_is_told_once_a_change_of_what_is_to_come(mailoutbox: list[Any]) -> None:
    event, user, other = make_event(title="Neglect"), make_user(Duty.Kind.TRAINER), make_user()
    jo = name(event, user=user)
    assert letters(mailoutbox) == [(user.email, "You train at Neglect, 3 June 2026")]
    assert "keep its register" in mailoutbox[0].body
    change(jo, days=Decimal(2), name="Jo Roe")
    assert len(letters(mailoutbox)) == 1
    change(jo, user=other)
    told = {
        (user.email, "You do not train at Neglect, 3 June 2026"),
        (other.email, "You train at Neglect, 3 June 2026"),
    }
    assert set(letters(mailoutbox)[1:]) == told
    assert "does not open registers yet" in next(letter.body for letter in mailoutbox[1:] if letter.to == [other.email])
    take_off(jo)
    assert letters(mailoutbox)[3:] == [(other.email, "You do not train at Neglect, 3 June 2026")]


def test_nobody_is_told_of_a_draft_of_what_has_begun_or_of_their_own_doing(mailoutbox: list[Any]) -> None:
    user = make_user(Duty.Kind.MANAGER, Duty.Kind.TRAINER)
    draft = make_event(status=Event.Status.DRAFT, title="Neglect")
    for event in (draft, make_event(days=-1)):
        take_off(name(event, user=user))
        name(event, user=user)
    own = EventTrainer(name="Me", days=1, user=user)
    trainers.take_off(trainers.name(make_event(), own, by=user, at=NOW), by=user, at=NOW, reason="Not me")
    assert not OutgoingMail.objects.exists()
    programme.publish(draft, by=TESTER, at=NOW)
    assert letters(mailoutbox) == [(user.email, "You train at Neglect, 3 June 2026")]


@pytest.mark.parametrize("duties", [(), *((kind,) for kind in Duty.Kind if kind != Duty.Kind.LEAD)])
@pytest.mark.once
def test_the_page_says_of_an_account_what_the_rule_says(duties: tuple[Duty.Kind, ...]) -> None:
    event, user = make_event(), make_user(*duties)
    name(event, user=user)
    (row,) = trainers.of(event).values_list("may_register", flat=True)
    assert row == may_mark_register(user, event)
    User.objects.update(is_active=False)
    assert not trainers.of(event).filter(may_register=True).exists()


@pytest.mark.once
def test_a_day_of_four_hours_or_less_takes_half_a_day() -> None:
    assert trainers.usual_days(make_event()) == 1
    assert trainers.usual_days(make_event(ends_time=time(13, 30))) == Decimal("0.5")
    assert trainers.usual_days(make_event_on(1, 8, starts=time(12, 30))) == 1
    assert trainers.usual_days(make_event_on(1, 8, 15)) == 3
