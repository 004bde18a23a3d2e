"""Channels: promises for channels that are not there, channels without a promise, raises that a closed one cuts off."""

from collections.abc import Iterator

from upheld.agreements import Channel, Terms, Version
from upheld.calendars import Calendar
from upheld.lint.findings import Finding, instant, names
from upheld.scopes import period, scopes
from upheld.timing import Period, uncovered


def unmatched(version: Version) -> Iterator[Finding]:
    """CH1: promises for a channel that is not there, and channels without any promise."""
    for terms in scopes(version):
        own = [channel.id for channel in terms.channels]
        for promise in terms.promises:
            missing = [name for name in promise.only.channels if name not in own]
            if own and missing:
                message = f"'{promise.quantity.text}' holds only for {names(missing)}, which is not a channel here"
                yield Finding(promise.clause, message, f"write one of {names(own)}, or add the channel")
        for channel in terms.channels if terms.promises else ():
            fits = any(not p.only.channels or channel.id in p.only.channels for p in terms.promises)
            if not fits and not channel.by_appointment:
                message = f"nothing is promised for a case reported on '{channel.id}'"
                yield Finding(channel.clause, message, "promise something, or tell the customer that nothing is")


def cut_off(version: Version) -> Iterator[Finding]:
    """CH2: a raise that needs a channel which is closed while a report can come in."""
    raising = version.shared.classification.raising
    for terms in scopes(version) if raising else ():
        assert raising is not None
        for needed in terms.channels:
            found = _report_without(needed, terms, period(version)) if needed.id in raising.needs else None
            if found:
                message = f"a higher severity needs '{needed.id}' too, which is closed {found}"
                advice = f"open '{needed.id}' at those hours, or say that the raise counts from its next opening"
                yield Finding(raising.clause, message, advice)


def _report_without(needed: Channel, terms: Terms, year: Period) -> str | None:
    """Return when another channel accepts a report while the needed one is closed."""
    for channel in terms.channels:
        at = uncovered(_accepting(channel, terms), _accepting(needed, terms), year)
        if at and not channel.by_appointment:
            return f"when a report comes in on '{channel.id}', as on {instant(at, terms.shared.zone)}"
    return None


def _accepting(channel: Channel, terms: Terms) -> Calendar | None:
    return terms.shared.calendars.get(str(channel.accepts))
