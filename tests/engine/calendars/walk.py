"""A walk minute by minute, against which the calendars are tried, and calendars around clock changes to try."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from hypothesis import strategies as st

from upheld.calendars import DAYS, WHOLE_DAY, Calendar, Hours
from upheld.errors import BadCalendar, NeverOpens

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
DAYS_WALKED = 4

# Where clocks change: the zone and the day before.
CHANGES = {
    "spring": ("Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC)),
    "autumn": ("Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC)),
    "at midnight, forward": ("America/Sao_Paulo", datetime(2018, 11, 3, tzinfo=UTC)),
    "at midnight, back": ("America/Sao_Paulo", datetime(2018, 2, 17, tzinfo=UTC)),
    "at midnight in Cairo": ("Africa/Cairo", datetime(2024, 4, 25, tzinfo=UTC)),
    "at midnight in Beirut": ("Asia/Beirut", datetime(2022, 10, 29, tzinfo=UTC)),
    "by half an hour": ("Australia/Lord_Howe", datetime(2026, 4, 3, tzinfo=UTC)),
    "by a whole day": ("Pacific/Apia", datetime(2011, 12, 29, tzinfo=UTC)),
    "there and back within a week": ("America/Recife", datetime(2000, 10, 14, tzinfo=UTC)),
    "never": ("+05:45", datetime(2026, 1, 1, tzinfo=UTC)),
}


def in_utc(at: datetime) -> datetime:
    """Return an instant in UTC. Python compares times of one zone by the clock alone: 02:30 equals the second 02:30."""
    return at.astimezone(UTC)


class Walk:
    """Open or not, decided for every minute by what local clocks show."""

    def __init__(self, calendar: Calendar, start: datetime) -> None:
        self.start = start
        self.minutes = [start + MINUTE * number for number in range(DAYS_WALKED * 1440)]
        shown = [minute.astimezone(calendar.zone) for minute in self.minutes]
        days = {minute.date() - DAY * passed for minute in shown for passed in (0, 1)}
        opened = _open_minutes(calendar, days)
        self.open = [(minute.date(), minute.hour * 60 + minute.minute) in opened for minute in shown]
        self._before = list(accumulate(self.open, initial=0))

    def work(self, at: datetime) -> timedelta:
        """Return the open time from the start of the walk."""
        number, rest = divmod(at - self.start, MINUTE)
        whole = MINUTE * self._before[number]
        return whole + rest if rest and self.open[number] else whole


@dataclass(frozen=True)
class World:
    """A calendar, the walk through its days around a clock change, and two instants of it."""

    calendar: Calendar
    walk: Walk
    one: datetime
    other: datetime

    @property
    def earlier(self) -> datetime:
        return min(self.one, self.other)

    @property
    def later(self) -> datetime:
        return max(self.one, self.other)


def _open_minutes(calendar: Calendar, days: set[date]) -> set[tuple[date, int]]:
    """Return every open minute that clocks can show on some days, from the words of the calendar."""
    found: set[tuple[date, int]] = set()
    for day in days:
        weekly = () if day in calendar.closed else calendar.week.get(DAYS[day.weekday()], ())
        for opens, closes in calendar.special.get(day, weekly):
            start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (opens, closes))
            minutes = range(start, end if start < end else end + 1440)
            found.update((day + DAY * (minute // 1440), minute % 1440) for minute in minutes)
    return found


@st.composite
def _hours(draw: st.DrawFn) -> Hours:
    cuts = draw(st.lists(st.integers(0, 288), max_size=4, unique=True).map(sorted))
    times = [f"{cut // 12:02}:{cut % 12 * 5:02}" for cut in cuts]
    return tuple(zip(times[::2], times[1::2], strict=False))


# Windows that contain the change, pass midnight, or are open day and night come often.
hours = st.one_of(
    _hours(), st.sampled_from([(("22:00", "06:00"),), (("01:00", "04:00"),), (("08:00", "17:00"),), WHOLE_DAY])
)


@st.composite
def calendars(draw: st.DrawFn, change: str) -> Calendar:
    """Draw a calendar with a few dates of its own around a clock change."""
    zone, day = CHANGES[change]
    week: Mapping[str, Hours] = draw(st.fixed_dictionaries(dict.fromkeys(DAYS, hours)))
    dates = st.integers(-1, DAYS_WALKED).map(lambda days: day.date() + DAY * days)
    closed = draw(st.sets(dates, max_size=2))
    special = draw(st.dictionaries(dates.filter(lambda date: date not in closed), hours, max_size=2))
    try:
        return Calendar(zone, week, closed, special)
    except (BadCalendar, NeverOpens):  # a night that reaches into the next morning, or no window at all
        return Calendar(zone, dict.fromkeys(DAYS, WHOLE_DAY), closed, special)


@st.composite
def worlds(draw: st.DrawFn, change: str) -> World:
    """Draw a calendar around a clock change, its walk, and two instants to the microsecond."""
    calendar = draw(calendars(change))
    start = CHANGES[change][1] - DAY
    most = DAYS_WALKED * 86_400 * 1_000_000 - 1
    instants = st.integers(0, most) | st.integers(0, most // 300_000_000).map(lambda fives: fives * 300_000_000)
    one, other = (start + timedelta(microseconds=draw(instants)) for _ in range(2))
    return World(calendar, Walk(calendar, start), one, other)
