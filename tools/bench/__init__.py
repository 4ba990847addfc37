"""The bench: Turnout measured beside a bare Django and a bare database, on the same rows. `make bench`."""
