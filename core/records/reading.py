"""Reading a sheet's rows: the header checked, every cell converted, every fault named, keys and references held."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from core.records.faults import WHOLE_ROW, Fault, Faults, shown
from core.records.kinds import Wrong, listed
from core.records.references import References
from core.records.sheets import Column, Row, Sheet
from core.records.tables import RawRow, Table

# Control characters but tab and line breaks; lone surrogates, which stand for bytes that are not UTF-8.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Reader:
    """One reading of one sheet, from its first row to its last."""

    def __init__(self, sheet: Sheet, table: Table, faults: Faults, references: References) -> None:
        self.sheet = sheet
        self.count = 0
        self.passed_over = 0
        self.of_erased = 0
        self._table = table
        self._faults = faults
        self._references = references
        self._seen: dict[tuple[object, ...], int] = {}
        self._own_references: list[tuple[int, Column, str]] = []
        self._under_former_codes: list[Row] = []
        headings = {
            column.name: sheet.name if sheet.key == (column.name,) else column.refers_to for column in sheet.columns
        }
        self._naming = {name: heading for name, heading in headings.items() if references.has_former(heading)}
        self._erasing = {name: heading for name, heading in headings.items() if references.has_erased(heading)}

    def rows(self) -> Iterator[Row]:
        """The sound rows, one by one; what is wrong with the others is noted among the faults.

        Under a faulty header none is sound, yet their codes are known, so that no other file is blamed for it.
        What names a merged record by its former code means the kept one, and comes last: what the file says of that one
        by its own code goes before, and what is said twice so is passed over; so is what is about somebody erased.
        """
        raw_rows = self._table.rows()
        before = self._faults.count
        columns = self._header(next(raw_rows, RawRow(1, ())))
        sound_header = self._faults.count == before
        for raw in raw_rows if any(columns) else ():
            if raw.wrong or any(cell.strip() for cell in raw.cells):
                self.count += 1
                row = self._row(columns, raw)
                if row is not None and sound_header:
                    yield row
        for number, column, code in self._own_references:
            self._demand_known(number, column, code)
        for row in self._under_former_codes if sound_header else ():
            if self._seen.setdefault(self._key(row.values), row.number) == row.number:
                yield row
            else:
                self.passed_over += 1

    def _fault(self, row: int, column: str, sentence: str) -> None:
        self._faults.add(Fault(self.sheet.name, row, column, sentence))

    def _header(self, raw: RawRow) -> list[Column | None]:
        """The columns in the file's order, None for one that can't be used."""
        names = [cell.strip() for cell in raw.cells]
        if raw.wrong or not any(names):
            self._fault(1, WHOLE_ROW, raw.wrong or f"is empty, expected a header row that names {self._all_names()}.")
            return []
        for name in dict.fromkeys(names):
            self._check_heading(name, names.count(name))
        for column in self.sheet.columns:
            if column.required and column.name not in names:
                self._fault(1, column.name, "this column is missing, expected in every file of this name.")
        return [self.sheet.column(name) for name in names]

    def _check_heading(self, name: str, times: int) -> None:
        label = shown(name)[1:-1].replace(":", " ") or WHOLE_ROW
        if (unfit := _UNFIT.search(name)) is not None:
            self._fault(1, label, _unfit(unfit.group()))
        elif self.sheet.column(name) is None:
            found = f"there is no column {shown(name)}" if name else "a column has no name"
            self._fault(1, label, f"{found}, expected {self._all_names()}.")
        elif times > 1:
            self._fault(1, label, f"this column is there {times} times, expected once.")

    def _all_names(self) -> str:
        return ", ".join(column.name for column in self.sheet.columns)

    def _row(self, columns: Sequence[Column | None], raw: RawRow) -> Row | None:
        """The row with its values, or None where one of its cells won't do."""
        before = self._faults.count
        if raw.wrong:
            self._fault(raw.number, WHOLE_ROW, raw.wrong)
        elif len(raw.cells) != len(columns):
            self._fault(
                raw.number, WHOLE_ROW, f"has {len(raw.cells)} cells, expected {len(columns)}, as many as the header."
            )
        else:
            values = {
                column.name: self._value(raw.number, column, cell.strip())
                for column, cell in zip(columns, raw.cells, strict=True)
                if column
            }
            if self._erasing and self._is_about_erased(values):
                self.of_erased += 1
                return None
            lasting = self._lasting(values) if self._naming else values
            if self._key(lasting) != self._key(values):
                if self._faults.count == before:
                    self._under_former_codes.append(Row(raw.number, lasting))
                return None
            self._demand_new_key(raw.number, lasting)
            if self._faults.count == before:
                return Row(raw.number, lasting)
        return None

    def _key(self, values: dict[str, object]) -> tuple[object, ...]:
        return tuple(values.get(column) for column in self.sheet.key)

    def _is_about_erased(self, values: dict[str, object]) -> bool:
        """Whether it is about somebody who was erased; where it need not say of whom it is, it says it no more."""
        named = ((name, heading, values.get(name)) for name, heading in self._erasing.items())
        columns = [
            self.sheet.column(name) for name, heading, code in named if self._references.is_erased(heading, str(code))
        ]
        values.update({column.name: column.kind.empty for column in columns if column and not column.required})
        return any(column.required for column in columns if column)

    def _lasting(self, values: dict[str, object]) -> dict[str, object]:
        """The same by the codes that last, where cells name records that were merged into others."""
        named = ((name, heading, values.get(name)) for name, heading in self._naming.items())
        return values | {name: self._references.lasting(heading, str(code)) for name, heading, code in named if code}

    def _value(self, number: int, column: Column, cell: str) -> object:
        try:
            value = value_of(column, cell)
        except Wrong as wrong:
            self._fault(number, column.name, str(wrong))
            return column.kind.empty
        if not cell:
            return value
        if column.refers_to == self.sheet.name:
            self._own_references.append((number, column, value))
        elif column.refers_to:
            self._demand_known(number, column, value)
        return value

    def _demand_known(self, number: int, column: Column, code: str) -> None:
        if not self._references.known(column.refers_to, code):
            expected = self._references.expected(column.refers_to)
            self._fault(number, column.name, f"found {shown(code)}, expected {expected}.")

    def _demand_new_key(self, number: int, values: dict[str, object]) -> None:
        key = self._key(values)
        if any(part in ("", None) for part in key):
            return
        first = self._seen.setdefault(key, number)
        if first != number:
            what = listed(self.sheet.key, "and")
            self._fault(number, self.sheet.key[0], f"row {first} has the same {what} already, expected each once.")
        if self.sheet.key == ("code",):
            self._references.bring(self.sheet.name, str(key[0]))


def value_of(column: Column, cell: str) -> Any:
    """What a cell of that column says, as far as it alone tells; raises Wrong, with a sentence, if it won't do."""
    if not cell:
        if column.required:
            raise Wrong(f"is empty, expected {column.kind.expected}.")
        return column.kind.empty
    if unfit := _UNFIT.search(cell):
        raise Wrong(_unfit(unfit.group()))
    return column.kind(cell)


def _unfit(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "is not UTF-8 text: save the file again as “CSV UTF-8”."
    return f"has the control character U+{ord(character):04X}, expected plain text."
