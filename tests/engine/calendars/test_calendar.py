from datetime import datetime, timedelta

from upheld.calendars import Calendar

OFFICE = Calendar("Europe/Stockholm", dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (("08:00", "17:00"),)))


def test_eight_working_hours_from_monday_three_end_on_tuesday_at_two() -> None:
    monday_three = datetime(2026, 11, 23, 15, 0, tzinfo=OFFICE.zone)

    assert OFFICE.add(monday_three, timedelta(hours=8)) == datetime(2026, 11, 24, 14, 0, tzinfo=OFFICE.zone)
