"""The report as JSON: the stored figures themselves."""

import json

from reports.models import YearlyReport


def draw(report: YearlyReport) -> bytes:
    """The figures, keys in alphabetical order, for PostgreSQL keeps no other: the same bytes from both databases."""
    return (json.dumps(report.figures, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
