"""Figures, days and times put into words, the same on every page, in every mail and in the report."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from core.figures import half_up

NO_BASE = "no base"


def percent(value: float | None) -> str:
    """`92%` for 92.159, rounded half up; "no base" where there is nothing to take a share of."""
    return NO_BASE if value is None else f"{half_up(value)}%"


def figure(value: Decimal) -> str:
    """`6.5` for 6.50, `10` for 10.00: without noughts that say nothing."""
    return f"{value.normalize():,f}"


def pounds(value: Decimal) -> str:
    """`£1,250.00`."""
    return f"£{value:,.2f}"


def trimmed(value: Decimal) -> str:
    """`10` for 10.00, and `2.5` for 2.50."""
    return f"{value.normalize():f}"


def signed(value: float | None, unit: str = "") -> str:
    """`+5`, `−3`, `no change`, or `+3%` with a unit; "no base" where there is nothing to compare with."""
    if value is None:
        return NO_BASE
    whole = half_up(value)
    if whole == 0:
        return "no change"
    return f"{'+' if whole > 0 else '−'}{abs(whole):,}{unit}"


def count_noun(count: int, nouns: str) -> str:
    """`1 place`, `3 places` or `no places` for the noun "place"; "person,people" where an s won't do."""
    one, _, many = nouns.partition(",")
    if count == 1:
        return f"1 {one}"
    return f"{f'{count:,}' if count else 'no'} {many or one + 's'}"


def in_words(code: str) -> str:
    """A name for something that is known by its code only: `early-years` and `early_years` are Early years."""
    return code.replace("-", " ").replace("_", " ").capitalize()


def listed(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1] if parts else ""]))


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `4th`, `11th`, `22nd`: a place in a line."""
    last = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def day(value: dt.date) -> str:
    """`Wednesday 26 June 2013`; a moment is read as local time."""
    on = _local_day(value)
    return f"{on:%A} {on.day} {on:%B %Y}"


def short_day(value: dt.date) -> str:
    """`26 Jun 2013`, for lists and tables; a moment is read as local time."""
    on = _local_day(value)
    return f"{on.day} {on:%b %Y}"


def days(values: Iterable[dt.date]) -> str:
    """`Mondays 24 and 31 March and 7 April 2014`; `3 and 6 March 2014` where the days of the week differ."""
    in_order = sorted(values)
    if len(in_order) < 2:
        return "".join(day(value) for value in in_order)
    months = [list(month) for _, month in groupby(in_order, key=lambda value: (value.year, value.month))]
    last_of_year = {month[-1].year: month for month in months}
    said = [
        f"{listed([str(value.day) for value in month])} {month[0]:%B}"
        + (f" {month[0]:%Y}" if last_of_year[month[0].year] is month else "")
        for month in months
    ]
    weekdays = {f"{value:%A}s " for value in in_order}
    return (weekdays.pop() if len(weekdays) == 1 else "") + listed(said)


def clock(value: dt.time | dt.datetime) -> str:
    """`9:30am`, `2pm`, `midday` or `midnight`; a moment is read as local time. core.forms.ClockField reads it back."""
    time = _local(value).time() if isinstance(value, dt.datetime) else value
    if time.minute == 0 and time.hour % 12 == 0:
        return "midday" if time.hour else "midnight"
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'pm' if time.hour >= 12 else 'am'}"


STANDS_ALONE = {
    *("a", "an", "any", "my", "the", "their", "this", "your"),
    *("how", "what", "when", "where", "which", "who", "why"),
}


def in_sentence(label: str) -> str:
    """A field's label for the middle of a sentence: `the start date`, `your agency`, `the NHS number`."""
    small = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return small if stands_alone(label) else f"the {small}"


def stands_alone(label: str) -> bool:
    """Whether it takes no article: `your agency`, `how many dates`."""
    return label.split(" ", maxsplit=1)[0].lower() in STANDS_ALONE


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _local_day(value: dt.date) -> dt.date:
    return _local(value) if isinstance(value, dt.datetime) else value
