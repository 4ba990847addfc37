"""Tagged PDFs, built to PDF/UA-1, that report code composes without knowing how a PDF is made."""

from core.pdf.charts import Series
from core.pdf.columns import Column
from core.pdf.document import Document
from core.pdf.fonts import FontMissing
from core.pdf.text import Strong, safe_text
from core.pdf.theme import Theme

__all__ = ["Column", "Document", "FontMissing", "Series", "Strong", "Theme", "safe_text"]
