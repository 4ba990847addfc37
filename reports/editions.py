"""The public edition of a counted year, with regard to what is published already and to what the board hides."""

from collections.abc import Iterator
from dataclasses import replace

from core.years import Period
from reports.counting.year import Year
from reports.document import Document
from reports.models import Withholding, YearlyReport
from reports.protecting.earlier import SAME_YEAR, YEAR_AFTER, YEAR_BEFORE, Earlier
from reports.protecting.edition import public_edition
from reports.protecting.facts import Facts
from reports.protecting.thresholds import Thresholds

Audience = YearlyReport.Audience


def protect(document: Document, year: Year) -> Document:
    """The document as it may be published; refused where it has a part of which nobody said how."""
    period = year.window.period
    more = Withholding.objects.filter(year=period.name).values_list("table", "code")
    return public_edition(document, Facts.of(year), Thresholds.of_settings(), list(earlier(period)), list(more))


def earlier(period: Period) -> Iterator[Earlier]:
    """The public editions of this period, of the year before and of the year after, as far as they were published."""
    following = replace(period, first_year=period.first_year + 1)
    for each, columns in ((period, SAME_YEAR), (period.previous(), YEAR_BEFORE), (following, YEAR_AFTER)):
        published = YearlyReport.objects.filter(
            period_name=each.name, until=each.until, audience=Audience.PUBLIC, published_at__isnull=False
        )
        for figures in published.order_by("version").values_list("figures", flat=True):
            yield Earlier(figures or {}, columns)
