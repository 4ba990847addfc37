"""What a document says of itself: the same in both places, escaped, with its claim to PDF/UA-1."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.etree import ElementTree as ET

from core.pdf import Document
from tests.core.pdf.reading import Reading

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def document(fonts: Path, **changes: str) -> Document:
    """An empty document with metadata."""
    at = datetime(2014, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    return Document(**{"title": "Łódź & <Sons>", "subject": "The year", "author": "Ŵyn", **changes}, fonts=fonts, at=at)  # type: ignore[arg-type]


def test_both_places_say_the_same(fonts: Path) -> None:
    reading = Reading(document(fonts).render())
    packet = ET.fromstring(reading.root.Metadata.read_bytes())
    values = {
        name: [item.text for item in packet.iterfind(f".//dc:{name}//rdf:li", NAMES)]
        for name in ("title", "creator", "description", "language")
    }
    assert values == {
        "title": ["Łódź & <Sons>"],
        "creator": ["Ŵyn"],
        "description": ["The year"],
        "language": ["en-GB"],
    }
    info = reading.pdf.docinfo
    assert [str(info[key]) for key in ("/Title", "/Author", "/Subject")] == ["Łódź & <Sons>", "Ŵyn", "The year"]
    assert packet.findtext(".//pdfuaid:part", namespaces=NAMES) == "1"
    assert packet.findtext(".//xmp:CreateDate", namespaces=NAMES) == "2014-07-01T13:00:00+00:00"
    assert str(info["/CreationDate"]) == "D:20140701130000+00'00'"


def test_the_title_is_cleaned_like_any_text(fonts: Path) -> None:
    reading = Reading(document(fonts, title="Report\x00\u202e\n" + "x" * 500).render())
    assert str(reading.pdf.docinfo["/Title"]).startswith("Report xxx")
    assert len(str(reading.pdf.docinfo["/Title"])) == 200


def test_another_language_may_be_named(make: Callable[..., Document], fonts: Path) -> None:
    assert str(Reading(document(fonts, lang="cy").render()).root.Lang) == "cy"
    assert str(Reading(make().render()).root.Lang) == "en-GB"
