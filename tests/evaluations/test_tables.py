"""The tables of the results: each figure under its heading, each share with its counts."""

import pytest
from django.template.loader import render_to_string

from core.tables import HouseTable
from evaluations.tables import tables_of
from events.models import Event
from tests.evaluations.makers import give, make_attended
from tests.makers import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    event = make_event(days=-1)
    for overall, before in (("excellent", 1), ("excellent", 2), ("poor", 2)):
        give(make_attended(event), overall=overall, confidence_before=before, recommend="no")
    return event


def line(table: HouseTable, name: str) -> list[str]:
    """The cells of the line whose first one is `name`, as they are printed."""
    return next(cells for row in table.rows if (cells := [str(cell) for _, cell in row.items()])[0] == name)[1:]


def test_each_kind_of_question_has_its_table(event: Event) -> None:
    quality, yes_no, scores = tables_of(event)
    headings = [column.header for column in quality.columns]
    assert headings == ["Question", "Answers", "Excellent", "Good", "Satisfactory", "Poor", "Excellent to good"]
    assert line(quality, "How would you rate it overall?") == ["3", "2", "0", "0", "1", "67% (2 of 3)"]
    assert line(yes_no, "Would you recommend it to others?") == ["3", "0", "3", "0% (0 of 3)"]
    assert [line(scores, score)[0] for score in ("1", "2", "3", "10")] == ["1", "2", "0", "0"]
    assert [column.footer for column in scores.columns][:2] == ["Mean", "1.7 (3 answers)"]


def test_they_are_drawn_with_captions_and_row_headers(event: Event) -> None:
    for table, caption in zip(
        tables_of(event), ["Rated excellent to poor", "Answered yes or no", "Scored from 1"], strict=True
    ):
        table.before_render(None)
        html = render_to_string("tables/table.html", {"table": table})
        assert f'govuk-table__caption--m">{caption}' in html
        assert '<th scope="row"' in html


def test_what_nobody_answered_has_no_table() -> None:
    assert tables_of(make_event(days=-1)) == []
