"""The section about what changed: rises and falls beside each other, bases beside shares, nothing of too few."""

from typing import Any

import pytest

from reports.document import Document
from reports.drawing.blocks import Quotes
from reports.drawing.outline import outline
from tests.reports.drawing.conftest import Compile, report_of
from tests.reports.drawing.test_outline import table, told, words
from tests.reports.small_world import small_world
from tests.reports.worlds import EvaluationRow, World

pytestmark = pytest.mark.django_db
WORDS: dict[str, tuple[tuple[str, str, str, bool | None], ...]] = {
    "later": (("example", "They have one worker now.", "confidence", True),),
    "manager": (("seen", "They ask more.", "", False),),
}
SCORES = ((3, 7, 6), (4, 8, 8), (5, 5, 6), (6, 4, 5), (5, 8, 9))


def world(people: int) -> World:
    """So many people of a course said how confident they are before, at the end and later; their managers answered."""
    made = small_world()
    for number, (before, end, later) in enumerate(SCORES[:people]):
        said: dict[str, dict[str, Any]] = {
            "before": {"confidence-before": before},
            "end": {"confidence-after": end},
            "later": {
                "confidence-after": later,
                "practice-changed": "done" if number else "not",
                "joint-working": "yes",
            },
            "manager": {"change-seen": "yes" if number else "no"},
        }
        made.evaluations += [
            EvaluationRow("neglect-1", f"m{number}", answers, WORDS.get(kind, ()), kind, asked=True)
            for kind, answers in said.items()
        ]
    return made


def test_a_fall_is_said_in_the_same_breath_as_the_rises(compile_world: Compile) -> None:
    drawn = told(compile_world(world(5)))
    said = words(drawn, "change")
    assert (
        "Asked before, and at the end: of 5 people, 3 gave a higher score the second time, 1 the same and 1 a lower"
        " one; on average confidence went from 4.6 to 6.4 (+1.8)." in said
    )
    moved = table(drawn, "How many rose and how many fell, by course")
    assert moved[0][1:] == ["Confidence", "Asked before, and at the end", "5", "3", "1", "1"]
    rows = table(drawn, "The same people’s answers, compared, by course")
    assert rows[0][1:] == ["Confidence", "Asked before, and at the end", "5", "4.6", "6.4", "+1.8", "2.7"]
    assert [row[2] for row in rows] == [
        "Asked before, and at the end",
        "Asked at the end, and later",
        "Asked before, and later",
    ]


def test_what_came_of_it_is_said_with_its_bases(compile_world: Compile) -> None:
    said = words(told(compile_world(world(5))), "change")
    assert "Weeks later, 5 of 5 people (100%) who were asked answered." in said
    assert "What they set out to do differently was done in 4 of 5 answers (80%)" in said
    assert "5 of 5 people (100%) said that agencies work together better." in said
    assert "information is shared" not in said
    assert "4 of 5 (80%) of these have seen a change in practice." in said


def test_what_people_wrote_later_is_told_and_quoted_beside_what_came_of_it(compile_world: Compile) -> None:
    drawn = told(compile_world(world(5)))
    said = words(drawn, "change")
    assert "There were 5 comments on “Can you give an example of what changed for a child?”" in said
    assert "There were 5 comments on “What have you seen?”" in said
    [section] = [each for each in drawn.sections if each.slug == "change"]
    [quoted] = [block for block in section.blocks if isinstance(block, Quotes)]
    assert quoted.title == "Can you give an example of what changed for a child? (wording not approved yet)"
    assert quoted.items == ("They have one worker now.",)


def test_who_reads_one_page_learns_what_changed(compile_world: Compile) -> None:
    said = words(told(compile_world(world(5))), "summary")
    assert "of 5 people, 3 gave a higher score the second time, 1 the same and 1 a lower one" in said
    assert "4 of 5 (80%) of these have seen a change in practice." in said


def test_of_fewer_than_five_the_number_is_told_and_nothing_that_they_said(compile_world: Compile) -> None:
    drawn = told(compile_world(world(4)))
    said = words(drawn, "change")
    assert "4 of 4 people (100%) who were asked answered" in said
    assert "done in" not in said
    assert "4 of 4 people (100%) who were asked answered" in words(drawn, "summary")
    assert [each.title for section, each in drawn.tables if section.slug == "change"] == [
        "How many answered before, later and as managers"
    ]


def test_a_year_compiled_before_there_was_such_a_part_is_drawn_without_it(small: Document) -> None:
    older = {key: value for key, value in small.items() if key not in {"matched", "later", "later_comments"}}
    assert "change" not in [section.slug for section in outline(report_of(older)).sections]
