from upheld.reasons import Reason
from upheld.words import LANGUAGES, say


def test_a_promise_is_said_in_its_own_words() -> None:
    reason = Reason("promise", {"clock": "respond", "severity": "down", "quantity": "under 30 minutes"})

    assert [say(reason, language, "UTC", {"respond": "Respond"}) for language in LANGUAGES] == [
        "Promised: Respond in under 30 minutes.",
        "Zugesagt: Respond in weniger als 30 Minuten.",
        "Utlovat: Respond på mindre än 30 minuter.",
    ]


def test_a_hole_is_the_time_or_the_hours_that_it_runs_in() -> None:
    time, hours = (Reason("hole", {"calendar": calendar}) for calendar in ("", "desk"))

    assert [say(reason, "en", "UTC") for reason in (time, hours)] == [
        "How long this may take is still to be agreed.",
        "The hours of “desk”, in which this runs, are still to be agreed.",
    ]


def test_a_severity_without_a_promise_says_what_it_gets() -> None:
    borrowed, measured = (Reason("unpromised", {"severity": "down", "same as": same}) for same in ("impaired", ""))

    assert [say(reason, "en", "UTC") for reason in (borrowed, measured)] == [
        "Nothing is promised for down itself; it gets what impaired gets.",
        "Nothing is promised for down; its time is measured only.",
    ]
