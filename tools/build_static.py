"""Copies the styles, scripts and fonts that pages want into build/static/, without what only GOV.UK may use.

What pages always ask for together is one file: GOV.UK Frontend's styles with the house's own (static/turnout.css), the
account library's three scripts for passkeys, and what the reference data pages want (reference_bundles). Every piece
that is taken out or changed is counted: a new version of GOV.UK Frontend that differs is noticed here, before anybody
sees it in a browser.
"""

import re
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from tools.reference_bundles import bundles

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "build" / "static"
OURS = ROOT / "static" / "turnout.css"

GOVUK = Path("govuk-frontend/dist/govuk")
FONTS = Path("dejavu-fonts-ttf")
FONT_FILES = ("ttf/DejaVuSans.ttf", "ttf/DejaVuSans-Bold.ttf", "ttf/DejaVuSans-Oblique.ttf", "LICENSE")
FONT_STACK = "var(--turnout-font)"
LIBRARY = Path((find_spec("allauth") or sys.exit("allauth is missing")).origin or "").parent
PASSKEYS = tuple(
    LIBRARY / script
    for script in (
        "mfa/static/mfa/js/webauthn-json.js", "mfa/static/mfa/js/webauthn.js", "account/static/account/js/onload.js",
    )
)  # fmt: skip


class PieceMissing(Exception):
    """A piece of GOV.UK Frontend is not what this step expects."""


def main() -> int:
    """Build everything, or say on standard error what is missing and change nothing."""
    try:
        built = build(SOURCE, TARGET)
    except PieceMissing as missing:
        print(f"build_static: {missing}", file=sys.stderr)
        return 1
    print(f"{len(built)} files in {TARGET.relative_to(ROOT)}/", file=sys.stderr)
    return 0


def build(source: Path, target: Path) -> list[Path]:
    """Write the house's look, made from GOV.UK Frontend, and the three fonts below `target`; the files written."""
    written = {
        "house.css": house_styles(_text(source / GOVUK / "govuk-frontend.min.css")) + _text(OURS),
        "govuk/govuk-frontend.min.js": house_script(_text(source / GOVUK / "govuk-frontend.min.js")),
        "passkeys.js": "".join(f"{_text(script)};\n" for script in PASSKEYS),
        **bundles(_text),
    }
    copied = {f"fonts/{Path(name).name}": _existing(source / FONTS / name) for name in FONT_FILES}
    for name, text in written.items():
        _make_room(target / name).write_text(text)
    for name, original in copied.items():
        shutil.copyfile(original, _make_room(target / name))
    return [target / name for name in (*written, *copied)]


def house_styles(css: str) -> str:
    """The compiled styles without GOV.UK's font, crest and source map, set in the house's own font stack."""
    css = _replace(css, "GOV.UK's two @font-face rules", r"@font-face\{[^}]*\}", "", expected=lambda n: n == 2)
    css = _replace(css, "the note on that font", r"/\*! Copyright \(c\) 2011 by Margaret Calvert.*?\*/", "", _once)
    css = _replace(css, "the font family", r"GDS Transport,arial,sans-serif", FONT_STACK, expected=lambda n: n > 0)
    css = _replace(css, "three addresses of the crest", r"url\([^)]*govuk-crest\.svg\)", "none", lambda n: n == 3)
    css = _replace(css, "the source map's address", r"/\*# sourceMappingURL=.*?\*/\s*", "", _once)
    if "url(" in css or "GDS Transport" in css:
        raise PieceMissing("the styles still load a file or name a font that is GOV.UK's; see house_styles().")
    return css


def house_script(script: str) -> str:
    """The compiled module without its source map, which is not served; it must still export initAll."""
    if not re.search(r"export\s*\{[^}]*\binitAll\b", script):
        raise PieceMissing("the script exports no initAll, which static/turnout.js calls.")
    return _replace(script, "the source map's address", r"//# sourceMappingURL=.*\s*", "", _once)


def _once(count: int) -> bool:
    return count == 1


def _replace(text: str, what: str, pattern: str, by: str, expected: Callable[[int], bool]) -> str:
    changed, count = re.subn(pattern, by, text)
    if not expected(count):
        raise PieceMissing(f"{what} was found {count} times: look at the new version, then at tools/build_static.py.")
    return changed


def _text(path: Path) -> str:
    return _existing(path).read_text()


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise PieceMissing(f"{path.name} is missing: run `npm ci --ignore-scripts` first.")
    return path


def _make_room(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


if __name__ == "__main__":
    sys.exit(main())
