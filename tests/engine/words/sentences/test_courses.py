from datetime import UTC, date, datetime, timedelta

from upheld.reasons import Field, Reason
from upheld.words import LANGUAGES, say

AT = datetime(2026, 12, 24, 8, tzinfo=UTC)
EVE = Reason(
    "day",
    {
        "date": date(2026, 12, 24),
        "kind": "eve",
        "name": "Christmas Day",
        "hours": ("08:30–14:00",),
        "from": AT,
        "to": AT + timedelta(hours=5),
        "used": timedelta(hours=5),
        "left": timedelta(hours=3),
    },
)


def test_a_day_says_its_hours_and_what_they_use() -> None:
    assert [say(EVE, language, "Europe/Stockholm") for language in LANGUAGES] == [
        (
            "Thu 24 Dec 2026: open 08:30–14:00, because it is the eve of Christmas Day; "
            "09:00–14:00 uses 5 hours, 3 hours left."
        ),
        (
            "Do 24.12.2026: geöffnet 08:30–14:00, weil ein Feiertag folgt (Christmas Day); "
            "09:00–14:00 verbraucht 5 Stunden, noch 3 Stunden."
        ),
        (
            "tors 24 dec 2026: öppet 08:30–14:00, eftersom en helgdag följer (Christmas Day); "
            "09:00–14:00 förbrukar 5 timmar, 3 timmar återstår."
        ),
    ]


def test_a_due_time_says_whether_its_instant_is_in_time() -> None:
    said = [say(Reason("due", {"at": AT, "strict": strict}), "en", "UTC") for strict in (True, False)]

    assert said == [
        "Due before Thu 24 Dec 2026, 08:00: exactly then it is already late.",
        "Due Thu 24 Dec 2026, 08:00, in time up to and including that instant.",
    ]


def test_a_broken_promise_says_how_late_it_was() -> None:
    fields: dict[str, Field] = {
        "milestone": "solved",
        "due": AT,
        "stopped": AT + timedelta(hours=1),
        "late": timedelta(hours=1),
    }

    assert say(Reason("broken", fields), "en", "UTC") == (
        "Broken: it was due Thu 24 Dec 2026, 08:00, and was reached Thu 24 Dec 2026, 09:00, 1 hour too late."
    )


def test_closed_days_stand_together() -> None:
    reason = Reason("days closed", {"from": date(2026, 12, 26), "to": date(2026, 12, 27)})

    assert [say(reason, language, "UTC") for language in LANGUAGES] == [
        "Sat 26 Dec 2026 to Sun 27 Dec 2026: closed.",
        "Sa 26.12.2026 bis So 27.12.2026: geschlossen.",
        "lör 26 dec 2026 till sön 27 dec 2026: stängt.",
    ]
