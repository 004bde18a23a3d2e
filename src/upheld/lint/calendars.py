"""Calendars: promises that nobody is there to keep, words that mean two things, and years without holidays.

Whether a promise can be kept is computed for the first report of every gap in the desk's hours: no other is due sooner.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import Final

from upheld.agreements import Channel, Promise, Terms, Version
from upheld.calendars import Calendar, time_zone
from upheld.lint.findings import Finding, instant, names, place_of
from upheld.rhythms import add_months
from upheld.scopes import period, scopes
from upheld.timing import Period, Timing, alone, lag, timing, uncovered

EXTENDED: Final = "extended"
# Countries whose public holidays are not the same in all of their states.
_STATES_DIFFER: Final = frozenset(
    {"AU", "BA", "BR", "CA", "CH", "DE", "ES", "GB", "IN", "IT", "MX", "MY", "NZ", "PT", "US"},
)
# Words for a day on which people work that in law mean Monday to Saturday, or that nobody can tell.
_WORKDAY: Final = frozenset(
    {"weekdays", "weekday", "werktags", "werktage", "werktag", "vardagar", "vardag", "workdays"}
)


def unattended(version: Version) -> Iterator[Finding]:
    """CAL1: promises that end before the working time begins again, where no channel says who is there when."""
    year = period(version)
    for terms in scopes(version):
        desk = terms.shared.calendars.get(str(terms.shared.working_time))
        # A promise that names its hours says with them when somebody is there.
        plain = [p for p in terms.promises if p.quantity.runs_plainly]
        for promise in plain if desk and not terms.channels else ():
            assert desk is not None
            found = _too_early(terms, promise, None, desk, year)
            if found:
                message = f"{found} before '{terms.shared.working_time}' opens again"
                yield Finding(promise.clause, message, "count it in working hours, or say who is there day and night")


def unstaffed(version: Version) -> Iterator[Finding]:
    """CAL2: promises that end before anybody is there on the channel that the report came by."""
    year = period(version)
    for terms in scopes(version):
        for promise in terms.promises:
            for channel in terms.channels:
                desk = terms.shared.calendars.get(str(channel.staffed))
                if desk is None or (promise.only.channels and channel.id not in promise.only.channels):
                    continue
                found = _too_early(terms, promise, channel, desk, year)
                if found:
                    message = f"{found} before anybody is there on '{channel.id}'"
                    advice = f"staff '{channel.id}' at that time, or limit the promise to other channels with 'only'"
                    yield Finding(promise.clause, message, advice)


def _too_early(terms: Terms, promise: Promise, channel: Channel | None, desk: Calendar, year: Period) -> str | None:
    """Return how a promise ends too early, as the beginning of a sentence."""
    due = timing(terms, promise)
    accepts = terms.shared.calendars.get(str(channel.accepts)) if channel else None
    found = alone(due, accepts, desk, year) if due else None
    if found is None:
        return None
    reported, ends = (instant(at, terms.shared.zone) for at in (found.reported, found.due))
    return f"'{promise.quantity.text}' reported {reported} is due {ends},"


def doubtful(version: Version) -> Iterator[Finding]:
    """CAL3: zones, holidays and words for weekdays that can be read in two ways."""
    zone = version.shared.zone
    fixed = isinstance(time_zone(zone), timezone)  # an offset says it: they never do
    if zone.startswith("Etc/") or ("/" not in zone and zone != "UTC" and not fixed):
        message = f"'{zone}' does not say whether the clocks change in summer"
        yield Finding(place_of(version, "time_zone"), message, "name a place, like 'Europe/Berlin'")
    for name, calendar in version.shared.calendars.items():
        path = f"calendars.{name}"
        if f"{path}.week" in version.written:
            yield from _doubtful_holidays(version, path)
        if name.casefold() in _WORKDAY and not calendar.week.get("sat"):
            message = f"'{name}' leaves Saturday out, which in law is a weekday too{_on_saturday(version, calendar)}"
            yield Finding(place_of(version, path), message, "open it on Saturday, or name it 'mon-fri'")


def _on_saturday(version: Version, calendar: Calendar) -> str:
    """Return what difference Saturday makes to the first promise that counts in a calendar."""
    week = {**calendar.week, "sat": calendar.week.get("fri", ())}
    with_saturday = Calendar(
        calendar.zone,
        week,
        calendar.closed,
        calendar.special,
        holidays=calendar.holidays,
        eve=calendar.eve,
        since=calendar.since,
        through=calendar.through,
    )
    for terms in scopes(version):
        for promise in terms.promises:
            due = timing(terms, promise)
            if due and due.calendar is calendar:
                other = replace(due, calendar=with_saturday)
                found = lag(due, other, period(version))
                return _beside(promise, due, other, found.at, version.shared.zone) if found else ""
    return ""


def _beside(promise: Promise, due: Timing, other: Timing, at: datetime, zone: str) -> str:
    reported, without, with_saturday = (instant(i, zone) for i in (at, due.due(at), other.due(at)))
    return f": '{promise.quantity.text}' reported {reported} is due {without}, and would be due {with_saturday}"


def _doubtful_holidays(version: Version, path: str) -> Iterator[Finding]:
    place, eve = version.written.get(f"{path}.holidays"), version.written.get(f"{path}.eve_of_holiday")
    if place is None:
        message = "a week without 'holidays' is open on every holiday"
        yield Finding(
            place_of(version, path), message, "name their place, like 'holidays: SE', or write 'holidays: none'"
        )
    elif place.text in _STATES_DIFFER:
        message = f"'{place.text}' has more holidays in some states than in others; only the common ones are kept"
        yield Finding(place, message, f"name the state, like '{place.text}-...', if its holidays are meant")
    if eve and (place is None or place.text == "none"):
        message = f"'{eve.text}' holds on the eve of a holiday, but the calendar has no holidays"
        yield Finding(eve, message, "name the place of the holidays, or remove the eve")


def not_extended(version: Version) -> Iterator[Finding]:
    """CAL4: an extended calendar that is closed in working time; other faults of hours are found while reading."""
    shared = version.shared
    basic = shared.calendars.get(str(shared.working_time))
    for name, calendar in shared.calendars.items() if basic else ():
        closed = uncovered(basic, calendar, period(version)) if name.startswith(EXTENDED) else None
        if closed:
            message = f"'{name}' is closed {instant(closed, shared.zone)}, while '{shared.working_time}' is open"
            yield Finding(place_of(version, f"calendars.{name}"), message, "let it hold all hours that it extends")


def without_holidays(version: Version) -> Iterator[Finding]:
    """CAL5: years of the term, and the one after it for eves, that a calendar has no holidays for."""
    signed = version.signature
    if signed is None:
        return
    last = (signed.ends or add_months(signed.starts, 12)).year
    for name, calendar in version.shared.calendars.items():
        known = {day.year for day in calendar.holidays}
        needed = range(signed.starts.year, last + 1 + bool(calendar.eve))
        missing = [str(year) for year in needed if year not in known] if known else []
        if missing:
            message = f"'{name}' has no holidays for {names(missing)}"
            yield Finding(
                place_of(version, f"calendars.{name}"), message, "freeze the holidays again, for the whole term"
            )
