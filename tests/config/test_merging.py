"""Merging people: every row moves, what can't be one person's stands in the way, and the next import knows it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import merging
from config.merging import NotMerged, merge
from config.records import import_package
from core.merging import fields_to
from core.models import AuditEntry, OutgoingMail
from evaluations import certificates
from events import registers
from events.locks import NotOnRecord
from events.models import Booking, DateWish, LiftedSuspension
from people import duplicates, equality, invitations
from people.models import Duty, FormerPerson, Person, User
from tests.config.packages import as_folder, sound
from tests.makers import (
    NOW,
    TESTER,
    make_agency,
    make_booking,
    make_course,
    make_event,
    make_person,
    make_user,
)
from training.models import Enrolment

pytestmark = pytest.mark.django_db
HELD: dict[str, Any] = {"status": "held", "register_closed_at": NOW}


def merged(kept: Person, gone: Person, **from_gone: bool) -> Person:
    merge(kept, gone, from_gone=from_gone, by=TESTER, at=NOW, reason="Same nurse")
    return Person.objects.get(pk=kept.pk)


def test_every_field_that_names_a_person_is_thought_of() -> None:
    assert {relation.field for relation in merging.OF_A_PERSON} == fields_to(Person)


def test_everything_moves_and_nothing_is_lost() -> None:
    kept, gone = make_person(), make_person()
    coming = make_booking(make_event(), gone)
    came = make_booking(make_event(days=-9, **HELD), gone, outcome="attended")
    certificate = certificates.issue(came, by=TESTER, at=NOW, reason="It got lost")
    Enrolment.objects.create(course=make_course("e-learning"), person=gone, enrolled_on=NOW.date())
    LiftedSuspension.objects.create(person=gone, lifted_on=NOW.date())
    DateWish.objects.create(course=make_course(), person=gone, made_at=NOW)
    for person in (kept, gone):
        invitations.invite(person, by=make_user(Duty.Kind.MANAGER), at=NOW)
    posted = OutgoingMail.objects.count()
    merged(kept, gone)
    assert set(kept.bookings.all()) == {coming, came}
    assert coming.agency_id != kept.agency_id
    certificate.refresh_from_db()
    assert certificate.booking.person_id == kept.pk
    rows = [relation.rows(kept).count() for relation in merging.OF_A_PERSON]
    assert rows == [2, 1, 0, 0, 1, 2, 1, 1]
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert kept.invitations.unanswered().count() == 1
    assert OutgoingMail.objects.count() == posted
    said = AuditEntry.objects.get(verb="persons.merge")
    assert (said.reason, said.details["merged"]) == ("Same nurse", gone.pk)
    assert "2 bookings" in said.details["moved"]


def test_what_is_chosen_is_kept_and_what_only_one_knew_is_added() -> None:
    kept = make_person(first_name="Anne", last_name="Ash", email="", job_title="", code=None)
    gone = make_person(first_name="Ann", last_name="Ash", email="ann@example.org", job_title="Nurse", code="p9")
    person = merged(kept, gone, first_name=True)
    assert (person.name, person.email, person.job_title, person.code) == ("Ann Ash", "ann@example.org", "Nurse", "p9")
    assert FormerPerson.objects.get().code is None


def test_two_enrolments_of_a_day_and_two_wishes_are_one() -> None:
    kept, gone, course = make_person(), make_person(), make_course()
    day = date(2026, 1, 1)
    Enrolment.objects.create(course=course, person=kept, enrolled_on=day, modules_completed=2)
    Enrolment.objects.create(course=course, person=gone, enrolled_on=day, modules_completed=1, completed_on=day)
    for person in (kept, gone):
        DateWish.objects.create(course=course, person=person, made_at=NOW)
    merged(kept, gone)
    enrolment = kept.enrolments.get()
    assert (enrolment.modules_completed, enrolment.completed_on) == (2, day)
    assert kept.date_wishes.count() == 1


State = Booking.State
TOGETHER: list[tuple[str, str, str]] = [
    ("booked", "booked", "Cancel one of the two bookings first"),
    ("booked", "waiting", "Cancel one of the two bookings first"),
    ("booked", "cancelled", ""),
    ("cancelled", "booked", ""),
    ("cancelled", "cancelled-late", ""),
]


@pytest.mark.parametrize(("one", "other", "hindrance"), TOGETHER)
def test_two_live_bookings_of_one_event_stand_in_the_way(one: str, other: str, hindrance: str) -> None:
    kept, gone, event = make_person(), make_person(), make_event()
    make_booking(event, kept, outcome=one)
    make_booking(event, gone, outcome=other)
    if hindrance:
        with pytest.raises(NotMerged, match=hindrance):
            merged(kept, gone)
        assert gone.bookings.count() == 1
    else:
        merged(kept, gone)
        assert kept.bookings.count() == 2


def test_nobody_was_at_one_event_twice() -> None:
    kept, gone, event = make_person(), make_person(), make_event(days=-9, **HELD)
    make_booking(event, kept, outcome="attended")
    make_booking(event, gone, outcome="did-not-attend")
    with pytest.raises(NotMerged, match="can’t have been there twice"):
        merged(kept, gone)


def test_a_diary_that_clashes_is_a_warning_only() -> None:
    kept, gone = make_person(), make_person()
    make_booking(make_event(title="One"), kept)
    make_booking(make_event(title="Two"), gone)
    assert "at the same time" in merging.outlook(kept, gone, by=TESTER).warnings[0]
    merged(kept, gone)
    assert kept.bookings.live().count() == 2


def an_open(email: str) -> User:
    return make_user(email=email)


def a_closed(email: str) -> User:
    user = make_user(email=email)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return User.objects.get(pk=user.pk)


Account = Callable[[str], User] | None
ACCOUNTS: list[tuple[Account, Account, str]] = [
    (None, an_open, "gone@example.org"),
    (an_open, None, "kept@example.org"),
    (an_open, a_closed, "kept@example.org"),
    (a_closed, an_open, "gone@example.org"),
    (an_open, an_open, "Both have an account"),
]


@pytest.mark.parametrize(("one", "other", "outcome"), ACCOUNTS)
def test_one_person_has_one_account(one: Account, other: Account, outcome: str) -> None:
    kept = make_person(user=one and one("kept@example.org"), email="" if one else "old@example.org")
    gone = make_person(user=other and other("gone@example.org"), email="" if other else "old@example.org")
    if "@" in outcome:
        assert merged(kept, gone).address == outcome
        assert Person.objects.get(pk=kept.pk).email == ""
    else:
        with pytest.raises(NotMerged, match=outcome):
            merged(kept, gone)


WITHDRAWN, NONE = ("", ""), None
ANSWERS = [
    (("female", ""), ("male", ""), ("female", "")),
    (NONE, ("male", ""), ("male", "")),
    (("female", ""), NONE, ("female", "")),
    (WITHDRAWN, ("male", ""), ("", "")),
    (("female", ""), WITHDRAWN, ("", "")),
]


@pytest.mark.parametrize(("one", "other", "left"), ANSWERS)
def test_equality_answers_are_one_person_s_and_withdrawn_ones_stay_so(
    one: tuple[str, str] | None, other: tuple[str, str] | None, left: tuple[str, str]
) -> None:
    kept, gone = make_person(), make_person()
    for person, answers in ((kept, one), (gone, other)):
        if answers == WITHDRAWN:
            equality.withdraw(person.pk)
        elif answers:
            equality.keep([(person.pk, *answers)])
    merged(kept, gone)
    look_up = equality.answers_by_person()
    assert (look_up(kept.pk), look_up(gone.pk)) == (left, ("", ""))
    assert equality.withdrawn()(kept.pk) == (WITHDRAWN in (one, other))


def test_a_record_is_not_merged_with_itself_nor_twice_nor_by_oneself() -> None:
    event, kept, gone = make_event(), make_person(), make_person()
    with pytest.raises(NotMerged, match="with itself"):
        merged(kept, kept)
    me = make_user(Duty.Kind.MANAGER)
    with pytest.raises(NotMerged, match="One of the two is you"):
        merge(make_person(user=me, email=""), gone, from_gone={}, by=me, at=NOW, reason="x")
    merged(kept, gone)
    with pytest.raises(NotOnRecord, match="meanwhile"):
        merged(make_person(), gone)
    with pytest.raises(NotOnRecord, match="meanwhile"):
        registers.add_walk_in(event, gone, by=TESTER, at=event.starts_at)


def test_the_next_import_means_the_kept_record(tmp_path: Path) -> None:
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    kept = make_person(code="own", agency=make_agency("fresh"))
    merged(kept, Person.objects.get(code="p1"))
    bookings, people = Booking.objects.count(), Person.objects.count()
    again = import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW + timedelta(1))
    assert (Booking.objects.count(), Person.objects.count()) == (bookings, people)
    kept.refresh_from_db()
    assert (kept.code, kept.last_name) == ("own", "O'Neill-Brown")
    assert [count.added for count in again] == [0] * len(again)


def test_what_a_package_says_of_both_counts_by_the_code_that_lasts(tmp_path: Path) -> None:
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    merged(make_person(code="own", agency=make_agency("fresh")), Person.objects.get(code="p1"))
    both = {
        **sound(),
        "people": [*sound()["people"], {"code": "own", "last_name": "Own", "agency": "fire"}],
        "bookings": [*sound()["bookings"], {"event": "e3", "person": "own", "outcome": "cancelled"}],
    }
    counts = import_package(as_folder(tmp_path, both), by=TESTER, at=NOW + timedelta(1))
    person = Person.objects.get(code="own")
    assert person.last_name == "Own"
    assert person.bookings.get(event__code="e3").state == State.CANCELLED
    assert "1 row under former codes passed over" in str([count.notes for count in counts])


def test_names_and_addresses_tell_who_may_be_on_record_twice() -> None:
    agency = make_agency()
    one = make_person(first_name="Zoë", last_name="O'Neill-Brown", email="zoe@example.org", agency=agency)
    two = make_person(first_name="zoe", last_name="ONeill Brown", email="", agency=agency)
    make_person(first_name="Zoe", last_name="ONeill Brown", email="")
    three = make_person(email="Zoe+training@Example.org", user=None)
    pairs = {(pair.one, pair.other, pair.why) for pair in duplicates.suggested()}
    assert pairs == {(one, two, duplicates.SAME_NAME), (one, three, duplicates.SAME_ADDRESS)}


def test_a_manager_finds_compares_and_merges_once(client: Client, manager: User) -> None:
    agency = make_agency()
    kept = make_person(first_name="Ann", last_name="Ash", job_title="Nurse", agency=agency)
    gone = make_person(first_name="Ann", last_name="Ash", job_title="Sister", agency=agency)
    make_booking(make_event(at=timezone.now()), gone)
    assert (
        reverse("merge_people", args=[kept.pk, gone.pk]) in client.get(reverse("possible_duplicates")).content.decode()
    )
    path = reverse("merge_people", args=[kept.pk, gone.pk])
    assert path in client.get(reverse("choose_other", args=[kept.pk])).content.decode()
    page = client.get(path).content.decode()
    assert "1 booking would move" in page
    key = page.partition('name="once" value="')[2].partition('"')[0]
    assert "Enter the reason" in client.post(path, {"job_title": "gone"}).content.decode()
    sent = {"job_title": "gone", "email": "kept", "reason": "Same nurse", "once": key}
    for _ in range(2):
        assert client.post(path, sent)["Location"] == reverse("person", args=[kept.pk])
    kept.refresh_from_db()
    assert (kept.job_title, kept.bookings.count()) == ("Sister", 1)
    assert AuditEntry.objects.filter(verb="persons.merge").count() == 1
    assert client.get(reverse("person", args=[gone.pk]))["Location"] == reverse("person", args=[kept.pk])
    assert client.get(path)["Location"] == reverse("person", args=[kept.pk])
    alone = client.get(reverse("merge_people", args=[kept.pk, kept.pk])).content.decode()
    assert "with itself" in alone


@pytest.mark.parametrize("kind", [Duty.Kind.LEAD, Duty.Kind.TRAINER])
def test_nobody_else_merges(client: Client, kind: Duty.Kind) -> None:
    kept, gone = make_person(), make_person()
    client.force_login(make_user(kind, agency=kept.agency))
    path = reverse("merge_people", args=[kept.pk, gone.pk])
    assert client.post(path, {"reason": "x"}).status_code == 404
    assert Person.objects.filter(pk=gone.pk).exists()
