"""What a document says of itself, in the file's information dictionary and again in XMP."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase.pdfdoc import XMP

PRODUCER = "ReportLab"
CREATOR = "Turnout"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


@dataclass(frozen=True)
class Metadata:
    """Title, subject and author as cleaned text, the language, and when it was made, in a known time zone."""

    title: str
    subject: str
    author: str
    lang: str
    at: datetime

    def xmp(self) -> bytes:
        """The packet, UTF-8, that claims the document to be built to PDF/UA-1."""
        words = {"title": self.title, "subject": self.subject, "author": self.author, "lang": self.lang}
        values = {key: escape(value) for key, value in words.items()}
        date = self.at.astimezone(UTC).isoformat(timespec="seconds")
        return _XMP.format(**values, producer=PRODUCER, creator=CREATOR, date=date).encode()

    def write(self, canvas: Any) -> None:
        """Put all of it into the document that `canvas` draws."""
        canvas.setTitle(self.title)
        canvas.setSubject(self.subject)
        canvas.setAuthor(self.author)
        canvas.setCreator(CREATOR)
        canvas.setProducer(PRODUCER)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        document = canvas._doc
        document._timeStamp = TimeStamp(1)
        document._timeStamp.YMDhms = self.at.astimezone(UTC).timetuple()[:6]
        # The file's identifier: another date makes another file, and nothing else that this machine knows goes into it.
        document.updateSignature(self.at.isoformat())
        document.Catalog.Metadata = XMP(creator=lambda _: self.xmp())
