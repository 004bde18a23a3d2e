"""Weeks: the map between instants and the open time before them, in whole microseconds.

Time is cut into weeks of UTC. Weeks with the same clock changes and the same dates out of the ordinary share one
pattern, so a table of years is a list of patterns with the open time before each; it grows when an answer needs
more of it. Instants count from a Monday. How it works: docs/algorithms/calendars.md.

>>> night = ((22 * 60 * MINUTE, 30 * 60 * MINUTE),)
>>> nights = WorkingTime(UTC, (night, (), (), (), (), (), ()), {}, begin=-(10**20), end=10**20)
>>> nights.work(DAY) - nights.work(0)  # Monday 22:00 to 24:00
7200000000
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import accumulate, pairwise

from upheld.calendars.hours import DAY, MINUTE, Span, joined
from upheld.errors import NeverOpens

MONDAY = datetime(1970, 1, 5, tzinfo=UTC)  # instant 0
MICROSECOND = timedelta(microseconds=1)
SECOND = MINUTE // 60
WEEK = 7 * DAY

# The Gregorian calendar, and every rule for clock changes with it, repeats after 400 years, which are whole weeks.
CYCLE = 20_871
# No zone changed its clocks before 1844, and after 2086 the zone database has rules alone.
FIRST_CHANGES = (date(1800, 1, 6) - MONDAY.date()).days // 7
LAST_CHANGES = (date(2100, 1, 4) - MONDAY.date()).days // 7

# Further out, datetime has no room for a zone's offset.
EARLIEST = (datetime(1, 1, 3, tzinfo=UTC) - MONDAY) // MICROSECOND
LATEST = (datetime(9999, 12, 29, tzinfo=UTC) - MONDAY) // MICROSECOND

_YEAR = 53  # weeks


# The inner loops unpack both of these; plain tuples unpack three times as fast as named ones.
Pattern = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]  # opens, shut, worked: see _pattern_of
Table = tuple[int, list[Pattern], list[int]]  # number of the first week; weeks; open time before each, and at the end


class WorkingTime:
    """The open time before any instant from `begin` to `end`, and the way back.

    `week` has the windows of Monday to Sunday, `dated` those of the dates (days since instant 0) that do not
    follow it, both in microseconds from local midnight.
    """

    __slots__ = ("_dated", "_origin", "_patterns", "_reach", "_table", "_week", "_zone", "begin", "end")

    def __init__(
        self,
        zone: tzinfo,
        week: Sequence[tuple[Span, ...]],
        dated: Mapping[int, tuple[Span, ...]],
        *,
        begin: int,
        end: int,
    ) -> None:
        self._zone = zone
        self._week = week
        self._dated = dated
        self.begin = begin
        self.end = end
        self._origin = MONDAY.replace(tzinfo=zone)
        self._patterns: dict[object, Pattern] = {}
        # Outside these weeks all repeats; one cycle on either side stands for the rest.
        past = min(FIRST_CHANGES, min(dated, default=0) // 7 - 2, end // WEEK)
        future = max(LAST_CHANGES, max(dated, default=0) // 7 + 2, begin // WEEK)
        self._reach = (max(past - CYCLE, begin // WEEK), min(future + CYCLE, end // WEEK + 1))
        zero = min(dated, default=(date(2020, 1, 6) - MONDAY.date()).days) // 7
        self._table: Table = (min(max(zero, self._reach[0]), self._reach[1]), [], [0])

    def work(self, at: int) -> int:
        """Return the open time before an instant, counted from a zero that never changes."""
        week, rest = divmod(at, WEEK)
        first, weeks, before = self._table
        index = week - first
        if not 0 <= index < len(weeks):
            return self._work_outside(at)
        opens, shut, worked = weeks[index]
        nearest = bisect_right(opens, rest)
        until = rest - shut[nearest - 1]
        most = worked[nearest]
        return before[index] + (until if until < most else most)  # noqa: FURB136 - min() takes twice as long

    def wall(self, work: int, *, latest: bool) -> int:
        """Return the first instant before which so much open time lies, or the latest.

        It lies outside `begin` to `end` when these do not hold so much. Raises `NeverOpens` when no time does.
        """
        bisect = bisect_right if latest else bisect_left
        first, weeks, before = self._table
        index = bisect(before, work) - 1
        if not 0 <= index < len(weeks):
            return self._wall_outside(work, (first, weeks, before), latest=latest, ahead=index >= 0)
        _, shut, worked = weeks[index]
        rest = work - before[index]
        return (first + index) * WEEK + shut[bisect(worked, rest) - 1] + rest

    def spans(self, start: int, end: int) -> list[Span]:
        """Return the open spans between two instants, in order, none touching another."""
        spans: list[Span] = []
        first, weeks, _ = self._table
        for week in range(start // WEEK, -(-end // WEEK)):
            begin = week * WEEK
            index = week - first
            opens, _, worked = weeks[index] if 0 <= index < len(weeks) else self._pattern(week)
            for at, (before, after) in zip(opens, pairwise(worked), strict=True):
                span = (max(begin + at, start), min(begin + at + after - before, end))
                if span[0] < span[1]:
                    spans.append(span)
        return joined(spans)

    def _work_outside(self, at: int) -> int:
        """Return the open time before an instant of a week that is not in the table."""
        week = at // WEEK
        lowest, highest = self._reach
        if lowest <= week < highest:
            self._compile(week, week)
            return self.work(at)
        edge = lowest if week < lowest else highest - CYCLE
        cycles = (week - edge) // CYCLE
        return self.work(at - cycles * CYCLE * WEEK) + cycles * self._work_in_cycle(edge)

    def _wall_outside(self, work: int, table: Table, *, latest: bool, ahead: bool) -> int:
        """Return the instant before which so much open time lies, when it is not in the table."""
        first, weeks, before = table
        lowest, highest = self._reach
        last = first + len(weeks) - 1
        if last < highest - 1 if ahead else first > lowest:
            farther = min(last + len(weeks), highest - 1) if ahead else max(first - len(weeks), lowest)
            self._compile(farther, farther)
            return self.wall(work, latest=latest)
        if ahead and highest * WEEK > self.end:
            return self.end + 1
        if not ahead and lowest * WEEK <= self.begin:
            return self.begin - 1
        cycle = self._work_in_cycle(highest - CYCLE if ahead else lowest)
        if not cycle:
            raise NeverOpens("the calendar stays closed for ever, and so much open time is never reached")
        missing = work - before[-1] if ahead else before[0] - work
        # On the border itself, looking for the latest instant goes on ahead and for the first goes on behind.
        cycles = missing // cycle + 1 if latest == ahead else -(-missing // cycle)
        if not ahead:
            cycles = -cycles
        return self.wall(work - cycles * cycle, latest=latest) + cycles * CYCLE * WEEK

    def _work_in_cycle(self, edge: int) -> int:
        """Return the open time of the 400 years that begin with the week `edge`."""
        first, _, before = self._compile(edge, edge + CYCLE - 1)
        return before[edge + CYCLE - first] - before[edge - first]

    def _compile(self, one: int, other: int) -> Table:
        """Let the table reach two weeks, and a year further, so that it grows seldom."""
        first, weeks, before = self._table
        lowest, highest = self._reach
        begin = max(min(first, one - _YEAR), lowest)
        end = min(max(first + len(weeks), other + _YEAR), highest)
        earlier = [self._pattern(number) for number in range(begin, first)]
        later = [self._pattern(number) for number in range(first + len(weeks), end)]
        weeks = earlier + weeks + later
        totals = [worked[-1] for _, _, worked in weeks]
        zero = before[0] - sum(totals[: len(earlier)])
        # Put in place as one: another thread goes on with the old table, whose numbers mean the same.
        self._table = table = (begin, weeks, list(accumulate(totals, initial=zero)))
        return table

    def _pattern(self, number: int) -> Pattern:
        """Return the pattern of a week: one for all that have the same clock changes and the same dates."""
        begin = number * WEEK
        changes = self._changes(begin)
        # A zone is up to 16 hours off, and the night before the first local date reaches in.
        dated = tuple(map(self._dated.get, range(number * 7 - 2, number * 7 + 8)))
        pattern = self._patterns.get((changes, dated))
        if pattern is None:
            pattern = self._patterns[changes, dated] = _pattern_of(self._open_spans(begin, changes))
        return pattern

    def _open_spans(self, begin: int, changes: Sequence[tuple[int, int]]) -> list[Span]:
        """Return when a week is open, in microseconds from its start; each stretch of one offset in turn."""
        spans = []
        for (start, offset), (end, _) in pairwise((*changes, (WEEK, 0))):
            zero = begin + offset
            for day in range((zero + start) // DAY - 1, (zero + end - 1) // DAY + 1):
                midnight = day * DAY - zero
                for opens, closes in self._dated.get(day, self._week[day % 7]):
                    spans.append((max(midnight + opens, start), min(midnight + closes, end)))
        return joined(sorted(span for span in spans if span[0] < span[1]))

    def _changes(self, begin: int) -> tuple[tuple[int, int], ...]:
        """Return the offsets from UTC in a week, each with its start in microseconds from the week's.

        Half weeks are looked at: no zone has ever changed its clocks and changed them back within six days.
        """
        offset = self._offset(begin)
        changes = [(0, offset)]
        for half in (0, WEEK // 2):
            after = self._offset(begin + half + WEEK // 2)
            if after != offset:
                changes.append((self._first_with(after, begin + half) - begin, after))
                offset = after
        return tuple(changes)

    def _first_with(self, offset: int, begin: int) -> int:
        """Return the first second of a half week at which an offset holds."""
        end = begin + WEEK // 2
        while end - begin > SECOND:
            middle = (begin + end) // 2 // SECOND * SECOND
            if self._offset(middle) == offset:
                end = middle
            else:
                begin = middle
        return end

    def _offset(self, at: int) -> int:
        """Return the zone's offset from UTC in microseconds; the ends of datetime stand for what lies outside it."""
        inside = min(max(at, EARLIEST), LATEST)
        offset = self._zone.fromutc(self._origin + MICROSECOND * inside).utcoffset()
        assert offset is not None, "a zone of the standard library has an offset at any time"
        return offset // MICROSECOND


def _pattern_of(spans: Sequence[Span]) -> Pattern:
    """Return when a week opens, the closed time before each opening, and the open time before each and in all.

    The spans come in order and do not touch. An empty one at 0 is put first, so that one opens before any instant.
    """
    opens = (0, *(start for start, _ in spans))
    worked = (0, *accumulate((end - start for start, end in spans), initial=0))
    return opens, tuple(start - before for start, before in zip(opens, worked, strict=False)), worked
