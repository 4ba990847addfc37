"""Refusals: what the house says no to, each a sentence fit to show to a person."""


class Refusal(Exception):
    """Something that can't be done, said in a sentence; nothing has been changed."""

    @property
    def sentence(self) -> str:
        """What to show to the person."""
        return str(self)


class Busy(Refusal):
    """Somebody else holds what this needs; trying again in a moment helps."""
