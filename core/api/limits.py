"""How often the API may be asked: so many times in each minute of the clock, counted where the other limits are."""

from datetime import datetime

from django.core.cache import cache

from core.api import problems
from core.api.problems import Problem

A_MINUTE = 120
"""A night's work for the largest agency takes fewer; what asks more often is a script gone astray."""
_WINDOW = 60


def count(who: str, *, at: datetime) -> None:
    """Count a request of theirs; a problem where there were too many in this minute, with how long to wait.

    Two at the same instant may be counted as one: this keeps the house calm, and guards no secret.
    """
    window, passed = divmod(int(at.timestamp()), _WINDOW)
    key = f"api:{who}:{window}"
    seen = cache.get(key, 0)
    if seen >= A_MINUTE:
        detail = f"There were {A_MINUTE} requests in this minute, and more are not answered."
        raise Problem(problems.TOO_MANY, detail, Retry_After=str(_WINDOW - passed))
    cache.set(key, seen + 1, 2 * _WINDOW)
