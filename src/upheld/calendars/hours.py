"""Hours: the local windows of a day as people write them, and as microseconds from midnight.

A window is half-open, may end at 24:00 and may pass midnight; it belongs to the date on which it starts.

>>> spans_of([("22:00", "06:00")], "mon")
((79200000000, 108000000000),)
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from upheld.errors import BadCalendar

Hours = Sequence[tuple[str, str]]  # [("08:00", "12:00"), ("13:00", "17:00")]
Span = tuple[int, int]  # one window in microseconds, from midnight or from another instant; may pass the next midnight

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAY: Hours = (("00:00", "24:00"),)

MINUTE = 60_000_000
DAY = 1440 * MINUTE

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def eve_hours(
    week: Mapping[str, Hours], holidays: Collection[date], eve: Hours, kept: Collection[date] = ()
) -> dict[date, Hours]:
    """Return the dates whose hours the eve rule replaces: open days that a holiday directly follows.

    It never opens a closed day, and a holiday or a date in `kept` (said by hand) keeps its own hours. For
    31 December the holidays of the next year are needed.

    >>> week = {"thu": [("08:00", "17:00")], "fri": [("08:00", "17:00")]}
    >>> eve_hours(week, {date(2026, 12, 25), date(2026, 12, 26)}, [("08:00", "12:00")])
    {datetime.date(2026, 12, 24): [('08:00', '12:00')]}
    """
    if not eve:
        return {}
    before = (holiday - timedelta(days=1) for holiday in sorted(holidays))
    return {day: eve for day in before if day not in holidays and day not in kept and week.get(DAYS[day.weekday()])}


def week_spans(week: Mapping[str, Hours]) -> tuple[tuple[Span, ...], ...]:
    """Return the windows of Monday to Sunday; raise `BadCalendar` for an unknown day or hours that overlap."""
    if unknown := [day for day in week if day not in DAYS]:
        raise BadCalendar(f"week: '{unknown[0]}' is not a day; write one of {', '.join(DAYS)}")
    spans = tuple(spans_of(week.get(day, ()), day) for day in DAYS)
    for day, after, today, tomorrow in zip(DAYS, DAYS[1:] + DAYS[:1], spans, spans[1:] + spans[:1], strict=True):
        if today and tomorrow and today[-1][1] - DAY > tomorrow[0][0]:
            raise BadCalendar(
                f"week: the night of {day} reaches into the hours of {after}; let one of them end earlier"
            )
    return spans


def pairs_of(hours: Iterable[Any], where: str) -> Hours:
    """Return windows that come from outside as pairs of texts; raise `BadCalendar` for what is none."""
    pairs = tuple(tuple(window) if isinstance(window, Iterable) else (window,) for window in hours)
    for pair in pairs:
        if len(pair) != 2 or not all(isinstance(text, str) for text in pair):  # noqa: PLR2004 - opens and closes
            raise BadCalendar(f"{where}: '{hours}' is not a list of windows; write it like [('08:00', '17:00')]")
    return pairs


def spans_of(hours: Hours, where: str) -> tuple[Span, ...]:
    """Return windows as microseconds from midnight, in order.

    Raises `BadCalendar`, with `where` in front, for a time that is none and for windows that are empty or overlap.
    """
    spans = sorted(_span(opens, closes, where) for opens, closes in hours)
    for (_, closes_at), (opens_at, _) in pairwise(spans):
        if opens_at < closes_at:
            raise BadCalendar(f"{where}: two of the windows {_text(hours)} overlap; make them one")
    return tuple(spans)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Make one of spans that touch or overlap; they come in order."""
    whole: list[Span] = []
    for opens, closes in spans:
        if whole and opens <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(closes, whole[-1][1]))
        else:
            whole.append((opens, closes))
    return whole


def _span(opens: str, closes: str, where: str) -> Span:
    start, end = _clock(opens, where), _clock(closes, where)
    if start in (end, DAY):
        raise BadCalendar(f"{where}: the window '{opens}-{closes}' is empty; a whole day is '00:00-24:00'")
    return start, end if start < end else end + DAY


def _clock(text: str, where: str) -> int:
    if not _CLOCK.fullmatch(text):
        raise BadCalendar(f"{where}: '{text}' is not a time of day; write it like '08:30', from '00:00' to '24:00'")
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE


def _text(hours: Hours) -> str:
    return ", ".join(f"'{opens}-{closes}'" for opens, closes in hours)
