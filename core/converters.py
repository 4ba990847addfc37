"""Parts of an address that are more than text: `<day:day>` is a date, as in /registers/neglect-2/2027-03-10/."""

from datetime import date


class DayConverter:
    """A date as ISO 8601 writes it; what is no date is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The date; a ValueError tells Django that the address doesn't fit."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """The date as it stands in an address."""
        return value.isoformat()
