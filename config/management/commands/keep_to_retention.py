"""python manage.py keep_to_retention: lets go what was kept long enough, or says what would go."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from config import retention


class Command(BaseCommand):
    """Does by hand what the clock does each night, whether or not it is let; or only says what that would be."""

    help = "Lets go what was kept as long as the settings say, as the clock does each night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to look only."""
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *, dry_run: bool, **options: object) -> None:
        """Print one line a kind: what would go, or how much went."""
        now = timezone.now()
        if dry_run:
            for each in retention.due(at=now):
                self.stdout.write(str(each))
            return
        for name, count in retention.keep(at=now).items():
            self.stdout.write(f"{name}: {count} gone")
