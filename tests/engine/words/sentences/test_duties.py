from datetime import UTC, date, datetime
from decimal import Decimal

from upheld.reasons import Field, Reason
from upheld.words import LANGUAGES, say


def test_a_period_says_how_often_it_comes_round() -> None:
    fields: dict[str, Field] = {
        "what": "review",
        "every": "quarter",
        "from": date(2026, 10, 1),
        "until": date(2027, 1, 1),
    }

    assert [say(Reason("period", fields), language, "UTC") for language in LANGUAGES] == [
        "review, every quarter: Thu 1 Oct 2026 up to and without Fri 1 Jan 2027.",
        "Prüfung, einmal im Quartal: Do 01.10.2026 bis ausschließlich Fr 01.01.2027.",
        "genomgång, varje kvartal: tors 1 okt 2026 fram till fre 1 jan 2027.",
    ]


def test_a_checkpoint_says_at_which_share() -> None:
    reason = Reason("share", {"clock": "restore", "share": Decimal("0.75")})

    assert say(reason, "en", "UTC") == "To be told when 75% of the time for restore is used."


def test_a_version_says_its_amendment_where_it_is_one() -> None:
    fields: dict[str, Field] = {
        "id": "A-1",
        "amendment": 2,
        "effective": datetime(2026, 10, 1, tzinfo=UTC).date(),
        "hash": "ab12",
    }

    assert say(Reason("version", fields), "en", "UTC") == (
        "By A-1, amendment 2, in force from Thu 1 Oct 2026, version ab12."
    )
