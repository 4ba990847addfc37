"""What cells may hold: each kind reads its text to the letter, and says what it found and what it expected."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from core.records import kinds
from core.records.kinds import Kind, Wrong
from core.words import in_words

READ: list[tuple[Kind, str, object]] = [
    (kinds.text(10), "Ann-Marie", "Ann-Marie"),
    (kinds.text(2), "Ωж", "Ωж"),
    (kinds.paragraphs(), "one\r\ntwo\rthree", "one\ntwo\nthree"),
    (kinds.code(8), "CCS_1-a", "CCS_1-a"),
    (kinds.word(20), "health-2", "health-2"),
    (kinds.choice(["held", "planned"]), "held", "held"),
    (kinds.yes_no(), "yes", True),
    (kinds.yes_no(), "no", False),
    (kinds.whole(), "007", 7),
    (kinds.number(below=10_000), "6.25", Decimal("6.25")),
    (kinds.pounds(), "-183.38", Decimal("-183.38")),
    (kinds.pounds(), "8500", Decimal(8500)),
    (kinds.day(), "2012-02-29", date(2012, 2, 29)),
    (kinds.moment(), "2013-06-26T09:30", datetime(2013, 6, 26, 9, 30)),  # noqa: DTZ001 - the clock on the wall
    (kinds.reporting_year(), "1999-00", "1999-00"),
    (kinds.email(), "ann@cpft.example", "ann@cpft.example"),
]
REFUSED: list[tuple[Kind, str, str]] = [
    (kinds.text(3), "four", "has 4 characters, expected 3 at most."),
    (kinds.text(30), "two\nlines", "runs over several lines, expected one."),
    (kinds.paragraphs(), "a" * 32_768, "has 32,768 characters, expected 32,767 at most."),
    (kinds.code(8), "a b", "found “a b”, expected a code of up to 8 letters, digits, hyphens and underscores."),
    (kinds.code(2), "abc", "has 3 characters, expected 2 at most."),
    (kinds.code(8), "é", "found “é”, expected a code"),
    (kinds.word(20), "Health", "found “Health”, expected a lower-case word"),
    (kinds.word(20), "-health", "found “-health”, expected a lower-case word"),
    (kinds.choice(["held", "planned", "cancelled"]), "Held", "found “Held”, expected held, planned or cancelled."),
    (kinds.yes_no(), "y", "found “y”, expected yes or no."),
    (kinds.whole(), "-1", "found “-1”, expected a whole number, 0 or more."),
    (kinds.whole(), "1.0", "found “1.0”, expected a whole number, 0 or more."),
    (kinds.whole(), "٣", "found “٣”, expected a whole number, 0 or more."),
    (kinds.whole(), "2147483648", "found “2147483648”, expected at most 2,147,483,647."),
    (kinds.whole(), "9" * 5_000, "expected a whole number, 0 or more."),
    (kinds.number(below=10_000), "10000", "expected a number from 0 to below 10,000 with at most two decimals."),
    (kinds.number(below=10_000), "1.125", "expected a number from 0 to below 10,000 with at most two decimals."),
    (kinds.number(below=10_000), "-1", "expected a number from 0"),
    (kinds.pounds(), "£8500", "found “£8500”, expected an amount in pounds, like 8500.00."),
    (kinds.pounds(), "8,500.00", "expected an amount in pounds, like 8500.00."),
    (kinds.pounds(), "10000000000", "expected an amount in pounds, like 8500.00."),
    (kinds.day(), "26/06/2013", "found “26/06/2013”, expected a date, like 2013-06-26."),
    (kinds.day(), "2013-02-29", "found “2013-02-29”, expected a date, like 2013-06-26."),
    (kinds.day(), "20130626", "expected a date, like 2013-06-26."),
    (kinds.day(), "0213-06-26", "found the year 213, expected one from 1950 to 2099."),
    (kinds.moment(), "2013-06-26", "expected a date and time, like 2013-06-26T09:30."),
    (kinds.moment(), "2013-06-26T25:00", "expected a date and time, like 2013-06-26T09:30."),
    (kinds.moment(), "2013-06-26T09:30Z", "expected a date and time, like 2013-06-26T09:30."),
    (kinds.moment(), "2913-06-26T09:30", "found the year 2913, expected one from 1950 to 2099."),
    (kinds.reporting_year(), "2013", "found “2013”, expected a reporting year, like 2013-14."),
    (kinds.reporting_year(), "2013-15", "expected a reporting year, like 2013-14."),
    (kinds.reporting_year(), "2013-14/Q1", "expected a reporting year, like 2013-14."),
    (kinds.email(), "ann at cpft", "found “ann at cpft”, expected an e-mail address."),
    (kinds.email(), "a" * 250 + "@x.example", "has 260 characters, expected 254 at most."),
]


@pytest.mark.parametrize(("kind", "cell", "value"), READ, ids=lambda part: str(part)[:40])
def test_what_will_do_is_read(kind: Kind, cell: str, value: object) -> None:
    assert kind(cell) == value
    assert type(kind(cell)) is type(value)


@pytest.mark.parametrize(("kind", "cell", "sentence"), REFUSED, ids=lambda part: str(part)[:40])
def test_what_will_not_do_is_said(kind: Kind, cell: str, sentence: str) -> None:
    with pytest.raises(Wrong) as wrong:
        kind(cell)
    assert sentence in str(wrong.value)
    assert str(wrong.value).endswith(".")


def test_an_empty_cell_is_no_words_or_nothing_and_never_no_or_0() -> None:
    assert {kinds.text(9).empty, kinds.code(9).empty, kinds.choice("ab").empty, kinds.email().empty} == {""}
    assert {kinds.yes_no().empty, kinds.whole().empty, kinds.pounds().empty, kinds.day().empty} == {None}


def test_equal_codes_share_their_memory() -> None:
    assert kinds.code(9)("".join(["ab", "c"])) is kinds.code(9)("".join(["a", "bc"]))
    assert kinds.token(9)("".join(["a b", "c"])) is kinds.token(9)("".join(["a ", "bc"]))


def test_a_code_makes_a_name() -> None:
    assert in_words("early-years") == in_words("early_years") == "Early years"
