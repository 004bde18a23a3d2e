"""The ground that a command stands on: a database that answers, is new enough and has its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from upheld_desk import embedded
from upheld_desk.errors import Unstartable
from upheld_desk.settings import database as described

OLDEST: Final = 15  # the major version of PostgreSQL that the desk is tested from


def counted(number: int, what: str) -> str:
    """Return how many of something there are.

    >>> counted(1, "log"), counted(2, "log")
    ('1 log', '2 logs')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@contextmanager
def database() -> Iterator[None]:
    """Have a database as long as the block lasts: the operator's, or the embedded one, started if need be."""
    if settings.DATABASE_URL:
        _check()
        yield
        return
    with embedded.start(settings.DATA / "database") as running:
        connections.databases["default"].update(described(running.url))
        _check()
        try:
            yield
        finally:
            connections.close_all()


def require_tables() -> None:
    """Refuse a database that `upheld desk init` has not set up for this version."""
    missing = unapplied()
    if missing:
        raise Unstartable(
            f"the database is not set up for this version ({counted(len(missing), 'step')}): run 'upheld desk init'"
        )


def unapplied() -> list[str]:
    """Return the steps that the tables are behind."""
    executor = MigrationExecutor(connection)
    return [str(step) for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _check() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        where = urlsplit(settings.DATABASE_URL)
        name = f"{where.hostname or 'the socket'}{where.path}" if settings.DATABASE_URL else "the data folder"
        said = str(error).strip().splitlines()[0]
        raise Unstartable(f"the database at {name} does not answer ({said}): start it, or mend DATABASE_URL") from error
    major = connection.pg_version // 10_000  # type: ignore[attr-defined]  # of the PostgreSQL backend
    if major < OLDEST:
        raise Unstartable(f"the database is PostgreSQL {major}; the desk needs {OLDEST} or newer")
