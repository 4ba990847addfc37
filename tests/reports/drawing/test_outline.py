"""What the report says of a year: of an empty one, of one without a year before, of groups that are missing."""

from copy import deepcopy
from typing import Any

import pytest

from reports import drawing
from reports.document import Document
from reports.drawing.blocks import KeyFigures, Outline, Quotes, Subheading, Table
from reports.drawing.outline import outline
from reports.drawing.source import LATER
from reports.protecting.edition import public_edition
from reports.protecting.facts import Facts
from reports.protecting.thresholds import Thresholds
from tests.core.pdf.reading import Reading
from tests.reports.drawing.conftest import Compile, report_of
from tests.reports.small_world import small_world
from tests.reports.worlds import BookingRow, BudgetRow, EventRow, World

pytestmark = pytest.mark.django_db


def told(document: Document) -> Outline:
    return outline(report_of(document))


def words(drawn: Outline, slug: str) -> str:
    """Everything that a section says in sentences."""
    section = next(section for section in drawn.sections if section.slug == slug)
    parts: list[Any] = [[getattr(block, "text", ""), *getattr(block, "items", ())] for block in section.blocks]
    return " ".join(part for texts in parts for part in texts if isinstance(part, str))


def table(drawn: Outline, title: str) -> list[list[str]]:
    found = next(each for _, each in drawn.tables if each.title == title)
    return [[cell.text for cell in row] for row in found.body]


def test_the_sections_stand_in_their_order(small: Document) -> None:
    drawn = told(small)
    assert drawn.title == "Workforce training report 2013-14"
    assert drawn.subtitle == "1 April 2013 to 31 March 2014"
    assert [section.title for section in drawn.sections] == [
        "Summary",
        "Training courses",
        "Local Practice Groups",
        "Conference",
        "Bespoke sessions",
        "Performances",
        "E-learning",
        "Everything together",
        "Groups that are missing",
        "Demand that was not met",
        "Quality and response rates",
        "What people said",
        "Priorities served and where needs came from",
        "Trainers and what agencies gave",
        "Budget",
        "Completeness of the records",
        "Method and definitions",
        "Appendix: further tables",
    ]


def test_a_year_is_told_in_sentences(small: Document) -> None:
    said = words(told(small), "courses")
    assert "2 courses were held on 1 topic, 1 more than in 2012-13 (+100%). 1 course was cancelled." in said
    assert "There were 3 attendances, by 2 people; that is 1 more attendance than in 2012-13 (+50%)." in said
    assert "1 person came without a booking." in said


def test_what_did_not_take_place_is_one_sentence(small: Document) -> None:
    assert words(told(small), "lpgs") == "No Local Practice Groups were held in 2013-14."
    assert words(told(small), "bespoke") == "No bespoke sessions were held in 2013-14."


def test_a_year_before_that_is_not_on_record_is_never_a_rise_from_nothing(small: Document) -> None:
    drawn = told(small)
    said = words(drawn, "conferences")
    assert "Nothing of this kind is on record for 2012-13, so nothing is compared with it." in said
    compared = {t.title: "2012-13" in [column.label for column in t.columns] for _, t in drawn.tables}
    assert compared["Training courses: the year in figures"]
    assert not compared["Conferences: the year in figures"]
    assert not compared["Conferences: attended, by agency"]
    assert "For 2012-13 nothing is on record of conferences, performances or e-learning." in words(drawn, "all")
    assert "is no measure of growth" in words(drawn, "summary")


def test_a_first_year_compares_nothing_at_all(compile_world: Compile) -> None:
    world = small_world()
    world.events = [row for row in world.events if row.code != "neglect-0"]
    world.bookings = [row for row in world.bookings if row.event != "neglect-0"]
    world.evaluations = [row for row in world.evaluations if row.event != "neglect-0"]
    drawn = told(compile_world(world))
    assert "Nothing is on record for 2012-13, so nothing is compared with it." in words(drawn, "summary")
    assert not [t for _, t in drawn.tables if "2012-13" in [column.label for column in t.columns]]
    assert "than in" not in " ".join(words(drawn, section.slug) for section in drawn.sections)


def test_a_figure_without_a_base_says_so(compile_world: Compile, small: Document) -> None:
    world = World(courses=small_world().courses, events=[EventRow("alone", "neglect", small_world().events[0].day)])
    drawn = told(compile_world(world))
    assert "1 course was held." in words(drawn, "courses")
    assert not [t for _, t in drawn.tables if t.title == "Training courses: rates and their bases"]
    assert "no base" in words(drawn, "completeness")
    group = table(told(small), "Training courses: attended, by target group")
    assert [row[-1] for row in group if row[0] == "Group 1: Infrequent contact"] == ["no base"]
    for name in ("html", "pdf", "csv"):
        assert drawing.draw(report_of(compile_world(world)), name)


def test_an_empty_year_says_so_in_every_drawing(empty: Document) -> None:
    drawn = told(empty)
    sentence = "No event was held and nobody enrolled in e-learning from 1 April 2013 to 31 March 2014."
    assert [section.slug for section in drawn.sections] == ["summary", "method"]
    assert words(drawn, "summary") == sentence
    reading = Reading(drawing.draw(report_of(empty), "pdf"))
    assert sentence in [reading.text(node) for node in reading.nodes("P")]
    assert sentence in drawing.draw(report_of(empty), "html").decode()
    assert drawing.draw(report_of(empty), "xlsx")
    assert drawing.draw(report_of(empty), "csv").startswith(b"section,table,row,column,unit,value\r\n")


def test_those_who_are_missing_are_named(small: Document) -> None:
    said = words(told(small), "missing")
    assert "Nobody came to training courses from group 2 (regular contact)" in said
    assert "group 7 (senior strategic managers)" in said
    assert "The faith" in said


def test_quotations_are_few_and_each_wording_comes_once(small: Document) -> None:
    document = deepcopy(small)
    document["comments"]["impact"][0]["quotes"] = ["The same."] * 4 + [f"Another, {number}." for number in range(9)]
    blocks = next(section for section in told(document).sections if section.slug == "comments").blocks
    first = next(block for block in blocks if isinstance(block, Quotes))
    assert first.items == ("The same.", "Another, 0.", "Another, 1.", "Another, 2.", "Another, 3.")


def test_what_nobody_approved_is_marked_inside_and_left_out_for_the_public(small: Document) -> None:
    document = deepcopy(small)
    row = document["comments"]["impact"][0]
    row["quotes"], document["approved_quotes"] = ["Fine.", "Raw."], {"impact": {row["theme"]: ["Fine."]}}

    def quoted() -> dict[str, tuple[str, ...]]:
        blocks = next(section for section in told(document).sections if section.slug == "comments").blocks
        return {
            block.title: block.items for block in blocks if isinstance(block, Quotes) and block.items != ("I listen.",)
        }

    theme, *_ = quoted()
    assert quoted() == {theme: ("Fine.",), f"{theme}: wording not approved yet": ("Raw.",)}
    document = public_edition(document, Facts(), Thresholds(work=1))
    assert quoted() == {theme: ("Fine.",)}
    assert "in a wording that a named person approved" in words(told(document), "comments")


def test_who_waited_in_vain_is_told_by_course_and_a_walk_in_is_not_one(compile_world: Compile) -> None:
    world = small_world()
    world.bookings += [BookingRow("neglect-1", person, "lapsed", "faith") for person in ("dan", "bob")]
    drawn = told(compile_world(world))
    said = "2 times somebody waited for a place until the event began, and had none: 1 person in all; that is 2 more"
    assert said in words(drawn, "unmet")
    assert "Most often for “About neglect” (2)." in words(drawn, "summary")
    assert table(drawn, "Waited for a place in vain, by course")[0] == ["About neglect", "2", "0", "+2"]
    assert not any(section.slug == "unmet" for section in told({**compile_world(world), "unmet": {}}).sections)


def test_the_budget_is_summed_to_the_penny(compile_world: Compile) -> None:
    world = small_world()
    world.budget = [
        BudgetRow("2013-14", "Venue hire", "0.10", "0.20"),
        BudgetRow("2013-14", "Staffing", "0.20", "0.07"),
        BudgetRow("2013-14", "Income", None, "-1675.00"),
    ]
    drawn = told(compile_world(world))
    assert table(drawn, "Training budget") == [
        ["Venue hire", "£0.10", "£0.20", "−£0.10"],
        ["Staffing", "£0.20", "£0.07", "£0.13"],
        ["Income", "not given", "−£1,675.00", "not given"],
        ["All", "£0.30", "−£1,674.73", "£0.03"],
    ]
    assert "£0.30 was budgeted for training, and it came to £0.27: £0.03 less than budgeted." in words(drawn, "budget")


def test_ratings_of_too_few_stand_in_no_table_of_events(small: Document) -> None:
    drawn = told(small)
    assert "with fewer than 5 answers" in words(drawn, "further")
    assert not [t for _, t in drawn.tables if t.title.startswith(("Events: ", "Workshops: how people"))]


def test_a_change_in_what_is_recorded_is_not_passed_off_as_a_change_in_people(small: Document) -> None:
    document = deepcopy(small)
    unknown = document["breakdowns"]["courses.by_sex"][-1]
    assert unknown["code"] == "not-recorded"
    unknown["previous"] = 1
    warning = "was not recorded for 0 of 3 attendances in 2013-14, and for 1 of 2 in 2012-13"
    assert warning in words(told(document), "courses")
    assert warning not in words(told(small), "courses")


def test_tables_are_numbered_through_the_report(small: Document) -> None:
    numbers = [t.number for _, t in told(small).tables]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_section_has_key_figures_with_their_bases(small: Document) -> None:
    section = next(section for section in told(small).sections if section.slug == "courses")
    figures = section.blocks[0]
    assert isinstance(figures, KeyFigures)
    assert [(item.cell.text, item.label) for item in figures.items][:1] == [("2", "courses held")]
    assert figures.items[-1].note == "of 4 places"
    assert not isinstance(section.blocks[1], Subheading | Table)


def test_a_report_compiled_before_a_key_was_added_is_still_drawn(small: Document) -> None:
    older = {key: value for key, value in small.items() if key not in LATER}
    drawn = told(older)
    assert len(small) - len(older) == len(LATER)
    titles = [section.title for section in drawn.sections]
    assert "Training courses" in titles
    assert "Trainers and what agencies gave" not in titles
