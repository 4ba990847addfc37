"""Text in the cells of a CSV file that goes out: none is read as a formula by whoever opens it."""

# What a spreadsheet takes for the beginning of a formula, full width forms included, or for a way round that rule.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would read it as a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
