"""The database's own lock on what was published: triggers, for a constraint can't see what a row was before.

They hold for every side: pages, commands, the reference data pages, a shell. On SQLite a migration that makes the table
anew drops them, and sets them again with `lock`; the tests find out if one does not.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "reports_yearlyreport"
SAID = "A published report never changes: publish a new version."

PUBLISHED = "OLD.published_at IS NOT NULL"
SAME_STATE = "NEW.state IN (OLD.state, 'superseded')"

Operation = Callable[[Any, BaseDatabaseSchemaEditor], None]


def lock(*columns: str) -> Operation:
    """The operation of a migration that keeps those columns as they were published, and the rows themselves."""

    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        unlock(apps, schema_editor)
        on_sqlite = schema_editor.connection.vendor == "sqlite"
        differs = "IS NOT" if on_sqlite else "IS DISTINCT FROM"
        changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)
        acts = {"update": f"{PUBLISHED} AND ({changed} OR NOT {SAME_STATE})", "delete": PUBLISHED}
        for statement in _sqlite(acts) if on_sqlite else _postgresql(acts):
            schema_editor.execute(statement, params=None)

    return run


def unlock(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away: the way back of `lock`."""
    if schema_editor.connection.vendor == "sqlite":
        statements = [f"DROP TRIGGER IF EXISTS {_name(act)}" for act in ("update", "delete")]
    else:
        statements = [f"DROP TRIGGER IF EXISTS {_name(act)} ON {TABLE}" for act in ("update", "delete")]
        statements.append("DROP FUNCTION IF EXISTS reports_refuse()")
    for statement in statements:
        schema_editor.execute(statement, params=None)


def _sqlite(acts: dict[str, str]) -> Iterator[str]:
    for act, when in acts.items():
        refuse = f"SELECT RAISE(ABORT, '{SAID}');"
        yield f"CREATE TRIGGER {_name(act)} BEFORE {act} ON {TABLE} WHEN {when} BEGIN {refuse} END"


def _postgresql(acts: dict[str, str]) -> Iterator[str]:
    refuse = f"RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';"
    yield f"CREATE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$"
    for act, when in acts.items():
        of_each = f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION reports_refuse()"
        yield f"CREATE TRIGGER {_name(act)} BEFORE {act} ON {TABLE} {of_each}"


def _name(act: str) -> str:
    return f"published_report_no_{act}"
