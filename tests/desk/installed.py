"""The desk's tests again, on the PostgreSQL that this machine has installed: another version than the embedded one.

    python -m tests.desk.installed tests/desk ...   # and whatever else pytest is to know

Its server is made for the run and thrown away. What does not ask the database of the tests is left out: it has been
tested, and would be tested in the same way.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from upheld_desk.cli.ground import OLDEST
from upheld_desk.embedded.binaries import MAJOR, owner_for, run
from upheld_desk.settings import for_programs

# Nothing of a test has to outlive a power cut.
FAST: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


def installed() -> dict[int, Path]:
    """Return where the programs of the versions are that this machine has and the desk does not bring."""
    on_path = shutil.which("postgres")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    folders += [Path(on_path).resolve().parent] if on_path else []
    found = {_version(folder): folder for folder in folders if (folder / "postgres").exists()}
    return {version: folder for version, folder in found.items() if version >= OLDEST and version != MAJOR}


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    number = re.search(r"\d+", said.stdout)
    return int(number[0]) if number else 0


@contextmanager
def thrown_away(programs: Path) -> Iterator[str]:
    """Have a server as long as the block lasts; its address comes back."""
    folder = Path(tempfile.mkdtemp(prefix="upheld-"))  # a short path, as a socket needs it
    owner = owner_for(folder / "cluster")
    shutil.chown(folder, owner.pw_uid, owner.pw_gid)

    def control(*words: str | Path) -> None:
        done = run(str(programs / "pg_ctl"), *words, "-w", "-D", folder / "cluster", owner=owner)
        assert done.returncode == 0, done.stdout

    settings = " ".join(f"-c {name}={value}" for name, value in {**FAST, "listen_addresses": ""}.items())
    try:
        control("init", "-o", "-U postgres -A trust -E UTF8 --locale=C")
        control("start", "-l", folder / "log", "-o", f"-k '{folder}' {settings}")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            control("stop", "-m", "fast")
    finally:
        shutil.rmtree(folder)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not ask the database of the tests."""
    out = [item for item in items if not _asks(item)]
    items[:] = [item for item in items if _asks(item)]
    config.hook.pytest_deselected(items=out)


def _asks(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or bool({"django_db_setup", "server_url"} & {*fixtures})


def main(words: Sequence[str]) -> int:
    """Run the tests on the oldest that is installed, the furthest from the embedded one, or say that there is none."""
    found = installed()
    if not found:
        print(f"The desk's tests ran on its own PostgreSQL {MAJOR} alone: no other version is installed here.")  # noqa: T201
        return 0
    version = min(found)
    with thrown_away(found[version]) as url:
        command = (sys.executable, "-m", "pytest", "-p", "tests.desk.installed", *words)
        code = subprocess.run(command, check=False, env=for_programs(UPHELD_TEST_DATABASE_URL=url)).returncode  # noqa: S603
    print(f"The desk's tests ran on PostgreSQL {version} of this machine too, beside its own {MAJOR}.")  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
