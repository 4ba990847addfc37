"""Writing to SQLite: one turn a transaction, given back however it ends, and none for whoever only reads."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import IntegrityError, OperationalError
from pytest_django import DjangoDbBlocker

from core.fair_sqlite.turns import Turn
from tests.core.fair_sqlite.queues import PATIENCE, drawn, waiting

LITE = "lite"
TABLES = """
CREATE TABLE note (words text PRIMARY KEY);
CREATE TABLE reply (note text REFERENCES note DEFERRABLE INITIALLY DEFERRED);
"""


class Gone(Exception):
    """Leaves a transaction."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with tables, made by a program that knows nothing of turns."""
    path = tmp_path / "lite.sqlite3"
    with sqlite3.connect(path) as other:
        other.executescript(TABLES)
    other.close()
    return path


@pytest.fixture
def turns(path: Path) -> Path:
    return Path(f"{path}-turns")


@pytest.fixture
def lite(
    path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """Our own connection to it, beside the test's database."""
    options = {"timeout": PATIENCE, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    given = {"ENGINE": "core.fair_sqlite", "NAME": path, "OPTIONS": options}
    monkeypatch.setitem(connections.settings, LITE, connections.configure_settings({"default": {}, LITE: given})[LITE])
    with django_db_blocker.unblock():
        yield connections[LITE]
        connections[LITE].close()
    del connections[LITE]


def note(words: str) -> None:
    with connections[LITE].cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s) RETURNING words", [words])
        cursor.fetchone()


def notes() -> list[str]:
    with connections[LITE].cursor() as cursor:
        cursor.execute("SELECT words FROM note ORDER BY rowid")
        return [words for (words,) in cursor.fetchall()]


def impatient(lite: BaseDatabaseWrapper) -> None:
    """Whoever doesn't get in at once is told so."""
    lite.close()
    lite.settings_dict["OPTIONS"]["timeout"] = 0


def commits() -> None:
    with transaction.atomic(LITE):
        note("kept")


@transaction.atomic(LITE)
def write_and_leave() -> None:
    note("lost")
    raise Gone


def leaves() -> None:
    with pytest.raises(Gone):
        write_and_leave()


def breaks_at_the_end() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(LITE), connections[LITE].cursor() as cursor:
        cursor.execute("INSERT INTO reply VALUES ('to nothing')")


def breaks_within() -> None:
    with transaction.atomic(LITE):
        note("kept")
        with pytest.raises(IntegrityError), transaction.atomic(LITE):
            note("kept")


def hangs_up() -> None:
    with transaction.atomic(LITE):
        note("lost")
        connections[LITE].close()


def begins_by_hand() -> None:
    with connections[LITE].cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("INSERT INTO note VALUES ('lost')")
        cursor.execute("ROLLBACK")


def turns_autocommit_off() -> None:
    transaction.set_autocommit(False, LITE)
    note("kept")
    transaction.commit(LITE)
    transaction.set_autocommit(True, LITE)


@pytest.mark.parametrize(
    "act",
    [commits, leaves, breaks_at_the_end, breaks_within, hangs_up, begins_by_hand, turns_autocommit_off],
)
def test_the_turn_ends_with_the_transaction(act: Callable[[], None], lite: BaseDatabaseWrapper, turns: Path) -> None:
    act()
    assert drawn(turns) == 1
    Turn(turns, patience=0).give_back()
    assert notes() == (["kept"] if act in {commits, breaks_within, turns_autocommit_off} else [])


def test_while_it_lasts_nobody_else_has_a_turn(lite: BaseDatabaseWrapper, turns: Path) -> None:
    with transaction.atomic(LITE):
        with transaction.atomic(LITE):
            note("within")
        with pytest.raises(TimeoutError):
            Turn(turns, patience=0)


def test_one_statement_alone_takes_a_turn_for_itself(lite: BaseDatabaseWrapper, turns: Path) -> None:
    note("one")
    assert drawn(turns) == 1
    Turn(turns, patience=0).give_back()


def test_reading_takes_no_turn_and_waits_for_nobody(lite: BaseDatabaseWrapper, turns: Path) -> None:
    held = Turn(turns, patience=0)
    with lite.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        assert notes() == []
        cursor.execute("COMMIT")
    assert drawn(turns) == 1
    held.give_back()


def test_transactions_of_threads_are_in_the_order_in_which_they_asked(lite: BaseDatabaseWrapper, turns: Path) -> None:
    def writes(words: str) -> Callable[[], None]:
        def write() -> None:
            with transaction.atomic(LITE):
                note(words)
            connections[LITE].close()

        return write

    held = Turn(turns, patience=0)
    with waiting(turns, [writes(words) for words in "abcdef"]):
        held.give_back()
    assert notes() == list("abcdef")


def test_whoever_waits_too_long_for_a_turn_is_told_that_the_database_is_locked(
    lite: BaseDatabaseWrapper, turns: Path
) -> None:
    impatient(lite)
    held = Turn(turns, patience=0)
    with pytest.raises(OperationalError, match="database is locked"):
        commits()
    held.give_back()
    commits()
    assert notes() == ["kept"]


def test_a_program_that_knows_nothing_of_turns_writes_and_is_waited_for(
    lite: BaseDatabaseWrapper, path: Path, turns: Path
) -> None:
    impatient(lite)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="database is locked"):
            commits()
        Turn(turns, patience=0).give_back()
        other.execute("INSERT INTO note VALUES ('another')")
        other.execute("COMMIT")
    other.close()
    commits()
    assert notes() == ["another", "kept"]


@pytest.mark.parametrize("name", [":memory:", "file:shared?mode=memory&cache=shared"])
def test_in_memory_nobody_queues_up(
    name: str, lite: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(lite.settings_dict, "NAME", name)
    with transaction.atomic(LITE), lite.cursor() as cursor:
        cursor.execute("CREATE TABLE note (words text)")
    assert not list(tmp_path.glob("*-turns"))
    lite.connection.close()
