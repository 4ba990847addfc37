"""`make axe` says that nothing is wrong only where the test passed, and told that nothing was found or left unseen."""

from pathlib import Path

import pytest

from tools import axe

FOUND = {"pages that differ": 7, "violations": 0, "templates not visited": 0}


def test_figures_are_those_that_the_test_tells(tmp_path: Path) -> None:
    told = tmp_path / "told.xml"
    properties = "".join(f'<property name="{name}" value="{figure}"/>' for name, figure in FOUND.items())
    told.write_text(f"<testsuites><testcase><properties>{properties}</properties></testcase></testsuites>")
    assert axe.figures_in(told) == FOUND


@pytest.mark.parametrize(
    ("status", "figures", "is_sound"),
    [
        (0, FOUND, True),
        (1, FOUND, False),
        (0, FOUND | {"violations": 1}, False),
        (0, FOUND | {"templates not visited": 1}, False),
        (0, {}, False),
    ],
)
def test_only_what_was_seen_and_found_sound_is_sound(status: int, figures: dict[str, int], is_sound: bool) -> None:
    assert axe.verdict(status, figures) is is_sound
