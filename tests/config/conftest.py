"""What the tests of packages begin with."""

from pathlib import Path

import pytest

from tests.config.importer import Importer


@pytest.fixture
def again(tmp_path: Path) -> Importer:
    """An importer that has taken in the sound package."""
    return Importer(tmp_path)
