"""Stories: what happened in the demo's week, as files tell it, and the instants that this makes.

A day is counted in working days back from the last one: 0 is today, or the Friday before a weekend. What lies in the
future has not happened.

>>> from datetime import UTC, datetime
>>> sunday = datetime(2026, 11, 22, 17, tzinfo=UTC)
>>> instant("-1 09:30", "Europe/Berlin", sunday).isoformat()
'2026-11-19T08:30:00+00:00'
>>> instant("25m ago", "Europe/Berlin", sunday).isoformat()
'2026-11-22T16:35:00+00:00'
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

_AGO: Final = re.compile(r"(\d+)([mh]) ago")
_AFTER: Final = re.compile(r"(?:(\d+)h)? ?(?:(\d+)m)?")
_WORKING_DAYS: Final = 5


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Form):
    """What somebody did: an act by its name, with what it needs."""

    do: str
    by: str = ""  # a handle
    after: str = ""  # "1h 20m" after the step before
    at: str = ""  # instead: "0 09:30"
    given: dict[str, str] = {}


class Story(_Form):
    """A case from its report on."""

    id: str
    customer: str
    by: str
    at: str
    channel: str
    logged_by: str = ""
    kind: str = "incident"
    service: str = ""
    severity: str = ""
    answers: dict[str, str] = {}
    subject: str
    text: str
    then: tuple[Step, ...] = ()


def read(path: Path) -> tuple[Story, ...]:
    """Return the stories of a file."""
    data: Any = YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8"))
    return tuple(Story.model_validate(story) for story in data)


def instant(text: str, zone: str, now: datetime) -> datetime:
    """Return the instant that a story names, in UTC."""
    if ago := _AGO.fullmatch(text):
        number, unit = int(ago[1]), ago[2]
        return now - (timedelta(minutes=number) if unit == "m" else timedelta(hours=number))
    days, clock = text.split()
    local = now.astimezone(ZoneInfo(zone)).date()
    return datetime.combine(_back(local, -int(days)), time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


def later(text: str, before: datetime) -> datetime:
    """Return the instant that lies so long after another."""
    found = _AFTER.fullmatch(text)
    assert found, f"'{text}' is not a time; write it like '1h 20m'"
    return before + timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))


def _back(day: date, count: int) -> date:
    """Return the working day so many working days before the last one."""
    while day.weekday() >= _WORKING_DAYS or count:
        if day.weekday() < _WORKING_DAYS:
            count -= 1
        day -= timedelta(days=1)
    return day
