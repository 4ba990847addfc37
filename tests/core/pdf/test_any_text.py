"""One bad comment never stops a report: any text may stand anywhere, and takes its time only in proportion."""

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pdf import Column, Document, Series, Strong, safe_text
from tests.core.pdf.reading import Reading

Make = Callable[..., Document]

NASTY = [
    "",
    " ",
    "<b>bold</i> <para> </para> <br/> & &nbsp; &#x0; &unknown;",
    '<img src="file:///etc/passwd"/><a href="javascript:alert(1)">x</a><onDraw name="x" label="y"/>',
    "(unbalanced ) \\ ( parentheses \\) and \\n in PDF strings) Tj ET Q",
    "endstream endobj %%EOF",
    "\x00\x01\x1b[31m\x7f\x9f",
    "\u202egnirts desrever\u202c \u2066isolate",
    "\ud800 lonely \udfff",
    "m" * 200_000,
    "m " * 100_000,
    "\n" * 200_000,
    "Z" + "\u0317\u0301" * 100_000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 漢字 ابجد ﷽ \u0e47\u0e47\u0e47",
    "\ufeff\ufffe\uffff\U0010ffff",
    "=cmd|' /C calc'!A0",
]


def everywhere(document: Document, text: str) -> Document:
    """The same text in every place where a document takes text."""
    document.cover(text, text, lines=[text])
    document.contents(text)
    document.heading(1, text)
    document.paragraph(text, Strong(text), text, lines=True)
    document.note(text)
    document.bullets([text, [Strong(text), text]])
    document.quote(text, source=text)
    document.key_figures([(text, text), ("1", text)])
    columns = [Column(text), Column(text, align="right"), Column(text, width=0.1)]
    document.table(caption=text, columns=columns, rows=[[text, text, text], ["a", None, 1]], total_row=True)
    document.table(caption=text, columns=columns, rows=[], empty=text)
    document.bar_chart(
        text, alt=text, labels=[text, "b"], series=[Series(text, [1, None]), Series(text, [0, 2])], unit=text
    )
    return document


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:20]))
def test_nasty_text_may_stand_anywhere(make: Make, text: str) -> None:
    start = time.process_time()
    reading = Reading(everywhere(make(title=text, running_head=text), text).render())
    assert time.process_time() - start < 12
    assert reading.loose == []
    assert [reading.text(node) for node in reading.nodes("H1", "Figure") if not reading.text(node)] == []


@given(st.text(st.characters(codec=None), max_size=80))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_may_stand_anywhere(make: Make, text: str) -> None:
    assert Reading(everywhere(make(title=text, running_head=text), text).render()).loose == []


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_latin_text_comes_out_as_it_went_in(make: Make, text: str) -> None:
    document = make()
    document.paragraph(text)
    document.table(caption="Words", columns=[Column("One"), Column("Two")], rows=[["a", text]])
    reading = Reading(document.render())
    expected = safe_text(text).replace("\u00a0", " ")
    cells = [reading.text(node) for node in reading.nodes("TD")]
    assert [" ".join(cell.split()) for cell in cells] == [" ".join(expected.split())]
    paragraphs = [reading.text(node) for node in reading.nodes("P")]
    assert paragraphs == ([" ".join(expected.split())] if expected.strip() else [])


def test_a_comment_of_any_length_costs_what_its_limit_costs(make: Make) -> None:
    document = make()
    start = time.process_time()
    for _ in range(20):
        document.quote("m" * 200_000)
    document.render()
    assert time.process_time() - start < 12
    assert document.page_count < 200
