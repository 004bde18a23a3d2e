"""The clock: the one place of the desk where the time of day is read. Faces, workers and commands ask; nobody else.

It shows whole seconds, so that what people read is what is stored, whoever wrote it. And it shows the present, unless
the demo set it to another time when it started.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

_ahead: Final = [timedelta(0)]  # how far from the present; one value, kept where it can be set


def now() -> datetime:
    """Return the present instant in UTC, to the second."""
    return (datetime.now(UTC) + _ahead[0]).replace(microsecond=0)


def until(instant: datetime) -> float:
    """Return the seconds until an instant is shown; 0 if it was."""
    shown = instant if not instant.microsecond else instant.replace(microsecond=0) + timedelta(seconds=1)
    return max((shown - datetime.now(UTC) - _ahead[0]).total_seconds(), 0.0)


def begin_at(instant: datetime) -> None:
    """Show this instant now, and go on from there until the process ends."""
    _ahead[0] = instant - datetime.now(UTC)
