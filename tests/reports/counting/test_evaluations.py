"""Comments and answers: what may be quoted, how much of it, in which order; and what no question asked for."""

from datetime import date, datetime
from typing import Any

import pytest

from core.years import parse_period
from evaluations import reading
from evaluations.models import Comment, Disclosure, Evaluation, Question, Theme
from events.models import LONDON
from reports.counting import evaluations
from reports.counting.bookings import count_events
from reports.counting.reference import Reference
from reports.counting.tallies import Counts
from reports.counting.window import Window
from tests.makers import NOW, make_user
from tests.reports.worlds import CourseRow, EvaluationRow, EventRow, World, build

pytestmark = pytest.mark.django_db

WINDOW = Window(parse_period("2013-14"), datetime(2015, 1, 1, tzinfo=LONDON))


def world(*given: EvaluationRow) -> World:
    """A world with one event, and what was said of it."""
    return World(
        courses=[CourseRow("neglect", "course")],
        events=[EventRow("e", "neglect", date(2013, 6, 26))],
        evaluations=list(given),
    )


def said(respondent: str, text: str, theme: str = "venue", *, may_quote: bool | None = True) -> EvaluationRow:
    return EvaluationRow("e", respondent, {}, (("impact", text, theme, may_quote),))


def themes_of_impact() -> list[dict[str, Any]]:
    return evaluations.comments(WINDOW, list(Theme.objects.order_by("pk")))["impact"]


def ratings() -> dict[str, list[dict[str, object]]]:
    counts = Counts()
    held = count_events(WINDOW, Reference.load(), counts)
    return evaluations.ratings(WINDOW, list(Question.objects.order_by("pk")), held, counts, lambda *_: None)


def test_most_spoken_of_first_then_by_the_codebook_and_what_has_no_theme_last() -> None:
    build(
        world(
            *(
                said(f"r{n}", "…", theme)
                for n, theme in enumerate(["", "", "", "venue", "confidence", "catering", "catering"])
            )
        )
    )
    assert [row["theme"] for row in themes_of_impact()] == ["catering", "confidence", "venue", "not-recorded"]


def test_only_what_may_be_quoted_is_quoted_and_all_is_counted() -> None:
    build(world(said("a", "Yes."), said("b", "No.", may_quote=False), said("c", "Who knows.", may_quote=None)))
    assert themes_of_impact() == [{"theme": "venue", "count": 3, "quotes": ["Yes."]}]


def test_quotes_are_capped_and_shuffled_the_same_way_each_time() -> None:
    texts = [f"Comment {n}" for n in range(1100)]
    build(world(*(said(f"r{n}", text) for n, text in enumerate(texts))))
    (row,) = themes_of_impact()
    assert isinstance(row["quotes"], list)
    assert (row["count"], len(row["quotes"])) == (1100, 100)
    assert row["quotes"] != sorted(row["quotes"], key=texts.index)
    assert [row] == themes_of_impact()


@pytest.mark.parametrize(("length", "kept"), [(2000, "x" * 2000), (2001, "x" * 1999 + "…")])
def test_a_long_text_is_shortened(length: int, kept: str) -> None:
    build(world(said("r", "x" * length)))
    assert themes_of_impact()[0]["quotes"] == [kept]


def test_answers_that_don_t_fit_their_question_are_no_responses() -> None:
    build(
        world(
            EvaluationRow("e", "a", {"overall": "good", "recommend": "yes", "confidence-after": 3}),
            EvaluationRow(
                "e", "b", {"overall": "yes", "recommend": "good", "confidence-after": 11, "unheard-of": "yes"}
            ),
        )
    )
    assert [(row["question"], row["responses"]) for row in ratings()["event:e"]] == [
        ("overall", 1),
        ("recommend", 1),
        ("confidence-after", 1),
    ]


def test_a_whole_median_is_a_whole_number() -> None:
    build(world(*(EvaluationRow("e", f"r{n}", {"confidence-after": score}) for n, score in enumerate((4, 6)))))
    (row,) = ratings()["courses"]
    assert (row["mean"], row["median"], type(row["median"])) == (5.0, 5, int)


def test_scopes_without_answers_have_an_empty_list() -> None:
    assert ratings() == {
        scope: [] for scope in ("courses", "lpgs", "conferences", "bespoke", "performances", "elearning", "all")
    }


class TestQuotes:
    """What is quoted: with leave; approved wording before others; nothing that is held."""

    @pytest.fixture
    def comments(self) -> dict[str, Comment]:
        """Four that may be quoted, by what they say."""
        build(
            world(*(said(text, text) for text in ("Kind.", "Mrs Patel was kind.", "Then Gandalf came.", "Long ago.")))
        )
        return {comment.text: comment for comment in Comment.objects.all()}

    def quoted(self) -> list[str]:
        quotes: list[str] = themes_of_impact()[0]["quotes"]
        return quotes

    def approve(self, comment: Comment, wording: str) -> None:
        comment.refresh_from_db()
        comment.approved_wording, comment.approved_by, comment.approved_at = wording, make_user(), NOW
        comment.save()

    def test_what_gives_somebody_away_by_itself_is_not_quoted_before_anybody_looked(
        self, comments: dict[str, Comment]
    ) -> None:
        assert sorted(self.quoted()) == ["Kind.", "Long ago.", "Then Gandalf came."]
        reading.read_all(at=NOW)
        assert "Mrs Patel was kind." not in self.quoted()
        Comment.objects.update(details="clear", details_at=NOW)
        assert "Mrs Patel was kind." in self.quoted()
        Comment.objects.update(details="held")
        assert self.quoted() == []

    def test_an_approved_wording_stands_first_instead_of_the_words(self, comments: dict[str, Comment]) -> None:
        self.approve(comments["Mrs Patel was kind."], "The trainer was kind.")
        assert self.quoted()[0] == "The trainer was kind."
        assert evaluations.approved_quotes(WINDOW)["impact"] == {"venue": ["The trainer was kind."]}

    def test_what_was_written_weeks_later_is_told_apart_from_the_end(self, comments: dict[str, Comment]) -> None:
        Comment.objects.exclude(text="Long ago.").update(prompt="example")
        Comment.objects.filter(text="Kind.").update(theme=None)
        Evaluation.objects.filter(comments__text="Kind.").update(kind="manager")
        Evaluation.objects.filter(comments__text="Then Gandalf came.").update(kind="later")
        Comment.objects.filter(text="Mrs Patel was kind.").update(may_quote=False)
        self.approve(comments["Then Gandalf came."], "Then help came.")
        found = evaluations.later_comments(WINDOW, list(Theme.objects.order_by("pk")))
        assert found == {
            "example": {
                "count": 3,
                "themes": [{"theme": "venue", "count": 2}, {"theme": "not-recorded", "count": 1}],
                "quotes": ["Then help came.", "Kind."],
                "approved": ["Then help came."],
            }
        }
        assert evaluations.comments(WINDOW, list(Theme.objects.order_by("pk")))["impact"] == [
            {"theme": "venue", "count": 1, "quotes": ["Long ago."]}
        ]

    def test_nothing_is_quoted_that_is_with_the_designated_lead(self, comments: dict[str, Comment]) -> None:
        self.approve(comments["Kind."], "Kind.")
        Disclosure.objects.create(comment=comments["Kind."], raised_at=NOW)
        assert "Kind." not in self.quoted()
        assert evaluations.approved_quotes(WINDOW)["impact"] == {}
