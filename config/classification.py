"""The forms of the classification: what is said of each kind of thing, and of each field, that is kept about people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

OF_OTHERS = (("Your", "Their"), ("your", "their"), ("you", "they"))
Fields = Mapping[str, str]
"""Names of fields, with spaces between, by the label of their model."""


@dataclass(frozen=True)
class Rows:
    """The rows of one model that are somebody's, and what becomes of each field; names with spaces between.

    `whose` leads to their Person or User; where it is blank, config/theirs.py knows how to find them. Erasing leaves
    what `stays` as it is and takes what `goes`: the row itself, where nothing stays. What is `withheld` is not handed
    out. Their `noun` is what they are called where they are counted.
    """

    whose: str = ""
    stays: str = ""
    goes: str = ""
    withheld: str = ""
    noun: str = ""

    @property
    def called(self) -> str:
        """What several of them are called; "" where they have no noun."""
        one, _, many = self.noun.partition(",")
        return many or (one and one + "s")

    @property
    def names(self) -> list[str]:
        """Every field."""
        return [*self.stays.split(), *self.goes.split()]

    @property
    def handed_out(self) -> list[str]:
        """The fields that a copy for whom they are about holds."""
        return [name for name in self.names if name not in self.withheld.split()]

    @property
    def may_be_logged(self) -> list[str]:
        """What a log may say of such a row: its number, and nothing else."""
        return [name for name in self.names if name == "id"]


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is kept about people, as the privacy notice tells of it.

    `erased` says what erasing them takes and leaves, and why; `left_out` what no copy for them holds. What is for them
    `alone` is in no copy that somebody else makes.
    """

    title: str
    what: str
    purpose: str
    basis: str
    seen_by: str
    kept: str
    rows: Mapping[str, Rows]
    erased: str
    left_out: str = ""
    alone: bool = False

    @property
    def title_of_others(self) -> str:
        """Its title where somebody reads it of another person."""
        return reduce(lambda said, words: said.replace(*words), OF_OTHERS, self.title)
