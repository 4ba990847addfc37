"""The demonstration: a county to try Turnout with, loaded through the same doors that everybody uses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from math import gcd
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from config.demonstration_answers import load_answers
from config.demonstration_workshops import load_ranked_workshops, load_workshops
from config.records import import_package
from core import working_days
from core.audit import System
from core.refusals import Refusal
from core.years import parse_period, period_of
from evaluations import reading
from events import bookings, policies, programme, registers, trainers
from events.attendance import Mark
from events.eligibility import why_not
from events.models import LONDON, Area, Booking, Event, EventDate, EventTrainer, MixRule, Policy, PriceTier, Venue
from people import persons
from people.models import Agency, AgencyKind, Duty, Person, Role, Sector, TargetGroup, User
from reports import reports
from reports.models import YearlyReport
from training.models import Course, Level

BY = System("demonstration")
PACKAGE = settings.BASE_DIR / "demo" / "cambridgeshire"
Say = Callable[[str], None]


class NotForProduction(Refusal):
    """The demonstration's accounts have a shared password: never where real people are."""


class NotEmpty(Refusal):
    """There are records already, which the demonstration would be mixed with."""


@dataclass(frozen=True)
class Account:
    """One demonstration account and what it is entrusted with."""

    name: str
    first_name: str
    last_name: str
    agency: str
    job_title: str
    role: str
    target_group: str
    duty: Duty.Kind | None = None

    @property
    def email(self) -> str:
        """How it signs in."""
        return f"{self.name}@{settings.DEMONSTRATION_DOMAIN}"


ACCOUNTS = (
    Account("practitioner", "Priya", "Nair", "ccs", "Health visitor", "practitioner", "3"),
    Account("lead", "Gareth", "Llewellyn", "ccs", "Named nurse", "manager", "5", Duty.Kind.LEAD),
    Account("trainer", "Marta", "Wójcik", "voluntary", "Trainer", "practitioner", "3", Duty.Kind.TRAINER),
    Account("manager", "Joan", "Okafor", "social-care", "Training manager", "manager", "6", Duty.Kind.MANAGER),
    Account("board", "Alan", "Whitcombe", "district", "Lay member", "other", "8", Duty.Kind.BOARD),
    Account("safeguarding", "Ruth", "Adeyemi", "ccs", "Designated nurse", "manager", "5", Duty.Kind.SAFEGUARDING),
    Account("admin", "Siân", "Price", "social-care", "Systems officer", "other", "1", Duty.Kind.ADMINISTRATOR),
)


@dataclass(frozen=True)
class Plan:
    """An event of the demonstration, so many working days from today and weekly, and how many have booked it.

    Where it keeps places for some sectors, it has a cap on each agency too, both for two weeks.
    """

    course: str
    working_days: int
    starts: time
    ends: time
    area: str
    venue: str
    places: int
    booked: int
    offer_hours: int | None = None
    weeks: int = 1
    keeps: tuple[tuple[str, int], ...] = ()
    most_of_an_agency: int = 3
    title: str = ""


def is_empty() -> bool:
    """Whether the database holds nothing that the demonstration could be mixed with."""
    return not (User.objects.exists() or Person.objects.exists() or Course.objects.exists())


def load(password: str, *, at: datetime, say: Say) -> None:
    """Load everything; refused on production settings and where there are records already."""
    if settings.PRODUCTION:
        raise NotForProduction("The demonstration is refused by production settings: its accounts share a password.")
    if not is_empty():
        raise NotEmpty("There are records already: the demonstration is loaded into an empty database only.")
    say("Records of 2012-13 and 2013-14")
    import_package(PACKAGE, by=BY, at=at)
    say("Accounts")
    accounts = {account.name: open_account(account, password, at=at) for account in ACCOUNTS}
    say("Levels and refreshers")
    load_levels()
    say("A programme of coming events")
    load_programme(accounts, at=at)
    say("Comments, looked through")
    reading.read_all(at=at)
    say("The report of 2013-14")
    for audience in YearlyReport.Audience.values:
        reports.compile_now(reports.request(parse_period("2013-14"), by=BY, at=at, audience=audience), at=at)
    say("This year so far")
    today = at.astimezone(LONDON).date()
    reports.compile_now(reports.request(period_of(today).cut(today), by=BY, at=at), at=at)


LEVELS = ("Level 1", "Level 2", "Level 3")
OF_LEVEL = {"e-learning": 0, "lpg": 1, "conference": 1}
REFRESHED, REFRESHED_AFTER = 8, 36
"""How many of the training courses are attended again, and after how many months."""


def load_levels() -> None:
    """Give every course a level, and let some training courses be refreshed after three years."""
    levels = [Level.objects.create(name=name) for name in LEVELS]
    for course in Course.objects.all():
        course.level = levels[OF_LEVEL.get(course.kind, 2)]
        course.save(update_fields=["level"])
    core = Course.objects.filter(kind=Course.Kind.COURSE)[:REFRESHED]
    Course.objects.filter(pk__in=[course.pk for course in core]).update(refresh_after_months=REFRESHED_AFTER)


def open_account(account: Account, password: str, *, at: datetime) -> Person:
    """Make the account, its verified address, its person and its duty."""
    user = User.objects.create_user(account.email, password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    agency = Agency.objects.get(code=account.agency)
    if account.duty:
        Duty.objects.create(user=user, kind=account.duty, agency=agency if account.duty == Duty.Kind.LEAD else None)
    return persons.introduce(
        user,
        at=at,
        first_name=account.first_name,
        last_name=account.last_name,
        agency=agency,
        job_title=account.job_title,
        role=Role.objects.get(code=account.role),
        target_group=TargetGroup.objects.get(code=account.target_group, scheme__is_current=True),
        works_with=Person.WorksWith.CHILDREN,
    )


_MORNING, _DAY_ENDS = time(9, 30), time(16, 30)
KEPT = (("education", 4), ("police", 2))
COMING = (
    Plan("lpg", 4, time(14), time(16), "Fenland", "Queen Mary Centre, Wisbech", 30, 11),
    Plan("course", 6, _MORNING, _DAY_ENDS, "Cambridge City", "Cherry Trees Centre", 24, 18),
    Plan("course", 9, _MORNING, _DAY_ENDS, "Huntingdon", "Stukeley Meadows Hall", 12, 14),
    Plan("lpg", 11, time(10), time(12), "Huntingdon", "The Priory Centre, St Neots", 25, 7),
    Plan(
        "course", 15, _MORNING, time(13), "South and East Cambridgeshire", "Ely Community Centre", 16, 3, offer_hours=48
    ),
    Plan("lpg", 18, time(13, 30), time(15, 30), "Cambridge City", "Arbury Community Centre", 30, 0),
    Plan("course", 24, _MORNING, _DAY_ENDS, "Fenland", "March Library", 16, 17, keeps=KEPT),
    Plan("course", 31, _MORNING, _DAY_ENDS, "Cambridge City", "Cherry Trees Centre", 24, 1),
    Plan("conference", 60, _MORNING, time(16), "Huntingdon", "Wyboston Lakes", 120, 34),
)
"""The third is full, with two waiting and then the practitioner's account; the last has workshops."""
RANKED = Plan(
    "conference", 75, _MORNING, time(16), "Cambridge City", "The Guildhall", 60, 26, title="Early help: what works when"
)
"""Its delegates rank its workshops, and a manager can allot them; the practitioner's account has yet to rank."""
WEEKLY_HELD = Plan("course", -38, _MORNING, time(13), "Fenland", "March Library", 16, 12, weeks=3)
WEEKLY = Plan("course", 13, _MORNING, time(13), "Huntingdon", "Stukeley Meadows Hall", 18, 8, weeks=3)
REGISTER_OPEN = Plan("course", -2, _MORNING, _DAY_ENDS, "Huntingdon", "Stukeley Meadows Hall", 20, 15)
LONG_AGO = Plan("course", -72, _MORNING, _DAY_ENDS, "Huntingdon", "Stukeley Meadows Hall", 16, 14)
"""Its people were asked before, at its end and again since; the practitioner has yet to say what came of it."""
HELD = Plan("course", -12, _MORNING, _DAY_ENDS, "Cambridge City", "Cherry Trees Centre", 16, 13)


KINDS_OF_AGENCY = {"education": "school", "early-years": "business", "voluntary": "voluntary", "faith": "voluntary"}
TIERS = {
    "school": (50, None),
    "voluntary": (0, None),
    "business": (150, Decimal(75)),
    "elsewhere": (150, Decimal(75)),
}


def load_programme(accounts: dict[str, Person], *, at: datetime) -> None:
    """Plan, publish and book the coming events, past ones with their register open or closed, and a weekly course."""
    load_policy(at=at)
    courses = {kind: iter(Course.objects.filter(kind=kind)) for kind in Course.Kind.values}
    practitioner, trainer = accounts["practitioner"], accounts["trainer"]
    events = [schedule(plan, next(courses[plan.course]), trainer, at=at) for plan in COMING]
    for event in events[1:3]:
        bookings.book(event, practitioner, by=BY, at=at)
    bookings.book(events[-1], practitioner, by=BY, at=at)
    load_workshops(events[-1], practitioner, by=BY, at=at)
    ranked = schedule(RANKED, events[-1].course, trainer, at=at, also=practitioner)
    load_ranked_workshops(ranked, practitioner, by=BY, at=at)

    begun = schedule(REGISTER_OPEN, next(courses["course"]), trainer, at=at, also=practitioner)
    some = begun.bookings.order_by("pk").values_list("pk", flat=True)[:4]
    registers.mark(begun, dict.fromkeys(some, Booking.Attendance.ATTENDED), by=BY, at=at)

    held = schedule(HELD, next(courses["course"]), trainer, at=at, also=practitioner)
    came = dict.fromkeys(held.bookings.values_list("pk", flat=True), Booking.Attendance.ATTENDED.value)
    came[min(came)] = Booking.Attendance.ABSENT.value
    registers.mark(held, came, by=BY, at=at)
    registers.close(held, by=BY, at=at)

    ago = schedule(LONG_AGO, next(courses["course"]), trainer, at=at, also=practitioner)
    registers.mark(ago, dict.fromkeys(ago.bookings.values_list("pk", flat=True), "attended"), by=BY, at=at)
    registers.close(ago, by=BY, at=at)
    load_answers(ago, but=practitioner, at=at)

    mark_weekly(schedule(WEEKLY_HELD, next(courses["course"]), trainer, at=at), at=at)
    bookings.book(schedule(WEEKLY, next(courses["course"]), trainer, at=at), practitioner, by=BY, at=at)


def load_policy(*, at: datetime) -> None:
    """What the board decided on charges; schools and the voluntary sector pay less than businesses do."""
    for code, kind in KINDS_OF_AGENCY.items():
        Agency.objects.filter(code=code).update(kind=AgencyKind.objects.get(code=kind))
    terms: dict[str, Any] = {"place_price": Decimal(80), "half_day_price": Decimal(45), "absence_charge": Decimal(40)}
    terms |= {"notice_days": 5, "in_working_days": True, "late_share": 50, "suspends_after": 3}
    policy = Policy(starts_on=parse_period("2013-14").starts, places_per_trainer_day=10, **terms)
    tiers = [
        PriceTier(kind=AgencyKind.objects.get(code=kind), day_price=Decimal(day), half_day_price=half)
        for kind, (day, half) in TIERS.items()
    ]
    policies.adopt(policy, by=BY, at=at, tiers=tiers)


def mark_weekly(event: Event, *, at: datetime) -> None:
    """Mark a course of several dates, where life got in the way of some, and close its register."""
    people = list(event.bookings.order_by("pk").values_list("pk", flat=True))
    attended = dict.fromkeys(people, Mark(Booking.Attendance.ATTENDED.value))
    came_late, left_early = Mark(minutes_late=10), Mark(minutes_early=45)
    away, ill = Mark(Booking.Attendance.ABSENT.value), Mark(Booking.Attendance.APOLOGIES.value)
    never, once, late, early = people[:4]
    for on, others in zip(event.meets_on, ({late: came_late}, {once: ill}, {early: left_early}), strict=True):
        registers.mark(event, attended | {never: away} | others, by=BY, at=at, on=on)
    registers.close(event, by=BY, at=at)


def schedule(plan: Plan, course: Course, trainer: Person, *, at: datetime, also: Person | None = None) -> Event:
    """Plan and publish one event as it would have been three weeks before, and book people on it."""
    day = working_days.away(at.astimezone(LONDON).date(), plan.working_days)
    made_at = min(at, datetime.combine(day, plan.starts, tzinfo=LONDON) - timedelta(weeks=3))
    weekly = [
        EventDate(held_on=day + timedelta(weeks=week), starts_time=plan.starts, ends_time=plan.ends)
        for week in range(plan.weeks)
    ]
    event = programme.plan(
        Event(
            course=course,
            title=plan.title,
            starts_on=day,
            starts_time=plan.starts,
            ends_on=day,
            ends_time=plan.ends,
            area=Area.objects.get(name=plan.area),
            venue=Venue.objects.get_or_create(name=plan.venue)[0],
            places=plan.places,
            offer_hours=plan.offer_hours,
        ),
        by=BY,
        at=made_at,
        meets_on=weekly,
    )
    if plan.keeps:
        programme.change_mix(
            event, rules_of(plan, made_at.astimezone(LONDON).date()), prefers_mix=True, by=BY, at=made_at
        )
    event = programme.publish(event, by=BY, at=made_at)
    training = EventTrainer(name=trainer.name, user=trainer.user, agency=trainer.agency, days=Decimal(1))
    trainers.name(event, training, by=BY, at=made_at)
    may_come = (person for person in practitioners(start=course.pk) if not why_not(event, person, at=made_at))
    for person in [*islice(may_come, plan.booked), *([also] if also else [])]:
        bookings.book(event, person, by=BY, at=made_at)
    return event


def rules_of(plan: Plan, today: date) -> list[MixRule]:
    """The rules of its mix, until two weeks from today."""
    sectors, until = Sector.objects.in_bulk(field_name="code"), working_days.away(today, 10)
    return [
        *(MixRule(kind="reserve", sector=sectors[code], places=places, until=until) for code, places in plan.keeps),
        MixRule(kind="cap", places=plan.most_of_an_agency, until=until),
    ]


def practitioners(*, start: int) -> Iterator[Person]:
    """The imported people, of many agencies: every seventeenth or so from some place on, each once."""
    people = list(Person.objects.filter(user=None).exclude(email="").exclude(target_group=None).order_by("pk"))
    step = next(step for step in range(17, len(people) + 18) if gcd(step, len(people)) == 1)
    return (people[(start + step * number) % len(people)] for number in range(len(people)))
