"""`manage.py compile_report`: count a reporting year here and now, and hand the report over."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.audit import System
from core.refusals import Refusal
from core.years import parse_period
from reports import drawing, reports
from reports.models import YearlyReport

BY = System("compile_report")


class Command(BaseCommand):
    """Exit status 0: done; 1: refused, with the reason on standard error; 2: wrong usage."""

    help = "Compile the report of a reporting year, by the same code as the background job, and write it out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As the contract has them."""
        parser.add_argument("year", metavar="YEAR", help="a reporting year, 2013-14, or a quarter, 2016-17/Q1")
        parser.add_argument("--until", type=day, metavar="DATE", help="count up to this day: 2013-09-30")
        parser.add_argument("--audience", choices=YearlyReport.Audience.values, default="internal")
        parser.add_argument("--format", dest="format_name", choices=drawing.FORMATS, default="json")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write to this file instead of standard output")

    def handle(
        self, *, year: str, until: date | None, audience: str, format_name: str, output: Path | None, **options: object
    ) -> None:
        """Compile, draw, write."""
        if output is None and not drawing.FORMATS[format_name].is_text and self.stdout.isatty():
            raise CommandError(f"A {format_name} file is nothing for a terminal: name a file with --output.")
        try:
            drawn = drawing.draw(self.compiled(year, until, audience), format_name)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if output is None:
            self.put(drawn)
        else:
            write(output, drawn)

    def compiled(self, year: str, until: date | None, audience: str) -> YearlyReport:
        """The report, compiled now; one that a page asked for and nobody has begun is taken up."""
        now = timezone.now()
        period = parse_period(year).cut(until)
        asked = reports.waiting(period, audience) or reports.request(period, by=BY, at=now, audience=audience)
        report = reports.compile_now(asked, at=now, clock=timezone.now, watch=self.say)
        if report.state == YearlyReport.State.FAILED:
            raise CommandError(report.failure)
        return report

    def say(self, report: YearlyReport) -> None:
        """Progress is for people at a terminal, on standard error."""
        if self.stderr.isatty():
            self.stderr.write(f"{report.stages_done + 1} of {report.stages}: {report.stage}", self.style.SUCCESS)

    def put(self, drawn: bytes) -> None:
        """Bytes, whatever the terminal's encoding; a caller's own text stream gets text."""
        binary = getattr(self.stdout, "buffer", None)
        if binary is None:
            self.stdout.write(drawn.decode(), ending="")
        else:
            binary.write(drawn)
            binary.flush()


def day(text: str) -> date:
    """The day that was written as 2013-09-30."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2013-09-30") from None


def write(path: Path, drawn: bytes) -> None:
    """Put the bytes into the file whole or not at all; what is no plain file, such as a pipe, is written as it is."""
    path = path.resolve()
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(drawn)
        else:
            partial.write_bytes(drawn)
            partial.replace(path)
    except OSError as fault:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise CommandError(f"{path} can't be written: {fault.strerror}.") from fault
