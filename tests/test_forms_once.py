"""Forms are carried out once: every page draws a key, and every view spends it on what it changes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("core", "people", "training", "events", "evaluations", "reports", "config")
VIEWS = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("views*/*.py")) + sorted(
    path for floor in FLOORS for path in (ROOT / floor).glob("views*.py")
)
LIBRARY_S = {"account", "mfa", "socialaccount"}  # the account library carries out what is sent from these
PAGES = sorted(
    page
    for page in (ROOT / "templates").rglob("*.html")
    if 'method="post"' in page.read_text() and page.relative_to(ROOT / "templates").parts[0] not in LIBRARY_S
)
ASK_ONLY = {"is_wanted", "other_dates", "outlook", "wants_reason", "why_not_send"}
AFTERWARDS = {"invite"}  # reached only when what the form asks for first was carried out just now
KEYLESS = {"core/account_menu.html", "admin/base.html"}  # signing out twice is signing out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_form_that_is_posted_draws_its_key(page: Path) -> None:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page.read_text(), re.DOTALL)
    assert forms
    name = page.relative_to(ROOT / "templates").as_posix()
    assert name in KEYLESS or all("{% csrf_token %}{% once %}" in form for form in forms)


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_view_makes_its_changes_once(path: Path) -> None:
    assert [*_made_without_a_key(ast.parse(path.read_text()))] == []


def test_the_rule_sees_what_it_looks_for() -> None:
    plain = "def view(request):\n    cancel(booking, by=request.user)\n    is_wanted(by=request.user)"
    once = "def view(request):\n    go = cancel.once(request.sent, '/')\n    go(booking, by=request.user)"
    at_once = "def view(request):\n    cancel.once(request.sent, '/')(booking, by=request.user)"
    later = "def view(request):\n    go = partial(cancel.once(request.sent, '/'), by=request.user)"
    keyless = "def view(request):\n    go = partial(cancel, by=request.user)"
    codes = plain, once, at_once, later, keyless
    assert [[*_made_without_a_key(ast.parse(code))] for code in codes] == [[2], [], [], [], [2]]


def _made_without_a_key(module: ast.Module) -> Iterator[int]:
    """The lines on which something is done by the user who asks, but not by way of `.once(request.sent, …)`."""
    for function in (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)):
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
        names = {ast.unparse(node.targets[0]) for node in assigned if _is_once(node.value)}
        for call in calls:
            by = [keyword for keyword in call.keywords if keyword.arg == "by"]
            if not by or ast.unparse(by[0].value) != "request.user":
                continue
            act = call.args[0] if ast.unparse(call.func) == "partial" else call.func
            said = ast.unparse(act)
            if not _is_once(act) and said not in names and said.rpartition(".")[2] not in ASK_ONLY | AFTERWARDS:
                yield call.lineno


def _is_once(node: ast.AST) -> bool:
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "once"
    return is_call and ast.unparse(node.args[0]) == "request.sent"  # type: ignore[attr-defined]
