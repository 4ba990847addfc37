"""Turns: whoever asked first goes first, the dead and the impatient are passed over, and a child ends nobody's turn."""

import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.fair_sqlite.turns import Turn
from tests.core.fair_sqlite.queues import PATIENCE, drawn, until_queued_up, waiting

TAKE = """
import pathlib, sys, time
from core.fair_sqlite.turns import Turn
turn = Turn(pathlib.Path(sys.argv[1]), patience=60)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "turns"


def program(path: Path) -> subprocess.Popen[bytes]:
    """Another program, which asks for a turn and never gives it back."""
    with until_queued_up(path):
        return subprocess.Popen([sys.executable, "-c", TAKE, path])


def kill(started: subprocess.Popen[bytes]) -> None:
    started.kill()
    started.wait()


def goes(path: Path, name: str, order: list[str]) -> Callable[[], None]:
    def go() -> None:
        turn = Turn(path, patience=PATIENCE)
        order.append(name)
        turn.give_back()

    return go


def test_whoever_asked_first_goes_first(path: Path) -> None:
    order: list[str] = []
    held = Turn(path, patience=0)
    with waiting(path, [goes(path, name, order) for name in "abcdefgh"]):
        held.give_back()
    assert order == list("abcdefgh")
    assert drawn(path) == 9


def test_whoever_comes_back_at_once_stands_behind_those_who_wait(path: Path) -> None:
    order: list[str] = []
    held = Turn(path, patience=0)
    with waiting(path, [goes(path, name, order) for name in "abc"]):
        for _ in range(3):
            held.give_back()
            held = Turn(path, patience=PATIENCE)
            order.append("again")
        held.give_back()
    assert order == ["a", "b", "c", "again", "again", "again"]


def test_the_killed_are_passed_over_whether_they_held_the_turn_or_waited(path: Path) -> None:
    order: list[str] = []
    holder, waiter = program(path), program(path)
    with waiting(path, [goes(path, "a", order)]):
        kill(waiter)
        with pytest.raises(TimeoutError):
            Turn(path, patience=0)
        assert order == []
        kill(holder)
    assert order == ["a"]


def test_processes_and_threads_stand_in_one_queue(path: Path) -> None:
    order: list[str] = []
    held = Turn(path, patience=0)
    other = program(path)
    with waiting(path, [goes(path, "a", order)]):
        held.give_back()
        with pytest.raises(TimeoutError):
            Turn(path, patience=0.1)
        assert order == []
        kill(other)
    assert order == ["a"]


def test_whoever_lost_patience_has_left_the_queue(path: Path) -> None:
    held = Turn(path, patience=0)
    with pytest.raises(TimeoutError):
        Turn(path, patience=0.01)
    held.give_back()
    Turn(path, patience=0).give_back()


def test_a_child_neither_ends_the_turn_of_its_parent_nor_keeps_it(path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    held, stays = Turn(path, patience=0), fork.Event()
    giver, keeper = fork.Process(target=held.give_back), fork.Process(target=stays.wait)
    giver.start()
    giver.join()
    assert giver.exitcode == 0
    with pytest.raises(TimeoutError):
        Turn(path, patience=0)
    keeper.start()
    held.give_back()
    Turn(path, patience=0).give_back()
    stays.set()
    keeper.join()


def test_a_queue_whose_file_was_taken_away_begins_anew(path: Path) -> None:
    held = Turn(path, patience=0)
    path.unlink()
    Turn(path, patience=0).give_back()
    held.give_back()
    assert drawn(path) == 1
