"""Findings: what a rule of the linter says about a version, and how it words figures.

A finding is one sentence in two parts, what is so (with the value in quotes) and what to do; the place is its clause's.

>>> hours(timedelta(days=4, hours=19)), hours(timedelta(minutes=90))
('115 hours', '1 hour 30 minutes')
>>> names(["high", "medium", "low"])
"'high', 'medium' and 'low'"
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from upheld.agreements import Version
from upheld.differences import Difference
from upheld.problems import Level
from upheld.reasons import Clause
from upheld.words import figures, say

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found at a clause."""

    clause: Clause
    message: str
    advice: str
    level: Level | None = None  # None: the rule's own


def losses(differences: Iterable[Difference], version: Version, whole: Clause, advice: str) -> Iterator[Finding]:
    """Yield a finding for each difference that is worse for the customer, at some time or always.

    What is no longer there is found at `whole`, the clause that would hold it.
    """
    for difference in differences:
        if difference.verdict in {"worse", "mixed"}:
            reason = difference.reason
            message = say(reason, "en", version.shared.zone).removesuffix(".")
            is_gone = reason.code == "removed" or (reason.code == "promised otherwise" and not reason.fields["after"])
            if reason.clause and not is_gone:
                yield Finding(reason.clause, message, advice)
            else:
                yield Finding(whole, f"{', '.join(difference.subject)}: {message}", advice)


def hours(value: timedelta) -> str:
    """Return a length of time in hours and minutes, however long it is."""
    whole, rest = divmod(value, _HOUR)
    parts = [("hour", Decimal(whole)), ("minute", Decimal(rest // _MINUTE))]
    return " ".join(figures.counted(number, unit, "en") for unit, number in parts if number) or "less than a minute"


def instant(at: datetime, zone: str) -> str:
    """Return an instant in the agreement's zone."""
    return figures.instant(at, "en", zone)


def names(items: Iterable[str]) -> str:
    """Return names in quotes as an enumeration."""
    return figures.listed([f"'{item}'" for item in items], "en")


def number(value: Decimal) -> str:
    """Return a number with its thousands apart."""
    return figures.decimal(value, "en")


def is_said(version: Version, clause: Clause, key: str) -> bool:
    """Say whether the file itself has `key` below the clause, so that no default stands in for it."""
    return f"{clause.path}.{key}" in version.written


def place_of(version: Version, path: str) -> Clause:
    """Return the clause at a path of the file, or else the place where it would stand."""
    known = path
    while known and known not in version.written:
        known = known.rpartition(".")[0]
    near = version.written.get(known, version.top.clause)
    return near if known == path else replace(near, path=path, text="")
