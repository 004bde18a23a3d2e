"""Calendars: when a desk is open, and the way between wall time and working time.

A calendar maps every instant to the open time that lies before it. The map never falls, so a deadline is
`wall(work(start) + budget)` and elapsed time is a difference. Windows are half-open local times: a local time
that a clock change skips does not exist, one that occurs twice counts twice.

>>> nine_to_five = [("09:00", "17:00")]
>>> desk = Calendar("Europe/Berlin", {day: nine_to_five for day in ("mon", "tue", "wed", "thu", "fri")})
>>> friday = datetime(2026, 2, 27, 15, 0, tzinfo=desk.zone)
>>> print(desk.add(friday, timedelta(hours=4)))
2026-03-02 11:00:00+01:00
>>> print(desk.between(friday, datetime(2026, 3, 2, 11, 0, tzinfo=desk.zone)))
4:00:00

How it is computed: `docs/algorithms/calendars.md`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from difflib import get_close_matches
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from upheld.errors import BadCalendar, BeyondYears, NaiveTime, NeverOpens, SkippedTime

Hours = Sequence[tuple[str, str]]  # [("08:00", "12:00"), ("13:00", "17:00")], local wall time
Spans = tuple[tuple[int, int], ...]  # the same in microseconds from the day's midnight; may pass the next midnight

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAY: Hours = (("00:00", "24:00"),)

# Inside, an instant is a whole number of microseconds since a Monday, so that weeks are counted by dividing.
MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_WEEK = 7 * _DAY

# The Gregorian calendar, and every rule for clock changes with it, repeats after 400 years, which are whole weeks.
_CYCLE = 20_871
# No zone had clock changes before 1835, and after 2086 the zone database has rules alone.
_FIRST_CHANGES = (date(1800, 1, 6) - MONDAY.date()).days // 7
_LAST_CHANGES = (date(2100, 1, 4) - MONDAY.date()).days // 7
_YEAR_OF_WEEKS = 53
_EARLIEST = (datetime(1, 1, 3, tzinfo=UTC) - MONDAY) // _MICROSECOND
_LATEST = (datetime(9999, 12, 29, tzinfo=UTC) - MONDAY) // _MICROSECOND

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_FIXED = re.compile(r"(?:UTC)?([+-])([01][0-9]|2[0-3]):([0-5][0-9])")


class Window(NamedTuple):
    """A stretch of open time, from the instant it opens to the instant it closes."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """What a calendar says about one date, and why.

    `kind` names the rule that decided; `name` is the holiday on that date or, for an eve, the one that follows.
    """

    date: date
    hours: Hours
    kind: Literal["week", "holiday", "eve", "special", "closed"]
    name: str | None


class _Week:
    """One week from Monday 00:00 UTC: when it opens, and how much open time lies before each opening."""

    __slots__ = ("opens", "worked")

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        # An empty window at 0 stands first, so that every instant of the week has an opening before it.
        self.opens = (0, *(opens for opens, _ in spans))
        self.worked = (0, *accumulate((closes - opens for opens, closes in spans), initial=0))

    def work(self, at: int) -> int:
        """Return the open time in the week before `at`."""
        nearest = bisect_right(self.opens, at)
        worked = self.worked[nearest - 1] + at - self.opens[nearest - 1]
        most = self.worked[nearest]
        return worked if worked < most else most  # noqa: FURB136 - min() takes twice as long

    def spans(self) -> Iterator[tuple[int, int]]:
        """Give each opening with its closing."""
        for opens, (before, after) in zip(self.opens[1:], pairwise(self.worked[1:]), strict=True):
            yield opens, opens + after - before


class _Table(NamedTuple):
    """The weeks compiled so far, and the open time before each of them."""

    first: int
    weeks: list[_Week]
    before: list[int]  # one more than weeks: the last is the open time before the end


class Calendar:
    """Opening hours in one time zone, for all dates or for the years it was made for.

    `week` maps mon to sun to local windows; a missing day is closed. A window may end at 24:00 or pass midnight;
    it belongs to the date on which it starts. `holidays` are closed; `eve` replaces the hours of an open day that
    a holiday follows. `closed` and `special` say the same for single dates and beat the holidays, which beat the
    week. `since` and `through` are the first and last date that the calendar knows.

    Raises `BadCalendar` for words that contradict each other, `NeverOpens` when nothing is ever open.
    """

    __slots__ = (
        "__weakref__",
        "_always",
        "_begin",
        "_dated",
        "_end",
        "_eves",
        "_far",
        "_hours",
        "_made",
        "_origin",
        "_table",
        "closed",
        "eve",
        "holidays",
        "since",
        "special",
        "through",
        "week",
        "zone",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913
        self,
        zone: str | tzinfo,
        week: Mapping[str, Hours],
        closed: Iterable[date] = (),
        special: Mapping[date, Hours] | None = None,
        *,
        holidays: Mapping[date, str] | None = None,
        eve: Hours = (),
        since: date | None = None,
        through: date | None = None,
    ) -> None:
        self.zone = time_zone(zone)
        self.week = {day: tuple(hours) for day, hours in week.items()}
        self.closed = frozenset(closed)
        self.special = {day: tuple(hours) for day, hours in (special or {}).items()}
        self.holidays = dict(holidays or {})
        self.eve = tuple(eve)
        self.since = since
        self.through = through
        self._eves = eve_hours(self.week, self.holidays, self.eve, {*self.closed, *self.special})
        self._hours = _checked_week(self.week)
        self._dated = self._checked_dates()
        self._begin = -(10**20) if since is None else self._midnight(since)
        self._end = 10**20 if through is None else self._midnight(through + timedelta(days=1))
        self._always = not (self._dated or since or through) and all(h == ((0, _DAY),) for h in self._hours)
        if not any(self._hours) and not any(self._dated.values()):
            raise NeverOpens("the calendar has no open hours on any date; give it at least one window")
        # Before the one week and from the other on, no date and no clock change is out of the ordinary.
        self._far = (
            min(_FIRST_CHANGES, min(self._dated, default=0) // 7 - 2),
            max(_LAST_CHANGES, max(self._dated, default=0) // 7 + 2),
        )
        self._origin = MONDAY.replace(tzinfo=self.zone)
        self._made: dict[object, _Week] = {}
        anchor = min(self._dated, default=_day_number(since or date(2020, 1, 6))) // 7
        self._table = _Table(anchor, [], [0])

    @classmethod
    def always(cls, zone: str | tzinfo) -> Self:
        """Return the calendar that is open day and night: its arithmetic is elapsed time."""
        return cls(zone, dict.fromkeys(DAYS, WHOLE_DAY))

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first instant by which `amount` of open time has passed since `start`.

        An amount that is used up exactly at closing ends at closing; none at all ends at once. A negative one goes
        back, to the latest instant from which so much open time lies before `start`. The answer is in the
        calendar's zone. Raises `BeyondYears` past the dates the calendar knows, `NeverOpens` if it stays closed.
        """
        at = self._instant(start)
        needed = amount // _MICROSECOND
        if not needed:
            return self._local(at)
        if self._always:
            return self._local(at + needed)
        return self._local(self._wall(self._work(at) + needed, latest=needed < 0))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from `start` to `end`, negative when `end` is earlier."""
        if self._always:
            return timedelta(microseconds=self._instant(end) - self._instant(start))
        return timedelta(microseconds=self._work(self._instant(end)) - self._work(self._instant(start)))

    def is_open(self, at: datetime) -> bool:
        """Tell whether the calendar is open at the instant `at`; at closing time it is not."""
        instant = self._instant(at)
        if instant == self._end:
            raise self._beyond(instant)
        # Windows open and close on whole seconds, so the next microsecond counts when it is open now.
        return self._always or self._work(instant + 1) > self._work(instant)

    def windows(self, start: datetime, end: datetime) -> list[Window]:
        """Return the open windows between two instants, in order, cut to fit; touching ones are one."""
        first, last = self._instant(start), self._instant(end)
        spans: list[tuple[int, int]] = []
        for week in range(first // _WEEK, -(-last // _WEEK)):
            begin = week * _WEEK
            cut = ((max(begin + opens, first), min(begin + closes, last)) for opens, closes in self._week(week).spans())
            spans += (span for span in cut if span[0] < span[1])
        return [Window(self._local(opens), self._local(closes)) for opens, closes in _joined(spans)]

    def day(self, day: date) -> Day:
        """Return the hours of one date and the rule that gave them."""
        if (self.since and day < self.since) or (self.through and day > self.through):
            raise BeyondYears(f"{day} lies outside the dates of the calendar, {self._years()}")
        name = self.holidays.get(day)
        if day in self.special:
            return Day(day, self.special[day], "special", name)
        if day in self.closed:
            return Day(day, (), "closed", name)
        if name is not None:
            return Day(day, (), "holiday", name)
        if day in self._eves:
            return Day(day, self.eve, "eve", self.holidays[day + timedelta(days=1)])
        return Day(day, self.week.get(DAYS[day.weekday()], ()), "week", None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self._words() == other._words()

    def __hash__(self) -> int:
        return hash((str(self.zone), self.since, self.through, self.closed, *self.holidays, *self.special))

    def __repr__(self) -> str:
        return f"<Calendar in {self.zone}, {self._years()}>"

    def __reduce__(self) -> tuple[object, ...]:
        return _from_words, self._words()

    def _words(self) -> tuple[object, ...]:
        zone, week, closed, special = self.zone, self.week, self.closed, self.special
        return zone, week, closed, special, self.holidays, self.eve, self.since, self.through

    def _years(self) -> str:
        if self.since is None and self.through is None:
            return "for all dates"
        return f"from {self.since or 'the beginning'} through {self.through or 'the end of time'}"

    # Words to numbers.

    def _checked_dates(self) -> dict[int, Spans]:
        """Return the hours of every date that does not simply follow the week."""
        for day in (*self.closed, *self.special, *self.holidays):
            if isinstance(day, datetime) or not isinstance(day, date):
                raise BadCalendar(f"'{day}' is not a date; write it like date(2026, 12, 24)")
        if both := sorted(self.closed.intersection(self.special)):
            raise BadCalendar(f"{both[0]} is both in closed and in special; keep it in one of them")
        if self.since and self.through and self.through < self.since:
            raise BadCalendar(f"through {self.through} lies before since {self.since}; exchange them")
        hours: dict[date, Spans] = dict.fromkeys(self.holidays, ())
        hours |= dict.fromkeys(self._eves, spans_of(self.eve, "eve"))
        hours |= dict.fromkeys(self.closed, ())
        hours |= {day: spans_of(hours, str(day)) for day, hours in self.special.items()}
        return {_day_number(day): spans for day, spans in hours.items()}

    def _midnight(self, day: date) -> int:
        """Return the first instant of a local date, whatever the clocks do that night."""
        local = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return (local - MONDAY) // _MICROSECOND

    # Instants to numbers and back.

    def _instant(self, at: datetime) -> int:
        try:
            instant = (at - MONDAY) // _MICROSECOND
        except TypeError:
            raise NaiveTime(
                f"'{at}' has no time zone; attach the one it was written in, like at.replace(tzinfo=calendar.zone)",
            ) from None
        if not self._begin <= instant <= self._end:
            raise self._beyond(instant)
        return instant

    def _local(self, instant: int) -> datetime:
        if not self._begin <= instant <= self._end:
            raise self._beyond(instant)
        try:
            return self.zone.fromutc(self._origin + _MICROSECOND * instant)
        except OverflowError:
            raise self._beyond(instant) from None

    def _beyond(self, instant: int) -> BeyondYears:
        if self.since is None and self.through is None:
            return BeyondYears("the answer lies outside the years 1 to 9999")
        side = "before the first" if instant < self._begin else "after the last"
        return BeyondYears(
            f"the answer lies {side} date of the calendar, which is made {self._years()}; make it for more years",
        )

    # Wall time to working time and back.

    def _work(self, at: int) -> int:
        """Return the open time before an instant, counted from a fixed week of this calendar."""
        week, rest = divmod(at, _WEEK)
        first, weeks, before = self._table
        index = week - first
        if 0 <= index < len(weeks):
            return before[index] + weeks[index].work(rest)
        past, future = self._far
        if past - _CYCLE <= week < future + _CYCLE:
            self._compile(week)
            return self._work(at)
        edge = future if week >= future else past - _CYCLE
        cycles = (week - edge) // _CYCLE
        return self._work(at - cycles * _CYCLE * _WEEK) + cycles * self._work_in_cycle(edge)

    def _wall(self, work: int, *, latest: bool) -> int:
        """Return the first instant before which so much open time lies, or the latest."""
        bisect = bisect_right if latest else bisect_left
        first, weeks, before = self._table
        index = bisect(before, work) - 1
        if not 0 <= index < len(weeks):
            return self._wall_behind(work) if latest else self._wall_ahead(work)
        week = weeks[index]
        rest = work - before[index]
        nearest = bisect(week.worked, rest) - 1
        return (first + index) * _WEEK + week.opens[nearest] + rest - week.worked[nearest]

    def _wall_ahead(self, work: int) -> int:
        """Return the first instant before which so much open time lies, when no compiled week holds it."""
        first, weeks, before = self._table
        end, future = self._end // _WEEK, self._far[1]
        last = first + len(weeks) - 1
        if last >= end:
            raise self._beyond(self._end + 1)
        if last < future + _CYCLE - 1:
            self._compile(min(last + len(weeks), end, future + _CYCLE - 1))
            return self._wall(work, latest=False)
        cycle = self._work_in_cycle(future)
        if not cycle:
            raise NeverOpens("the calendar opens too seldom: it is closed for ever before so much open time has passed")
        cycles = -((before[-1] - work) // cycle)
        return self._wall(work - cycles * cycle, latest=False) + cycles * _CYCLE * _WEEK

    def _wall_behind(self, work: int) -> int:
        """Return the latest instant before which so much open time lies, when no compiled week holds it."""
        first, weeks, before = self._table
        begin, past = self._begin // _WEEK, self._far[0]
        if first <= begin:
            raise self._beyond(self._begin - 1)
        if first > past - _CYCLE:
            self._compile(max(first - len(weeks), begin, past - _CYCLE))
            return self._wall(work, latest=True)
        cycle = self._work_in_cycle(past - _CYCLE)
        if not cycle:
            raise NeverOpens("the calendar opens too seldom: so much open time never lay before")
        cycles = -((work - before[0]) // cycle)
        return self._wall(work + cycles * cycle, latest=True) - cycles * _CYCLE * _WEEK

    def _work_in_cycle(self, edge: int) -> int:
        """Return the open time of the 400 years that begin with the week `edge`."""
        self._compile(edge)
        self._compile(edge + _CYCLE - 1)
        first, _, before = self._table
        return before[edge + _CYCLE - first] - before[edge - first]

    # Weeks to tables.

    def _compile(self, week: int) -> None:
        """Let the table reach a week, and a year further, so that it grows seldom."""
        first, weeks, before = self._table
        past, future = self._far
        begin = max(min(first, week - _YEAR_OF_WEEKS), past - _CYCLE)
        end = min(max(first + len(weeks), week + _YEAR_OF_WEEKS), future + _CYCLE)
        earlier = [self._week(number) for number in range(begin, first)]
        later = [self._week(number) for number in range(first + len(weeks), end)]
        grown = earlier + weeks + later
        zero = before[0] - sum(added.worked[-1] for added in earlier)
        # Put in place as one: other threads go on with the old table, whose numbers are the same.
        self._table = _Table(begin, grown, list(accumulate((added.worked[-1] for added in grown), initial=zero)))

    def _week(self, number: int) -> _Week:
        """Return a week, the same for all that have the same clock changes and dates."""
        begin = number * _WEEK
        changes = self._changes(begin)
        # Local dates of the week lie up to 16 hours off, and the night before reaches in.
        dated = tuple(map(self._dated.get, range(number * 7 - 2, number * 7 + 8)))
        week = self._made.get((changes, dated))
        if week is None:
            week = self._made[changes, dated] = _Week(self._open_spans(begin, changes))
        return week

    def _open_spans(self, begin: int, changes: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
        """Return when a week is open, in microseconds from its start: each stretch of one offset in turn."""
        spans = []
        for (start, offset), (end, _) in pairwise((*changes, (_WEEK, 0))):
            zero = begin + offset
            for day in range((zero + start) // _DAY - 1, (zero + end - 1) // _DAY + 1):
                midnight = day * _DAY - zero
                for opens, closes in self._dated.get(day, self._hours[day % 7]):
                    spans.append((max(midnight + opens, start), min(midnight + closes, end)))
        return _joined(sorted(span for span in spans if span[0] < span[1]))

    def _changes(self, begin: int) -> tuple[tuple[int, int], ...]:
        """Return the offsets from UTC in a week, each with its start in microseconds from the week's.

        No zone has ever changed its clocks and changed them back within six days, so half weeks are looked at.
        """
        offset = self._offset(begin)
        changes = [(0, offset)]
        for half in (0, _WEEK // 2):
            end = half + _WEEK // 2
            after = self._offset(begin + end)
            if after != offset:
                changes.append((self._first_with(after, begin + half, begin + end) - begin, after))
                offset = after
        return tuple(changes)

    def _first_with(self, offset: int, begin: int, end: int) -> int:
        """Return the first second in a half week from which an offset holds."""
        while end - begin > _SECOND:
            middle = (begin + end) // 2 // _SECOND * _SECOND
            if self._offset(middle) == offset:
                end = middle
            else:
                begin = middle
        return end

    def _offset(self, instant: int) -> int:
        """Return the zone's offset from UTC in microseconds; the year's ends stand for what lies outside datetime."""
        inside = min(max(instant, _EARLIEST), _LATEST)
        offset = self.zone.fromutc(self._origin + _MICROSECOND * inside).utcoffset()
        assert offset is not None, "zones of the standard library have an offset at any time"
        return offset // _MICROSECOND


def eve_hours(
    week: Mapping[str, Hours], holidays: Collection[date], eve: Hours, kept: Collection[date] = ()
) -> dict[date, Hours]:
    """Return the dates whose hours the eve rule replaces: open days that a holiday directly follows.

    It never opens a closed day, and a holiday or a date in `kept` (said by hand) keeps its own hours. For
    31 December the holidays of the next year are needed.

    >>> week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), [("08:00", "17:00")])
    >>> eve_hours(week, [date(2026, 12, 25), date(2026, 12, 26)], [("08:00", "12:00")])
    {datetime.date(2026, 12, 24): [('08:00', '12:00')]}
    """
    if not eve:
        return {}
    before = (holiday - timedelta(days=1) for holiday in sorted(holidays))
    return {day: eve for day in before if day not in holidays and day not in kept and week.get(DAYS[day.weekday()])}


def time_zone(name: str | tzinfo) -> tzinfo:
    """Return a zone by its IANA name, like Europe/Berlin, or by a fixed offset, like +01:00.

    Raises `BadCalendar` for a zone that does not exist.
    """
    if isinstance(name, (ZoneInfo, timezone)):
        return name
    if not isinstance(name, str):
        raise BadCalendar(f"zone: {name!r} is not a zoneinfo.ZoneInfo; give its name, like 'Europe/Berlin'")
    if fixed := _FIXED.fullmatch(name):
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if sign == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = get_close_matches(name, sorted(available_timezones()), n=1)
        hint = f"did you mean '{near[0]}'?" if near else "write it like 'Europe/Berlin', or an offset like '+01:00'"
        raise BadCalendar(f"zone: '{name}' is not a time zone; {hint}") from None


def local(wall: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which the clocks of a zone show `wall`, a datetime without zone.

    Of a time that occurs twice it is the first, or the second when `wall.fold` is 1. Raises `SkippedTime` for
    a time that a clock change skips.

    >>> print(local(datetime(2026, 3, 29, 3, 30), time_zone("Europe/Berlin")))
    2026-03-29 03:30:00+02:00
    """
    if wall.tzinfo is not None:
        raise ValueError(f"'{wall}' has a zone of its own; give a time without one")
    instant = wall.replace(tzinfo=zone)
    there = instant.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != wall:
        raise SkippedTime(
            f"'{wall:%Y-%m-%d %H:%M}' does not exist in {zone}, because the clocks are put forward; "
            f"the same instant is called {there:%H:%M}",
        )
    return there


def spans_of(hours: Hours, where: str) -> Spans:
    """Return windows as microseconds from midnight, in order. `where` begins the message of a `BadCalendar`."""
    spans = []
    for opens, closes in hours:
        start, end = _clock(opens, where), _clock(closes, where)
        if start in (end, _DAY):
            raise BadCalendar(f"{where}: the window '{opens}' to '{closes}' is empty; a whole day is 00:00 to 24:00")
        spans.append((start, end if start < end else end + _DAY))
    spans.sort()
    for (_, closes_at), (opens_at, _) in pairwise(spans):
        if opens_at < closes_at:
            raise BadCalendar(f"{where}: two windows overlap in {[tuple(pair) for pair in hours]}; make them one")
    return tuple(spans)


def _clock(text: str, where: str) -> int:
    if not _CLOCK.fullmatch(text):
        raise BadCalendar(f"{where}: '{text}' is not a time of day; write it like '08:30', from '00:00' to '24:00'")
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * 60 * _SECOND


def _checked_week(week: Mapping[str, Hours]) -> tuple[Spans, ...]:
    """Return the windows of Monday to Sunday."""
    if unknown := [day for day in week if day not in DAYS]:
        raise BadCalendar(f"week: '{unknown[0]}' is not a day; write one of {', '.join(DAYS)}")
    spans = tuple(spans_of(week.get(day, ()), day) for day in DAYS)
    for number, today in enumerate(spans):
        tomorrow = spans[(number + 1) % 7]
        if today and tomorrow and today[-1][1] - _DAY > tomorrow[0][0]:
            day, after = DAYS[number], DAYS[(number + 1) % 7]
            raise BadCalendar(f"week: the night of {day} reaches into the hours of {after}; let one end earlier")
    return spans


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make spans that touch or overlap one; they come in order."""
    joined: list[tuple[int, int]] = []
    for opens, closes in spans:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


def _day_number(day: date) -> int:
    return (day - MONDAY.date()).days


def _from_words(  # noqa: PLR0913, PLR0917
    zone: tzinfo,
    week: Mapping[str, Hours],
    closed: Iterable[date],
    special: Mapping[date, Hours],
    holidays: Mapping[date, str],
    eve: Hours,
    since: date | None,
    through: date | None,
) -> Calendar:
    return Calendar(zone, week, closed, special, holidays=holidays, eve=eve, since=since, through=through)
