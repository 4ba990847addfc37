"""Commentary: what the training team says to a section of a report, without touching its figures.

It belongs to the period, so that a draft compiled anew has it too; publishing keeps it with the version as it was then.
"""

from datetime import datetime

from core import audit, once
from core.refusals import Refusal
from people.models import User
from reports.models import Commentary, YearlyReport


class NoCommentary(Refusal):
    """The report or its section takes no commentary."""


def of(period_name: str) -> dict[str, str]:
    """What is said to the sections of that period's report now, by their slugs."""
    return dict(Commentary.objects.filter(period_name=period_name).values_list("section", "text"))


def shown_with(report: YearlyReport) -> dict[str, str]:
    """What is said to the sections of that version: as it was published, and of a draft as it is now."""
    if report.was_published:
        return dict(report.commentary)
    return of(report.period_name) if report.state == YearlyReport.State.DRAFT else {}


def written(period_name: str, section: str) -> Commentary | None:
    """What is said to that section now."""
    return Commentary.objects.filter(period_name=period_name, section=section).first()


@once.change
def write(report: YearlyReport, section: str, text: str, *, by: User, at: datetime, seen: str) -> None:
    """Say something to a section of a draft, in place of what was said before, which nothing takes away.

    `seen` is that, as its writer saw it: refused where somebody else has written meanwhile.
    """
    report = YearlyReport.objects.select_for_update().defer("figures").get(pk=report.pk)
    if report.state != YearlyReport.State.DRAFT:
        raise NoCommentary(f"{report} is not a draft: what is said to it stays as it is.")
    text, now = text.strip(), written(report.period_name, section)
    if now and now.text != seen:
        raise NoCommentary("Somebody else has written here since you opened this page: take theirs into yours.")
    if len(text) > Commentary.LONGEST:
        raise NoCommentary(f"A commentary has {Commentary.LONGEST:,} characters at most.")
    if text:
        row = now or Commentary(period_name=report.period_name, section=section)
        row.text, row.written_by, row.written_at = text, by, at
        row.save()
    elif now:
        now.delete()
    audit.record("commentaries.write", report, by=by, at=at, section=section, characters=len(text))
