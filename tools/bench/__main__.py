"""Measures Turnout: python -m tools.bench, or `make bench`."""

import sys

from tools.bench.run import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
