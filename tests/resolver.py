"""Every address of the site, as the resolver has it, and one path that leads to each."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

ARGUMENT = re.compile(r"<[^>]+>|\(\?P<\w+>([^)]*)\)")
CHOICES = re.compile(r"\w+(\|\w+)+")


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address below the resolver, with the pattern that it has there."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        else:
            yield path, entry


def path_to(pattern: str) -> str:
    """A path that the pattern fits: with a day for a day, 1 for other arguments, or the first that may stand there."""
    return "/" + ARGUMENT.sub(_example, pattern).replace(r"\Z", "").replace("^", "").replace("$", "")


def _example(argument: re.Match[str]) -> str:
    if argument[0].startswith("<day:"):
        return "2027-03-10"
    return argument[1].split("|")[0] if CHOICES.fullmatch(argument[1] or "") else "1"
