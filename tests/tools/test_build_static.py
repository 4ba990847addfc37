"""The build step takes out what only GOV.UK may use, and refuses a version that isn't what it expects."""

import json
import re
from pathlib import Path

import pytest

from tools.build_static import OURS, PASSKEYS, SOURCE, PieceMissing, build, house_script, house_styles

ROOT = Path(__file__).parents[2]

STYLES = (
    '@charset "UTF-8";.a{font-family:GDS Transport,arial,sans-serif}\n'
    "/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. */"
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2)}"
    ".c{background:url(/assets/images/govuk-crest.svg);mask:url(/assets/images/govuk-crest.svg)}"
    ".d{-webkit-mask:url(/assets/images/govuk-crest.svg)}\n"
    "/*# sourceMappingURL=govuk-frontend.min.css.map */\n"
)
SCRIPT = "const a=1;export{a as version,initAll};//# sourceMappingURL=govuk-frontend.min.js.map\n"


def test_font_crest_and_source_map_go() -> None:
    assert house_styles(STYLES) == (
        '@charset "UTF-8";.a{font-family:var(--turnout-font)}\n.c{background:none;mask:none}.d{-webkit-mask:none}\n'
    )


@pytest.mark.parametrize(
    ("piece", "instead", "said"),
    [
        ("@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2)}", "", "@font-face rules was found 1"),
        ("GDS Transport,arial,sans-serif", "arial", "the font family was found 0 times"),
        (".d{-webkit-mask:url(/assets/images/govuk-crest.svg)}", "", "addresses of the crest was found 2 times"),
        ("/*# sourceMappingURL=govuk-frontend.min.css.map */\n", "", "the source map's address was found 0 times"),
        ("/*! Copyright (c) 2011 by Margaret Calvert & Henrik Kubel. */", "", "the note on that font was found 0"),
        (".d{", ".e{background:url(/assets/images/new.png)}.d{", "still load a file"),
        ("arial,sans-serif}", 'arial,sans-serif}.e{font:1rem "GDS Transport"}', "still load a file or name a font"),
    ],
)
def test_another_version_s_styles_are_noticed(piece: str, instead: str, said: str) -> None:
    assert piece in STYLES
    with pytest.raises(PieceMissing, match=said):
        house_styles(STYLES.replace(piece, instead))


def test_the_script_loses_its_source_map_and_must_export_what_we_call() -> None:
    assert house_script(SCRIPT) == "const a=1;export{a as version,initAll};"
    with pytest.raises(PieceMissing, match="exports no initAll"):
        house_script(SCRIPT.replace("initAll", "startAll"))


def test_what_npm_brought_is_built(tmp_path: Path) -> None:
    built = {path.relative_to(tmp_path).as_posix(): path for path in build(SOURCE, tmp_path)}
    assert sorted(built) == [
        "fonts/DejaVuSans-Bold.ttf",
        "fonts/DejaVuSans-Oblique.ttf",
        "fonts/DejaVuSans.ttf",
        "fonts/LICENSE",
        "govuk/govuk-frontend.min.js",
        "house.css",
        "passkeys.js",
        "reference_form.css",
        "reference_form.js",
        "reference_list.css",
        "reference_list.js",
    ]
    assert all(path.stat().st_size > 5_000 for path in built.values())
    styles = built["house.css"].read_text()
    assert styles.count("var(--turnout-font)") > 50
    assert "crest" not in styles
    assert "GDS" not in styles
    assert styles.endswith(OURS.read_text())
    assert built["passkeys.js"].read_text() == "".join(f"{script.read_text()};\n" for script in PASSKEYS)
    for page in ("list", "form"):
        styles, script = (built[f"reference_{page}.{kind}"].read_text() for kind in ("css", "js"))
        assert not re.search(r"@import|url\((?!\"data:)", styles)
        assert "var(--icon-" in styles
        assert (OURS.parent / "reference.js").read_text() in script


def test_nothing_is_written_where_npm_has_not_run(tmp_path: Path) -> None:
    with pytest.raises(PieceMissing, match="npm ci"):
        build(tmp_path / "node_modules", tmp_path / "static")
    assert not (tmp_path / "static").exists()


def test_the_lock_names_no_place_to_download_from() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert {name.removeprefix("node_modules/") for name in packages} == {"", "dejavu-fonts-ttf", "govuk-frontend"}
    assert not any("resolved" in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)
