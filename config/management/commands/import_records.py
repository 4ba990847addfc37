"""python manage.py import_records PATH: takes in a board's past years (docs/records.md)."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TextIO

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.records import Step, import_package
from core.audit import System
from core.refusals import Refusal

BAR = 30


class Command(BaseCommand):
    """Takes in a records package, or only checks it."""

    help = "Takes in a records package: a folder or a .zip of CSV files, or one .xlsx (docs/records.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the package is."""
        parser.add_argument("path", type=Path, metavar="PATH", help="the folder, the .zip or the .xlsx")
        parser.add_argument("--dry-run", action="store_true", help="check it only, and save nothing")

    def handle(self, *, path: Path, dry_run: bool, **options: object) -> None:
        """Print one line a file; refused, a line a fault on standard error and exit status 1."""
        progress = Bar(sys.stderr) if sys.stderr.isatty() else None
        try:
            counts = import_package(
                path, by=System("import_records"), at=timezone.now(), dry_run=dry_run, progress=progress
            )
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(1) from refusal
        finally:
            if progress:
                progress.clear()
        for count in counts:
            for note in count.notes:
                self.stderr.write(f"{count.file}: {note}", self.style.NOTICE)
            self.stdout.write(f"{count.file}: {count.rows} checked, nothing saved" if dry_run else str(count))


class Bar:
    """One line that says how far an import is, drawn over itself."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, step: Step) -> None:
        how_far = f"{step.doing} {step.file}: {step.done:,}"
        if step.rows:
            filled = BAR * step.done // step.rows
            how_far += f" of {step.rows:,} [{'#' * filled}{'.' * (BAR - filled)}]"
        self._draw(how_far)

    def clear(self) -> None:
        """Leave no trace of it."""
        self._draw("")

    def _draw(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()
