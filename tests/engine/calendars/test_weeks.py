from datetime import UTC

from upheld.calendars.hours import DAY, MINUTE
from upheld.calendars.weeks import WorkingTime

HOUR = 60 * MINUTE
MONDAYS = WorkingTime(UTC, (((9 * HOUR, 17 * HOUR),), (), (), (), (), (), ()), {}, begin=-(10**20), end=10**20)


def test_the_first_instant_of_used_up_time_is_the_closing() -> None:
    worked = MONDAYS.work(DAY)

    assert MONDAYS.wall(worked, latest=False) == 17 * HOUR


def test_the_latest_instant_of_used_up_time_is_the_next_opening() -> None:
    worked = MONDAYS.work(DAY)

    assert MONDAYS.wall(worked, latest=True) == 7 * DAY + 9 * HOUR
