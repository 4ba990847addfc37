"""Erasing people: who they were goes from every row, what is counted stays, and no figure becomes another."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers import deserialize, serialize
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from config import erasing, ledger
from config.erasing import NotErased, erase
from config.personal_data import HOLDINGS
from config.records import import_package
from config.theirs import ROWS, Somebody
from core import audit
from core.models import AuditEntry, OutgoingMail
from evaluations import certificates
from evaluations.models import Certificate, Comment
from events import trail
from events.models import Booking, Event, EventTrainer
from people import persons
from people.accounts import ENDED
from people.models import Duty, Erasure, Person, User
from tests.config.lives import HELD, Scene, live, tie_evaluations
from tests.config.packages import as_folder, sound
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, TESTER, make_booking, make_event, make_person, make_user
from tests.reports.small_world import AT, small_world
from tests.reports.test_document import compiled
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db
WORD = "Quetzal"
ENDS = {"is_active", "erased_at", "dropped_at", "state"}
"""What stays and says that it is over."""


def erased(person: Person, *, at: Any = NOW) -> Person:
    erase(person, by=TESTER, at=at, reason="Asked by letter")
    return Person.everybody.get(pk=person.pk)


def rows_of(whose: Somebody) -> dict[str, dict[Any, Model]]:
    return {label: {row.pk: row for row in whose.rows(label)} for label in ROWS}


def test_every_field_of_every_row_ends_as_it_is_classified() -> None:
    whose = live(Scene.set(), WORD)
    assert whose.person
    before = rows_of(whose)
    erased(whose.person)
    wrong = []
    for label, rows in before.items():
        for pk, row in rows.items():
            left = apps.get_model(label)._base_manager.filter(pk=pk).first()
            if not ROWS[label].stays:
                wrong += [label] if left else []
                continue
            assert left, label
            stays = set(ROWS[label].stays.split()) - ENDS
            wrong += [f"{label}.{name}" for name in stays if _value(left, name) != _value(row, name)]
            wrong += [f"{label}.{name}" for name in ROWS[label].goes.split() if not _is_gone(row, left, name)]
    assert wrong == []
    assert {label for label, rows in before.items() if rows} >= {label for label, rows in ROWS.items() if rows.noun} - {
        "people.Duty"
    }


def _value(row: Model, name: str) -> Any:
    field: Any = row._meta.get_field(name)
    return field.value_from_object(row)


def _is_gone(was: Model, left: Model, name: str) -> bool:
    value = _value(left, name)
    return not value or value != _value(was, name)


def test_nothing_in_the_whole_database_says_who_it_was() -> None:
    scene = Scene.set()
    whose = live(scene, WORD)
    assert whose.person
    Comment.objects.all().delete()
    said = give(Booking.objects.get(event=scene.several, person=whose.person), comments={"impact": f"Ask Ms {WORD}"})
    Comment.objects.filter(evaluation=said).update(
        read_at=NOW, found="a title and a name", details="held", details_at=NOW
    )
    erased(whose.person)
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label != "sessions.Session"]
    naming = [
        model._meta.label for model in models if WORD.lower() in serialize("json", model._base_manager.all()).lower()
    ]
    assert naming == []
    assert not Person.objects.filter(pk=whose.person.pk).exists()
    assert persons.matching(WORD) == []


def test_figures_that_are_counted_anew_come_out_as_they_were() -> None:
    build(small_world())
    Event.objects.filter(status=Event.Status.PUBLISHED).update(status=Event.Status.HELD, register_closed_at=AT)
    tie_evaluations()
    people = list(Person.objects.all())
    Person.objects.filter(pk=people[0].pk).update(first_name=EventTrainer.objects.all()[0].name, last_name="")
    before = compiled()
    for person in Person.objects.all():
        erased(person, at=AT)
    assert Person.objects.count() == 0
    assert f"Trainer {people[0].pk}" in set(EventTrainer.objects.values_list("name", flat=True))
    assert compiled() == before


def has_a_place(person: Person) -> None:
    make_booking(make_event(), person)


def waits(person: Person) -> None:
    make_booking(make_event(), person, outcome="waiting")


def is_on_an_open_register(person: Person) -> None:
    make_booking(make_event(days=-1), person)


def trains(person: Person) -> None:
    EventTrainer.objects.create(event=make_event(), user=person.user, name=person.name, days=1)


def leads(person: Person) -> None:
    assert person.user
    Duty.objects.create(user=person.user, kind=Duty.Kind.BOARD)


IN_THE_WAY = [
    (has_a_place, "cancel that first"),
    (waits, "cancel that first"),
    (is_on_an_open_register, "close it first"),
    (trains, "take them off first"),
    (leads, "Board member"),
]


@pytest.mark.parametrize(("something", "sentence"), IN_THE_WAY)
def test_nobody_is_erased_who_has_something_to_come_or_a_duty(something: Any, sentence: str) -> None:
    person = make_person(user=make_user(), email="")
    something(person)
    with pytest.raises(NotErased, match=sentence):
        erased(person)
    assert Person.objects.get(pk=person.pk).last_name


def test_nobody_erases_themself_nor_the_same_person_twice() -> None:
    me = make_user(Duty.Kind.MANAGER)
    with pytest.raises(NotErased, match="This is you"):
        erase(make_person(user=me, email=""), by=me, at=NOW, reason="x")
    person = make_person()
    erased(person)
    with pytest.raises(Exception, match="meanwhile"):
        erased(person)


def test_a_certificate_is_good_and_names_nobody(client: Client) -> None:
    booking = make_attended(make_event(days=-1, **HELD), first_name=WORD)
    certificate = certificates.issue(booking, by=TESTER, at=NOW, reason="It got lost")
    erased(booking.person)
    page = client.get(reverse("certificates"), {"code": certificate.code}).content.decode()
    assert "This certificate is good" in page
    assert WORD not in page
    assert client.get(reverse("certificate_pdf", args=[certificate.code])).status_code == 404
    assert not Certificate.objects.good().exists()


def test_what_they_did_is_somebody_s_who_was_erased_and_no_letter_goes_out() -> None:
    user = make_user()
    person, booking = make_person(user=user, email=""), make_booking(make_event(days=-2, **HELD))
    audit.record("bookings.waive", booking, by=user, at=NOW, reason="Ill")
    own = make_booking(booking.event, person)
    OutgoingMail.objects.create(letter="booking-made", about={"booking": own.pk}, key="-", due_at=NOW)
    erased(person)
    assert [(act.by, act.reason) for act in trail.of_booking(booking)] == [(ENDED, "Ill")]
    assert OutgoingMail.objects.get().dropped_at == NOW
    assert AuditEntry.objects.get(verb="persons.erase").reason == "Asked by letter"
    assert not User.objects.filter(pk=user.pk).exists()
    assert User.everybody.get(pk=user.pk).email == f"{user.pk}@erased.invalid"


def test_no_package_brings_them_back(tmp_path: Path) -> None:
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    Event.objects.filter(status=Event.Status.PUBLISHED).update(**HELD)
    erased(Person.objects.get(code="p1"))
    before = (Person.everybody.count(), serialize("json", Booking.objects.all()))
    again = import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW + timedelta(1))
    assert (Person.everybody.count(), serialize("json", Booking.objects.all())) == before
    assert "about people who were erased passed over" in str([count.notes for count in again])


def backup(*rows: Model) -> str:
    return str(serialize("json", rows))


def put_back(copy: str) -> None:
    for each in deserialize("json", copy):
        each.save()


def test_whoever_a_backup_brings_back_is_erased_again(tmp_path: Path) -> None:
    file, whose, busy = tmp_path / "erasures.jsonl", live(Scene.set(), WORD), make_person()
    assert whose.person
    assert whose.user
    copy = backup(whose.user, whose.person, busy)
    erased(whose.person)
    erased(busy)
    assert (ledger.write(file), ledger.write(file)) == (2, 0)
    assert WORD not in file.read_text()
    put_back(copy)
    Erasure.objects.filter(pk=Erasure.objects.all()[0].pk).delete()
    event = make_event()
    make_booking(event, busy)
    bystander = make_person()
    replayed = list(ledger.replay(ledger.read(file), at=NOW))
    assert [(each.person.pk, bool(each.hindrance)) for each in replayed] == [(whose.person.pk, False), (busy.pk, True)]
    assert set(Person.objects.values_list("pk", flat=True)) >= {busy.pk, bystander.pk}
    assert Person.everybody.get(pk=whose.person.pk).last_name == ""
    assert User.everybody.get(pk=whose.user.pk).erased_at == NOW
    assert list(ledger.replay(ledger.read(file)[:1], at=NOW)) == []
    assert ledger.write(file) == 0


@pytest.mark.once
def test_a_manager_sees_what_goes_and_what_stays_and_erases_once(client: Client, manager: User) -> None:
    whose = live(Scene.set(), WORD)
    assert whose.person
    path, page_of = (reverse(name, args=[whose.person.pk]) for name in ("erase_person", "person"))
    page = client.get(path).content.decode()
    assert [holding.title for holding in HOLDINGS if holding.erased not in page.replace("&#x27;", "'")] == []
    assert "1 certificate" in page
    assert "1 evaluation" not in page
    key = page.partition('name="once" value="')[2].partition('"')[0]
    assert "Enter the reason" in client.post(path, {"reason": ""}).content.decode()
    for _ in range(2):
        assert client.post(path, {"reason": "By letter", "once": key})["Location"] == page_of
    gone = client.get(page_of)
    assert (gone.status_code, WORD in gone.content.decode()) == (410, False)
    busy = make_person()
    is_on_an_open_register(busy)
    assert "close it first" in client.get(reverse("erase_person", args=[busy.pk])).content.decode()


def test_what_would_happen_changes_nothing() -> None:
    person = make_person()
    assert erasing.outlook(person, by=TESTER, at=NOW).hindrances == []
    assert Person.objects.filter(pk=person.pk).exists()
