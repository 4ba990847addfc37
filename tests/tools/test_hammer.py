"""The hammer itself: what it does at one instant, what it calls broken, and how it ends. tests/hammer uses it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core import audit
from events.models import Booking, Event
from people.models import Person
from tests.makers import NOW, TESTER, make_booking, make_event, make_person, make_user
from tools import proofs, sites
from tools.hammer import runs
from tools.hammer.bookers import Answer, Booker
from tools.hammer.instant import Act, Steps, alone, at_one_instant
from tools.hammer.laws import Round, broken_by

State = Booking.State
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: seen=yes; Path=/\r\n\r\nOK"


@contextmanager
def site(people: int) -> Iterator[int]:
    """A site that answers nobody's first request before it has all of them, each but for its last byte."""
    gathered = threading.Barrier(people, timeout=20)

    def serve(line: socket.socket) -> None:
        with line:
            heard = b""
            while b"\r\n\r" not in heard:
                heard += line.recv(1 << 16)
            gathered.wait()
            while not heard.endswith(b"\r\n\r\n"):
                heard += line.recv(1)
            line.sendall(OK)
            while line.recv(1 << 16):
                line.sendall(OK)

    def accept() -> None:
        for thread in [threading.Thread(target=serve, args=(door.accept()[0],)) for _ in range(people)]:
            thread.start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        yield door.getsockname()[1]


def opens(who: Booker, times: int = 1) -> Act:
    def act() -> Steps:
        answer = Answer(0, 0)
        for _ in range(times):
            answer = yield who.get("/")
        return answer

    return act


def test_nobody_is_answered_before_everybody_has_asked() -> None:
    with site(5) as port:
        answers = at_one_instant([opens(Booker(port, str(number))) for number in range(5)])
    assert [(answer.status, answer.body) for answer in answers] == [(200, "OK")] * 5


def test_an_act_goes_on_with_what_it_heard_and_its_cookies() -> None:
    with site(1) as port:
        who = Booker(port, "one")
        assert len(at_one_instant([opens(who, times=3)])) == 3
    assert who.cookies == {"sessionid": "one", "seen": "yes"}
    assert b"Cookie: sessionid=one; seen=yes\r\n" in who.get("/").request


def test_who_is_hung_up_on_or_finds_nobody_there_has_no_answer() -> None:
    nobody = alone(Booker(sites.free_port(), "one").get("/"))
    cut_short = Booker(1, "").get("/").answered(OK[:-1], 1.0)
    assert nobody.status == cut_short.status == 0


@pytest.fixture
def people(db: None) -> list[Person]:
    """Four people who book for themselves."""
    return [make_person(user=make_user()) for _ in range(4)]


def book(event: Event, *people: Person, **fields: Any) -> list[Booking]:
    """Places for those people as they took them themselves, or what is said instead."""
    taken: dict[str, Any] = {"state": State.CONFIRMED, "held_place": True} | fields
    return [make_booking(event, person, made_by=person.user, **taken) for person in people]


def judged(*events: Event, must: list[Person], answers: tuple[int, ...] = (), **more: Any) -> dict[str, int]:
    """What is broken of a round after which those people must have something."""
    done = Round(events, [], tuple(person.pk for person in must), **more)
    return dict(broken_by(done, [Answer(status, 0.1) for status in answers]))


def test_all_is_well_where_every_place_is_held_and_the_others_wait(people: list[Person]) -> None:
    event = make_event(places=1)
    book(event, people[0])
    book(event, *people[1:], state=State.WAITING, held_place=False)
    assert judged(event, must=people, answers=(200, 302, 409)) == {}


def test_a_round_in_which_everybody_is_refused_is_broken(people: list[Person]) -> None:
    assert judged(make_event(places=3), must=people, answers=(403,) * 4) == {
        "unheld": 3,
        "lost": 4,
        "empty": 1,
        "errors": 4,
    }


def test_a_round_in_which_only_those_who_were_booked_before_are_booked_is_empty(people: list[Person]) -> None:
    event = make_event(places=1)
    make_booking(event, people[0])
    assert judged(event, must=people[:1]) == {"empty": 1}


def test_more_than_there_are_places_are_overbooked(people: list[Person]) -> None:
    event = make_event(places=1)
    book(event, *people[:3])
    assert judged(event, must=people[:3]) == {"overbooked": 2}


def test_an_overbooked_event_is_not_made_up_for_by_an_empty_one(people: list[Person]) -> None:
    event, other = make_event(places=1), make_event(places=2)
    book(event, *people[:3])
    assert judged(event, other, must=people[:3]) == {"overbooked": 2}


def test_a_place_that_somebody_waits_beside_is_idle(people: list[Person]) -> None:
    event = make_event(places=3)
    book(event, *people[:2])
    book(event, *people[2:], state=State.WAITING, held_place=False)
    assert judged(event, must=people) == {"idle": 1, "unheld": 1}


def test_who_may_have_a_place_need_not_but_all_places_are_held(people: list[Person]) -> None:
    event = make_event(places=2)
    book(event, people[0])
    may = tuple(person.pk for person in people)
    assert judged(event, must=[], may=may) == {"unheld": 1}
    book(event, people[1])
    assert judged(event, must=[], may=may) == {}


def test_one_person_in_two_events_at_a_time_is_there_twice(people: list[Person]) -> None:
    event, other = make_event(places=1), make_event(places=1)
    book(event, people[0])
    book(other, people[0])
    assert judged(event, other, must=people[:1]) == {"double": 1}


def test_who_came_back_without_having_asked_and_who_was_passed_over(people: list[Person]) -> None:
    event = make_event(places=1)
    first, *_ = book(event, people[0], state=State.WAITING, held_place=False)
    book(event, people[1])
    assert judged(event, must=people[:1], first_in_line=(first.pk,)) == {"came_back": 1, "passed_over": 1}


def test_an_act_that_is_written_down_twice(people: list[Person]) -> None:
    event = make_event(places=1)
    [booking] = book(event, people[0])
    for _ in range(2):
        audit.record("bookings.book", booking, by=TESTER, at=NOW)
    assert judged(event, must=people[:1]) == {"twice": 1}


def test_as_many_are_forgiven_as_were_asked_to_try_again_but_nobody_overbooks(people: list[Person]) -> None:
    event = make_event(places=2)
    book(event, people[0])
    assert judged(event, must=people[:3], answers=(503,)) == {"lost": 1, "busy": 1}
    assert judged(event, must=people[:3], answers=(503, 503)) == {"busy": 2}
    book(event, *people[1:])
    assert judged(event, must=people, answers=(503,) * 4) == {"overbooked": 2, "busy": 4}


SOUND = {"scenario": "last place", "rounds": 1, "broken": {"busy": 3}, "seconds": [0.1, 0.2], "faults": []}


def broken(law: str) -> dict[str, Any]:
    return SOUND | {"broken": {law: 1}}


WITHOUT_LOCK = broken("overbooked")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The page on which figures are kept."""
    page = tmp_path / "proofs.md"
    page.write_text("".join(f"<!-- hammer, {name} -->\nas it was\n<!-- end -->\n" for name in runs.RUNS))
    keep = proofs.keep
    monkeypatch.setattr(proofs, "keep", lambda part, figures: keep(part, figures, page))
    return page


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ((SOUND, SOUND, WITHOUT_LOCK), ("No law was broken.", "No law was broken.", "It overbooked")),
        ((broken("lost"), SOUND, WITHOUT_LOCK), ("Laws were broken.", "No law was broken.", "It overbooked")),
        ((SOUND, broken("errors"), WITHOUT_LOCK), ("No law was broken.", "Laws were broken.", "It overbooked")),
        ((SOUND, SOUND, broken("errors")), ("No law was broken.", "No law was broken.", "The hammer is blind")),
    ],
)
def test_it_fails_where_a_law_was_broken_or_nothing_overbooked_without_the_lock(
    told: tuple[dict[str, Any], ...], verdicts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    asked: list[runs.Run] = []
    figures = iter(told)

    def figures_of(run: runs.Run) -> list[dict[str, Any]]:
        asked.append(run)
        return [next(figures)]

    monkeypatch.setattr(runs, "figures_of", figures_of)
    assert runs.main([]) == (told != (SOUND, SOUND, WITHOUT_LOCK))
    parts = kept.read_text().split("<!-- end -->")
    assert [verdict in part for verdict, part in zip(verdicts, parts, strict=False)] == [True] * 3
    assert [(run.database, run.bookers, run.rounds) for run in asked[:2]] == [
        ("PostgreSQL", 64, 200),
        ("SQLite", 32, 200),
    ]
    assert asked[2].checkout != runs.ROOT


def test_a_run_that_is_named_is_made_alone_and_a_rehearsal_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, kept: Path
) -> None:
    monkeypatch.setattr(runs, "figures_of", lambda run: [SOUND])
    assert runs.main(["PostgreSQL", "8", "1"]) == 0
    assert kept.read_text().count("as it was") == len(runs.RUNS)
    assert runs.main(["SQLite"]) == 0
    assert "hammer, SQLite -->\n\n**SQLite**, 32 at once" in kept.read_text()
    assert kept.read_text().count("as it was") == len(runs.RUNS) - 1


def test_every_law_has_a_column_and_errors_come_with_their_figures() -> None:
    row = dict(zip(runs.COLUMNS, runs.line(SOUND | {"broken": dict.fromkeys(runs.LAWS, 2)}), strict=True))
    assert {row[law] for law in runs.LAWS} == {"2"}
    assert (row["rounds"], row["requests"], row["busy"]) == ("1", "2", "0")
    assert float(row["p95 ms"]) >= 200
