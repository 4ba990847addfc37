"""The fonts: embedded so that their text can be read back, and plain about what they lack."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from core.pdf import Document, FontMissing
from core.pdf.fonts import Face, Fonts, to_unicode
from tests.core.pdf.conftest import AT
from tests.core.pdf.reading import Reading


def test_a_missing_font_is_named_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match=r"DejaVuSans\.ttf isn't in .*make install"):
        Document(title="Report", fonts=tmp_path, at=AT)


@pytest.mark.parametrize(
    "words", ["Llŷn, Wŵ, ŵŷ", "Zażółć gęślą jaźń", "naïve Ångström, ½ £ € – “”", "Ελλάδα, Україна"]
)
@pytest.mark.parametrize("face", Face)
def test_welsh_polish_and_more_are_there_in_every_face(fonts: Path, face: Face, words: str) -> None:
    used = Fonts(fonts)
    assert used.printable(words, face) == words
    assert used.missing == set()


def test_a_missing_character_is_replaced_and_reported(make: Callable[..., Document]) -> None:
    document = make()
    document.heading(1, "漢字 and words")
    document.paragraph("Clap 👏 and go")
    reading = Reading(document.render())
    assert reading.text(reading.tree) == "\ufffd\ufffd and words Clap \ufffd and go"
    assert document.missing_characters == ["字", "漢", "👏"]


def test_emoji_that_the_font_has_can_be_read_back(make: Callable[..., Document]) -> None:
    document = make()
    document.paragraph("Good 😀")
    assert Reading(document.render()).text(Reading(document.render()).tree) == "Good 😀"
    assert document.missing_characters == []


def test_more_than_a_font_subset_holds_can_be_read_back(make: Callable[..., Document]) -> None:
    letters = unicodedata.normalize("NFC", "".join(map(chr, [*range(0x0100, 0x0250), *range(0x0391, 0x0500)])))
    letters = "".join(letter for letter in letters if letter.isalpha())
    document = make()
    document.paragraph(letters)
    reading = Reading(document.render())
    assert reading.text(reading.tree).replace(" ", "") == letters
    assert len({str(name) for page in reading.pdf.pages for name in page.Resources.Font}) > 3


def test_the_map_to_text_is_in_blocks_of_a_hundred_and_leaves_out_unused_codes() -> None:
    lines = to_unicode("AAAAAA+Font", [0, *range(32, 232), 0x1F600]).splitlines()
    assert [line for line in lines if "beginbfchar" in line] == ["100 beginbfchar", "100 beginbfchar", "1 beginbfchar"]
    assert "<C9> <d83dde00>" in lines
    assert not any(line.endswith("<0000>") for line in lines)


def test_width_is_the_font_s_own(fonts: Path) -> None:
    used = Fonts(fonts)
    assert used.width("i", Face.REGULAR, 10) == pytest.approx(2.778, abs=0.001)
    assert used.width("ii", Face.REGULAR, 20) == pytest.approx(4 * 2.778, abs=0.004)
    assert used.width("i", Face.BOLD, 10) > used.width("i", Face.REGULAR, 10)
