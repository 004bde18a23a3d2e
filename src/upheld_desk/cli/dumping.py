"""The database as a file: written by pg_dump, brought back by pg_restore and psql in one transaction.

The programs come with the desk and know every server up to their own version. What they must know of the server goes
to them by their environment, so that no password stands in a list of processes.
"""

import subprocess
from pathlib import Path
from typing import Final

from django.db import connection, connections

from upheld_desk import embedded
from upheld_desk.errors import Unstartable
from upheld_desk.settings import for_programs

# pg_restore writes this for every server, and one that does not know it yet refuses all that follows.
TIMEOUT: Final = b"SET transaction_timeout = 0;"
KNOWS_TIMEOUT: Final = 17_00_00  # the first version


def dump(to: Path, snapshot: str) -> None:
    """Write what a snapshot of the database sees."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}")


def bring_back(dumped: Path) -> None:
    """Put a dump in the place of all tables that are there; if it fails, they are as they were."""
    script = dumped.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dumped))
    if connection.pg_version < KNOWS_TIMEOUT:  # type: ignore[attr-defined]  # of the PostgreSQL backend
        _pass_over(TIMEOUT, script)
    tables = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    away = ("--command", f"DROP TABLE {tables} CASCADE") if tables else ()
    connections.close_all()
    _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *away, f"--file={script}")


def _pass_over(line: bytes, script: Path) -> None:
    """Make a comment of a line that is among the first of a script, where it stands: the script may be long."""
    with script.open("r+b") as file:
        place = file.read(4096).find(line)
        if place >= 0:
            file.seek(place)
            file.write(b"--")


def _run(program: str, *words: str) -> None:
    database = connections.databases["default"]
    known = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"]),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGAPPNAME": "upheld desk, backup",
    }
    done = subprocess.run(  # noqa: S603  our own programs, no shell
        [str(embedded.BIN / program), *words],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=for_programs(**{name: value for name, value in known.items() if value}),
    )
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}"
        raise Unstartable(f"{program} could not do it: {said}")
