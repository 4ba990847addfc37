"""Results: every rate names its base, answers are counted as given, words come without author, time or order."""

import pytest

from core.figures import Rate
from evaluations import evaluations
from evaluations.models import Comment, Evaluation
from evaluations.results import heard, response_to, tallies
from events.models import Event
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event(days=-1)


def test_the_response_names_whom_it_is_of(event: Event) -> None:
    for _ in range(3):
        give(make_attended(event))
    evaluations.ask(make_attended(event, outcome="part-attended"), at=NOW)
    make_attended(event)
    make_attended(event, outcome="did-not-attend")
    give(make_attended())
    response = response_to(event)
    assert (response.given, response.of_attended, response.of_invited) == (3, Rate(3, 5), Rate(3, 4))


def test_paper_forms_of_past_years_count_as_given_and_not_as_invited(event: Event) -> None:
    Evaluation.objects.create(event=event, respondent="r1", state="submitted", answers={"overall": "good"})
    response = response_to(event)
    assert (response.given, response.of_attended, response.of_invited) == (1, Rate(1, 0), Rate(0, 0))
    assert (response.of_attended.percent, response.of_invited.percent) == (None, None)


def test_answers_are_counted_question_by_question(event: Event) -> None:
    for overall, after in (("excellent", 10), ("good", 10), ("poor", 8)):
        give(make_attended(event), overall=overall, confidence_after=after, recommend="no")
    give(make_attended(), overall="poor")
    evaluations.ask(make_attended(event), at=NOW)
    quality = {tally.question.code: tally for tally in tallies(event, "quality")}
    assert quality["overall"].counts == {"excellent": 1, "good": 1, "poor": 1}
    assert (quality["overall"].responses, quality["overall"].excellent_to_good) == (3, Rate(2, 3))
    yes = {tally.question.code: tally.yes for tally in tallies(event, "yes-no")}
    assert yes == {"recommend": Rate(0, 3), "applicable": Rate(3, 3), "will-use": Rate(3, 3)}
    means = {tally.question.code: tally.mean for tally in tallies(event, "one-to-ten")}
    assert means == {"confidence-before": 7, "confidence-after": 28 / 3}


def test_questions_that_nobody_answered_are_left_out(event: Event) -> None:
    give(make_attended(event))
    assert "keynote" not in [tally.question.code for tally in tallies(event, "quality")]


def test_words_come_prompt_by_prompt_in_an_order_that_does_not_tell_the_authors(event: Event) -> None:
    for number in range(12):
        give(make_attended(event), comments={"impact": f"I {number:02}", "other": f"O {number:02}"})
    give(make_attended(), comments={"impact": "Elsewhere"})
    impact, other = heard(event, ["end"], whole=True)
    assert (impact.prompt, other.prompt) == ("What will you do differently?", "Anything else?")
    said, more = ([comment.text[2:] for comment in part.comments] for part in (impact, other))
    assert sorted(said) == sorted(more) == [f"{number:02}" for number in range(12)]
    assert said not in (sorted(said), sorted(said, reverse=True))
    assert said != more
    assert [comment.text[2:] for comment in heard(event, ["end"], whole=True)[0].comments] == said


def test_words_of_each_occasion_stand_apart_though_they_answer_the_same_prompt(event: Event) -> None:
    give(make_attended(event), comments={"impact": "Then."})
    for kind, prompt, text in (("later", "impact", "Later."), ("manager", "seen", "Seen."), ("before", "other", "No.")):
        written = Evaluation.objects.create(event=event, kind=kind, respondent=text, state="submitted")
        Comment.objects.create(evaluation=written, prompt=prompt, text=text)
    parts = heard(event, ["end", "later", "manager"], whole=True)
    assert [(part.kind, [comment.text for comment in part.comments]) for part in parts] == [
        ("end", ["Then."]),
        ("later", ["Later."]),
        ("manager", ["Seen."]),
    ]
    assert [part.kind for part in heard(event, ["later"], whole=True)] == ["later"]


def test_words_to_what_was_not_sent_are_not_shown(event: Event) -> None:
    evaluation = evaluations.ask(make_attended(event), at=NOW)
    Comment.objects.create(evaluation=evaluation, prompt="impact", text="Draft")
    assert heard(event, ["end"], whole=True) == []
