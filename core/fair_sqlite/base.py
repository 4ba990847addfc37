"""SQLite with a queue: whoever wants to write waits for their turn, in the order in which they asked.

SQLite alone lets them try again after a sleep, whoever is lucky first. It still keeps the locks that matter: another
program may write without queuing up, and waits as SQLite does. See docs/decisions/0017.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from core.fair_sqlite import turns

# What takes SQLite's one lock for writing, and holds it to the end of the statement or of the transaction. One that
# begins by reading, BEGIN alone, doesn't.
_WRITING = ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but that it takes a turn before it writes, and gives it back when the transaction is over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: turns.Turn | None = None
        self.execute_wrappers.append(self._in_turn)

    def _in_turn(
        self, execute: Callable[..., Any], sql: str, params: object, many: bool, context: dict[str, Any]
    ) -> Any:
        if self._turn is None and not self.connection.in_transaction and _writes(sql):
            self._take_turn()
        try:
            return execute(sql, params, many, context)
        finally:
            self._end_turn_if_over()

    def _take_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if not turns.POSSIBLE or self.is_in_memory_db() or name.startswith("file:"):
            return
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        try:
            self._turn = turns.Turn(Path(f"{name}-turns"), patience=patience)
        except TimeoutError as late:
            raise OperationalError("database is locked") from late

    def _end_turn_if_over(self) -> None:
        if self._turn is not None and not (self.connection and self.connection.in_transaction):
            self._give_turn_back()

    def _give_turn_back(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            turn.give_back()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # unknown to the stubs, as are the two below
        finally:
            self._end_turn_if_over()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn_if_over()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn_back()


def _writes(sql: str) -> bool:
    return sql.lstrip()[:20].upper().startswith(_WRITING)
