"""Makes docs/map.md: every module of the house with the one line that says what it is for."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("config", "reports", "evaluations", "events", "training", "people", "core")
BESIDE = ("tools", "demo")
MAP = ROOT / "docs" / "map.md"
OPENING = """# The map of the house

Seven floors, the roof first; each imports only from those below it. Made by `python tools/make_map.py` from the line
that opens each module, and checked by the tests.
"""


def purpose(module: Path) -> str:
    """The first line of the module's docstring; empty where it has none."""
    return (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def modules(folder: str) -> list[Path]:
    """The modules of one folder that say something, migrations left out, in the order of their paths."""
    return [
        path
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and not (path.name == "__init__.py" and path.parent != ROOT / folder)
    ]


def draw() -> str:
    """The whole map, as Markdown."""
    sections = [OPENING]
    for folder in (*FLOORS, *BESIDE):
        lines = [
            f"| {path.relative_to(ROOT / folder)} | {purpose(path)} |"
            for path in modules(folder)
            if path.name != "__init__.py"
        ]
        about = ROOT / folder / "__init__.py"
        heading = f"## {folder}/\n" + (f"\n{purpose(about)}\n" if about.exists() else "")
        sections.append("\n".join([heading, "| Module | What it is for |", "|---|---|", *lines, ""]))
    return "\n".join(sections)


if __name__ == "__main__":
    MAP.write_text(draw(), encoding="utf-8")
    sys.stdout.write(f"{MAP.relative_to(ROOT)} written\n")
