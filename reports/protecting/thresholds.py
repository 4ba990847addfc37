"""From which number on something may be published, and what stands for what may not."""

from dataclasses import dataclass

from django.conf import settings

SMALLEST_WORK, SMALLEST_PERSONAL, SMALLEST_ANSWERS, ROUNDED_TO = 5, 10, 5, 5
"""What privacy.md asks for; a board may set more, never less."""


@dataclass(frozen=True)
class Thresholds:
    """The numbers that decide what is small."""

    work: int = SMALLEST_WORK
    personal: int = SMALLEST_PERSONAL
    rounded_to: int = ROUNDED_TO
    answers: int = SMALLEST_ANSWERS

    @classmethod
    def of_settings(cls) -> "Thresholds":
        """As this board has them."""
        return cls(**settings.SMALL_NUMBERS)

    def rounded(self, value: int) -> int:
        """To the nearest multiple, halves up."""
        step = self.rounded_to
        return step * ((2 * value + step) // (2 * step))

    def before_rounding(self, rounded: int) -> tuple[int, int]:
        """The least and the greatest number that is published as `rounded`."""
        step = self.rounded_to
        return max(self.personal, rounded - step // 2), rounded + (step - 1) // 2
