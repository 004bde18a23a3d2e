"""Promises: which line of the terms holds for a clock, a severity and the way in which a case was reported.

The more conditions a promise has, the more specific it is; a promise for the severity beats one for any with as many.
Two that fit equally well are an error, not an order of precedence. What a report leaves open is assumed to meet a
condition, and a reason says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from upheld.agreements import ANY, Clock, Only, Promise, Terms
from upheld.errors import TwoPromises
from upheld.events import Reported
from upheld.reasons import Field, Reason


@dataclass(frozen=True, slots=True)
class Found:
    """What holds for a clock at a severity: a promise, measurement only, or nothing. It is true unless nothing."""

    promise: Promise | None
    measured: bool = False
    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return self.promise is not None or self.measured

    def same_as(self, other: "Found") -> bool:
        """Say whether the same promise holds, whatever the reasons."""
        return self.promise is other.promise and self.measured == other.measured


NOTHING: Final = Found(None)


class Promises:
    """The promises of some terms as one report meets them."""

    def __init__(self, terms: Terms, report: Reported) -> None:
        self.terms = terms
        self.report = report
        self._own = {promise.severity for promise in terms.promises}
        handled = not terms.handles or report.kind in terms.handles
        named = {promise.clock for promise in terms.promises} if handled else set()
        self.clocks = [clock for clock in terms.shared.clocks.values() if clock.id in named]
        # Of each clock the promises whose conditions are met, with how specific they are.
        self._met: dict[str, list[tuple[tuple[int, bool], Promise]]] = {clock.id: [] for clock in self.clocks}
        for promise in terms.promises:
            if promise.clock in self._met and self._meets(promise.only):
                rank = (promise.only.parts, promise.severity != ANY)
                self._met[promise.clock].append((rank, promise))

    def for_any_only(self, clock: Clock) -> bool:
        """Say whether a clock is promised only for any severity, so that it need not wait for one."""
        return all(promise.severity == ANY for promise in self.terms.promises if promise.clock == clock.id)

    def find(self, clock: Clock, severity: str) -> Found:
        """Return what holds for a clock at a severity. Raises `TwoPromises` where two fit equally well."""
        rule = None if severity in self._own or severity == ANY else self.terms.unpromised
        wanted = (rule.same_as if rule and rule.same_as else severity, ANY)
        reasons: tuple[Reason, ...] = ()
        if rule:
            reasons = (Reason("unpromised", {"severity": severity, "same as": rule.same_as or ""}, rule.clause),)
        promise = self._most_specific(clock, wanted)
        if promise is None:
            return Found(None, measured=rule is not None and rule.same_as is None, reasons=reasons)
        if rule and rule.same_as is None:
            reasons = ()  # what is promised for any severity is not measured only
        return Found(promise, reasons=(*reasons, *self._reasons(promise)))

    def unmet(self, clock: Clock) -> tuple[Reason, ...]:
        """Return which conditions of the clock's promises the report does not meet."""
        return tuple(
            Reason("unmet", {"condition": name, "wanted": wanted, "given": given}, promise.clause)
            for promise in self.terms.promises
            if promise.clock == clock.id
            for name, wanted, given in self._conditions(promise.only)
            if given and given not in wanted
        )

    def _most_specific(self, clock: Clock, severities: tuple[str, str]) -> Promise | None:
        fitting = [ranked for ranked in self._met.get(clock.id, ()) if ranked[1].severity in severities]
        if not fitting:
            return None
        most = max(rank for rank, _ in fitting)
        best = [promise for rank, promise in fitting if rank == most]
        if len(best) > 1:
            one, other = best[0].clause.path, best[1].clause.path
            raise TwoPromises(f"{one} and {other} fit the case equally well; give one of them another condition")
        return best[0]

    def _meets(self, only: Only) -> bool:
        return not only.parts or all(not given or given in wanted for _, wanted, given in self._conditions(only))

    def _conditions(self, only: Only) -> Iterator[tuple[str, tuple[str, ...], str]]:
        report = self.report
        given = (("channel", only.channels, report.channel), ("caller", only.callers, report.caller))
        yield from (condition for condition in (*given, ("kind", only.kinds, report.kind)) if condition[1])

    def _reasons(self, promise: Promise) -> Iterator[Reason]:
        named: dict[str, Field] = {"clock": promise.clock, "severity": promise.severity}
        yield Reason("promise", {**named, "quantity": promise.quantity.text}, promise.clause)
        for condition, wanted, given in self._conditions(promise.only):
            if given:
                yield Reason("met", {"condition": condition, "wanted": wanted, "given": given}, promise.clause)
            else:
                yield Reason("assumed", {"condition": condition, "wanted": wanted}, promise.clause)
        if self.terms.is_open(promise.quantity):
            hours = "" if promise.quantity.is_hole else self.terms.hours(promise.quantity)
            yield Reason("hole", {**named, "calendar": hours}, promise.clause)
        elif promise.quantity.is_best_effort:
            yield Reason("best effort", named, promise.clause)
