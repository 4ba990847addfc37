"""Many rows into a table as fast as the database takes them, the same ones on PostgreSQL and on SQLite.

A row is a tuple of plain values for the columns that differ from row to row; the other columns hold the model's own
defaults. On PostgreSQL no foreign key is looked up: the rows are right by construction, in a database for one run.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

Cell = str | int | bool | None
Row = tuple[Cell, ...]
A_BATCH = 5_000


def moment(when: datetime) -> str:
    """A moment as both databases read it."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M:%S}" + ("+00" if connection.vendor == "postgresql" else "")


@transaction.atomic
def put(model: type[models.Model], names: str, rows: Iterable[Row]) -> int:
    """Write the rows, whose cells are the fields in `names`; how many there were."""
    fields = names.split()
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    constant = {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.attname not in fields and not field.primary_key
    }
    written = [columns[name] for name in (*fields, *constant)]
    write = _copy if connection.vendor == "postgresql" else _insert
    return write(model._meta.db_table, written, iter(rows), tuple(constant.values()))


def settle(*models_written: type[models.Model]) -> None:
    """Let new rows number on from the last one written, and the database know how the tables look now."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_written):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _copy(table: str, columns: list[str], rows: Iterator[Row], constant: tuple[Any, ...]) -> int:
    rest = "".join(f"\t{_as_text(value)}" for value in constant)
    count = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            while batch := list(islice(rows, A_BATCH)):
                copy.write("".join(["\t".join(map(_as_text, row)) + rest + "\n" for row in batch]))
                count += len(batch)
    return count


def _as_text(value: object) -> str:
    return r"\N" if value is None else str(value)


def _insert(table: str, columns: list[str], rows: Iterator[Row], constant: tuple[Any, ...]) -> int:
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own models
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, A_BATCH)):
            cursor.executemany(statement, [(*row, *constant) for row in batch])
            count += len(batch)
    return count
