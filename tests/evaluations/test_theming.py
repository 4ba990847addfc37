"""Suggested themes: right often enough to be worth a tap, and none where the words don't say."""

import csv

import pytest
from django.conf import settings

from evaluations import reading
from evaluations.models import Theme
from evaluations.theming import ENOUGH, Suggester

THEMES = {1: "Food and drink: lunch, soup, sandwich, biscuits", 2: "Venue: parking, heating, the room, cold and hot"}


def demonstration() -> dict[str, str]:
    """The wordings of the demonstration's comments, each once, with the code of the theme that a person gave it."""
    path = settings.BASE_DIR / "demo" / "cambridgeshire" / "comments.csv"
    with path.open(newline="") as file:
        return {row["text"]: row["theme"] for row in csv.DictReader(file) if row["theme"]}


def test_the_words_for_which_it_is_suggested_are_told() -> None:
    suggestion = Suggester(THEMES).suggest("There was no soup, and the sandwiches were gone.")
    assert suggestion
    assert suggestion.theme == 1
    assert set(suggestion.words) == {"soup", "sandwiches"}


@pytest.mark.parametrize("text", ["", "Thank you.", "…", "12345", "很好", "\0\x1b"])
def test_nothing_is_suggested_where_no_theme_stands_out(text: str) -> None:
    assert Suggester(THEMES).suggest(text) is None


def test_comments_with_a_theme_teach_once_there_are_enough() -> None:
    taught = [(1, f"The flapjack was dry {number}") for number in range(ENOUGH)]
    assert Suggester(THEMES, taught[1:]).suggest("More flapjack") is None
    suggestion = Suggester(THEMES, taught).suggest("More flapjack")
    assert suggestion
    assert suggestion.theme == 1


def test_a_comment_of_any_length_is_read_to_a_limit() -> None:
    suggestion = Suggester(THEMES).suggest("parking " * 50_000)
    assert suggestion
    assert suggestion.theme == 2


@pytest.mark.once
@pytest.mark.django_db
def test_the_standard_codebook_places_the_demonstration_s_comments() -> None:
    """132 wordings, none of which it has seen: 58 stand out by the margin, and 44 of those are right."""
    suggest, codes, said = reading.suggester().suggest, dict(Theme.objects.values_list("pk", "code")), demonstration()
    suggested = [(codes[found.theme], theme) for text, theme in said.items() if (found := suggest(text))]
    right = sum(found == theme for found, theme in suggested)
    assert len(suggested) > len(said) * 0.4
    assert right > len(suggested) * 0.7


@pytest.mark.once
@pytest.mark.django_db
def test_with_four_fifths_confirmed_the_last_fifth_is_placed_better() -> None:
    """Every fifth wording is unseen: over all five fifths 61 stand out, and 51 of those are right."""
    themes = {theme.code: theme for theme in Theme.objects.exclude(code=reading.CATCH_ALL)}
    described = {theme.pk: f"{theme.name} {theme.description} {theme.keywords}" for theme in themes.values()}
    said, outcomes = sorted(demonstration().items()), list[bool]()
    for fifth in range(5):
        known = [(themes[theme].pk, text) for number, (text, theme) in enumerate(said) if number % 5 != fifth]
        suggest = Suggester(described, known).suggest
        for text, theme in said[fifth::5]:
            if suggestion := suggest(text):
                outcomes.append(suggestion.theme == themes[theme].pk)
    assert len(outcomes) > len(said) * 0.4
    assert sum(outcomes) > len(outcomes) * 0.75
