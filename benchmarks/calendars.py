"""Calendars beside their peers: a call, a column, the compiling, the memory, and how much the span costs.

The calendar is a Swedish support desk, Monday to Friday 08:00 to 17:00, closed on the holidays of nine years and with
short days before them. The peers know no days before holidays, so theirs is the same calendar without: an easier one.
Every figure is the best of several rounds, in which all take their turns, because other work disturbs a machine.
"""

import gc
import platform
import random
import time
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import businesstimedelta
import holidays
import numpy as np
import pandas as pd
import pytz
import workclock

from upheld.calendars import DAYS, Calendar
from upheld.columns import add_many, between_many

ZONE = ZoneInfo("Europe/Stockholm")
YEARS = range(2020, 2029)
HOLIDAYS = dict(holidays.country_holidays("SE", years=[*YEARS, YEARS.stop]))
EIGHT_HOURS = timedelta(hours=8)
DAY = timedelta(days=1)
CALLS = 1_000
ITEMS = 10_000_000
ROUNDS = 9

Call = Callable[[], object]
Pairs = list[tuple[datetime, datetime]]


def main() -> None:
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {platform.machine()}, nine years of calendar\n")
    desk = support_desk()
    scalar(desk)
    spans(desk)
    compiling()
    columns(desk)


def support_desk(*, eves: bool = True, lunch: bool = False) -> Calendar:
    hours = (("08:00", "12:00"), ("13:00", "17:00")) if lunch else (("08:00", "17:00"),)
    bounds = {"since": date(YEARS.start, 1, 1), "through": date(YEARS.stop - 1, 12, 31)}
    eve = (("08:30", "14:00"),) if eves else ()
    return Calendar(ZONE, dict.fromkeys(DAYS[:5], hours), holidays=HOLIDAYS, eve=eve, **bounds)


# The peers, each with the same calendar without the days before holidays.


def workclock_desk() -> workclock.Schedule:
    return workclock.Schedule([workclock.WorkDay(clock(8), clock(17)), workclock.Holidays(HOLIDAYS)], time_zone=ZONE)


def pandas_desk(hours: int = 1) -> pd.offsets.CustomBusinessHour:
    return pd.offsets.CustomBusinessHour(hours, start="08:00", end="17:00", holidays=sorted(HOLIDAYS))


def businesstimedelta_desk() -> businesstimedelta.Rules:
    zone = pytz.timezone(ZONE.key)
    hours = businesstimedelta.WorkDayRule(clock(8), clock(17), working_days=[0, 1, 2, 3, 4], tz=zone)
    return businesstimedelta.Rules([hours, businesstimedelta.HolidayRule(HOLIDAYS, tz=zone)])


class Busday:
    """Hours 8 to 17 by hand around NumPy's business days, for clocks that never change and starts before ends."""

    def __init__(self) -> None:
        self.days = np.busdaycalendar(holidays=sorted(HOLIDAYS))

    def add(self, starts: np.ndarray, seconds: int) -> np.ndarray:
        day, worked = self._split(starts)
        total = worked + seconds - 1  # so that what is used up at closing ends there
        due = np.busday_offset(day, total // 32_400, roll="forward", busdaycal=self.days)
        return due.astype("datetime64[s]").astype(np.int64) + 8 * 3600 + total % 32_400 + 1

    def between(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        (day, worked), (end_day, end_worked) = self._split(starts), self._split(ends)
        return np.busday_count(day, end_day, busdaycal=self.days) * 32_400 + end_worked - worked

    def _split(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        day = (at // 86_400).astype("datetime64[D]")
        worked = np.clip(at % 86_400 - 8 * 3600, 0, 32_400)
        return day, np.where(np.is_busday(day, busdaycal=self.days), worked, 0)


# What is measured.


def scalar(desk: Calendar) -> None:
    clock_desk, hand_desk = workclock_desk(), businesstimedelta_desk()
    pandas_hours, hand_hours = pandas_desk(8), businesstimedelta.BusinessTimeDelta(hand_desk, hours=8)
    starts = random_starts(CALLS)
    stamps = {start: pd.Timestamp(start) for start in starts}
    adding = {
        "upheld, with days before holidays": lambda start: desk.add(start, EIGHT_HOURS),
        "workclock": lambda start: clock_desk.add(start, EIGHT_HOURS),
        "pandas CustomBusinessHour": lambda start: stamps[start] + pandas_hours,
        "businesstimedelta": lambda start: start + hand_hours,
    }
    show("add 8 working hours", "us", per_call({name: calls(ask, starts) for name, ask in adding.items()}))
    agree(adding, starts)

    later = random_starts(CALLS, seed=2, first_year_only=True)
    pairs = [(start, start + DAY * (other.day % 20)) for start, other in zip(starts, later, strict=True)]
    passing = {
        "upheld, with days before holidays": lambda pair: desk.between(*pair),
        "workclock": lambda pair: clock_desk.between(*pair),
        "businesstimedelta": lambda pair: hand_desk.difference(*pair),
    }
    show(
        "working time between, 0 to 20 days", "us", per_call({name: calls(ask, pairs) for name, ask in passing.items()})
    )


def agree(adding: Mapping[str, Callable[[datetime], object]], starts: list[datetime]) -> None:
    """Say how many answers of the peers are those of the same calendar without days before holidays."""
    plain = support_desk(eves=False)
    expected = [plain.add(start, EIGHT_HOURS).astimezone(UTC) for start in starts[:200]]
    for name, ask in list(adding.items())[1:]:
        same = sum(
            pd.Timestamp(ask(start)).tz_convert(UTC) == due for start, due in zip(starts, expected, strict=False)
        )
        print(f"  {name} gives {same} of {len(expected)} the same due time as upheld without days before holidays")
    print()


def spans(desk: Calendar) -> None:
    clock_desk, hand_desk = workclock_desk(), businesstimedelta_desk()
    print("working time between, by span, us a call")
    print(f"  {'':34}{'upheld':>10}{'workclock':>12}{'businesstimedelta':>20}")
    for name, days in {"1 day": 1, "30 days": 30, "1 year": 365, "8 years": 8 * 365}.items():
        pairs = [(start, start + DAY * days) for start in random_starts(CALLS, first_year_only=True)]
        asks = {
            "upheld": lambda pair: desk.between(*pair),
            "workclock": lambda pair: clock_desk.between(*pair),
            "businesstimedelta": lambda pair: hand_desk.difference(*pair),
        }
        best = per_call({peer: calls(ask, pairs) for peer, ask in asks.items()})
        print(f"  {name:34}{best['upheld']:10.2f}{best['workclock']:12.2f}{best['businesstimedelta']:20.0f}")
    print()


def compiling() -> None:
    first, last = (datetime(year, 6, 1, tzinfo=ZONE) for year in (YEARS.start, YEARS.stop - 1))
    some = np.array([first.timestamp(), last.timestamp()], dtype=np.int64)
    print("compiling nine years")
    for name, lunch in {"one window a day": False, "two windows a day": True}.items():
        tables, layouts, sizes = [], [], []
        for _ in range(ROUNDS):
            gc.collect()
            tracemalloc.start()
            before = tracemalloc.get_traced_memory()[0]
            desk = support_desk(lunch=lunch)
            desk.between(first, last)
            gc.collect()
            size = tracemalloc.get_traced_memory()[0] - before
            add_many(desk, some, 0)
            gc.collect()  # Python keeps room for tuples that are gone
            sizes.append((size, tracemalloc.get_traced_memory()[0] - before - size))
            tracemalloc.stop()
            started = time.perf_counter()
            desk = support_desk(lunch=lunch)
            desk.between(first, last)
            tables.append(time.perf_counter() - started)
            started = time.perf_counter()
            add_many(desk, some, 0)
            layouts.append(time.perf_counter() - started)
        (table, layout) = map(min, zip(*sizes, strict=True))
        print(f"  {name:34}{min(tables) * 1e3:8.1f} ms{table / 1e3:8.0f} kB", end="")
        print(f"   and for columns {min(layouts) * 1e3:5.1f} ms{layout / 1e3:6.0f} kB")
    print()


def columns(desk: Calendar) -> None:
    drawn = np.random.default_rng(1)
    first, last = (int(datetime(year, 6, 1, tzinfo=UTC).timestamp()) for year in (YEARS.start, YEARS.stop - 1))
    starts, ends = np.sort(drawn.integers(first, last, (2, ITEMS)), axis=0)
    amounts = drawn.integers(1, 30 * 3600, ITEMS)
    places, table = drawn.integers(0, 4_096, ITEMS), drawn.integers(0, 2**30, 4_096).astype(np.int32)
    hand = Busday()
    best = per_call(
        {
            "upheld add_many, one amount": lambda: (add_many(desk, starts, 8 * 3600), ITEMS)[1],
            "upheld add_many, amount by item": lambda: (add_many(desk, starts, amounts), ITEMS)[1],
            "upheld between_many": lambda: (between_many(desk, starts, ends), ITEMS)[1],
            "floor: two bare random gathers": lambda: (np.take(table, places), np.take(table, places), ITEMS)[2],
            "NumPy busday by hand, add": lambda: (hand.add(starts[: ITEMS // 10], 8 * 3600), ITEMS // 10)[1],
            "NumPy busday by hand, between": lambda: (
                hand.between(starts[: ITEMS // 10], ends[: ITEMS // 10]),
                ITEMS // 10,
            )[1],
        },
        rounds=4,
    )
    some = 20_000
    clock_desk = workclock_desk()
    at, until = starts[:some].astype("datetime64[s]"), ends[:some].astype("datetime64[s]")
    best |= per_call(
        {
            "workclock add_many": lambda: (clock_desk.add_many(at, EIGHT_HOURS), some)[1],
            "workclock between_many": lambda: (clock_desk.between_many(at, until), some)[1],
        },
        rounds=2,
    )
    show(f"columns of {ITEMS:,} items", "ns", {name: figure * 1e3 for name, figure in best.items()})
    due = add_many(desk, starts[:CALLS], amounts[:CALLS])
    same = sum(
        desk.add(datetime.fromtimestamp(int(start), UTC), timedelta(seconds=int(amount))).timestamp() == at
        for start, amount, at in zip(starts, amounts, due, strict=False)
    )
    print(f"  add_many gives {same} of {CALLS} the same due time as add")


# How it is measured.


def random_starts(count: int, *, seed: int = 1, first_year_only: bool = False) -> list[datetime]:
    """Return instants to the microsecond, in the zone of the desk, so early that all answers are known."""
    drawn = random.Random(seed)  # noqa: S311 - to draw the same instants each time
    first = datetime(YEARS.start, 1, 2, tzinfo=UTC)
    most = 0.9 if first_year_only else len(YEARS) - 1
    return [(first + DAY * 365 * drawn.uniform(0, most)).astimezone(ZONE) for _ in range(count)]


def calls(ask: Callable[[object], object], items: list[object]) -> Callable[[], int]:
    """Return what asks about the items one after another and tells how many; of a slow peer only the first few."""
    took = []
    for item in items[:6]:  # the first calls make what the others use, which is measured on its own
        started = time.perf_counter()
        ask(item)
        took.append(time.perf_counter() - started)
    few = max(3, min(len(items), int(0.05 / min(took))))

    def run() -> int:
        for item in items[:few]:
            ask(item)
        return few

    return run


def per_call(contenders: Mapping[str, Callable[[], int]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the least microseconds a call for each, who take turns in every round."""
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(rounds):
        for name, run in contenders.items():
            started = time.perf_counter()
            count = run()
            best[name] = min(best[name], (time.perf_counter() - started) / count * 1e6)
    return best


def show(title: str, unit: str, best: Mapping[str, float]) -> None:
    """Print figures, each beside its ratio to the first."""
    first = next(iter(best.values()))
    print(f"{title}, {unit} each")
    for name, figure in best.items():
        print(f"  {name:34}{figure:10.2f}{figure / first:10.1f} x")
    print()


if __name__ == "__main__":
    main()
