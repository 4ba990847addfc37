"""Merging agencies: people and what is to come go along, what has begun stays, and packages and pages know it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from config import merging_agencies as merging
from config.merging import NotMerged
from config.merging_agencies import Numbers, merge
from core.merging import fields_to
from core.models import AuditEntry, OutgoingMail
from events import programme, series, trainers
from events.merging_agencies import charged_so_far, charged_to_come
from events.models import Booking, Event, EventTrainer, MixRule, Policy
from people import agencies, duties, persons
from people.agencies import MergedMeanwhile
from people.models import Agency, Duty, Person, Sector, User
from reports import targets
from reports.models import Target
from reports.targets import NoTarget
from tests.config.importer import LATER, Importer
from tests.makers import (
    NOW,
    TESTER,
    cap,
    keep,
    make_agency,
    make_booking,
    make_conference,
    make_course,
    make_event,
    make_person,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


def merged(kept: Agency, gone: Agency, numbers: Numbers | None = None, *, by: User | None = None) -> Agency:
    merge(kept, gone, numbers=numbers or Numbers(), by=by or TESTER, at=NOW, reason="One trust since May")
    return Agency.objects.get(pk=gone.pk)


@pytest.fixture
def kept() -> Agency:
    return make_agency("kept", name="The Trust")


@pytest.fixture
def gone() -> Agency:
    return make_agency("gone", name="The Old Trust")


@pytest.mark.once
def test_every_field_that_names_an_agency_is_thought_of() -> None:
    assert {holding.field for holding in merging.OF_AN_AGENCY} == fields_to(Agency)


def test_people_and_what_is_to_come_go_along_and_what_has_begun_stays(kept: Agency, gone: Agency) -> None:
    person = make_person(agency=gone)
    begun, coming = make_event(days=-1, for_agency=gone), make_event(days=1, for_agency=gone)
    past, booked = make_booking(begun, person), make_booking(coming, person, price=50)
    given_back = make_booking(coming, make_person(agency=gone), outcome="cancelled-late")
    rule_of_the_past, rule = keep(begun, 2, gone), keep(coming, 2, gone)
    lent = [EventTrainer.objects.create(event=event, name="Sue", agency=gone, days=1) for event in (begun, coming)]
    closed = merged(kept, gone)
    for row in (person, past, booked, given_back, rule, rule_of_the_past, *lent, begun, coming):
        row.refresh_from_db()
    assert [row.agency for row in (person, booked, given_back, rule, lent[1])] == [kept] * 5
    assert [row.agency for row in (past, rule_of_the_past, lent[0])] == [gone] * 3
    assert (begun.for_agency, coming.for_agency) == (gone, kept)
    assert booked.price == 50
    assert (closed.successor, closed.merged_at) == (kept, NOW)
    said = AuditEntry.objects.get(verb="agencies.merge")
    assert (said.reason, said.details["code"]) == ("One trust since May", "gone")
    assert (
        "2 people; 2 bookings; 1 event for its people alone; 1 rule of a mix; 1 trainer lent" in said.details["moved"]
    )
    assert not OutgoingMail.objects.exists()


def test_a_workshop_goes_by_its_conference(kept: Agency, gone: Agency) -> None:
    conference = make_conference(starts_on=NOW.date(), starts_time=NOW.time())
    workshop = make_workshop(conference, hour=15)
    booking = make_booking(workshop, make_person(agency=gone))
    merged(kept, gone)
    booking.refresh_from_db()
    assert booking.agency == gone


def test_leads_of_both_lead_the_kept_one_and_no_others(kept: Agency, gone: Agency) -> None:
    ours, theirs = make_user(Duty.Kind.LEAD, agency=kept), make_user(Duty.Kind.LEAD, agency=gone)
    both, closed = make_user(Duty.Kind.LEAD, agency=gone), make_user(Duty.Kind.LEAD, agency=gone)
    Duty.objects.create(user=both, kind=Duty.Kind.LEAD, agency=kept)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    told = merging.outlook(kept, gone, by=TESTER, at=NOW).leads
    assert [theirs.email in told[0], both.email in told[0], closed.email in told[0], ours.email in told[1]] == [
        True, False, False, True,
    ]  # fmt: skip
    merged(kept, gone)
    led = {user.email: User.objects.get(pk=user.pk).led_agencies for user in (ours, theirs, both)}
    assert led == {
        ours.email: {kept.pk}, theirs.email: {kept.pk, gone.pk}, both.email: {kept.pk, gone.pk},
    }  # fmt: skip
    assert not closed.duties.filter(agency=kept).exists()
    given = AuditEntry.objects.get(verb="duties.give")
    assert (given.subject, given.details["agency"]) == (f"people.user:{theirs.pk}", kept.pk)


def test_numbers_are_what_a_manager_says(kept: Agency, gone: Agency) -> None:
    said = make_user(Duty.Kind.MANAGER)
    for agency, year, people in ((kept, "2026-27", 100), (gone, "2026-27", 50), (gone, "2025-26", 40)):
        targets.aim(agency, year, people=people, workforce=None, by=said, at=NOW)
    merged(kept, gone, Numbers(1_900, {("2026-27", "people"): 140}))
    kept.refresh_from_db()
    assert kept.workforce == 1_900
    left = Target.objects.values_list("agency__code", "year", "people")
    assert set(left) == {("kept", "2026-27", 140), ("gone", "2025-26", 40)}


def test_a_target_that_was_set_meanwhile_is_not_passed_over(kept: Agency, gone: Agency) -> None:
    targets.aim(gone, "2026-27", people=50, workforce=None, by=make_user(), at=NOW)
    with pytest.raises(NoTarget, match="after you opened"):
        merged(kept, gone)
    assert Agency.objects.get(pk=gone.pk).successor is None


def test_whoever_a_place_is_kept_for_now_gets_it(kept: Agency, gone: Agency) -> None:
    event = make_event(places=2)
    keep(event, 1, kept)
    make_booking(event)
    waits = make_booking(event, make_person(agency=gone), outcome="waiting")
    merged(kept, gone)
    waits.refresh_from_db()
    assert waits.state == Booking.State.CONFIRMED
    assert OutgoingMail.objects.filter(letter="place-came-free").count() == 1


def test_whoever_has_a_place_keeps_it_beyond_the_cap(kept: Agency, gone: Agency) -> None:
    event = make_event(places=9)
    cap(event, 1)
    held = [make_booking(event, make_person(agency=agency)) for agency in (kept, gone)]
    merged(kept, gone)
    assert {Booking.objects.get(pk=booking.pk).state for booking in held} == {Booking.State.CONFIRMED}


Given = Callable[[Agency, Agency], object]


def both_named(kept: Agency, gone: Agency) -> None:
    event = make_event()
    keep(event, 2, kept)
    cap(event, 2, gone)


def one_inside_the_other(kept: Agency, gone: Agency) -> None:
    event = make_event()
    keep(event, 2, Sector.objects.get(code="health"))
    Agency.objects.filter(pk=gone.pk).update(sector=Sector.objects.get(code="education"))
    keep(event, 2, gone)


def named_in_the_past(kept: Agency, gone: Agency) -> None:
    event = make_event(days=-1)
    keep(event, 2, kept)
    keep(event, 2, gone)


MIXES = [(both_named, "says something of both"), (one_inside_the_other, "could not be so"), (named_in_the_past, "")]


@pytest.mark.parametrize(("given", "hindrance"), MIXES)
def test_a_mix_that_names_both_is_for_people_to_settle(
    kept: Agency, gone: Agency, given: Given, hindrance: str
) -> None:
    given(kept, gone)
    if hindrance:
        with pytest.raises(NotMerged, match=hindrance):
            merged(kept, gone)
    else:
        assert merged(kept, gone).merged_at


def test_what_stands_in_the_way_is_said(kept: Agency, gone: Agency) -> None:
    with pytest.raises(NotMerged, match="with itself"):
        merged(kept, kept)
    me = make_user(Duty.Kind.LEAD, Duty.Kind.MANAGER, agency=gone)
    with pytest.raises(NotMerged, match="You lead one of the two"):
        merged(kept, gone, by=me)
    merged(kept, gone)
    for one, other in ((make_agency(), gone), (gone, make_agency())):
        with pytest.raises(NotMerged, match="was merged into The Trust already"):
            merged(one, other)


def test_another_sector_and_another_price_are_worth_a_look(kept: Agency) -> None:
    school = make_agency(sector=Sector.objects.get(code="education"), contributes=False, hard_to_reach=True)
    told = merging.outlook(kept, school, by=TESTER, at=NOW)
    assert told.hindrances == []
    assert [
        word in said for word, said in zip(("counts for Health", "don’t pay", "hard to"), told.warnings, strict=True)
    ]


def test_nothing_to_come_is_said_of_an_agency_that_was_merged_meanwhile(kept: Agency, gone: Agency) -> None:
    event, user, gone_as_seen = make_event(places=9), make_user(), Agency.objects.get(pk=gone.pk)
    merged(kept, gone)
    rule = MixRule(kind=MixRule.Kind.RESERVE, agency=gone_as_seen, places=2)
    trainer = EventTrainer(name="Jo Hale", days=1, agency=gone_as_seen)
    by: dict[str, Any] = {"by": TESTER, "at": NOW}
    new = Event(course=event.course, starts_on=event.starts_on, ends_on=event.ends_on, for_agency=gone_as_seen)
    new.starts_time, new.ends_time = event.starts_time, event.ends_time
    acts: list[Callable[[], Any]] = [
        lambda: programme.plan(new, **by),
        lambda: programme.change(event, for_agency=gone_as_seen, **by),
        lambda: programme.change_mix(event, [rule], prefers_mix=False, **by),
        lambda: trainers.name(event, trainer, **by),
        lambda: duties.give(user, Duty.Kind.LEAD, agency=gone_as_seen, reason="New lead", **by),
    ]
    for act in acts:
        with pytest.raises(MergedMeanwhile, match="choose that one"):
            act()
    assert [event.mix_rules.count(), event.trainers.count(), user.duties.count()] == [0, 0, 0]


def test_what_is_planned_like_an_event_of_a_merged_agency_is_for_the_kept_one(kept: Agency, gone: Agency) -> None:
    past = make_event(days=-30, for_agency=gone, places=9)
    keep(past, 2, gone)
    keep(past, 3, kept)
    EventTrainer.objects.create(event=past, name="Jo Hale", days=1, agency=gone)
    merged(kept, gone)
    [draft] = series.repeat(past, [NOW.date() + timedelta(days=40)], by=TESTER, at=NOW + timedelta(hours=1))
    assert (draft.for_agency, draft.trainers.get().agency) == (kept, kept)
    assert [(rule.agency, rule.places) for rule in draft.mix_rules.all()] == [(kept, 5)]
    past.refresh_from_db()
    assert past.for_agency == gone


def test_nobody_joins_an_agency_that_was_merged(kept: Agency, gone: Agency) -> None:
    person, late = make_person(agency=kept), {"first_name": "Ann", "last_name": "Ash", "agency": gone}
    merged(kept, gone)
    with pytest.raises(MergedMeanwhile, match="choose that one"):
        persons.put_on_record(by=TESTER, at=NOW, **late)
    with pytest.raises(MergedMeanwhile):
        persons.correct(person, agency=gone, by=TESTER, at=NOW)
    with pytest.raises(MergedMeanwhile):
        persons.introduce(make_user(), at=NOW, **late)


def test_a_merged_agency_has_a_successor(gone: Agency) -> None:
    with pytest.raises(IntegrityError, match="a_merged_agency_has_a_successor"), transaction.atomic():
        Agency.objects.filter(pk=gone.pk).update(merged_at=NOW)


def test_the_reference_data_pages_take_no_merge_back(rf: RequestFactory, kept: Agency, gone: Agency) -> None:
    page, asked = admin.site._registry[Agency], rf.get("/")
    assert "successor" not in page.get_readonly_fields(asked, gone)
    assert "successor" in page.get_readonly_fields(asked, merged(kept, gone))


def test_who_answers_is_followed_from_one_to_the_next(kept: Agency, gone: Agency) -> None:
    first = make_agency()
    for agency, successor, at in ((first, gone, NOW), (gone, kept, LATER)):
        Agency.objects.filter(pk=agency.pk).update(successor=successor, merged_at=at)
    who = agencies.answering()
    moments = (NOW, NOW + A_MINUTE, LATER + A_MINUTE)
    assert [who(first.pk, at) for at in moments] == [first.pk, gone.pk, kept.pk]


def test_a_package_that_names_the_merged_one_means_the_kept_one_and_undoes_nothing(tmp_path: Path) -> None:
    again = Importer(tmp_path)
    fire, new = Agency.objects.get(code="fire"), Agency.objects.get(code="new")
    merged(new, fire)
    on_the_day = dict(Booking.objects.values_list("pk", "agency"))
    assert again.change("agencies", 4, successor="") == "0 0 3"
    assert again.change("people", 3) == "0 0 3"
    assert Person.objects.get(code="p2").agency == new
    assert Booking.objects.get(event__code="c1", person__code="p2").agency == fire
    assert Booking.objects.get(event__code="e3", person__code="p2").agency == new
    assert again.change("bookings", 3, agency="fire") == "0 0 8"
    assert again.change("bookings", 9, agency="fire") == "0 0 8"
    assert dict(Booking.objects.values_list("pk", "agency")) == on_the_day
    for row, event, agency in ((4, "e1", fire), (6, "e3", new)):
        again.change("events", row, for_agency="fire")
        assert Event.objects.get(code=event).for_agency == agency
    assert again.bring("trainers", {"event": "e3", "name": "Bo", "agency": "fire", "days": "1"}) == "1 0 0"
    assert EventTrainer.objects.get(name="Bo").agency == new
    assert Agency.objects.get(code="fire").successor == new


def test_what_is_charged_for_what_is_to_come_goes_along_and_is_said_before(kept: Agency, gone: Agency) -> None:
    policy = Policy.objects.create(starts_on=date(2020, 1, 1), late_charge=Decimal(20), absence_charge=Decimal(35))
    soon, begun = make_event(), make_event(days=-3, status="held", register_closed_at=NOW)

    def costs(event: Event, outcome: str = "booked", price: int = 80, **more: Any) -> None:
        make_booking(event, make_person(agency=gone), outcome=outcome, policy=policy, price=Decimal(price), **more)

    costs(soon)
    costs(soon, "cancelled-late")
    costs(soon, "cancelled")
    costs(soon, waived_at=NOW)
    costs(begun, "attended", price=50)
    costs(begun, "did-not-attend", price=50)
    assert [charged_so_far(gone, at=NOW), charged_to_come(gone, at=NOW)] == [Decimal(85), Decimal(100)]
    assert "£85.00 charged for what has begun" in merging.holdings(gone, at=NOW)
    assert "£100.00 charged for what is to come" in merging.outlook(kept, gone, by=TESTER, at=NOW).moves
    merged(kept, gone)
    assert [charged_so_far(gone, at=NOW), charged_to_come(gone, at=NOW)] == [Decimal(85), Decimal(0)]
    assert [charged_so_far(kept, at=NOW), charged_to_come(kept, at=NOW)] == [Decimal(0), Decimal(100)]


def test_a_manager_finds_compares_and_merges_once(client: Client, manager: User, kept: Agency, gone: Agency) -> None:
    make_booking(make_event(at=timezone.now(), course=make_course()), make_person(agency=gone))
    choose = reverse("choose_agency", args=[kept.pk])
    assert choose in client.get(reverse("agencies")).content.decode()
    path = reverse("merge_agencies", args=[kept.pk, gone.pk])
    assert client.get(choose, {"gone": gone.pk})["Location"] == path
    page = client.get(path).content.decode()
    assert "1 booking would move to The Trust" in page
    assert "can’t be undone" in page
    key = page.partition('name="once" value="')[2].partition('"')[0]
    assert "Enter the reason" in client.post(path, {}).content.decode()
    for _ in range(2):
        answer = client.post(path, {"reason": "One trust", "workforce": "12", "once": key})
        assert answer["Location"] == reverse("agency", args=[kept.pk])
    assert AuditEntry.objects.filter(verb="agencies.merge").count() == 1
    assert "The Old Trust" in client.get(reverse("agency", args=[kept.pk])).content.decode()
    closed = client.get(reverse("agency", args=[gone.pk])).content.decode()
    assert "It was merged into" in closed
    assert "Put somebody on record" not in closed
    assert "was merged into The Trust already" in client.get(path).content.decode()
    for name in ("agencies", "people", "refreshers", "put_on_record"):
        assert "The Old Trust" not in client.get(reverse(name)).content.decode(), name
