"""`manage.py seed_year`: set what the seed report printed beside what Turnout computes, as docs/seed-year.md."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import seed_year
from reports.models import YearlyReport


class Command(BaseCommand):
    """Wants the demonstration's records and a compiled 2013-14 report of them."""

    help = "Write docs/seed-year.md from the newest compiled report of 2013-14."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("--output", type=Path, default=settings.BASE_DIR / "docs" / "seed-year.md")

    def handle(self, *, output: Path, **options: object) -> None:
        """Write the page and say how many figures agree."""
        report = YearlyReport.objects.filter(period_name="2013-14", audience="internal", figures__isnull=False).first()
        if report is None:
            raise CommandError("There is no compiled report of 2013-14: run `manage.py compile_report 2013-14` first.")
        output.write_text(seed_year.draw(report.figures), encoding="utf-8")
        compared = seed_year.compare(report.figures)
        self.stdout.write(f"{sum(same for _, _, same in compared)} of {len(compared)} figures are the same.")
