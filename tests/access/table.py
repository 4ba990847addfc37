"""The access table: tests/access/table.txt as rows, and the address that a row asks for in a world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps

from tests.access.world import ROLES, World
from tests.resolver import ARGUMENT, path_to

FILE = Path(__file__).with_name("table.txt")
OF_A_ROW = re.compile(r"/reference/(\w+)/(\w+)/<path:object_id>")
NOTHING, A_ROW = "-", "row"


@dataclass(frozen=True)
class Row:
    """An address, the thing that it is asked of, and what each role is answered to GET and to POST."""

    path: str
    thing: str
    get: str
    post: str

    def __str__(self) -> str:
        return f"{self.path:<71} {self.thing:<14} {self.get:<14} {self.post}"

    def opens_to(self, role: str) -> bool:
        """Whether that role is shown the page."""
        return self.get[[*ROLES].index(role)] == "o"

    def address(self, world: World) -> str:
        """Where somebody in that world asks for it."""
        if found := OF_A_ROW.match(self.path):
            row: Any = apps.get_model(found[1], found[2])._default_manager.first()
            return self.path.replace("<path:object_id>", str(row.pk))
        if self.thing == NOTHING:
            return path_to(self.path.removeprefix("/"))
        return ARGUMENT.sub(lambda argument: str(world.things[self.thing][_name(argument[0])]), self.path)


def rows() -> Iterator[Row]:
    """Every row of the table, in its order."""
    for line in FILE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield Row(*line.split())


def _name(argument: str) -> str:
    found = re.search(r"(\w+)>", argument)
    assert found
    return found[1]
