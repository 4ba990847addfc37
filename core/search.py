"""Looking for words in several fields at once, whatever the capitals."""

import re
import unicodedata
from functools import reduce
from operator import and_, or_

from django.db.models import Q

MOST_WORDS = 10


def words_in(names: tuple[str, ...], text: str) -> Q:
    """What is true of a row if each word of `text` occurs in one of those fields; of every row where there is none.

    A pattern and not `icontains`, because SQLite's LIKE takes É and é for two letters.
    """
    return _all_match(names, [re.escape(word) for word in text.split()[:MOST_WORDS]])


def words_begin_in(names: tuple[str, ...], text: str) -> Q:
    """The same where a word in one of those fields begins with each word of `text`: few letters find few rows."""
    return _all_match(names, [rf"(^|[ '’-]){re.escape(word)}" for word in text.split()[:MOST_WORDS]])


def plain(name: str) -> str:
    """A name as it is compared: its letters and digits without capitals and accents. Zoë O’Neill is zoeoneill."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in apart if letter.isalnum())


def _all_match(names: tuple[str, ...], patterns: list[str]) -> Q:
    return reduce(and_, (reduce(or_, (Q(**{f"{name}__iregex": word}) for name in names)) for word in patterns), Q())
