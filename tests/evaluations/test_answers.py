"""Answers: each kind of question takes its own and nothing else."""

import pytest

from evaluations.answers import CHOICES, fits
from tests.evaluations.makers import ALL_ANSWERS


@pytest.mark.parametrize(("kind", "answer"), ALL_ANSWERS)
def test_every_answer_fits_its_kind_alone(kind: str, answer: str | int) -> None:
    assert [known for known in CHOICES if fits(known, answer)] == [kind]


@pytest.mark.parametrize("kind", CHOICES)
@pytest.mark.parametrize("answer", [0, 11, "7", 7.0, True, "Excellent", "", None, "maybe", ["good"], {"good": 1}])
def test_anything_else_fits_none(kind: str, answer: object) -> None:
    assert not fits(kind, answer)
