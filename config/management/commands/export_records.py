"""python manage.py export_records PATH: gives out what is on record as a records package (docs/records.md)."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.records_out import export_package
from core.audit import System
from core.refusals import Refusal


class Command(BaseCommand):
    """Gives out a records package."""

    help = "Gives out what is on record as a records package: a new folder or .zip of CSV files (docs/records.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the package is to be."""
        parser.add_argument("path", type=Path, metavar="PATH", help="a folder or a .zip that is not there yet")

    def handle(self, *, path: Path, **options: object) -> None:
        """Print one line a file; what a package can't say, a line each on standard error; refused, exit status 1."""
        try:
            written = export_package(
                path,
                by=System("export_records"),
                at=timezone.now(),
                progress=self._tell if sys.stderr.isatty() else None,
            )
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(1) from refusal
        for each in written:
            for note in each.notes:
                self.stderr.write(f"{each.file}: {note}", self.style.NOTICE)
            self.stdout.write(str(each))

    def _tell(self, file: str) -> None:
        self.stderr.write(f"Writing {file}", ending="\r")
