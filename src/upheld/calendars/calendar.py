"""Calendar: opening hours in one time zone, asked and answered in datetimes.

Only datetimes with a zone are taken, and none is ever moved: what lies outside the known dates is an error.

>>> from upheld.calendars import Calendar
>>> shop = Calendar("Europe/Berlin", {"sat": [("10:00", "14:00")]}, holidays={date(2026, 12, 26): "2. Weihnachtstag"})
>>> shop.day(date(2026, 12, 26))
Day(date=datetime.date(2026, 12, 26), hours=(), kind='holiday', name='2. Weihnachtstag')
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple, Self

from upheld.calendars.hours import DAY, DAYS, WHOLE_DAY, Hours, Span, eve_hours, pairs_of, spans_of, week_spans
from upheld.calendars.weeks import MICROSECOND, MONDAY, WorkingTime
from upheld.calendars.zones import time_zone
from upheld.errors import BadCalendar, BeyondYears, NaiveTime, NeverOpens
from upheld.mappings import FrozenMapping

_FOREVER = 10**20  # microseconds; far outside what a datetime can say


class Window(NamedTuple):
    """A stretch of open time, from the instant it opens to the instant it closes."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """The hours of one date and the rule that gave them.

    `name` is the holiday on that date or, for an eve, the holiday that follows.
    """

    date: date
    hours: Hours
    kind: Literal["week", "holiday", "eve", "special", "closed"]
    name: str | None


class Calendar:
    """Opening hours in one time zone, for all dates or for the years it was made for.

    `week` maps mon to sun to local windows; a day that is missing is closed. `holidays`, by name, are closed, and
    `eve` replaces the hours of an open day that a holiday follows. `closed` and `special` speak of single dates:
    they beat the holidays, which beat the week. `since` and `through` are the first and the last date known.

    Raises `BadCalendar` for words that mean nothing or contradict each other, `NeverOpens` for no open hours at all.
    """

    __slots__ = (
        "__weakref__",
        "_always",
        "_begin",
        "_end",
        "_eves",
        "_origin",
        "closed",
        "eve",
        "holidays",
        "since",
        "special",
        "through",
        "week",
        "working_time",
        "zone",
    )

    def __init__(  # noqa: PLR0913 - each is one of the words of an opening
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
        self.week = FrozenMapping((day, pairs_of(hours, day)) for day, hours in week.items())
        self.closed = frozenset(closed)
        self.special = FrozenMapping((day, pairs_of(hours, str(day))) for day, hours in (special or {}).items())
        self.holidays = FrozenMapping(holidays or {})
        self.eve = pairs_of(eve, "eve")
        self.since = since
        self.through = through
        self._check_dates()
        self._eves = eve_hours(self.week, self.holidays, self.eve, {*self.closed, *self.special})
        self._origin = MONDAY.replace(tzinfo=self.zone)
        self._begin = -_FOREVER if since is None else self._midnight(since)
        self._end = _FOREVER if through in {None, date.max} else self._midnight(through + timedelta(days=1))
        spans, dated = week_spans(self.week), self._dated_spans()
        if not any(spans) and not any(dated.values()):
            raise NeverOpens("the calendar has no open hours on any date; give it at least one window")
        self._always = not (dated or since or through) and all(day == ((0, DAY),) for day in spans)
        self.working_time = WorkingTime(self.zone, spans, dated, begin=self._begin, end=self._end)

    @classmethod
    def always(cls, zone: str | tzinfo) -> Self:
        """Return the calendar that is open day and night: its arithmetic is elapsed time."""
        return cls(zone, dict.fromkeys(DAYS, WHOLE_DAY))

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first instant by which `amount` of open time has passed since `start`, in the calendar's zone.

        An amount that is used up exactly at closing ends at closing; none at all ends at once. A negative one goes
        back to the latest instant from which so much open time lies before `start`. Raises `BeyondYears` for an
        answer outside the known dates, `NeverOpens` when the calendar stays closed for ever.
        """
        at = self._instant(start)
        needed = amount // MICROSECOND
        if needed:
            if self._always:
                at += needed
            else:
                time = self.working_time
                at = time.wall(time.work(at) + needed, latest=needed < 0)
        return self._local(at)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time from `start` to `end`, negative when `end` is the earlier one."""
        if self._always:
            return MICROSECOND * (self._instant(end) - self._instant(start))
        work = self.working_time.work
        return MICROSECOND * (work(self._instant(end)) - work(self._instant(start)))

    def is_open(self, at: datetime) -> bool:
        """Tell whether the calendar is open at an instant; at closing time it is not."""
        instant = self._instant(at)
        if instant == self._end:
            raise self._beyond(instant)
        # Windows open and close on whole minutes, so a microsecond counts in full or not at all.
        return self._always or self.working_time.work(instant + 1) > self.working_time.work(instant)

    def windows(self, start: datetime, end: datetime) -> list[Window]:
        """Return the open windows between two instants, in order, cut to fit; those that touch are one."""
        first, last = self._instant(start), self._instant(end)
        spans = [(first, last)] if self._always and first < last else self.working_time.spans(first, last)
        return [Window(self._local(opens), self._local(closes)) for opens, closes in spans]

    def day(self, day: date) -> Day:
        """Return the hours of one date and the rule that gave them."""
        if isinstance(day, datetime):
            raise TypeError(f"'{day}' is not a date; give the date that the clocks of {self.zone} show")
        if (self.since and day < self.since) or (self.through and day > self.through):
            raise BeyondYears(
                f"{day} is not a date of the calendar, which is made {self._dates()}; make it for more years"
            )
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
        dates = (self.closed, frozenset(self.special), frozenset(self.holidays))
        return hash((str(self.zone), dates, self.eve, self.since, self.through))

    def __repr__(self) -> str:
        return f"<Calendar in {self.zone}, {self._dates()}>"

    def __reduce__(self) -> tuple[object, ...]:
        return _from_words, self._words()

    def _words(self) -> tuple[object, ...]:
        said = (self.zone, self.week, self.closed, self.special)
        return (*said, self.holidays, self.eve, self.since, self.through)

    def _dates(self) -> str:
        if self.since is None and self.through is None:
            return "for all dates"
        return " ".join(
            ([f"from {self.since}"] if self.since else []) + ([f"through {self.through}"] if self.through else [])
        )

    def _check_dates(self) -> None:
        bounds = (day for day in (self.since, self.through) if day is not None)
        for day in (*self.closed, *self.special, *self.holidays, *bounds):
            if isinstance(day, datetime) or not isinstance(day, date):
                raise BadCalendar(f"'{day}' is not a date; write it like date(2026, 12, 24)")
        if both := sorted(self.closed.intersection(self.special)):
            raise BadCalendar(f"{both[0]} is both in closed and in special; keep it in one of them")
        if self.since and self.through and self.through < self.since:
            raise BadCalendar(f"through {self.through} lies before since {self.since}; exchange them")

    def _dated_spans(self) -> dict[int, tuple[Span, ...]]:
        """Return the hours of every date that does not simply follow the week; what is said later beats."""
        spans: dict[date, tuple[Span, ...]] = dict.fromkeys(self.holidays, ())
        spans |= dict.fromkeys(self._eves, spans_of(self.eve, "eve"))
        spans |= dict.fromkeys(self.closed, ())
        spans |= {day: spans_of(hours, str(day)) for day, hours in self.special.items()}
        return {(day - MONDAY.date()).days: hours for day, hours in spans.items()}

    def _midnight(self, day: date) -> int:
        return (datetime(day.year, day.month, day.day, tzinfo=self.zone) - MONDAY) // MICROSECOND

    def _instant(self, at: datetime) -> int:
        """Return a datetime as microseconds; raise `NaiveTime` and `BeyondYears`."""
        try:
            zone = self.zone
            if at.tzinfo is zone:
                # Within one zone Python subtracts what the clocks show, which is twice as fast.
                instant = (at - self._origin - zone.utcoffset(at)) // MICROSECOND  # type: ignore[operator] # never None
            else:
                instant = (at - MONDAY) // MICROSECOND
        except (TypeError, AttributeError):
            raise NaiveTime(
                f"'{at}' has no time zone; say in which it was written, like at.replace(tzinfo=calendar.zone)"
            ) from None
        if not self._begin <= instant <= self._end:
            raise self._beyond(instant)
        return instant

    def _local(self, instant: int) -> datetime:
        if not self._begin <= instant <= self._end:
            raise self._beyond(instant)
        try:
            return self.zone.fromutc(self._origin + MICROSECOND * instant)
        except OverflowError:
            raise self._beyond(instant) from None

    def _beyond(self, instant: int) -> BeyondYears:
        if self._begin <= instant <= self._end:
            return BeyondYears("the answer lies outside the years 1 to 9999")
        side = "before the first" if instant < self._begin else "after the last"
        return BeyondYears(
            f"the answer lies {side} date of the calendar, which is made {self._dates()}; make it for more years"
        )


def _from_words(  # noqa: PLR0913, PLR0917 - the words of a calendar, in their order
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
