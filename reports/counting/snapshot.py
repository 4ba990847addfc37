"""One snapshot of the database for everything that must add up."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Everything read inside is read as of one moment, and nobody who writes meanwhile waits.

    Django begins every transaction on SQLite as a writer's (settings: IMMEDIATE), so a reader's is begun by hand.
    Inside an open transaction, that one is used as it is.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # What is counted is read to its end; PostgreSQL plans a cursor for the first tenth of it, else.
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
            yield
