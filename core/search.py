"""Looking for words in several fields at once, whatever the capitals."""

import re
from functools import reduce
from operator import and_, or_

from django.db.models import Q

MOST_WORDS = 10


def words_in(names: tuple[str, ...], text: str) -> Q:
    """What is true of a row if each word of `text` occurs in one of those fields; of every row where there is none.

    A pattern and not `icontains`, because SQLite's LIKE takes É and é for two letters.
    """
    patterns = [re.escape(word) for word in text.split()[:MOST_WORDS]]
    return reduce(and_, (reduce(or_, (Q(**{f"{name}__iregex": word}) for name in names)) for word in patterns), Q())
