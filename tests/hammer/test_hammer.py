"""A small hammer: two dozen people at the same instant, over HTTP, and no law of places is broken."""

import os

from tools.hammer.runs import LAWS, Run, figures_of

BOOKERS = 24
ROUNDS = int(os.environ.get("TURNOUT_ROUNDS") or 2)
ONLY = os.environ.get("TURNOUT_SCENARIO") or ""


def test_nobody_gets_in_anybody_s_way() -> None:
    """On the database that the suite was given."""
    database = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    figures = figures_of(Run(database, database, BOOKERS, ROUNDS, only=ONLY))
    assert len(figures) == (1 if ONLY else 7)
    for each in figures:
        broken = {law: each["broken"].get(law, 0) for law in LAWS}
        assert not any(broken.values()), (each["scenario"], broken, each["faults"])
    assert all(each["rounds"] and each["seconds"] for each in figures)
