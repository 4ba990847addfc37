"""What may tell of harm is told from what speaks of harm in general, as this training does all the time."""

import pytest

from evaluations import harm
from tests.evaluations.test_theming import demonstration

TOLD = [
    "My partner hits me when the children are in bed.",
    "A girl in my class told me that her uncle touched her.",
    "I was abused as a child and this brought it back.",
    "The boy next door is being neglected and nobody acts.",
    "Since then I have wanted to kill myself.",
    "She is afraid to go home.",
    "This happened to me.",
]
IN_GENERAL = [
    "I can now name three signs of neglect.",
    "I shall ask more about domestic abuse.",
    "It helped me to understand how children who are abused behave.",
    "Child sexual exploitation was covered well.",
]


@pytest.mark.parametrize("text", TOLD)
def test_what_may_tell_of_harm_is_found(text: str) -> None:
    assert harm.may_be_told_in(text)


@pytest.mark.parametrize("text", IN_GENERAL)
def test_what_speaks_of_harm_in_general_is_not(text: str) -> None:
    assert not harm.may_be_told_in(text)


def test_nothing_in_the_demonstration_tells_of_harm() -> None:
    assert [text for text in demonstration() if harm.may_be_told_in(text)] == []
