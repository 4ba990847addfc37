"""The codebook: themes are added, changed, moved, retired and merged, each with a reason, and none is ever lost."""

from typing import Any

import pytest

from core.models import AuditEntry
from evaluations import codebook
from evaluations.models import Comment, Theme
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, TESTER

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"by": TESTER, "at": NOW, "reason": "The board asked."}


def theme(code: str) -> Theme:
    return Theme.objects.get(code=code)


@pytest.fixture
def comment() -> Comment:
    comment = give(make_attended(), comments={"improvement": "It was cold."}).comments.get()
    comment.theme, comment.read_at = theme("venue"), NOW
    comment.save()
    return comment


def test_a_new_theme_stands_last_and_has_a_code_of_its_own() -> None:
    last = Theme.objects.order_by("-position")[0].position
    added = codebook.add("Style of the trainers", "How they spoke.", "spoke", **WHY)
    assert (added.code, added.position) == ("style-of-the-trainers", last + 1)
    assert codebook.add("Venue?", "Rooms.", "", **WHY).code == "venue-2"
    entry = AuditEntry.objects.filter(verb="codebook.add").first()
    assert entry
    assert entry.reason == "The board asked."


def test_what_has_no_theme_is_read_again_after_a_change() -> None:
    comment = give(make_attended(), comments={"impact": "Said."}).comments.get()
    Comment.objects.update(read_at=NOW)
    codebook.change(theme("venue"), "Rooms", "The room.", "room", **WHY)
    comment.refresh_from_db()
    assert comment.read_at is None
    assert theme("venue").name == "Rooms"


@pytest.mark.parametrize("name", ["Food and drink", "FOOD AND DRINK"])
def test_no_two_themes_have_one_name(name: str) -> None:
    with pytest.raises(codebook.NameTaken):
        codebook.add(name, "Again.", "", **WHY)
    with pytest.raises(codebook.NameTaken):
        codebook.change(theme("venue"), name, "Again.", "", **WHY)
    codebook.change(theme("catering"), name, "Still.", "", **WHY)


def test_a_change_says_why() -> None:
    with pytest.raises(codebook.NoReason):
        codebook.retire(theme("venue"), by=TESTER, at=NOW, reason=" ")


def test_themes_change_places_with_their_neighbours_in_use() -> None:
    first, second, third = Theme.objects.all()[:3]
    codebook.retire(second, **WHY)
    codebook.move(third, up=True, by=TESTER, at=NOW)
    assert list(Theme.objects.in_use()[:2]) == [third, first]
    codebook.move(third, up=True, by=TESTER, at=NOW)
    assert list(Theme.objects.in_use()[:2]) == [third, first]


def test_a_retired_theme_stays_with_its_comments_and_can_come_back(comment: Comment) -> None:
    codebook.retire(theme("venue"), **WHY)
    comment.refresh_from_db()
    assert comment.theme == theme("venue")
    assert "venue" not in Theme.objects.in_use().values_list("code", flat=True)
    with pytest.raises(codebook.NotInUse):
        codebook.retire(theme("venue"), **WHY)
    codebook.restore(theme("venue"), **WHY)
    assert theme("venue") in Theme.objects.in_use()


def test_a_merged_theme_gives_its_comments_away_and_is_followed(comment: Comment) -> None:
    codebook.merge(theme("venue"), theme("timing-and-length"), **WHY)
    codebook.merge(theme("timing-and-length"), theme("other"), **WHY)
    comment.refresh_from_db()
    assert comment.theme == theme("other")
    follows = codebook.where_merged()
    assert follows == {theme(code).pk: theme("other").pk for code in ("venue", "timing-and-length")}


def test_a_theme_is_not_merged_into_itself_nor_into_one_that_is_retired() -> None:
    codebook.retire(theme("catering"), **WHY)
    with pytest.raises(codebook.SameTheme):
        codebook.merge(theme("venue"), theme("venue"), **WHY)
    with pytest.raises(codebook.NotInUse):
        codebook.merge(theme("venue"), theme("catering"), **WHY)
