"""Quantities: how much time a promise allows, in the words a contract uses.

    quantity = ("under" | "within") number unit ["in" calendar]     under: strictly before; within: up to and including
             | "every" number unit ["in" calendar]                  due again after each time it was done
             | "as soon as possible" | "to be agreed"
    unit     = ["working"] ("minutes" | "hours" | "days")

Working time runs in the calendar that the agreement names as `working_time`; plain time runs day and night.
A working day is the calendar's own day length, so it needs a calendar whose open days are equally long.

>>> quantity = parse("under 36 working hours")
>>> (str(quantity.limit), quantity.strict, quantity.working)
('1 day, 12:00:00', True, True)
>>> parse("within 8 hrs")
Traceback (most recent call last):
ValueError: 'within 8 hrs' is not a quantity; write it like 'within 8 working hours', 'under 30 minutes', \
'every 60 minutes', 'as soon as possible' or 'to be agreed'
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

BEST_EFFORT: Final = "as soon as possible"
HOLE: Final = "to be agreed"

SHORTEST: Final = timedelta(seconds=1)  # of what must be more than nothing
LONGEST: Final = timedelta(days=36_525)

_PHRASE = re.compile(
    r"(?P<how>under|within|every) (?P<number>\d+(?:\.\d+)?) "
    r"(?P<working>working )?(?P<unit>minute|hour|day)s?(?: in (?P<calendar>\S+))?",
)
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An allowed time: a limit in hours and minutes or in working days, and the calendar it runs in."""

    text: str
    limit: timedelta | None = None  # None: best effort, a hole, or counted in working days
    days: Decimal | None = None  # working days; their length is the calendar's
    strict: bool = False  # "under": at the due instant it is already late
    working: bool = False  # runs in the agreement's working time
    calendar: str | None = None  # runs in this calendar, named by "in"
    repeats: bool = False  # "every"

    @property
    def is_hole(self) -> bool:
        """Say whether nothing was agreed yet."""
        return self.text == HOLE

    @property
    def is_best_effort(self) -> bool:
        """Say whether it is measured but can never be broken."""
        return self.text == BEST_EFFORT

    @property
    def runs_plainly(self) -> bool:
        """Say whether the time runs day and night, in no calendar."""
        return not self.working and self.calendar is None


def parse(text: str) -> Quantity:
    """Return the quantity that `text` states; ValueError says how to write one."""
    if text in {BEST_EFFORT, HOLE}:
        return Quantity(text)
    match = _PHRASE.fullmatch(text)
    if not match:
        message = (
            f"'{text}' is not a quantity; write it like 'within 8 working hours', 'under 30 minutes', "
            f"'every 60 minutes', '{BEST_EFFORT}' or '{HOLE}'"
        )
        raise ValueError(message)
    number, working, calendar = Decimal(match["number"]), bool(match["working"]), match["calendar"]
    if working and calendar:
        message = f"'{text}' names two calendars: write 'working' or 'in {calendar}', not both"
        raise ValueError(message)
    length = _times(number, _UNITS[match["unit"]])
    _check_length(text, match["how"], length)
    whole_days = match["unit"] == "day" and (working or calendar is not None)
    return Quantity(
        text,
        limit=None if whole_days else length,
        days=number if whole_days else None,
        strict=match["how"] == "under",
        working=working,
        calendar=calendar,
        repeats=match["how"] == "every",
    )


def _check_length(text: str, how: str, length: timedelta) -> None:
    """Refuse a time that nobody can keep, or whose end nobody will see; ValueError says what to write."""
    message = ""
    if how != "within" and length < SHORTEST:
        message = f"'{text}' can never be kept: the number must be more than 0"
    elif how == "every" and length < _UNITS["minute"]:
        message = f"'{text}' comes round too often; write a minute or more"
    elif length > LONGEST:
        message = f"'{text}' is longer than a hundred years; write less"
    if message:
        raise ValueError(message)


def _times(number: Decimal, unit: timedelta) -> timedelta:
    numerator, denominator = number.as_integer_ratio()
    return unit * numerator / denominator
