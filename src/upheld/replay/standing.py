"""Standing: the terms that a history is replayed under, from when each version of them holds.

A case follows the version in force when it was reported. The names of all versions are numbered together, so that the
answers of one history have the same columns throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from upheld.agreements import ANY, Clock, Terms, Version
from upheld.errors import UnknownName
from upheld.events import Log, Reported
from upheld.replay.tables import COLUMNS

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Standing:
    """The terms of every version, the oldest first, and the first instant that each holds for."""

    id: str
    title: str
    zone: str
    hashes: tuple[str, ...]
    terms: tuple[Terms, ...]
    starts: tuple[datetime, ...]

    @classmethod
    def of(cls, version: Version, plan: str | None = None, modules: Sequence[str] | None = None) -> Self:
        """Return what a version and those before it promise with a plan, by default the one that was signed.

        Raises `UnknownName` for a plan or a module that is not there, or where a plan must be named.
        """
        versions = [version]
        while versions[0].before and versions[0].signature:
            versions.insert(0, versions[0].before)
        for each in versions:
            _check(each, plan, modules)
        terms = tuple(each.terms(plan, modules) for each in versions)
        starts = (_EVER, *(each.effective_from for each in versions[1:]))
        title = version.title.in_language("en")
        hashes = tuple(each.hash for each in versions)
        return cls(version.id, f"{title}, {plan}" if plan else title, version.shared.zone, hashes, terms, starts)

    def clock(self, name: str) -> Clock:
        """Return a clock as the last version that has it describes it."""
        return next(terms.shared.clocks[name] for terms in reversed(self.terms) if name in terms.shared.clocks)

    def quantities(self, clock: str, severity: str) -> tuple[str, ...]:
        """Return what the versions promise on a clock to a severity, or to any, in the words of the agreement."""
        promises = [promise for terms in self.terms for promise in terms.promises if promise.clock == clock]
        for wanted in (severity, ANY):
            if found := dict.fromkeys(p.quantity.text for p in promises if p.severity == wanted):
                return tuple(found)
        return ()

    def for_log(self, log: Log) -> Terms:
        """Return the terms that a case follows: those in force when it was reported."""
        reported = min(fact.at for fact in log if isinstance(fact, Reported))
        return self.terms[sum(start <= reported for start in self.starts) - 1]

    @cached_property
    def severities(self) -> tuple[str, ...]:
        """Return the names of all severities, the worst first, and ANY."""
        return (*dict.fromkeys(severity.id for terms in self.terms for severity in terms.shared.severities), ANY)

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """Return the names of all clocks that something is promised on."""
        return tuple(dict.fromkeys(clock for terms in self.terms for clock in _promised(terms)))

    @cached_property
    def promises(self) -> tuple[str, ...]:
        """Return the paths of all promises."""
        return tuple(dict.fromkeys(promise.clause.path for terms in self.terms for promise in terms.promises))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of the neutral table on which the answers depend."""
        wanted = {"severity", "ground", "on", "automatic", "reported"}
        for terms in self.terms:
            wanted |= {"level"} if terms.tiers else set()
            wanted |= {"kind"} if terms.handles else set()
            wanted |= {"channel"} if terms.shared.classification.raising else set()
            for only in (promise.only for promise in terms.promises):
                given = {"channel": only.channels, "caller": only.callers, "kind": only.kinds}
                wanted |= {name for name, texts in given.items() if texts}
        return tuple(name for name in COLUMNS if name in wanted)

    @cached_property
    def starts_in_seconds(self) -> npt.NDArray[np.float64]:
        """Return when each version begins to hold, in seconds since 1970; a case reported then follows it."""
        return np.array(
            [-(-(start - _EPOCH).total_seconds() // 1) if start > _EVER else -(2**62) for start in self.starts]
        )


def _promised(terms: Terms) -> list[str]:
    named = {promise.clock for promise in terms.promises}
    return [clock for clock in terms.shared.clocks if clock in named]


def _check(version: Version, plan: str | None, modules: Sequence[str] | None) -> None:
    if plan is not None and plan not in version.plans:
        known = ", ".join(version.plans) or "it has none"
        raise UnknownName(f"{version.id}: '{plan}' is not a plan; write one of: {known}")
    signed = version.signature
    if plan is None and len(version.plans) > 1 and not (signed and signed.plan):
        raise UnknownName(f"{version.id}: it has several plans; name one of: {', '.join(version.plans)}")
    for module in modules or ():
        if module not in version.modules:
            known = ", ".join(version.modules) or "it has none"
            raise UnknownName(f"{version.id}: '{module}' is not a module; write one of: {known}")
