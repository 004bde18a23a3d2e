"""Errors: everything that Upheld refuses, in one tree.

A message is one sentence for a person: where, what, the value in quotes, and what to do.

UpheldError
├── BadCalendar     the words of a calendar contradict each other or mean nothing
├── NaiveTime       a time without a zone was given where an instant is needed
├── SkippedTime     a local time that a clock change skips
├── BeyondYears     the answer lies outside the years that are known
└── NeverOpens      the calendar does not open often enough, however long one waits

>>> issubclass(BeyondYears, UpheldError)
True
"""


class UpheldError(Exception):
    """The root: catch it to catch all that Upheld refuses."""


class BadCalendar(UpheldError):
    """The words of a calendar contradict each other or mean nothing."""


class NaiveTime(UpheldError):
    """A time without a zone was given where an instant is needed."""


class SkippedTime(UpheldError):
    """A local time that does not exist, because a clock change skips it."""


class BeyondYears(UpheldError):
    """The answer lies outside the years that are known; it is not guessed."""


class NeverOpens(UpheldError):
    """The calendar does not open often enough, however long one waits."""
