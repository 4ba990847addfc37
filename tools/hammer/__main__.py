"""Hammers Turnout on PostgreSQL, on SQLite, and with the lock taken out: python -m tools.hammer, or `make hammer`."""

import sys

from tools.hammer.runs import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
