"""Plants each known fault in a copy of the checkout and demands that the tests see it: `make faults`.

The faults are data, in tools/faults.toml: a file, what stands there, what is planted, and the tests that must fail.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import proofs

ROOT = Path(__file__).resolve().parent.parent
FAULTS = ROOT / "tools" / "faults.toml"
NOT_TRACKED = ("build",)
TESTS_FAILED = 1
WITHIN = 600


@dataclass(frozen=True)
class Edit:
    """One place in one file, and what is planted there."""

    file: str
    stands: str
    planted: str

    def make(self, checkout: Path) -> None:
        """Plant it; leaves with a sentence if what should stand there doesn't, exactly once."""
        path = checkout / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if text.count(self.stands) != 1:
            times = text.count(self.stands)
            raise SystemExit(f"{self.file} has this {times} times, expected once; mend {FAULTS.name}:\n{self.stands}")
        path.write_text(text.replace(self.stands, self.planted), encoding="utf-8")


@dataclass(frozen=True)
class Fault:
    """One fault, and the tests that must see it, on one of the databases."""

    name: str
    database: str
    tests: tuple[str, ...]
    edits: tuple[Edit, ...]
    scenario: str = ""


def known() -> list[Fault]:
    """The faults of tools/faults.toml."""
    told = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]
    return [
        Fault(
            each["name"],
            each["database"],
            tuple(each["tests"]),
            tuple(Edit(**edit) for edit in each["edit"]),
            each.get("scenario", ""),
        )
        for each in told
    ]


def named(name: str) -> Fault:
    """The fault of that name."""
    return next(fault for fault in known() if fault.name == name)


@contextmanager
def planted(*faults: Fault) -> Iterator[Path]:
    """A copy of the checkout with the faults in it, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        copy = Path(folder)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        for name in NOT_TRACKED:
            (copy / name).symlink_to(ROOT / name)
        for fault in faults:
            for edit in fault.edits:
                edit.make(copy)
        yield copy


def run_tests(checkout: Path, fault: Fault) -> tuple[int, str]:
    """The exit status of the fault's tests there, and the end of what they said."""
    environment = os.environ | {
        "TURNOUT_AT_ONCE": "1",
        "TURNOUT_ROUNDS": "100" if fault.scenario else "",
        "TURNOUT_SCENARIO": fault.scenario,
        "TURNOUT_VAR": str(checkout / "var"),
    }
    if fault.database == "SQLite":
        environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *fault.tests]
    try:
        done = subprocess.run(
            command, check=False, cwd=checkout, env=environment, capture_output=True, text=True, timeout=WITHIN
        )
    except subprocess.TimeoutExpired:
        return -1, f"not done within {WITHIN} seconds"
    return done.returncode, "\n".join((done.stdout + done.stderr).splitlines()[-15:])


def sees(fault: Fault) -> tuple[bool, str]:
    """Whether its tests fail once it is planted, and a line that says so."""
    began = time.monotonic()
    with planted(fault) as copy:
        status, said = run_tests(copy, fault)
    took = f"{fault.name} ({fault.database}, {time.monotonic() - began:.0f} s)"
    return status == TESTS_FAILED, (
        f"caught  {took}" if status == TESTS_FAILED else f"MISSED  {took}\npytest ended with {status}:\n{said}"
    )


def are_well(faults: Sequence[Fault]) -> bool:
    """Whether the same tests pass where nothing is planted: else a failure would say nothing."""
    for database in sorted({fault.database for fault in faults}):
        tests = {test: None for fault in faults if fault.database == database for test in fault.tests}
        with planted() as copy:
            status, said = run_tests(copy, Fault("none", database, tuple(tests), ()))
        print(f"{'well' if not status else 'UNWELL'}    without a fault ({database})", flush=True)
        if status:
            print(said)
            return False
    return True


def main(words: Sequence[str]) -> int:
    """Plant each in turn, or those named; 0 if the tests are well without them and see every one."""
    faults = [fault for fault in known() if not words or fault.name in words]
    before = proofs.machine()
    if not faults or not are_well(faults):
        return 1
    lines, caught = [], 0
    for fault in faults:
        is_caught, line = sees(fault)
        caught += is_caught
        lines.append(line)
        print(line, flush=True)
    verdict = f"{caught} of {len(faults)} caught"
    if not words:
        proofs.keep("faults", "\n".join(["```", before, "", *lines, verdict, "```"]))
    print(verdict)
    return caught != len(faults)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
