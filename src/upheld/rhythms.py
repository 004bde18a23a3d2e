"""Rhythms: how often something comes round, and the half-open period that a day lies in.

    rhythm = ["contract"] ("month" | "quarter" | "half-year" | "year")   contract: counted from the day it starts
           | number "months" | number "per year"                         6 per year: every two months
           | "each" event                                                each release, each feed received
           | "to be agreed"

>>> parse("quarter").period(date(2026, 11, 22))
(datetime.date(2026, 10, 1), datetime.date(2027, 1, 1))
>>> parse("contract year").period(date(2026, 11, 22), start=date(2026, 4, 15))
(datetime.date(2026, 4, 15), datetime.date(2027, 4, 15))
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

HOLE: Final = "to be agreed"
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_YEAR = 12
MOST_MONTHS: Final = 100 * _YEAR
_COUNTED = re.compile(r"(\d+) (months|per year)")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A repetition by months of the calendar, by months of the contract, or by an event."""

    text: str
    months: int = 0  # the length of a period; 0 where an event sets it, or nobody yet
    contract: bool = False
    each: str = ""  # the event

    @property
    def is_hole(self) -> bool:
        """Say whether nothing was agreed yet."""
        return self.text == HOLE

    def period(self, day: date, start: date | None = None) -> tuple[date, date]:
        """Return first day and the day after the last of the period that holds `day`.

        A contract's periods need the `start` of the contract; periods of `N months` count from January of year 1.
        """
        if not self.months:
            message = f"'{self.text}' has no periods"
            raise ValueError(message)
        if not self.contract:
            index = (day.year * _YEAR + day.month - 1) // self.months * self.months
            return _first_of(index), _first_of(index + self.months)
        if start is None:
            message = f"'{self.text}' counts from the start of the contract, which is not given"
            raise ValueError(message)
        return self._contract_period(day, start)

    def _contract_period(self, day: date, start: date) -> tuple[date, date]:
        between = (day.year - start.year) * _YEAR + day.month - start.month
        number = between // self.months
        if add_months(start, number * self.months) > day:
            number -= 1
        return add_months(start, number * self.months), add_months(start, (number + 1) * self.months)


def parse(text: str) -> Rhythm:
    """Return the rhythm that `text` states; ValueError says how to write one."""
    if text == HOLE:
        return Rhythm(text)
    if text.startswith("each "):
        return Rhythm(text, each=text.removeprefix("each "))
    contract, name = text.startswith("contract "), text.removeprefix("contract ")
    if name in _MONTHS:
        return Rhythm(text, months=_MONTHS[name], contract=contract)
    match = _COUNTED.fullmatch(text)
    number = int(match[1]) if match else 0
    if match and match[2] == "months" and number > MOST_MONTHS:
        message = f"'{text}' is longer than a hundred years; write less"
        raise ValueError(message)
    if match and match[2] == "months" and number:
        return Rhythm(text, months=number)
    if match and match[2] == "per year" and number and not _YEAR % number:
        return Rhythm(text, months=_YEAR // number)
    if match and match[2] == "per year":
        message = f"'{text}' does not divide a year into whole months; write 1, 2, 3, 4, 6 or 12 per year"
        raise ValueError(message)
    message = f"'{text}' is not a rhythm; write 'month', 'quarter', 'contract year', '6 per year' or 'each release'"
    raise ValueError(message)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last day of a shorter month."""
    index = day.year * _YEAR + day.month - 1 + months
    last = (_first_of(index + 1) - _first_of(index)).days
    return _first_of(index).replace(day=min(day.day, last))


def _first_of(index: int) -> date:
    return date(index // _YEAR, index % _YEAR + 1, 1)
