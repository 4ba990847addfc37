"""`manage.py demo`: load the demonstration into an empty database."""

import os
import secrets
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config import demonstration
from core.refusals import Refusal


class Command(BaseCommand):
    """Refused, with a sentence and exit status 1, where there are records already and on production settings."""

    help = "Load the demonstration into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one option."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are records already")

    def handle(self, *, if_empty: bool, **options: object) -> None:
        """Load it and say how to sign in."""
        if if_empty and not demonstration.is_empty():
            return
        given = os.environ.get("TURNOUT_DEMO_PASSWORD", "")
        password = given or secrets.token_urlsafe(9)
        try:
            demonstration.load(password, at=timezone.now(), say=self.say)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        for account in demonstration.ACCOUNTS:
            self.stdout.write(account.email)
        if not given:
            self.stdout.write(f"The password of each: {password}")

    def say(self, line: str) -> None:
        """Progress is for people at a terminal, on standard error."""
        if self.stderr.isatty():
            self.stderr.write(line, self.style.SUCCESS)
