"""What must be true of a year's counts before anybody sees them; a year in which it isn't is refused."""

from collections.abc import Iterator

from core.refusals import Refusal
from reports.counting.tallies import OUTCOMES, Counts, Totals
from reports.counting.window import Span, Window
from reports.measures import BREAKDOWNS, SCOPES

BY_REASON = "by_reason"


class DoesNotClose(Refusal):
    """The counts contradict each other, so that no report can be made of them."""


def demand_that_it_closes(counts: Counts, window: Window) -> None:
    """Raise DoesNotClose, naming the first contradiction, unless everything closes."""
    fault = next(_faults(counts), None)
    if fault:
        span, scope, what = fault
        period = window.period if span == Span.THIS else window.period.previous()
        raise DoesNotClose(f"The figures of {period.name} do not close, so nothing was stored. {scope}: {what}.")


def _faults(counts: Counts) -> Iterator[tuple[Span, str, str]]:
    for (span, name), totals in counts.totals.items():
        label = next(scope.label for scope in SCOPES if scope.name == name)
        if not totals.closes:
            yield span, label, _in_words(totals)
        for breakdown in BREAKDOWNS:
            if breakdown.name != BY_REASON:
                for outcome, count in _sums(counts, breakdown.name, span, name).items():
                    if count != getattr(totals, outcome):
                        yield (
                            span,
                            label,
                            f"{breakdown.label.lower()} {count} {outcome}, in all {getattr(totals, outcome)}",
                        )


def _sums(counts: Counts, breakdown: str, span: Span, scope: str) -> dict[str, int]:
    columns = zip(*(tally.counts for tally in counts.rows(breakdown, span, scope).values()), strict=True)
    return dict.fromkeys(OUTCOMES, 0) | dict(zip(OUTCOMES, map(sum, columns), strict=False))


def _in_words(totals: Totals) -> str:
    came = totals.expected - totals.did_not_attend - totals.not_recorded + totals.unscheduled
    return (
        f"{totals.attended} attended, but {totals.booked} booked, less {totals.cancelled} cancelled, "
        f"{totals.did_not_attend} who did not attend and {totals.not_recorded} not recorded, "
        f"with {totals.unscheduled} who came without a booking, make {came}"
    )
