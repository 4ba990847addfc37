"""The programme: what took place can be neither called off nor put off; and who the places are for."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.models import AuditEntry
from events import programme
from events.models import Booking, Event, MixRule
from people.models import Sector
from tests.makers import NOW, TESTER, cap, keep, make_agency, make_booking, make_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("outcome", ["attended", "did-not-attend"])
def test_an_event_with_marks_is_not_cancelled(outcome: str) -> None:
    event = make_event(days=-1)
    make_booking(event, outcome=outcome)
    with pytest.raises(programme.EventNotChangeable, match="took place"):
        programme.cancel(event, by=TESTER, at=NOW, reason="Snow")
    event.refresh_from_db()
    assert event.status == Event.Status.PUBLISHED


def test_an_event_whose_trainer_never_came_can_still_be_cancelled() -> None:
    event = make_event(days=-1)
    make_booking(event)
    assert programme.cancel(event, by=TESTER, at=NOW, reason="Snow").status == Event.Status.CANCELLED


def test_an_event_with_marks_is_not_put_off_but_its_places_may_change() -> None:
    event = make_event(days=-1)
    make_booking(event, outcome="attended")
    day = (NOW + timedelta(days=7)).date()
    with pytest.raises(programme.EventNotChangeable, match="took place"):
        programme.change(event, by=TESTER, at=NOW, starts_on=day, ends_on=day)
    assert programme.change(event, by=TESTER, at=NOW, places=30).places == 30


def kept(places: int, **whom: Any) -> MixRule:
    return MixRule(kind=MixRule.Kind.RESERVE, places=places, **whom)


def capped(places: int, **whom: Any) -> MixRule:
    return MixRule(kind=MixRule.Kind.CAP, places=places, **whom)


def change_mix(event: Event, *rules: MixRule, prefers_mix: bool = False, at: Any = NOW, seen: str = "") -> Event:
    return programme.change_mix(event, rules, prefers_mix=prefers_mix, by=TESTER, at=at, seen=seen)


def test_who_saw_another_mix_undoes_nothing_that_somebody_else_did() -> None:
    event, agency = make_event(places=6), make_agency()
    seen = programme.mix_edition(event)
    change_mix(event, capped(3), seen=seen)
    for since in (capped(2), kept(3, agency=agency)):
        with pytest.raises(programme.ChangedMeanwhile, match="who the places of"):
            change_mix(event, since, seen=seen)
        assert event.mix_rules.get().places == 3
    newer = programme.mix_edition(event)
    change_mix(event, capped(3), prefers_mix=True, seen=newer)
    event.refresh_from_db()
    assert programme.mix_edition(event) not in {seen, newer}
    change_mix(event, capped(3), seen=programme.mix_edition(event))
    event.refresh_from_db()
    assert programme.mix_edition(event) == newer


def test_the_mix_is_what_was_said_last_and_on_the_trail() -> None:
    event, education = make_event(), Sector.objects.get(code="education")
    keep(event, 9, make_agency())
    until = NOW.date() + timedelta(days=3)
    change_mix(event, kept(2, sector=education, until=until), capped(3), prefers_mix=True)
    assert list(event.mix_rules.values_list("kind", "places", "sector", "until")) == [
        ("reserve", 2, education.pk, until),
        ("cap", 3, None, None),
    ]
    entry = AuditEntry.objects.get(verb="programme.change_mix")
    assert entry.details == {
        "rules": "2 places kept for Education until Thursday 7 May 2026; At most 3 places for any one agency",
        "prefers_mix": True,
    }
    assert Event.objects.get(pk=event.pk).prefers_mix


def test_changing_the_mix_moves_the_waiting_list_and_takes_nobody_s_place() -> None:
    event, agency = make_event(places=3), make_agency()
    make_booking(event)
    waits = make_booking(event, outcome="waiting")
    change_mix(event, kept(3, agency=agency))
    assert event.bookings.holding_places().count() == 1
    change_mix(event, kept(1, agency=agency))
    assert Booking.objects.get(pk=waits.pk).state == Booking.State.CONFIRMED


def test_a_draft_s_mix_is_said_before_anybody_can_book() -> None:
    event = make_event(status="draft", places=3)
    make_booking(event, outcome="waiting")
    change_mix(event, capped(2))
    assert event.bookings.holding_places().count() == 0


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "choose a last day from today to"), (31, "choose a last day from today to"), (30, "")]
)
def test_a_rule_ends_between_today_and_the_event(days: int, said: str) -> None:
    event, rule = make_event(days=30), capped(3, until=NOW.date() + timedelta(days=days))
    if said:
        with pytest.raises(programme.Contradiction, match=said):
            change_mix(event, rule)
    else:
        change_mix(event, rule)
    assert event.mix_rules.count() == (0 if said else 1)


def test_rules_that_contradict_each_other_or_the_places_are_refused_and_the_old_ones_stay() -> None:
    event, agency = make_event(places=4), make_agency(name="The Trust")
    old = cap(event, 2)
    with pytest.raises(programme.Contradiction, match="5 places would be kept, and there are only 4") as refused:
        change_mix(event, kept(5, agency=agency), capped(1))
    assert str(refused.value).endswith("5 places would be kept for The Trust, which may hold 1.")
    assert event.mix_rules.get() == old


def test_places_that_are_kept_are_not_cut() -> None:
    event = make_event(places=4)
    keep(event, 3, make_agency())
    with pytest.raises(programme.Contradiction, match="3 places would be kept, and there are only 2"):
        programme.change(event, by=TESTER, at=NOW, places=2)
    with pytest.raises(programme.Contradiction, match="not limited"):
        programme.change(event, by=TESTER, at=NOW, places=None)
    assert programme.change(event, by=TESTER, at=NOW, places=3).places == 3


def test_what_was_kept_until_yesterday_stands_in_nobody_s_way() -> None:
    event = make_event(places=4)
    keep(event, 3, make_agency(), until=NOW.date() - timedelta(days=1))
    assert programme.change(event, by=TESTER, at=NOW, places=2).places == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"status": "cancelled", "cancelled_at": NOW}, "can't be changed any more"), ({"days": -1}, "has begun")],
)
def test_what_is_over_has_no_new_mix(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(programme.EventNotChangeable, match=said):
        change_mix(make_event(**fields), capped(3))


def test_the_database_refuses_what_no_rule_can_mean() -> None:
    event, agency, sector = make_event(), make_agency(), Sector.objects.get(code="police")
    event.mix_rules.add(
        capped(0, agency=agency), capped(3), capped(3, sector=sector), kept(1, agency=agency), bulk=False
    )
    for rule in (
        kept(1),
        kept(1, agency=agency, sector=sector),
        kept(0, sector=sector),
        capped(0),
        capped(3),
        capped(9, agency=agency),
        capped(9, sector=sector),
        capped(1, agency=make_agency(), sector=sector),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            event.mix_rules.add(rule, bulk=False)
