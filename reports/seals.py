"""Whether a stored report is still what was compiled and, once it is out, what was published."""

import json
from hashlib import sha256

from core.refusals import Refusal
from reports.document import digest
from reports.models import YearlyReport


class FiguresAltered(Refusal):
    """What is stored is not what was compiled, or not what was published."""


def demand_whole(report: YearlyReport) -> None:
    """Raise FiguresAltered unless the figures match their checksum and, of a published one, everything its seal."""
    if digest(report.figures) != report.checksum:
        raise FiguresAltered(f"The stored figures of {report} are not those that were compiled: compile it again.")
    if report.was_published and seal_of(report) != report.seal:
        raise FiguresAltered(f"What is stored of {report} is not what was published.")


def seal_of(report: YearlyReport) -> str:
    """The digest of all that is published: which period and version, figures, commentary, and what it puts right."""
    sealed = [report.period_name, report.version, report.checksum, report.commentary, report.correction]
    canonical = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"sha256:{sha256(canonical.encode()).hexdigest()}"
