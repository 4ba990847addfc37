"""Which theme a comment may speak of: its pieces of words beside those of the codebook, and of comments with a theme.

Plain Python, nothing learned elsewhere: runs of three to five letters weighed by how few themes have them (TF-IDF), and
the cosine between a comment and each theme. Below the margin nothing is suggested: a person decides in any case.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

SHORTEST, LONGEST = 3, 5
MARGIN = 0.08
"""How much nearer the best theme must be than the next one, where 1 is the very same words."""
ENOUGH = 5
"""From how many comments with a theme on they say, beside the codebook's words, what such comments look like."""
READ = 4_000
"""How many characters of a comment are looked at: as many as the form takes."""
WORDS_SHOWN = 3

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Vector = dict[str, float]


@dataclass(frozen=True)
class Suggestion:
    """A theme, by the number that it was described under, and the words for which it is suggested, weightiest first."""

    theme: int
    words: tuple[str, ...]


class Suggester:
    """Suggests one of the described themes, {number: its words}; `confirmed` are comments with the theme they have."""

    def __init__(self, described: Mapping[int, str], confirmed: Iterable[tuple[int, str]] = ()) -> None:
        counted = {theme: _grams(text) for theme, text in described.items()}
        examples: dict[int, list[Counter[str]]] = defaultdict(list)
        for theme, text in confirmed:
            examples[theme].append(_grams(text))
        learned = {theme: found for theme, found in examples.items() if theme in counted and len(found) >= ENOUGH}
        self._rarity = _rarity(counted, learned)
        self._themes: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for theme, grams in counted.items():
            for gram, weight in self._theme_vector(grams, learned.get(theme, [])).items():
                self._themes[gram].append((theme, weight))

    def suggest(self, text: str) -> Suggestion | None:
        """The theme that the comment speaks of, where one stands out by the margin."""
        vector = self._vector(_grams(text))
        near: Counter[int] = Counter()
        for gram, weight in vector.items():
            for theme, its in self._themes.get(gram, ()):
                near[theme] += weight * its  # type: ignore[assignment]
        ranked = near.most_common(2)
        if not ranked or ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0) < MARGIN:
            return None
        return Suggestion(ranked[0][0], self._words(text, vector, ranked[0][0]))

    def _theme_vector(self, grams: Counter[str], examples: list[Counter[str]]) -> Vector:
        """The codebook's words and the middle of the comments count alike."""
        vector = Counter(self._vector(grams))
        for example in examples:
            for gram, weight in self._vector(example).items():
                vector[gram] += weight / len(examples)  # type: ignore[assignment]
        return _to_length_one(vector)

    def _vector(self, grams: Counter[str]) -> Vector:
        weighed = {gram: (1 + log(times)) * self._rarity.get(gram, 0) for gram, times in grams.items()}
        return _to_length_one({gram: weight for gram, weight in weighed.items() if weight})

    def _words(self, text: str, vector: Vector, theme: int) -> tuple[str, ...]:
        """The words whose pieces bring the comment nearest to the theme."""
        weights = {
            gram: weight * its
            for gram, weight in vector.items()
            for at, its in self._themes.get(gram, ())
            if at == theme
        }
        by_word = {word: sum(weights.get(gram, 0) for gram in set(_pieces(word))) for word in set(_words(text))}
        weightiest = sorted(by_word.items(), key=lambda item: (-item[1], item[0]))[:WORDS_SHOWN]
        return tuple(word for word, weight in weightiest if weight > weightiest[0][1] / 4)


def _rarity(counted: Mapping[int, Counter[str]], learned: Mapping[int, list[Counter[str]]]) -> dict[str, float]:
    """How much it says that a piece occurs: nothing where every theme has it."""
    themes_with: Counter[str] = Counter()
    for theme, grams in counted.items():
        themes_with.update({*grams, *(gram for example in learned.get(theme, ()) for gram in example)})
    return {gram: log(len(counted) / themes) if len(counted) > 1 else 1.0 for gram, themes in themes_with.items()}


def _to_length_one(vector: Mapping[str, float]) -> Vector:
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {gram: weight / length for gram, weight in vector.items()} if length else {}


def _grams(text: str) -> Counter[str]:
    return Counter(gram for word in _words(text) for gram in _pieces(word))


def _words(text: str) -> Iterator[str]:
    return (match[0].casefold() for match in _WORD.finditer(text[:READ]))


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """The runs of letters of a word, its beginning and its end marked by a space."""
    marked = f" {word[:60]} "
    return tuple(
        marked[start : start + size] for size in range(SHORTEST, LONGEST + 1) for start in range(len(marked) - size + 1)
    )
