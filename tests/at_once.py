"""Two at once: acts that begin while somebody else holds the row that they want, each on a connection of its own."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import quote

from django.core import serializers
from django.db import connection, connections, models, transaction
from django.db.backends.base.creation import BaseDatabaseCreation

from core.once import AlreadySent
from core.refusals import Refusal

LONG_ENOUGH_TO_QUEUE_UP = 0.2


def put_back(creation: BaseDatabaseCreation, data: str) -> None:
    """Fill the emptied database with what `data` holds, as Django does it row by row, by one statement a table.

    Before the first test that empties it, it is full.
    """
    filled = creation.connection
    with transaction.atomic(using=filled.alias), filled.constraint_checks_disabled():
        kept = serializers.deserialize("json", data, using=filled.alias)
        for model, rows in groupby(kept, key=lambda each: type(each.object)):
            table = model._base_manager.using(filled.alias)
            if not table.exists():
                table.bulk_create([row.object for row in rows])
    filled.check_constraints()


def at_once(*acts: Callable[[], Any], held: models.Model | Sequence[models.Model]) -> list[Any]:
    """What each returns, or what it was refused with; they queue up in that order for the rows that are held."""
    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            for row in [held] if isinstance(held, models.Model) else held:
                type(row)._default_manager.select_for_update().get(pk=row.pk)
            asked = []
            for act in acts:
                asked.append(pool.submit(_alone, act))
                time.sleep(LONG_ENOUGH_TO_QUEUE_UP)
        return [each.result() for each in asked]


def together(*acts: Callable[[], Any]) -> list[Any]:
    """The same of acts none of which begins before all are ready; in which order they go on is anybody's guess."""
    start = Barrier(len(acts))

    def go(act: Callable[[], Any]) -> Any:
        start.wait()
        return _alone(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def on_file(path: Path) -> Callable[[], None]:
    """Go on with the test's SQLite as a file, which several connections may open at once; how to go back.

    A database in memory has one writer, who waits for nobody: that would prove nothing of what people use.
    """
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    connection.connection, connection.settings_dict["NAME"] = None, str(path)

    def back() -> None:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name

    return back


def address() -> str:
    """The test's database as other processes open it; on SQLite once it is a file."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = ":".join(quote(told[part], safe="") for part in ("USER", "PASSWORD") if told[part])
    where = quote(told["HOST"], safe="") + (f":{told['PORT']}" if told["PORT"] else "")
    return f"postgres://{who}@{where}/{told['NAME']}"


def _alone(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except (Refusal, AlreadySent) as answer:
        return answer
    finally:
        connections.close_all()
