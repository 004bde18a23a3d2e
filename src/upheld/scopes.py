"""Scopes: the terms that a version can come to mean for a customer, and the reports that its promises tell apart.

A signed agreement has one scope. An offer has one for each plan with the modules that come with it, and one for each
further module with what it needs.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Final

from upheld.agreements import ANY, Promise, Terms, Version
from upheld.calendars import time_zone
from upheld.clocks.promises import Promises
from upheld.errors import TwoPromises
from upheld.events import Reported
from upheld.rhythms import add_months
from upheld.timing import Period

YEAR: Final = 2027  # over which offers are computed, unless their calendars know other years only
_EVER: Final = datetime(1, 1, 1, tzinfo=UTC)  # no promise depends on when a report arrives
ANOTHER: Final = "another"  # stands for every channel, caller or kind that no promise names


def scopes(version: Version) -> tuple[Terms, ...]:
    """Return every scope of a version, plans first."""
    if version.signature:
        return (version.terms(),)
    base = tuple(m.id for m in version.modules.values() if m.usual or m.obligatory == "always")
    plans: tuple[str | None, ...] = tuple(version.plans) or (None,)
    further = (needed(version, name) for name in version.modules if name not in base)
    with_modules = (version.terms(plans[0] if len(plans) == 1 else None, modules) for modules in further)
    return (*(version.terms(plan, base) for plan in plans), *with_modules)


def needed(version: Version, name: str) -> tuple[str, ...]:
    """Return a module with all that it needs, the module itself last; an option needs its module."""
    part = version.modules[name]
    owner = name.rpartition(".")[0]
    below = (*part.needs, *([owner] if owner in version.modules else []))
    gathered = (one for other in below if other in version.modules and other != name for one in needed(version, other))
    return tuple(dict.fromkeys((*gathered, name)))


def is_chosen(path: str, terms: Terms) -> bool:
    """Say whether a path of the file lies in what terms hold: their plan, their modules, the meters that they use."""
    head, *rest = path.split(".")
    if head == "plans":
        return rest[0] == terms.plan
    if head == "modules":
        option = [rest[2]] if rest[1:2] == ["options"] else []
        return ".".join([rest[0], *option]) in terms.modules
    if head == "meters":
        return rest[0] in {metered.meter for price in terms.prices for metered in price.plus}
    return True


def period(version: Version) -> Period:
    """Return the year over which a version is computed, in UTC.

    It is the first year of an agreement's term, or the first in which an amendment holds, and never passes the term's
    end. For an offer it is `YEAR`, or the first year that its calendars know if that is not among them.
    """
    zone, signed = time_zone(version.shared.zone), version.signature
    if signed:
        starts = max(signed.starts, signed.effective)
        ends = min(add_months(starts, 12), signed.ends + timedelta(days=1) if signed.ends else date.max)
    else:
        year = _offer_year(version)
        starts, ends = date(year, 1, 1), date(year + 1, 1, 1)
    return Period(*(datetime.combine(day, time(), zone) for day in (starts, ends)))


def _offer_year(version: Version) -> int:
    calendars = version.shared.calendars.values()
    first = max((c.since.year for c in calendars if c.since), default=YEAR)
    last = min((c.through.year for c in calendars if c.through), default=YEAR)
    return YEAR if first <= YEAR <= last else first


def reports(terms: Terms) -> Iterator[Reported]:
    """Yield one report for each way of coming in that the promises tell apart, of the ways that the terms have."""
    own = {channel.id for channel in terms.channels}
    channels = _told_apart(tuple(p.only.channels for p in terms.promises), own)
    callers = _told_apart(tuple(p.only.callers for p in terms.promises), set(terms.callers))
    kinds = _told_apart(tuple(p.only.kinds for p in terms.promises), set(terms.handles))
    for channel, caller, kind in product(channels, callers, kinds):
        yield Reported(_EVER, channel=channel, caller=caller, kind=kind)


def _told_apart(named: tuple[tuple[str, ...], ...], known: set[str]) -> tuple[str, ...]:
    mentioned = {name for names in named for name in names}
    if not mentioned:
        return (next(iter(sorted(known)), ANOTHER),)
    return tuple(sorted(known or mentioned | {ANOTHER}))


def severities(terms: Terms) -> tuple[str, ...]:
    """Return the severities by their ids, worst first; `any` where none are told apart."""
    return tuple(severity.id for severity in terms.shared.severities) or (ANY,)


def promised(promises: Promises, clock: str, severity: str) -> Promise | None:
    """Return the promise that holds for a clock at a severity, or None; CLK5 speaks of two that fit equally well."""
    try:
        return promises.find(promises.terms.shared.clocks[clock], severity).promise
    except TwoPromises:
        return None


def clocks(terms: Terms) -> tuple[str, ...]:
    """Return the clocks that something is promised for."""
    return tuple(dict.fromkeys(p.clock for p in terms.promises if p.clock in terms.shared.clocks))
