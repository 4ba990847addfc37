"""Chance: every life of the machine is drawn anew, and each choice is as likely as another.

Left to itself, Hypothesis draws small numbers more often than large ones, and makes five of six lives by repeating
turns of the sixth: good for finding odd values, but the walk would see little of what needs several moves in a row.
"""

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider

EVENLY = "evenly"


class Even(HypothesisProvider):
    """Draws from Hypothesis's own source of chance, so that a seed gives the same lives again, and shrinks alike."""

    def draw_integer(
        self,
        min_value: int | None = None,
        max_value: int | None = None,
        *,
        weights: dict[int, float] | None = None,
        shrink_towards: int = 0,
    ) -> int:
        """One between the two; all our choices have both ends."""
        assert self._random is not None
        assert min_value is not None
        assert max_value is not None
        return self._random.randint(min_value, max_value)


AVAILABLE_PROVIDERS[EVENLY] = Even
