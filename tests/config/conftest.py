"""What the tests of packages begin with."""

from pathlib import Path

import pytest

from tests.config.coming import Packages
from tests.config.importer import Importer


@pytest.fixture
def again(tmp_path: Path) -> Importer:
    """An importer that has taken in the sound package."""
    return Importer(tmp_path)


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    """Small packages about what is still to come."""
    return Packages(tmp_path)
