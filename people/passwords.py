"""What no password may be, however long: a common one that was only made longer."""

import re
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from people.models import User

OURS = frozenset({"turnout", "safeguarding", "safeguardingchildren", "safeguardingboard", "children", "training"})
SUBSTITUTES = str.maketrans("013457@$!", "oieastasi")
# Telling repetition takes time in proportion to the square of the length.
LOOKED_AT = 100
REPEATED = re.compile(r"(.+?)\1*")


class NotCommon(CommonPasswordValidator):
    """Refuses Django's twenty thousand common passwords, and our own words, behind any of their usual disguises.

    Few of them have twelve characters, but people get there by repeating one or by adding the year.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that is easily guessed."""
        core = core_of(password)
        if len(core) < 4 or core in self.passwords or core in OURS or _is_a_run(password):
            raise ValidationError(
                "Choose a password that is harder to guess. This is a common one, or a common one made longer.",
                code="password_too_common",
            )


def core_of(password: str) -> str:
    """What is left without capitals, signs, numbers before and after the letters, disguises and repetition."""
    start = password[:LOOKED_AT].lower()
    disguised = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", start)
    letters = re.sub(r"[\W_]", "", disguised.translate(SUBSTITUTES))
    repeated = REPEATED.fullmatch(letters)
    return repeated[1] if repeated else letters


def _is_a_run(password: str) -> bool:
    """Whether each character is the next, the one before, or the same: abcdefghijkl, 987654321098."""
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return len(steps) == 1 and steps <= {-1, 0, 1}
