"""Errors: everything that Upheld refuses, in one tree.

A message is one sentence for a person: where, what, the value in quotes, and what to do.

UpheldError
├── Unreadable      a file is not an agreement; `problems` says everything that is wrong with it
├── BadCalendar     the words of a calendar contradict each other or mean nothing
├── BadLog          a log of events, or the mapping it is read by, cannot be read at all
├── NaiveTime       a time without a zone was given where an instant is needed
├── SkippedTime     a local time that a clock change skips
├── BeyondYears     the answer lies outside the years that are known
├── NeverOpens      the calendar does not open often enough, however long one waits
├── UnknownName     a name that the agreement does not define
├── TwoPromises     two promises fit a case equally well
└── BadAmount       an amount, a meter or an item that the agreement cannot count

>>> issubclass(BeyondYears, UpheldError)
True
"""

from collections.abc import Sequence

from upheld.problems import Problem


class UpheldError(Exception):
    """The root: catch it to catch all that Upheld refuses."""


class Unreadable(UpheldError):
    """A file is not an agreement; `problems` holds everything that is wrong with it, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class BadCalendar(UpheldError):
    """The words of a calendar contradict each other or mean nothing."""


class BadLog(UpheldError):
    """A log of events, or the mapping it is read by, cannot be read at all."""


class NaiveTime(UpheldError):
    """A time without a zone was given where an instant is needed."""


class SkippedTime(UpheldError):
    """A local time that does not exist, because a clock change skips it."""


class BeyondYears(UpheldError):
    """The answer lies outside the years that are known; it is not guessed."""


class NeverOpens(UpheldError):
    """The calendar does not open often enough, however long one waits."""


class UnknownName(UpheldError):
    """A name that the agreement does not define."""


class TwoPromises(UpheldError):
    """Two promises fit a case equally well: the agreement contradicts itself."""


class BadAmount(UpheldError):
    """An amount, a meter, an allowance or an item that the agreement cannot count."""
