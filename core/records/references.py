"""The codes that cells name: those on record, by their rows' ids, and those that the package itself brings."""

from collections.abc import Callable, Mapping

from core.records.faults import PackageRefused
from core.records.kinds import listed

Ids = Mapping[str, int]
Codes = Mapping[str, str]
Test = Callable[[str], bool]
FEW = 30


class References:
    """What may be named under each heading ("agencies", "roles"), looked up once and only if anybody asks."""

    def __init__(
        self,
        on_record: Mapping[str, Callable[[], Ids]],
        former: Mapping[str, Callable[[], Codes]] | None = None,
        erased: Mapping[str, Callable[[], Test | None]] | None = None,
    ) -> None:
        self._load = on_record
        self._load_former = former or {}
        self._load_erased = erased or {}
        self._erased: dict[str, Test | None] = {}
        self._former: dict[str, Codes] = {}
        self._on_record: dict[str, Ids] = {}
        self._brought: dict[str, set[str]] = {}

    def bring(self, heading: str, code: str) -> None:
        """Take note of a code that the package brings."""
        self._brought.setdefault(heading, set()).add(code)

    def known(self, heading: str, code: str) -> bool:
        """Whether the package brings that code or it is on record."""
        is_there = code in self._brought.get(heading, ()) or self.lasting(heading, code) in self.ids(heading)
        return is_there or self.is_erased(heading, code)

    def lasting(self, heading: str, code: str) -> str:
        """The code itself; of a record that was merged into another, that of the record which was kept."""
        return self._former_of(heading).get(code, code)

    def is_erased(self, heading: str, code: str) -> bool:
        """Whether the record that had that code was erased."""
        test = self._erased_of(heading)
        return test is not None and test(code)

    def has_erased(self, heading: str) -> bool:
        """Whether any record under that heading was erased."""
        return self._erased_of(heading) is not None

    def _erased_of(self, heading: str) -> Test | None:
        if heading not in self._erased:
            self._erased[heading] = self._load_erased[heading]() if heading in self._load_erased else None
        return self._erased[heading]

    def has_former(self, heading: str) -> bool:
        """Whether any record under that heading was merged into another."""
        return bool(self._former_of(heading))

    def _former_of(self, heading: str) -> Codes:
        if heading not in self._load_former:
            return {}
        if heading not in self._former:
            self._former[heading] = self._load_former[heading]()
        return self._former[heading]

    def ids(self, heading: str) -> Ids:
        """The codes on record, each with the id of its row."""
        if heading not in self._on_record:
            self._on_record[heading] = self._load[heading]()
        return self._on_record[heading]

    def id_of(self, heading: str, code: str | None) -> int | None:
        """The id of the row on record that bears the code; None for an empty cell."""
        return self.known_id(heading, code) if code else None

    def known_id(self, heading: str, code: str) -> int:
        """The id of the row on record that bears the code, which has been found to be known."""
        try:
            return self.ids(heading)[code]
        except KeyError:
            gone = f"“{code}” is not among {heading} any more"
            raise PackageRefused(f"While the package was being read, {gone}. Nothing was saved: try again.") from None

    def look_again(self, *headings: str) -> None:
        """Forget what was on record under those headings, or under all: it has changed."""
        for heading in headings or (*self._on_record, *self._former, *self._erased):
            self._on_record.pop(heading, None)
            self._erased.pop(heading, None)
            self._former.pop(heading, None)

    def expected(self, heading: str) -> str:
        """What a cell may name, in words: the codes themselves where they are few."""
        if heading not in self._brought and 0 < len(self.ids(heading)) <= FEW:
            return listed(self.ids(heading))
        return f"a code of {heading}, in this package or on record"
