"""The clock: the one place of the desk where the time of day is read. Faces, workers and commands ask; nobody else."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)
