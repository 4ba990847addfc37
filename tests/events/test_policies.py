"""The policy in force is that of the day, and notice is counted in its days."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin import site
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import words
from core.models import AuditEntry
from events import bookings, policies, programme
from events.models import LONDON, Booking, Policy, PriceTier
from people.models import AgencyKind, Duty
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def test_the_policy_that_started_last_is_in_force_and_without_any_two_days_are_asked() -> None:
    assert policies.in_force(at=NOW) is None
    assert policies.of(make_booking(make_event())).notice_days == 2
    for starts_on, days in ((date(2026, 5, 4), 5), (date(2020, 1, 1), 3), (date(2026, 5, 5), 9)):
        Policy.objects.create(starts_on=starts_on, notice_days=days)
    found = policies.in_force(at=NOW)
    assert found
    assert found.notice_days == 5


@pytest.mark.parametrize(
    ("days", "in_working_days", "until"),
    [
        (2, False, date(2026, 6, 6)),
        (2, True, date(2026, 6, 4)),
        (0, True, date(2026, 6, 8)),
        (10, True, date(2026, 5, 22)),  # the late May bank holiday is none of them
    ],
)
def test_notice_is_counted_back_from_the_event_in_days_or_working_days(
    days: int, in_working_days: bool, until: date
) -> None:
    event = make_event(starts_on=date(2026, 6, 8))
    policy = Policy(notice_days=days, in_working_days=in_working_days)
    assert policies.in_time_until(event, policy) == datetime.combine(until, time(9, 30), tzinfo=LONDON)


def test_working_days_of_notice_leave_out_easter_and_christmas() -> None:
    two = Policy(notice_days=2, in_working_days=True)
    after_easter, after_christmas = make_event(starts_on=date(2026, 4, 7)), make_event(starts_on=date(2026, 12, 29))
    assert policies.in_time_until(after_easter, two).date() == date(2026, 4, 1)
    assert policies.in_time_until(after_christmas, two).date() == date(2026, 12, 23)
    assert policies.in_time_until(after_easter, Policy(notice_days=2)).date() == date(2026, 4, 5)


def test_notice_over_the_change_of_the_clocks_ends_at_the_event_s_time_of_day() -> None:
    event = make_event(starts_on=date(2026, 3, 30))
    until = policies.in_time_until(event, Policy(notice_days=2))
    assert (until.hour, until.minute, until.utcoffset()) == (9, 30, NOW.replace(month=1).utcoffset())


def test_news_that_nobody_asked_for_leaves_some_hours_to_give_the_place_back_in_time() -> None:
    """Who is promoted the evening before, or whose course is put off to a day they have not got, is not charged."""
    evening_before = make_event(starts_on=NOW.date() + timedelta(days=1), places=1)
    first, waits = (make_booking(evening_before, outcome=outcome) for outcome in ("booked", "waiting"))
    bookings.cancel(first, by=TESTER, at=NOW, reason="")
    assert cancelled(first).cancelled_late
    assert cancelled(waits, after=timedelta(hours=20)).cancelled_late is False
    far_off = make_event(starts_on=NOW.date() + timedelta(days=30))
    holds, comes_later = make_booking(far_off), make_booking(far_off)
    nearer: dict[str, Any] = {"starts_on": NOW.date() + timedelta(days=2), "ends_on": NOW.date() + timedelta(days=2)}
    programme.change(far_off, by=TESTER, at=NOW, **nearer)
    assert cancelled(holds, after=timedelta(hours=24)).cancelled_late is False
    assert cancelled(comes_later, after=timedelta(hours=24, seconds=1)).cancelled_late


def test_news_leaves_as_many_hours_as_the_policy_of_the_booking_says() -> None:
    event = make_event(starts_on=NOW.date() + timedelta(days=1))
    for hours, late in ((1, False), (0, True)):
        news = make_booking(
            event, policy=policy(hours_after_news=hours, starts_on=date(2020, 1, 1 + hours)), news_at=NOW
        )
        assert policies.is_late(news, at=NOW + timedelta(hours=1)) is late


def cancelled(booking: Booking, *, after: timedelta = timedelta()) -> Booking:
    booking.refresh_from_db()
    if booking.state != Booking.State.CANCELLED:
        bookings.cancel(booking, by=TESTER, at=NOW + after, reason="")
        booking.refresh_from_db()
    return booking


def policy(starts_on: date = date(2020, 1, 1), **fields: Any) -> Policy:
    said = {"place_price": Decimal(50), "late_charge": Decimal(30), "absence_charge": Decimal(40)} | fields
    return Policy.objects.create(starts_on=starts_on, **said)


def paying() -> Any:
    return make_person(agency=make_agency(contributes=False))


def test_a_booking_keeps_the_policy_and_the_price_of_the_day_it_was_made() -> None:
    old, person = policy(notice_days=2), paying()
    booking = bookings.book(make_event(), person, by=TESTER, at=NOW)
    policy(NOW.date() + timedelta(days=1), notice_days=28, place_price=Decimal(90))
    assert (booking.policy, booking.price) == (old, Decimal(50))
    later = bookings.book(make_event(days=40), person, by=TESTER, at=NOW + timedelta(days=1))
    assert later.price == Decimal(90)
    moment = booking.event.starts_at - timedelta(days=3)
    assert bookings.cancel(booking, by=TESTER, at=moment).cancelled_late is False
    assert bookings.cancel(later, by=TESTER, at=later.event.starts_at - timedelta(days=3)).cancelled_late is True


def test_a_colleague_comes_at_the_terms_of_the_place() -> None:
    person = paying()
    old = policy()
    booking = bookings.book(make_event(), person, by=TESTER, at=NOW)
    policy(NOW.date() + timedelta(days=1), place_price=Decimal(90))
    colleague = make_person(agency=person.agency)
    taken = bookings.substitute(booking, colleague, by=TESTER, at=NOW + timedelta(days=2))
    booking.refresh_from_db()
    assert (taken.policy, taken.price, policies.charge(booking)) == (old, Decimal(50), Decimal(0))


@pytest.mark.parametrize(("contributes", "price"), [(True, 0), (None, 0), (False, 50)])
def test_only_agencies_known_not_to_contribute_pay_and_nobody_for_a_conference(contributes: Any, price: int) -> None:
    person, terms = make_person(agency=make_agency(contributes=contributes)), policy()
    assert policies.price(terms, make_event(), person) == price
    assert policies.price(terms, make_event(course=make_course("conference")), person) == 0
    assert policies.price(None, make_event(), person) == 0


@pytest.mark.parametrize(
    ("outcome", "charged"),
    [
        ("booked", 50),
        ("attended", 50),
        ("did-not-attend", 40),
        ("cancelled", 0),
        ("cancelled-late", 30),
        ("waiting", 0),
    ],
)
def test_what_a_booking_costs_by_what_became_of_it(outcome: str, charged: int) -> None:
    booking = make_booking(make_event(), outcome=outcome, policy=policy(), price=Decimal(50))
    assert policies.charge(booking) == charged
    booking.event.course.kind = "conference"
    assert policies.charge(booking) == 0


def test_price_and_late_charge_are_said_before(client: Client) -> None:
    policy()
    person = paying()
    person.user = make_user()
    person.save()
    client.force_login(person.user)
    event = make_event(at=timezone.now(), days=1)
    assert "£50.00, charged to" in client.get(reverse("book", args=[event.code])).content.decode()
    client.post(reverse("book", args=[event.code]))
    cancel = reverse("cancel_booking", args=[Booking.objects.get().pk])
    assert "Your agency is charged £30.00." in client.get(cancel).content.decode()


@pytest.mark.parametrize(
    ("ends", "days", "price"),
    [(time(13, 30), 0, 45), (time(13, 31), 0, 80), (time(16, 30), 0, 80), (time(12, 0), 2, 240)],
)
def test_each_day_costs_a_day_or_half_a_day(ends: time, days: int, price: int) -> None:
    terms = policy(place_price=Decimal(80), half_day_price=Decimal(45))
    event = make_event(ends_time=ends)
    event.ends_on = event.starts_on + timedelta(days=days)
    assert policies.price(terms, event, paying()) == price


def test_a_kind_of_organisation_pays_by_its_tier_and_all_others_by_the_policy() -> None:
    terms = policy(place_price=Decimal(80), half_day_price=Decimal(45))
    school, business, voluntary = (AgencyKind.objects.get(code=code) for code in ("school", "business", "voluntary"))
    PriceTier.objects.create(policy=terms, kind=school, day_price=50)
    PriceTier.objects.create(policy=terms, kind=business, day_price=150, half_day_price=75)
    day, half_day = make_event(), make_event(ends_time=time(12, 0))

    def costs(kind: AgencyKind | None, *, contributes: bool | None = False) -> list[int]:
        person = make_person(agency=make_agency(kind=kind, contributes=contributes))
        return [int(policies.price(terms, event, person)) for event in (day, half_day)]

    assert [costs(school), costs(business), costs(voluntary), costs(None)] == [[50, 50], [150, 75], [80, 45], [80, 45]]
    assert costs(business, contributes=True) == costs(business, contributes=None) == [0, 0]


def test_the_policy_says_which_kinds_of_event_are_free_whatever_becomes_of_the_place() -> None:
    terms = policy(free_kinds=["lpg"])
    group, conference = make_event(course=make_course("lpg")), make_event(course=make_course("conference"))
    assert [policies.price(terms, event, paying()) for event in (group, conference)] == [0, 50]
    late = [make_booking(event, outcome="cancelled-late", policy=terms) for event in (group, conference)]
    assert [policies.charge(booking) for booking in late] == [0, 30]


def test_a_tier_is_part_of_its_policy_and_is_changed_from_no_side() -> None:
    school, business = AgencyKind.objects.filter(code__in=["school", "business"])
    tier = PriceTier(kind=school, day_price=Decimal(50))
    kept = policies.adopt(Policy(starts_on=date(2026, 1, 1)), by=TESTER, at=NOW, tiers=[tier])
    make_booking(make_event(), policy=kept)
    for change in (
        tier.save,
        tier.delete,
        lambda: PriceTier.objects.filter(pk=tier.pk).update(day_price=90),
        lambda: PriceTier.objects.filter(pk=tier.pk).delete(),
        lambda: PriceTier.objects.create(policy=kept, kind=business, day_price=1),
    ):
        with pytest.raises(LookupError, match="never changed"), transaction.atomic():
            change()
    assert [(one.kind, one.day_price) for one in kept.tiers.all()] == [(school, 50)]


def test_where_half_a_day_has_no_price_it_costs_a_day() -> None:
    assert policies.price(policy(), make_event(ends_time=time(11, 0)), paying()) == 50


def test_late_costs_a_share_of_the_price_to_the_penny_and_nothing_where_the_place_was_free() -> None:
    terms = policy(late_charge=Decimal(0), late_share=33)
    late = make_booking(make_event(), outcome="cancelled-late", policy=terms, price=Decimal("45.50"))
    assert policies.charge(late) == Decimal("15.02")
    assert policies.late_charge(terms, make_event(), Decimal(0)) == 0


@pytest.mark.parametrize(
    "fields", [{"late_charge": Decimal(5), "late_share": 5}, {"late_share": 101, "late_charge": 0}]
)
def test_a_late_charge_is_a_sum_or_a_share_of_no_more_than_all(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        policy(**fields)


def test_what_an_event_that_is_free_for_all_does_not_cost_is_not_threatened(client: Client) -> None:
    terms = policy(free_kinds=["lpg"])
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    soon = make_event(at=timezone.now(), days=1, course=make_course("lpg"))
    booking = make_booking(soon, person, policy=terms)
    said = client.get(reverse("cancel_booking", args=[booking.pk])).content.decode()
    assert "counts as a late cancellation" in said
    assert "charged" not in said


def test_what_it_costs_and_until_when_it_can_be_cancelled_is_said_before_booking(client: Client) -> None:
    policy(notice_days=2)
    person = paying()
    person.user = make_user()
    person.save()
    client.force_login(person.user)
    soon, later = make_event(at=timezone.now(), days=1), make_event(at=timezone.now(), days=30)
    until = f"In time until {words.day(later.starts_on - timedelta(days=2))}, 9:30am. After that it counts as late"
    said = {event: client.get(reverse("book", args=[event.code])).content.decode() for event in (soon, later)}
    assert f"{until} and costs £30.00" in said[later]
    assert "A place that you give back now counts as late and costs £30.00" in said[soon]
    Policy.objects.get().delete()
    free = client.get(reverse("book", args=[later.code])).content.decode()
    assert "Free</dd>" in free
    assert f"{until}." in free


def test_a_policy_on_record_is_added_to_and_never_changed() -> None:
    terms = policies.adopt(Policy(starts_on=date(2026, 1, 1)), by=TESTER, at=NOW)
    assert AuditEntry.objects.get().verb == "policies.adopt"
    for day, why in ((terms.starts_on, "already"), (date(2026, 5, 3), "is over")):
        with pytest.raises(policies.NotAdopted, match=why):
            policies.adopt(Policy(starts_on=day, notice_days=9), by=TESTER, at=NOW)
    policies.adopt(Policy(starts_on=NOW.date()), by=TESTER, at=NOW)
    page = site.get_model_admin(Policy)
    assert [page.may_add, page.may_change] == [False, False]  # type: ignore[attr-defined]


def test_a_policy_on_record_is_changed_from_no_side() -> None:
    kept = policy(late_charge=Decimal(30))
    make_booking(make_event(), policy=kept)
    kept.late_charge = Decimal(300)
    for change in (
        kept.save,
        lambda: Policy.objects.filter(pk=kept.pk).update(late_charge=300),
        lambda: Policy.objects.bulk_update([kept], ["late_charge"]),
        lambda: Policy.objects.update_or_create(starts_on=kept.starts_on, defaults={"late_charge": 300}),
    ):
        with pytest.raises(LookupError, match="never changed"), transaction.atomic():
            change()
    with pytest.raises(ProtectedError):
        kept.delete()
    assert Policy.objects.get().late_charge == 30


def test_a_manager_adopts_a_policy_and_everybody_reads_it(client: Client) -> None:
    policy(place_price=Decimal(80), notice_days=5)
    school = AgencyKind.objects.get(code="school")
    client.force_login(make_user(Duty.Kind.MANAGER))
    page, form = reverse("charging"), reverse("adopt_policy")
    assert form in client.get(page).content.decode()
    drawn = client.get(form).content.decode()
    assert 'value="80.00"' in drawn
    next_year = timezone.localdate() + timedelta(days=365)
    sent: dict[str, Any] = {"starts_on": next_year.isoformat()}
    sent |= {"place_price": "£1,250", "notice_days": 28, "late_charge": 30, "late_share": 5, "absence_charge": 40}
    sent |= {
        "hours_after_news": 36,
        f"half_{school.pk}": 20,
        "free_kinds": ["conference", "lpg"],
        "places_per_trainer_day": 10,
    }
    said = client.post(form, sent).content.decode()
    assert "not both" in said
    assert "Enter what a day costs a school or college too" in said
    answer = client.post(form, sent | {"late_share": "", f"day_{school.pk}": 50}, follow=True)
    said = " ".join(answer.content.decode().split())
    free = "Free for everybody: local practice group, conference."
    for words_of_it in ("£1,250.00", "School or college", "£20.00", free, "28 days’ notice", "36 hours after"):
        assert words_of_it in said
    kept = policies.to_come(at=timezone.now())
    assert [(one.starts_on, one.places_per_trainer_day, one.tiers.count()) for one in kept] == [(next_year, 10, 1)]
    assert "already" in client.post(form, sent | {"late_share": "", f"day_{school.pk}": 50}).content.decode()
    client.logout()
    public = client.get(page).content.decode()
    assert "£1,250.00" in public
    assert form not in public
