"""Possible personal details: what is marked, what is not, and that no text is too long or too strange."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations import details
from evaluations.details import Kind, Surroundings

AROUND = Surroundings(
    names=(("Ann", "Smith"), ("Łukasz", "Wójcik"), ("小", "王芳"), ("Mary Jane", "O’Neill")),
    places=frozenset({"Wisbech", "Queen Mary Centre"}),
    known=frozenset({"fenland", "trust"}),
)
MARKED = [
    ("Write to a.b@c.org now", "a.b@c.org", Kind.EMAIL),
    ("Ring 01223 123456", "01223 123456", Kind.PHONE),
    ("Ring +44 7700 900123", "+44 7700 900123", Kind.PHONE),
    ("They live at cb2 1tn", "cb2 1tn", Kind.POSTCODE),
    ("NHS number 943 476 5919", "943 476 5919", Kind.NHS_NUMBER),
    ("It was on 3rd of March 2014", "3rd of March 2014", Kind.DATE),
    ("It was on 03/03/14", "03/03/14", Kind.DATE),
    ("The girl is 7 years old", "7 years old", Kind.AGE),
    ("He was aged nine then", "aged nine", Kind.AGE),
    ("I saw Mrs Patel there", "Mrs Patel", Kind.TITLED),
    ("I saw mr patel there", "mr patel", Kind.TITLED),
    ("It is case no AB/1234", "case no AB/1234", Kind.CASE),
    ("Like CYP/2013/77 was", "CYP/2013/77", Kind.CASE),
    ("As with Child X", "Child X", Kind.CHILD),
    ("There was a boy called Tom", "called Tom", Kind.CHILD),
    ("ann smith said so", "ann smith", Kind.REGISTER),
    ("I liked Wójcik’s talk", "Wójcik’s", Kind.REGISTER),
    ("Mary Jane was kind", "Mary Jane", Kind.REGISTER),
    ("王芳老师很好", "王芳", Kind.REGISTER),
    ("Parking in Wisbech is dear", "Wisbech", Kind.PLACE),
    ("The room at queen mary centre", "queen mary centre", Kind.PLACE),
    ("Then Gandalf came", "Gandalf", Kind.CAPITAL),
    ("Потом пришла Мария домой", "Мария", Kind.CAPITAL),
]
UNMARKED = [
    "Nothing at all here. It was good! Thank you",
    "The NHS and MASH know, and the Fenland Trust.",
    "On Monday I shall ask the Safeguarding Children Board.",
    "NHS number 943 476 5918 has another check digit",
    "I have 25 families and 3 hours",
    "may I say that an ann is no ann",
    "ALL OF THIS WAS SHOUTED AT BOB",
    "很好。谢谢",
    "جيد جدا شكرا",
]
HOSTILE = ["a@" * 100_000, "Aa " * 66_000, "Ann Smith " * 20_000, "\0\x1b\u202e" * 66_000]


@pytest.mark.parametrize(("text", "marked", "kind"), MARKED, ids=[text for text, *_ in MARKED])
def test_what_may_give_somebody_away_is_marked(text: str, marked: str, kind: Kind) -> None:
    assert (marked, kind) in [(text[mark.start : mark.end], mark.kind) for mark in details.find(text, AROUND)]


@pytest.mark.parametrize("text", UNMARKED)
def test_what_names_nobody_is_not(text: str) -> None:
    assert details.find(text, AROUND) == []


@pytest.mark.once
@pytest.mark.parametrize("text", HOSTILE, ids=[text[:9].encode("unicode_escape").decode() for text in HOSTILE])
def test_200_000_characters_are_looked_through(text: str) -> None:
    marks = details.find(text, AROUND)
    assert all(one.end <= other.start for one, other in pairwise(marks))


@pytest.mark.once
@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80))
def test_marks_of_any_text_stand_in_order_and_within_it(text: str) -> None:
    ends = [0, *(place for mark in details.find(text, AROUND) for place in (mark.start, mark.end)), len(text)]
    assert ends == sorted(ends)


def test_only_some_kinds_give_somebody_away_by_themselves() -> None:
    assert details.is_telling("Ask Mrs Patel")
    assert not details.is_telling("Then Gandalf came on 3 May")
