"""What a sheet of a records package is, as data: its columns, what each may hold, and which tell its rows apart."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.records.kinds import Kind


@dataclass(frozen=True)
class Column:
    """One column: what its cells may hold, whether they must, and which codes they name, if any."""

    name: str
    kind: Kind
    means: str
    required: bool = False
    refers_to: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet by the name of its file: its columns in order, and those that together tell its rows apart."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of that name, if it has one."""
        return self._by_name.get(name)

    def heading(self, name: str) -> str:
        """What the codes in the column of that name refer to; "" where it holds no codes of something else."""
        return self._by_name[name].refers_to

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


@dataclass(frozen=True)
class Row:
    """A sound row: its number, and a value for each column that the file has.

    A column that the file hasn't is not in `values`: the file says nothing of it. An empty cell is, as "" or None.
    """

    number: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def get(self, column: str, otherwise: Any = None) -> Any:
        """The value of a column that the file may not have."""
        return self.values.get(column, otherwise)
