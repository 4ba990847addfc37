"""Passwords: twelve characters or more, none that is common behind its disguise, and no other demands."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from people.models import User
from people.passwords import LOOKED_AT, core_of


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "passwordpassword",
        "Password2026!",
        "P@ssw0rd1234",
        "123456789012",
        "!!!!!!!!!!!!",
        "qwertyuiop12",
        "let me in let me in",
        "abcdefghijklm",
        "zyxwvutsrqpon",
        "Safeguarding2026",
        "turnout turnout",
        "11-safeguarding-board-11",
        "wena.obrien.example",
    ],
)
def test_what_is_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, User(email="wena.obrien@example.org"))


@pytest.mark.parametrize(
    "password",
    ["three words together", "twelve chars", "ŵŷâêîôûẁỳàèì", "correct horse battery staple", "a long password 1"],
)
def test_length_is_enough_without_capitals_numbers_or_signs(password: str) -> None:
    validate_password(password, User(email="wena.obrien@example.org"))


def test_a_disguise_is_taken_off() -> None:
    assert core_of("  P@ssw0rd p4$$-word 2026!!") == "password"


def test_only_the_start_of_a_long_one_is_looked_at() -> None:
    assert core_of("a" * LOOKED_AT + "b" * 1_000_000) == "a"
