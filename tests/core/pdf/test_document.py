"""A document with everything in it: tagged, titled, in reading order, and the same bytes every time."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pdfua
import pypdf
import pytest

from core.pdf import Document
from tests.core.pdf.conftest import AT, EVENTS, FOX, fill
from tests.core.pdf.reading import Node, Reading, owners

Make = Callable[..., Document]


def rows(reading: Reading, table: Node) -> list[list[str]]:
    """A table's cells as text, row by row."""
    return [[reading.text(cell) for cell in row.kids] for row in table.walk() if row.tag == "TR"]


def test_pdfua_finds_no_fault_and_leaves_no_rule_out(everything: bytes, tmp_path: Path) -> None:
    path = tmp_path / "everything.pdf"
    path.write_bytes(everything)
    report = pdfua.validate(str(path))
    assert [finding.message for finding in report.findings] == []
    assert [outcome.rule_id for outcome in report.outcomes if outcome.skipped] == []


def test_pdfinfo_says_that_it_is_tagged_and_titled(everything: bytes, tmp_path: Path) -> None:
    program = shutil.which("pdfinfo")
    assert program, "These tests need pdfinfo, from Debian's package poppler-utils."
    path = tmp_path / "everything.pdf"
    path.write_bytes(everything)
    said = subprocess.run([program, path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"^Tagged: +yes$", said, re.MULTILINE)
    assert re.search(r"^Title: +Training report 2013–14$", said, re.MULTILINE)


def test_the_catalogue_says_what_a_reader_needs(reading: Reading) -> None:
    assert str(reading.root.Lang) == "en-GB"
    assert bool(reading.root.MarkInfo.Marked)
    assert bool(reading.root.ViewerPreferences.DisplayDocTitle)
    assert str(reading.root.PageMode) == "/UseOutlines"
    assert {str(page.Tabs) for page in reading.pdf.pages} == {"/S"}


def test_the_fonts_are_embedded_as_subsets(reading: Reading) -> None:
    for page in reading.pdf.pages:
        for font in page.Resources.Font.values():
            assert re.fullmatch(r"/[A-Z]{6}\+DejaVuSans(-Bold|-Oblique)?", str(font.BaseFont))
            assert len(font.FontDescriptor.FontFile2.read_bytes()) < 100_000


def test_headings_stand_in_order_in_tree_and_outline(reading: Reading) -> None:
    headings = [(node.tag, reading.text(node)) for node in reading.nodes("H1", "H2", "H3")]
    assert headings == [
        ("H1", "Contents"),
        ("H1", "The year in brief"),
        ("H2", "What we learned"),
        ("H2", "Who came"),
        ("H3", "What people said"),
        ("H1", "All events"),
    ]
    with reading.pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Contents", "The year in brief", "All events"]
        assert [item.title for item in outline.root[1].children] == ["What we learned", "Who came"]


def test_every_mark_belongs_to_one_element_and_the_index_knows_it(reading: Reading) -> None:
    claims = owners(reading)
    drawn = [(one.page, one.number) for one in reading.stretches if one.number is not None]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == set(claims)
    assert all(len(nodes) == 1 for nodes in claims.values())
    index = dict(zip(*[iter(reading.root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for (page, number), [node] in claims.items():
        key = reading.pdf.pages[page].StructParents
        assert index[key][number].objgen == node.entry.objgen
    kinds = {(one.page, one.number): one.kind for one in reading.stretches}
    assert all(kinds[mark] == node.tag for mark, [node] in claims.items())


def test_parents_and_kids_agree(reading: Reading) -> None:
    for node in reading.tree.walk():
        assert all(kid.entry.P.objgen == node.entry.objgen for kid in node.kids)


def test_nothing_is_painted_outside_tags_and_artifacts(reading: Reading) -> None:
    assert reading.loose == []


def test_a_paragraph_over_two_pages_is_one_element(reading: Reading) -> None:
    [paragraph] = [node for node in reading.nodes("P") if reading.text(node).startswith("The quick")]
    assert len(reading.pages_of(paragraph)) == 2
    assert reading.text(paragraph) == FOX.strip()


def test_a_table_over_three_pages_is_one_table_with_one_header(reading: Reading) -> None:
    table = reading.nodes("Table")[1]
    assert [kid.tag for kid in table.kids] == ["Caption", "THead", "TBody"]
    assert len({page for node in table.walk() for page in reading.pages_of(node)}) >= 3
    said = rows(reading, table)
    assert said[0] == ["Date", "Event", "Booked"]
    assert said[1:] == [[date, name, str(booked)] for date, name, booked in EVENTS]


def test_its_header_is_shown_again_on_every_page_as_an_artifact(reading: Reading) -> None:
    body = reading.nodes("TBody")[1]
    first, *later = sorted({page for node in body.walk() for page in reading.pages_of(node)})
    assert "Booked" not in reading.artifacts(first)
    for page in later:
        assert "Date  Event  Booked" in reading.artifacts(page)
        assert "Table 2. Every event (continued)" in reading.artifacts(page)


def test_header_cells_know_what_they_head(reading: Reading) -> None:
    table = reading.nodes("Table")[0]
    cells = [[(cell.tag, cell.scope()) for cell in row.kids] for row in table.walk() if row.tag == "TR"]
    assert cells[0] == [("TH", "Column")] * 3
    assert cells[1:] == [[("TH", "Row"), ("TD", ""), ("TD", "")]] * 3
    assert rows(reading, table)[2] == ["Police", "61", ""]


def test_a_figure_has_words_and_a_place(reading: Reading) -> None:
    [figure] = reading.nodes("Figure")
    assert str(figure.entry.Alt) == "Schools lead with 1,764 people, after 702 the year before."
    left, bottom, right, top = (float(number) for number in figure.entry.A.BBox)
    assert 0 < left < right < 596
    assert 0 < bottom < top < 842


def test_lists_have_items_with_labels_and_bodies(reading: Reading) -> None:
    figures, bullets = reading.nodes("L")
    assert [reading.text(item) for item in figures.kids][:2] == ["1,764 people came", "87% of places were taken"]
    assert [[part.tag for part in item.kids] for item in bullets.kids] == [["Lbl", "LBody"]] * 3
    assert reading.text(bullets) == "• More came. • Late cancellations fell. • Groups were full."


def test_an_item_over_two_pages_has_one_bullet(make: Make) -> None:
    document = make()
    document.space(400)
    document.bullets([FOX])
    reading = Reading(document.render())
    [label], [body] = reading.nodes("Lbl"), reading.nodes("LBody")
    assert (len(label.marks), reading.text(label)) == (1, "•")
    assert len(reading.pages_of(body)) == 2
    assert reading.text(body) == FOX.strip()


def test_the_contents_lead_to_the_page_that_they_name(reading: Reading) -> None:
    links = reading.nodes("Link")
    said = [re.fullmatch(r"(.+) (\d+)", reading.text(link)) for link in links]
    titles = [match[1] for match in said if match]
    assert titles == ["The year in brief", "What we learned", "Who came", "All events"]
    headings = {reading.text(node): reading.pages_of(node)[0] + 1 for node in reading.nodes("H1", "H2")}
    assert [int(match[2]) for match in said if match] == [headings[title] for title in titles]
    pages = {page.obj.objgen: number for number, page in enumerate(reading.pdf.pages, 1)}
    index = dict(zip(*[iter(reading.root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for link, title in zip(links, titles, strict=True):
        [annotation] = link.links
        assert pages[annotation.Dest[0].objgen] == headings[title]
        assert str(annotation.Contents) == f"{title}, page {headings[title]}"
        assert index[annotation.StructParent].objgen == link.entry.objgen


def test_every_page_but_the_cover_has_its_number_as_an_artifact(reading: Reading) -> None:
    pages = len(reading.pdf.pages)
    assert "Page" not in reading.artifacts(0)
    for page in range(1, pages):
        assert f"Page {page + 1} of {pages}" in reading.artifacts(page)
        assert "Training 2013–14" in reading.artifacts(page)


def test_words_stay_apart_when_text_is_taken_out(everything: bytes) -> None:
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(everything)).pages).split()
    joined = " ".join(words)
    assert "Łódź & Sons 1 July 2014" in joined
    assert joined.count("The quick brown fox jumps over the lazy dog.") > 110
    assert "Schools 1,764 702 Police 61" in joined


def test_the_same_calls_make_the_same_bytes(make: Make, everything: bytes) -> None:
    assert fill(make(running_head="Training 2013–14")).render() == everything


def test_another_date_changes_the_date_and_nothing_else(make: Make) -> None:
    later = datetime(2015, 8, 2, 10, 45, tzinfo=timezone(timedelta(hours=1)))
    first, second = fill(make()).render(), fill(make(at=later)).render()
    dates = rb"D:[-+'\d]+|\d{4}-\d\d-\d\dT[\d:]+[-+]\d\d:\d\d|\[<[0-9a-f]+><[0-9a-f]+>\]|startxref\n\d+|^\d{10} .*$"
    bare = [re.sub(dates, b"", data, flags=re.MULTILINE) for data in (first, second)]
    assert bare[0] == bare[1]
    early, late = Reading(first), Reading(second)
    assert str(late.pdf.docinfo["/CreationDate"]) == "D:20150802094500+00'00'"
    assert bytes(early.pdf.trailer.ID[0]) != bytes(late.pdf.trailer.ID[0])


def test_a_date_without_a_zone_is_refused(fonts: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        Document(title="Report", fonts=fonts, at=AT.replace(tzinfo=None))


def test_it_is_written_to_paths_and_into_files(make: Make, tmp_path: Path) -> None:
    document, file = make(), BytesIO()
    document.paragraph("Words.")
    document.write(tmp_path / "report.pdf")
    document.write(file)
    assert (tmp_path / "report.pdf").read_bytes() == file.getvalue() == document.render()
    assert document.page_count == 1


def test_a_finished_document_takes_no_more(make: Make) -> None:
    document = make()
    document.render()
    with pytest.raises(ValueError, match="finished"):
        document.heading(1, "Too late")


@pytest.mark.parametrize("levels", [[2], [1, 3], [0]])
def test_headings_don_t_leave_out_a_level(make: Make, levels: list[int]) -> None:
    document = make()
    *good, bad = levels
    for level in good:
        document.heading(level, "Words")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="heading of level"):
        document.heading(bad, "Words")  # type: ignore[arg-type]


def test_an_empty_document_is_one_page(make: Make) -> None:
    reading = Reading(make(title="").render())
    assert len(reading.pdf.pages) == 1
    assert str(reading.pdf.docinfo.Title) == "Untitled"


def test_a_landscape_sheet_is_wider_than_high(fonts: Path) -> None:
    document = Document(title="Sign-in sheet", fonts=fonts, at=datetime(2014, 7, 1, tzinfo=UTC), landscape=True)
    document.paragraph("Words.")
    reading = Reading(document.render())
    left, bottom, right, top = (float(number) for number in reading.pdf.pages[0].MediaBox)
    assert right - left > top - bottom


def test_a_certificate_shows_bands_and_no_page_number(make: Make) -> None:
    document = make(running_head="Training")
    document.bands()
    document.heading(1, "Certificate", centred=True)
    document.paragraph("Zoë Ó Briain", style="centred large")
    reading = Reading(document.render())
    assert reading.artifacts(0).strip() == ""
    assert sum(len(one.rectangles) for one in reading.stretches if one.number is None) == 2
