"""The report as one HTML file that stands alone: its own style, and nothing fetched from anywhere."""

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.drawing.outline import outline
from reports.models import YearlyReport


def draw(report: YearlyReport) -> bytes:
    """The same contents as the page of the site, by the same template."""
    style = format_html("<style>{}</style>", SafeString(render_to_string("reports/standalone.css")))
    return render_to_string("reports/standalone.html", {"outline": outline(report), "style": style}).encode()
