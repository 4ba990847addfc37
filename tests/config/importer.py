"""Whoever takes in packages one after the other, the sound one first."""

from datetime import datetime, timedelta
from pathlib import Path

from config.records import import_package
from tests.config.packages import Cells, as_folder, changed, sound
from tests.makers import NOW, TESTER

LATER = NOW + timedelta(days=1)


class Importer:
    """Takes in packages one after the other; the sound one first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        import_package(as_folder(folder, sound()), by=TESTER, at=NOW)

    def change(self, file: str, row: int, at: datetime = LATER, **cells: object) -> str:
        """The sound package with other cells in one row."""
        return self._count(file, as_folder(self.folder, changed(file, row, **cells)), at)

    def bring(self, file: str, *rows: Cells, at: datetime = LATER) -> str:
        """One file of those rows alone."""
        path = self.folder / "alone"
        path.mkdir(exist_ok=True)
        return self._count(file, as_folder(path, {file: rows}), at)

    @staticmethod
    def _count(file: str, path: Path, at: datetime) -> str:
        counts = {count.file: count for count in import_package(path, by=TESTER, at=at)}
        return f"{counts[file].added} {counts[file].updated} {counts[file].unchanged}"
