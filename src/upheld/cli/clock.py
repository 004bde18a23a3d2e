"""The clock: the one place where the time of day is read, for `--now` where nobody gives it."""

from datetime import UTC, datetime


def present() -> datetime:
    """Return the present instant, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
