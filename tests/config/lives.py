"""Lives: people of whom there is something of every kind, with a word of their own in whatever holds words."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission

from config.theirs import Somebody
from core import audit, mail
from core.models import SentForm
from evaluations import certificates, evaluations, links
from evaluations.models import Disclosure, Evaluation, Questionnaire
from events import feeds, notices
from events.models import (
    Booking,
    CheckIn,
    DateAttendance,
    DateWish,
    Event,
    EventTrainer,
    LiftedSuspension,
    Notice,
    WorkshopChoice,
)
from people import equality
from people.models import (
    Agency,
    ApiKey,
    EqualityAnswer,
    FormerPerson,
    Invitation,
    Person,
    Role,
    TargetGroup,
    TwoPeople,
    User,
)
from tests.evaluations.makers import give
from tests.makers import (
    NOW,
    SECRET,
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
from training.models import Enrolment

HELD: dict[str, Any] = {"status": Event.Status.HELD, "register_closed_at": NOW}


@dataclass
class Scene:
    """Where lives meet: the events that all of them were at, and a trainer's."""

    agency: Agency
    held: Event
    several: Event
    conference: Event
    workshop: Event

    @classmethod
    def set(cls) -> "Scene":
        """Events of the last weeks, all over and their registers closed."""
        conference = make_conference(days=-20, workshop_choice="ranked", choose_by=NOW.date() - timedelta(30), **HELD)
        workshop = make_workshop(conference, places=9)
        Event.objects.filter(pk=workshop.pk).update(**HELD)
        held = make_event(days=-3, **HELD)
        return cls(make_agency("scene"), held, make_event_on(-9, -7, **HELD), conference, workshop)


def live(scene: Scene, word: str) -> Somebody:
    """Somebody who was at all of these events, and of whom there is a row of every kind; their words hold `word`."""
    user = make_user(email=f"{word}@example.org")
    scheme = TargetGroup.objects.filter(scheme__is_current=True)
    about = {"first_name": word, "last_name": f"{word} son", "job_title": f"{word} nurse", "code": f"{word}-key"}
    about["manager_email"] = f"line.{word}@example.org"
    facts = {"role": Role.objects.all()[0], "target_group": scheme[0], "works_with": Person.WorksWith.CHILDREN}
    person = make_person(user=user, email="", agency=scene.agency, **about, **facts)
    _account(user, word)
    _record(person, word)
    _training(scene, person, word)
    _said(scene, person, word)
    EventTrainer.objects.create(event=make_event(days=-5, **HELD), user=user, name=person.name, days=1)
    key = {"name": f"HR {user.pk}", "hashed": str(user.pk), "made_at": NOW, "lapses_at": NOW + timedelta(365)}
    ApiKey.objects.create(agency=scene.agency, made_by=user, **key)
    return Somebody.on_record(Person.objects.get(pk=person.pk))


def _account(user: User, word: str) -> None:
    address = EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, sent=NOW, key=f"{word}-secret")
    TOTP.activate(user, SECRET)
    social = SocialAccount.objects.create(user=user, provider="openid", uid=word, extra_data={"name": word})
    SocialToken.objects.create(account=social, token=f"{word}-secret", token_secret=f"{word}-secret")
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key=f"{word}-secret", user_agent=f"{word} browser")
    user.groups.add(Group.objects.get_or_create(name="group")[0])
    user.user_permissions.add(Permission.objects.all()[0])
    User.objects.filter(pk=user.pk).update(last_login=NOW)
    feeds.make(user, at=NOW)
    SentForm.objects.create(key=f"{word}-secret", sender=user.actor_ref, at=NOW, led_to=f"/{word}/")
    LogEntry.objects.create(user=user, object_id="7", object_repr="Somebody", action_flag=CHANGE, change_message="-")


def _record(person: Person, word: str) -> None:
    FormerPerson.objects.create(number=2**40 + person.pk, code=f"{word}-former", person=person)
    other = make_person(first_name=f"Like{person.pk}")
    TwoPeople.objects.create(one=person, other=other, alike=1, said_at=NOW)
    Invitation.objects.create(
        person=person, made_by=make_user(), made_at=NOW, lapses_at=NOW + timedelta(14), link=f"{word}-link", sent_to=""
    )
    equality.keep([(person.pk, EqualityAnswer.Sex.FEMALE, "")])
    audit.record("persons.amend", person, by=TESTER, at=NOW, reason=f"{word} phoned", fields="job_title")
    LiftedSuspension.objects.create(person=person, lifted_on=NOW.date())
    DateWish.objects.create(course=make_course(), person=person, made_at=NOW)
    Enrolment.objects.create(course=make_course("e-learning"), person=person, enrolled_on=NOW.date())


def _training(scene: Scene, person: Person, word: str) -> None:
    came = make_booking(scene.held, person, outcome="attended", made_by=person.user)
    CheckIn.objects.create(booking=came, held_on=scene.held.starts_on, at=NOW, has_account=True, settled_at=NOW)
    several = make_booking(scene.several, person, outcome="attended")
    for date in scene.several.dates.all():
        DateAttendance.objects.create(booking=several, date=date, attendance="attended")
    delegate = make_booking(scene.conference, person, outcome="attended")
    make_booking(scene.workshop, person, outcome="attended", part_of=delegate)
    WorkshopChoice.objects.create(booking=delegate, workshop=scene.workshop, rank=1)
    make_booking(make_event(days=-2, **HELD), person, outcome="cancelled-late", reason="Ill")
    certificates.issue(several, by=TESTER, at=NOW, reason=f"{word} lost the form")
    mail.post("booking-made", key=str(came.pk), at=NOW, booking=came.pk)
    audit.record("bookings.book", came, by=person.user or TESTER, at=NOW)
    if not scene.held.notices.exists():
        words = {"audience": Notice.Audience.CAME, "subject": "Thanks", "text": "Thank you all"}
        notices.send(scene.held, **words, by=make_user(), at=NOW)


def _said(scene: Scene, person: Person, word: str) -> None:
    came = Booking.objects.get(event=scene.held, person=person)
    given = give(came, comments={"impact": f"{word} will listen"}, may_quote=True)
    links.new_link(given)
    Disclosure.objects.create(comment=given.comments.get(), raised_at=NOW)
    delegate = Booking.objects.get(event=scene.conference, person=person)
    manager = Questionnaire.objects.get(code="standard-conference-manager", version=1)
    asked, _ = evaluations.invite(delegate, manager, by=TESTER, at=NOW)
    Evaluation.objects.filter(pk=asked.pk).update(ask_at=f"boss.of.{word}@example.org")


def tie_evaluations() -> None:
    """Let each evaluation be that of somebody who had a booking there, as far as there are any."""
    for evaluation in Evaluation.objects.all():
        theirs = Booking.objects.filter(event=evaluation.event_id).exclude(evaluations__kind=evaluation.kind)
        Evaluation.objects.filter(pk=evaluation.pk).update(booking=theirs.first())
