"""python manage.py replay_erasures [PATH]: erases again whoever a backup brought back."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from config import ledger
from core.refusals import Refusal


class Command(BaseCommand):
    """Erases again whoever was erased since the backup that was put back; to be run before the site is opened."""

    help = "After a backup was put back: erases again whoever was erased since it was made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the ledger is."""
        parser.add_argument(
            "path", type=Path, nargs="?", default=settings.ERASURES_FILE, metavar="PATH", help="the file of the ledger"
        )

    def handle(self, *, path: Path, **options: object) -> None:
        """Print a line for each that was back, and how many; exit status 1 where one of them could not be erased."""
        try:
            entries = ledger.read(path)
        except (OSError, Refusal) as fault:
            self.stderr.write(f"The ledger can’t be read: {fault}")
            raise SystemExit(1) from fault
        replayed = list(ledger.replay(entries, at=timezone.now()))
        left = [each for each in replayed if each.hindrance]
        for each in left:
            self.stderr.write(f"Record {each.person.pk} is not erased: {each.hindrance}")
        self.stdout.write(f"{len(entries)} on the ledger, {len(replayed) - len(left)} erased again, {len(left)} left")
        if left:
            raise SystemExit(1)
