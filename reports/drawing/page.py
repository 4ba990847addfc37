"""The report as a page of the site."""

from typing import Any

from reports import drawing
from reports.drawing.outline import outline
from reports.models import YearlyReport


def context(report: YearlyReport) -> dict[str, Any]:
    """What the page's template needs, from the stored figures."""
    return {"outline": outline(report), "downloads": drawing.FORMATS}
