"""Extent: channels, people, allowances and everything else that there can be more or less of."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Protocol

from upheld.agreements import Allowance, Channel, Routine, Terms, UsedUp
from upheld.differences.difference import Difference, Verdict, added, changed, compared, removed
from upheld.reasons import Clause, Field, Reason
from upheld.timing import Period, uncovered

_QUEUE: Final = ("", "before others", "first")
_SOFTWARE: Final = ("none", "advice", "advice and fixing")
_USED_UP: Final = ("to be agreed", "refuse", "offer", "charge", "accept and flag")  # from worst to best
_LIMITS: Final = "case"  # an allowance of cases is a limit: without it there are any number


class _Named(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def clause(self) -> Clause: ...


def extent(before: Terms, after: Terms, year: Period) -> Iterator[Difference]:
    """Yield what there is more of, less of, or something else of."""
    yield from _channels(before, after, year)
    yield from _contacts(before, after)
    yield from _open_to("covers", before.handles, after.handles)
    yield from _open_to("callers", before.callers, after.callers)
    yield from _allowances(before, after)
    yield from _routines(before.routines, after.routines)
    yield from _listed("checkpoints", before.checkpoints, after.checkpoints)
    yield from _listed("roles", _of_vendor(before.roles), _of_vendor(after.roles))
    yield from _listed("steps", _of_vendor(before.steps), _of_vendor(after.steps))
    customers = [[step for step in terms.steps if step.of == "customer"] for terms in (before, after)]
    yield from _listed("steps", customers[0], customers[1], more="worse", fewer="better")
    yield from _ranked(before, after)


def _of_vendor(items: Sequence[_Named]) -> list[_Named]:
    return [item for item in items if getattr(item, "of", "") == "vendor"]


def _listed(
    topic: str, before: Sequence[_Named], after: Sequence[_Named], more: Verdict = "better", fewer: Verdict = "worse"
) -> Iterator[Difference]:
    """Yield what was added, removed or changed in a list of named things."""
    old, new = ({item.id: item for item in items} for items in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield removed((topic, name), old[name].clause, fewer)
        elif name not in old:
            yield added((topic, name), new[name].clause, more)
        elif old[name].clause.text != new[name].clause.text:
            yield changed((topic, name), old[name].clause.text, new[name].clause.text, new[name].clause)


# --- Channels and people ----------------------------------------------------------------------------------------------


def _channels(before: Terms, after: Terms, year: Period) -> Iterator[Difference]:
    old, new = ({channel.id: channel for channel in terms.channels} for terms in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield removed(("channels", name), old[name].clause)
        elif name not in old:
            yield added(("channels", name), new[name].clause)
        else:
            yield from _hours(old[name], new[name], (before, after), year)


def _hours(old: Channel, new: Channel, terms: tuple[Terms, Terms], year: Period) -> Iterator[Difference]:
    """Yield whether a channel takes reports, or is staffed, for longer or for less long."""
    taken, there = (old.accepts, new.accepts), (old.staffed, new.staffed)
    for what, (was, becomes) in (("accepts", taken), *((("staffed", there),) if there != taken else ())):
        calendars = [t.shared.calendars.get(str(name)) for t, name in zip(terms, (was, becomes), strict=True)]
        lost = uncovered(calendars[0], calendars[1], year)
        won = uncovered(calendars[1], calendars[0], year)
        verdict: Verdict = "mixed" if lost and won else "worse" if lost else "better"
        subject = ("channels", new.id, what)
        if (lost or won) and was == becomes:
            hours: dict[str, Field] = {"calendar": str(becomes), "lost": lost or "", "won": won or ""}
            yield Difference(verdict, "", subject, Reason("open otherwise", hours, new.clause))
        elif lost or won:
            yield changed(subject, str(was or "always"), str(becomes or "always"), new.clause, verdict)


def _contacts(before: Terms, after: Terms) -> Iterator[Difference]:
    old, new = before.contacts, after.contacts
    if old is None or new is None or old.most == new.most:
        return
    more = new.most is None or (old.most is not None and new.most > old.most)
    said = [str(contacts.most) if contacts.most is not None else "unlimited" for contacts in (old, new)]
    yield changed(("contacts",), said[0], said[1], new.clause, "better" if more else "worse")


def _open_to(topic: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Difference]:
    """Yield what is covered, or who is served; none named is everything."""
    if set(old) == set(new):
        return
    wider = not new or (old and set(old) < set(new))
    narrower = not old or (new and set(new) < set(old))
    verdict: Verdict = "better" if wider else "worse" if narrower else "mixed"
    yield changed((topic,), old or ("everything",), new or ("everything",), None, verdict)


# --- Allowances -------------------------------------------------------------------------------------------------------


def _allowances(before: Terms, after: Terms) -> Iterator[Difference]:
    old, new = ({allowance.id: allowance for allowance in terms.allowances} for terms in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield removed(("allowances", name), old[name].clause, "better" if old[name].unit == _LIMITS else "worse")
        elif name not in old:
            yield added(("allowances", name), new[name].clause, "worse" if new[name].unit == _LIMITS else "better")
        else:
            yield from _allowance(old[name], new[name])


def _allowance(old: Allowance, new: Allowance) -> Iterator[Difference]:
    subject = ("allowances", new.id)
    if (old.unit, old.per) != (new.unit, new.per) or None in (old.amount, new.amount):
        was, becomes = (_granted(allowance) for allowance in (old, new))
        if was != becomes:
            yield changed(subject, was, becomes, new.clause)
    elif old.amount is not None and new.amount is not None:
        found = compared(subject, old.amount, new.amount, new.clause)
        if found:
            yield found
    for severity in dict.fromkeys([*old.when_used_up, *new.when_used_up]):
        rules = old.when_used_up.get(severity), new.when_used_up.get(severity)
        yield from _used_up((*subject, severity), rules)
    if old.carry_over != new.carry_over:
        verdict: Verdict = "better" if new.carry_over else "worse"
        yield changed((*subject, "carry over"), old.carry_over, new.carry_over, new.clause, verdict)


def _granted(allowance: Allowance) -> str:
    amount = "to be agreed" if allowance.amount is None else f"{allowance.amount:f}"
    return f"{amount} per {allowance.per.text}" if allowance.per else amount


def _used_up(subject: tuple[str, ...], rules: tuple[UsedUp | None, UsedUp | None]) -> Iterator[Difference]:
    old, new = rules
    if old is None or new is None or old.do == new.do:
        return
    better = _USED_UP.index(new.do) > _USED_UP.index(old.do)
    yield changed(subject, old.do, new.do, new.clause, "better" if better else "worse")


# --- What comes round, and in which order -----------------------------------------------------------------------------


def _routines(before: Sequence[Routine], after: Sequence[Routine]) -> Iterator[Difference]:
    old: Mapping[str, Routine] = {routine.id: routine for routine in before}
    new: Mapping[str, Routine] = {routine.id: routine for routine in after}
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield removed(("routines", name), old[name].clause)
        elif name not in old:
            yield added(("routines", name), new[name].clause)
        elif old[name].every != new[name].every:
            verdict: Verdict = "other"
            if old[name].every.months and new[name].every.months:
                verdict = "better" if new[name].every.months < old[name].every.months else "worse"
            yield changed(("routines", name), old[name].every.text, new[name].every.text, new[name].clause, verdict)


def _ranked(before: Terms, after: Terms) -> Iterator[Difference]:
    """Yield changes of what has an order: the queue, and help with the software of others."""
    order = compared(("queue",), _place(_QUEUE, before.queue), _place(_QUEUE, after.queue), None)
    if order:
        yield changed(("queue",), before.queue or "none", after.queue or "none", None, order.verdict)
    if before.help and after.help:
        old, new = before.help.third_party_software, after.help.third_party_software
        found = compared(("help", "software"), _place(_SOFTWARE, old), _place(_SOFTWARE, new), after.help.clause)
        if found:
            yield changed(("help", "software"), old, new, after.help.clause, found.verdict)


def _place(order: tuple[str, ...], name: str) -> Decimal:
    return Decimal(order.index(name))
