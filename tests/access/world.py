"""A small county in which every role has somebody, every state something, and every personal word is a canary."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from core import audit
from core.years import period_of
from evaluations import certificates, drafting, evaluations, links
from evaluations.models import AT_THE_END, Comment, Disclosure, Questionnaire
from events import feeds, notices, waivers
from events.models import Area, Booking, Event, EventTrainer, Notice, Policy, Venue, WorkshopChoice
from people import api_keys, copies, equality, invitations
from people.models import Agency, Duty, EqualityAnswer, FormerPerson, Invitation, Person, TwoPeople, User
from reports import reports, withholding
from reports.models import YearlyReport
from tests.access.answers import Browser
from tests.access.canaries import Aviary
from tests.evaluations.makers import give
from tests.makers import (
    TESTER,
    make_agency,
    make_booking,
    make_conference,
    make_course,
    make_event,
    make_event_on,
    make_person,
    make_user,
    make_workshop,
)
from training.models import Course, Enrolment, Level, Priority

Kind = Duty.Kind
State = Booking.State

ROLES = {
    "visitor": "signed out",
    "newcomer": "signed in, but has yet to say who they are at work",
    "stranger": "a practitioner of another agency",
    "owner": "the practitioner whose booking, request, offer, device or evaluation it is",
    "lead": "leads the owner's agency",
    "other_lead": "leads another agency",
    "trainer": "trains at the event",
    "other_trainer": "trains at another event",
    "board": "a member of the board",
    "manager": "a training manager",
    "administrator": "an administrator",
    "closed": "was a manager until their account was closed, and is still signed in",
    "unproven": "a manager who has yet to set up a second factor",
}
DUTIES = {
    "lead": Kind.LEAD,
    "other_lead": Kind.LEAD,
    "trainer": Kind.TRAINER,
    "other_trainer": Kind.TRAINER,
    "board": Kind.BOARD,
    "manager": Kind.MANAGER,
    "administrator": Kind.ADMINISTRATOR,
    "closed": Kind.MANAGER,
    "unproven": Kind.MANAGER,
}
OURS = ("owner", "lead", "colleague", "guest0")
THEIRS = ("stranger", "other_lead", "walker", "guest1", "guest2", "guest3", "guest4")


@dataclass
class World:
    """Who there is, what there is by the names that the table uses, and which words are about whom."""

    at: datetime
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    canaries: Aviary = field(default_factory=Aviary)
    key: str = ""
    _kinds: dict[str, str] = field(default_factory=dict)

    def browser(self, role: str) -> Browser:
        """A browser of somebody in that role."""
        return Browser(self.users.get(role))

    def system(self) -> Browser:
        """The HR system of the owner's agency, which reads with the key that their lead made."""
        return Browser(None, key=self.key)

    def alike(self, name: str) -> set[str]:
        """The things of the same kind: all events, all bookings, all people; of another kind there is that one."""
        return {other for other, kind in self._kinds.items() if kind == self._kinds.get(name)} or {name}

    def a_person(self, name: str, person: Person) -> None:
        """Somebody on record, as a thing by that name."""
        self.things[name], self._kinds[name] = {"pk": person.pk}, "person"

    def event(self, name: str, made: Event, *, trainer: str = "trainer") -> Event:
        """The event, by that name, with somebody who trains at it."""
        self.things[name], self._kinds[name] = {"code": made.code}, "event"
        row = EventTrainer.objects.create(event=made, user=self.users[trainer], name=name, days=1)
        self.things.setdefault("its_trainer", {"code": made.code, "pk": row.pk})
        is_draft = made.status == Event.Status.DRAFT
        self.canaries.plant(row, "name", "who trains at a draft" if is_draft else "trainer's name", event=made)
        kind = "draft" if is_draft else "joining instructions"
        self.canaries.plant(made, "joining_instructions", kind, event=made)
        return made

    def booking(self, name: str, event: Event, person: str = "owner", **fields: Any) -> Booking:
        """The booking that somebody has there, by that name."""
        made = make_booking(event, self.people[person], **fields)
        self.things[name], self._kinds[name] = {"pk": made.pk}, "booking"
        return made


def build(at: datetime) -> World:
    """The whole world, as it is at that moment."""
    world = World(at)
    for part in (_people, _coming, _given_up, _over, _evaluated, _conferences, _accounts, _report):
        part(world)
    return world


def build_empty(at: datetime) -> World:
    """The same people where nothing was planned, booked or reported yet."""
    world = World(at)
    _people(world)
    return world


def _people(world: World) -> None:
    ours, theirs, office = make_agency("ours"), make_agency("theirs"), make_agency("office")
    world.things["agency"] = {"pk": ours.pk}
    agency_of = dict.fromkeys(OURS, ours) | dict.fromkeys(THEIRS, theirs)
    for role in [role for role in ROLES if role != "visitor"]:
        duties = [DUTIES[role]] if role in DUTIES else []
        user = world.users[role] = make_user(*duties, agency=agency_of.get(role))
        if role != "newcomer":
            _person(world, role, agency_of.get(role, office), user)
            world.canaries.plant(user, "email", "address", person=world.people[role], like="{}@example.org")
        world.canaries.know(user, "password")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for name in [name for name in (*OURS, *THEIRS) if name not in ROLES]:
        made = _person(world, name, agency_of[name])
        world.canaries.plant(made, "email", "address", person=made, like="{}@example.org")
    merged = FormerPerson.objects.create(number=2**40, person=world.people["owner"])
    world.canaries.plant(merged, "code", "key", person=world.people["owner"])
    Authenticator.objects.filter(user=world.users["unproven"]).delete()
    world.canaries.know(Authenticator.objects.filter(user=world.users["lead"]).get(), "data")
    User.objects.filter(pk=world.users["closed"].pk).update(is_active=False)


def _person(world: World, name: str, agency: Agency, user: User | None = None) -> Person:
    made = world.people[name] = make_person(agency=agency, user=user, email="")
    for part, kind in (("first_name", "name"), ("last_name", "name"), ("job_title", "job"), ("code", "key")):
        world.canaries.plant(made, part, kind, person=made)
    world.a_person(name, made)
    equality.keep([(made.pk, EqualityAnswer.Sex.FEMALE, "")])
    answers = EqualityAnswer.objects.get(pk=equality.key_of(made.pk))
    world.canaries.plant(answers, "ethnic_group", "equality answer", person=made)
    world.canaries.know(answers, "key")
    return made


def _coming(world: World) -> None:
    at, course, venue = world.at, make_course(), Venue.objects.create(name="Hall")
    Area.objects.create(code="fen", name="Fen")
    Priority.objects.create(title="Neglect")
    Level.objects.create(name="Level 1")
    world.things["course"] = {"code": make_course().code}
    Enrolment.objects.create(course=course, person=world.people["owner"], enrolled_on=at.date())
    world.things["course"] = {"code": course.code}
    open_to_all = world.event("open", make_event(at=at, course=course, venue=venue))
    world.canaries.plant(venue, "directions", "directions", event=open_to_all)
    world.booking("booking", open_to_all)
    world.booking("theirs", open_to_all, "stranger")
    words = {"audience": Notice.Audience.COMING, "subject": "-", "text": "-"}
    notice = notices.send(open_to_all, **words, by=world.users["manager"], at=at)
    for part in ("subject", "text"):
        world.canaries.plant(notice, part, "notice", event=open_to_all)
    scarce = {"minimum": 5, "decide_on": at.date()}
    world.event("to_book", make_event(at=at, days=31, course=course, **scarce))
    full = world.event("full", make_event(at=at, days=32, places=1))
    world.booking("rival", full, "guest1")
    world.booking("waiting", full, state=State.WAITING, held_place=False)
    offering = world.event("offering", make_event(at=at, days=33, offer_hours=24))
    world.booking("offer", offering, state=State.OFFERED, held_place=False, offer_lapses_at=at + timedelta(1))
    asking = world.event("asking", make_event(at=at, days=34, approval_hours=48))
    world.booking("request", asking, state=State.REQUESTED, held_place=False, decide_by=at + timedelta(1))
    draft = world.event("draft", make_event(at=at, days=35, status=Event.Status.DRAFT))
    world.canaries.plant(draft, "title", "draft", event=draft)


def _given_up(world: World) -> None:
    at = world.at
    refusing = world.event("refusing", make_event(at=at, days=36))
    declined = world.booking("declined", refusing, state=State.DECLINED, held_place=False)
    cancelled = world.booking("cancelled", world.event("left", make_event(at=at, days=37)), outcome="cancelled")
    policy = Policy.objects.create(starts_on=at.date() - timedelta(365), late_charge=Decimal(20), suspends_after=1)
    costly = world.event("costly", make_event(at=at, days=38))
    late = [
        world.booking(name, costly, person, outcome="cancelled-late", policy=policy)
        for name, person in (("late", "owner"), ("waived", "guest0"))
    ]
    waivers.waive(late[1], by=world.users["manager"], at=at, reason="ill")
    for row in (declined, cancelled, *late):
        world.canaries.plant(row, "reason", "reason", person=row.person, event=row.event)
    off = world.event("called_off", make_event(at=at, days=39, status=Event.Status.CANCELLED, cancelled_at=at))
    world.booking("on_called_off", off, outcome="cancelled")
    world.canaries.plant(off, "cancel_reason", "why it was called off", event=off)


def _over(world: World) -> None:
    at = world.at
    begun = world.event("begun", make_event(at=at, days=-2))
    world.booking("expected", begun)
    world.booking("beside", begun, "guest2")
    elsewhere = world.event("elsewhere", make_event(at=at, days=-2), trainer="other_trainer")
    world.booking("at_elsewhere", elsewhere, "stranger")
    held: dict[str, Any] = {"status": Event.Status.HELD, "register_closed_at": at}
    missed = world.event("missed", make_event(at=at, days=-5, **held))
    world.booking("not_there", missed, "guest3", outcome="did-not-attend")
    world.a_person("absent", world.people["guest3"])
    several = world.event("several", make_event_on(-7, 7, at=at))
    world.things["first_date"] = {"code": several.code, "day": several.dates.all()[0].held_on}
    world.booking("on_several", several)


def _evaluated(world: World) -> None:
    held: dict[str, Any] = {"at": world.at, "status": Event.Status.HELD, "register_closed_at": world.at}
    many, few = world.event("held", make_event(days=-3, **held)), world.event("few", make_event(days=-4, **held))
    world.booking("attended", many, outcome="attended")
    given = world.booking("given", few, outcome="attended")
    Course.objects.filter(pk=few.course_id).update(refresh_after_months=1)
    _say(world, given, "words of few", may_quote=False)
    for name in ("guest0", "guest1", "guest2", "guest3", "guest4"):
        came = world.booking(f"{name}_came", many, name, outcome="attended")
        may_quote = name != "guest0"
        _say(world, came, "quotable words" if may_quote else "words", may_quote=may_quote)
    certificate = certificates.issue(given, by=world.users["manager"], at=world.at)
    world.canaries.plant(certificate, "reason", "why it was issued", person=given.person, event=few)
    world.things["certificate"] = {"code": certificate.code}
    quoted = Comment.objects.filter(evaluation__event=many, may_quote=True)[:1].get()
    quoted.approved_by, quoted.approved_wording, quoted.approved_at = world.users["manager"], "-", world.at
    quoted.save()
    world.canaries.plant(quoted, "approved_wording", "quotation", event=many)
    to_quote = Comment.objects.filter(evaluation__event=many, may_quote=True, approved_by=None)[:1].get()
    world.things["comment"], world.things["theme"] = {"lot": to_quote.lot}, {"code": "venue"}
    _passed_on(world, few)
    _asked(world)


def _passed_on(world: World, few: Event) -> None:
    by, (comment, other, _) = world.users["manager"], Comment.objects.filter(evaluation__event=few).order_by("pk")
    world.canaries.plant(comment, "matched", "words of few", person=world.people["owner"], event=few)
    done = Disclosure.objects.create(comment=other, raised_at=world.at, closed_at=world.at, closed_by=by, outcome="-")
    world.canaries.plant(done, "outcome", "what was done", event=few)
    world.things["disclosure"] = {"pk": Disclosure.objects.create(comment=comment, raised_at=world.at).pk}


def _asked(world: World) -> None:
    soon = world.event("asked_before", make_event(at=world.at, days=44))
    evaluations.invite(world.booking("comes", soon), _questions(soon, "before"), by=TESTER, at=world.at)
    ago = world.event("asked_later", make_event(at=world.at, days=-90))
    came = world.booking("came_long_ago", ago, outcome="attended")
    later, _ = evaluations.invite(came, _questions(ago, "later"), by=TESTER, at=world.at)
    world.things["asked"] = {"token": links.new_link(later)}
    world.canaries.know(later.links.get(), "hashed")
    manager, _ = evaluations.invite(came, _questions(ago, "manager"), by=TESTER, at=world.at)
    world.canaries.plant(manager, "ask_at", "address of a manager", like="{}@example.org")
    for name in ("discarded", "asks"):
        draft = drafting.copy(_questions(ago, "later"), title=name, course=None, by=TESTER, at=world.at)
        world.things[name] = {"pk": draft.pk}
        world.things["line"] = {"pk": draft.items.all()[0].pk}


def _questions(event: Event, kind: str) -> Questionnaire:
    return Questionnaire.objects.get(code=f"standard-{event.course.kind}-{kind}", version=1)


def _say(world: World, booking: Booking, kind: str, *, may_quote: bool) -> None:
    evaluation = give(booking, at=world.at, comments=dict.fromkeys(AT_THE_END, "-"), may_quote=may_quote)
    world.canaries.plant(evaluation, "respondent", "key of an evaluation")
    for comment in evaluation.comments.all():
        world.canaries.plant(comment, "text", kind, person=booking.person, event=booking.event)


def _conferences(world: World) -> None:
    at = world.at
    conference = world.event("conference", make_conference(at=at, days=40))
    world.event("workshop", make_workshop(conference, places=5))
    world.booking("delegate", conference)
    over = at.date() - timedelta(1)
    ranking = world.event("ranking", make_conference(at=at, days=41, workshop_choice="ranked", choose_by=over))
    workshop, ranked = make_workshop(ranking, places=5), world.booking("ranked", ranking)
    WorkshopChoice.objects.create(booking=ranked, workshop=workshop, rank=1)
    to_rank = make_conference(at=at, days=42, workshop_choice="ranked", choose_by=at.date() + timedelta(9))
    make_workshop(world.event("to_be_ranked", to_rank), places=5)
    world.booking("ranks", to_rank)


def _accounts(world: World) -> None:
    at, users, things, by = world.at, world.users, world.things, world.users["administrator"]
    things["account"] = {"pk": users["owner"].pk}
    things["my_copy"] = {"extension": "json"}
    things["erased"] = {"pk": Person.objects.create(agency=world.people["owner"].agency, erased_at=at).pk}
    things["closed_account"] = {"pk": users["closed"].pk}
    things["factor"] = {"pk": users["lead"].pk}
    things["duty"] = {"pk": users["lead"].pk, "duty": users["lead"].duties.get().pk}
    world.a_person("person", world.people["colleague"])
    things["to_merge"] = {**things["person"], "gone": world.people["guest0"].pk}
    alike = {"one": world.people["colleague"], "other": world.people["guest0"], "alike": 0, "said_at": at}
    things["apart"] = {"pk": TwoPeople.objects.create(**alike).pk}
    things["agencies"] = {**things["agency"], "gone": world.people["stranger"].agency_id}
    things["to_be_booked"] = {**things["to_book"], **things["person"]}
    device = UserSession.objects.create(user=users["owner"], ip="127.0.0.1", session_key="-", user_agent="-")
    world.canaries.plant(device, "user_agent", "device", person=world.people["owner"])
    world.canaries.plant(device, "session_key", "secret")
    things["device"] = {"pk": device.pk}
    feed = feeds.make(users["owner"], at=at)
    world.canaries.plant(feed, "key", "key of a calendar", person=world.people["owner"])
    things["calendar"] = {"token": feeds.token_of(feed)}
    invitation = invitations.invite(world.people["walker"], by=by, at=at)
    things["invitation"] = {"token": invitations.new_link(invitation)}
    things["no_invitation"] = {"token": "-"}
    world.canaries.plant(
        world.people["owner"], "manager_email", "address", person=world.people["owner"], like="{}@example.org"
    )
    things["copies"] = {"token": copies.token_of(world.people["owner"])}
    world.canaries.know(Invitation.objects.get(pk=invitation.pk), "link")
    made = api_keys.make(world.people["lead"].agency, name="-", by=users["lead"], at=at)
    api_keys.note_use(made.key, at=at)
    world.canaries.plant(made.key, "name", "name of a key", person=world.people["lead"])
    world.canaries.know(made.key, "hashed")
    things["api_key"], world.key = {"pk": made.key.pk}, made.token
    entry = audit.record("duties.give", users["lead"], by=by, at=at, kind="lead", agency=None)
    world.canaries.plant(entry, "reason", "reason on the trail", person=world.people["lead"])


def _report(world: World) -> None:
    period = period_of(world.at.date() - timedelta(3))
    done = reports.compile_now(reports.request(period, by=world.users["manager"], at=world.at), at=world.at)
    world.things["report"] = {"pk": done.pk}
    public = reports.request(period, by=world.users["manager"], at=world.at, audience="public")
    edition = reports.compile_now(public, at=world.at)
    world.things["public"] = {"pk": edition.pk}
    made = withholding.add(edition, "courses.by_agency", "", by=world.users["manager"], at=world.at, reason="Few")
    world.things["withholding"] = {"pk": made.pk}
    world.things["target"] = {"kind": "target_group", "code": "3"}
    world.things["section"] = {"pk": done.pk, "section": "summary"}
    world.things["download"] = {"pk": done.pk, "extension": "json"}
    due = reports.request(period_of(world.at.date() - timedelta(400)), by=world.users["manager"], at=world.at)
    failed = YearlyReport.objects.create(
        period_name="2001-02",
        version=1,
        requested_at=world.at,
        state=YearlyReport.State.FAILED,
        failure="Its figures do not close.",
    )
    world.things |= {"due_report": {"pk": due.pk}, "failed_report": {"pk": failed.pk}}
