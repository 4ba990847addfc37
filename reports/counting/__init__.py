"""Counting the year: set-based queries over both years at once, the same answer on SQLite and PostgreSQL."""
