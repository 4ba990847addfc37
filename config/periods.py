"""The periods for which things are kept, in words: the privacy notice and the clock say the same."""

from django.conf import settings

from core.words import count_noun


def kept_for(setting: str) -> str:
    """The months of that setting: `6 years`, `18 months`."""
    months = settings.RETENTION[setting]
    return count_noun(months // 12, "year") if months % 12 == 0 else count_noun(months, "month")
