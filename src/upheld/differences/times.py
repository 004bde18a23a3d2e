"""Times: what is due sooner and what later, clock by clock and severity by severity.

Two quantities in different calendars cannot be compared by their words. They are compared by their due times over every
minute of a year, so that a promise that is faster by day and slower over a weekend is called both.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

from upheld.agreements import ANY, Clock, Promise, Terms
from upheld.clocks import Promises
from upheld.differences.difference import Difference, Verdict, changed
from upheld.events import Reported
from upheld.reasons import Field, Reason
from upheld.scopes import ANOTHER, promised, reports
from upheld.timing import Period, lag, timing

_NOTHING = timedelta()
_FIXED, _BEST_EFFORT, _HOLE, _UNPROMISED = range(4)  # from best to worst
Key = tuple[str, str]  # the clauses of both promises
Pair = tuple[Promise | None, Promise | None]


def times(before: Terms, after: Terms, year: Period) -> Iterator[Difference]:
    """Yield what is promised sooner, later, newly or no longer."""
    ladder = list(dict.fromkeys([s.id for terms in (after, before) for s in terms.shared.severities]))
    clocks = {**before.shared.clocks, **after.shared.clocks}
    ways = {(r.channel, r.caller, r.kind): r for terms in (before, after) for r in reports(terms)}
    for clock, severity in product(clocks, ladder or [ANY]):
        told: dict[Key, tuple[Pair, list[Reported]]] = {}
        for report in ways.values():
            old, new = (_promise(terms, report, clock, severity) for terms in (before, after))
            key = old.clause.path if old else "", new.clause.path if new else ""
            told.setdefault(key, ((old, new), []))[1].append(report)
        for pair, met in told.values():
            difference = _compared((clock, severity), pair, (before, after), year)
            if difference is not None:
                yield _narrowed(difference, met) if len(told) > 1 else difference


def definitions(before: Terms, after: Terms) -> Iterator[Difference]:
    """Yield clocks that measure something else than before, or pause for more or for less."""
    for name, new in after.shared.clocks.items():
        old = before.shared.clocks.get(name)
        if old and (old.start, old.stop) != (new.start, new.stop):
            yield changed((name,), f"{old.start} – {old.stop}", f"{new.start} – {new.stop}", new.clause)
        if old and old.pauses != new.pauses:
            yield changed((name, "pauses"), _pauses(old), _pauses(new), new.clause, _of_pauses(old, new))


def _pauses(clock: Clock) -> tuple[str, ...]:
    return tuple(sorted(clock.pauses)) or ("never",)


def _of_pauses(old: Clock, new: Clock) -> Verdict:
    if old.pauses < new.pauses:
        return "worse"
    return "better" if new.pauses < old.pauses else "mixed"


def _promise(terms: Terms, report: Reported, clock: str, severity: str) -> Promise | None:
    if clock not in terms.shared.clocks:
        return None
    return promised(Promises(terms, report), clock, severity)


def _narrowed(difference: Difference, met: list[Reported]) -> Difference:
    """Return a difference that holds for some ways of reporting only, with those ways."""
    ways = dict.fromkeys(
        part for report in met for part in (report.channel, report.caller) if part not in {"", ANOTHER}
    )
    return Difference(difference.verdict, "", (*difference.subject, *ways), difference.reason)


def _rank(promise: Promise | None) -> int:
    if promise is None:
        return _UNPROMISED
    if promise.quantity.is_hole:
        return _HOLE
    return _BEST_EFFORT if promise.quantity.is_best_effort else _FIXED


def _compared(subject: tuple[str, str], pair: Pair, terms: tuple[Terms, Terms], year: Period) -> Difference | None:
    old, new = pair
    ranks = _rank(old), _rank(new)
    if ranks[0] != ranks[1]:
        return _of_ranks(subject, old, new, ranks)
    if old is None or new is None or ranks[1] != _FIXED:
        return None
    return _of_times(subject, old, new, terms, year)


def _of_ranks(subject: tuple[str, str], old: Promise | None, new: Promise | None, ranks: tuple[int, int]) -> Difference:
    verdict: Verdict = "better" if ranks[1] < ranks[0] else "worse"
    if _HOLE in ranks and _UNPROMISED in ranks:
        verdict = "other"  # what is to be agreed is not yet worth anything
    clause = new.clause if new else old.clause if old else None
    fields: dict[str, Field] = {"before": old.quantity.text if old else "", "after": new.quantity.text if new else ""}
    return Difference(verdict, "", subject, Reason("promised otherwise", fields, clause))


def _of_times(
    subject: tuple[str, str], old: Promise, new: Promise, terms: tuple[Terms, Terms], year: Period
) -> Difference | None:
    same = old.quantity.text == new.quantity.text
    fields: dict[str, Field] = {"before": old.quantity.text, "after": new.quantity.text, "same": same}
    ours, theirs = timing(terms[1], new), timing(terms[0], old)
    found = lag(ours, theirs, year) if ours and theirs else None
    if found is None or old.quantity.repeats != new.quantity.repeats:
        return None if same else Difference("other", "", subject, Reason("promised otherwise", fields, new.clause))
    if found.most > _NOTHING > found.least:
        both: dict[str, Field] = {**fields, "later": found.most, "sooner": -found.least, "at": found.at}
        return Difference("mixed", "", subject, Reason("due sooner and later", both, new.clause))
    if found.most > _NOTHING:
        later: dict[str, Field] = {**fields, "later": found.most, "at": found.at}
        return Difference("worse", "", subject, Reason("due later", later, new.clause))
    if found.least < _NOTHING:
        return Difference("better", "", subject, Reason("due sooner", {**fields, "sooner": -found.least}, new.clause))
    if old.quantity.strict == new.quantity.strict:
        return None
    verdict: Verdict = "better" if new.quantity.strict else "worse"
    return Difference(verdict, "", subject, Reason("promised otherwise", fields, new.clause))
