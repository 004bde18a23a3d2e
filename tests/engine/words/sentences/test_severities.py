from datetime import UTC, datetime

from upheld.reasons import Reason
from upheld.words import LANGUAGES, say


def test_a_severity_says_where_it_comes_from() -> None:
    at = datetime(2026, 11, 23, 14, tzinfo=UTC)
    sources = [Reason("severity", {"severity": "p1", "at": at, "source": source}) for source in ("asked", "default")]

    assert [say(reason, "en", "Europe/Berlin") for reason in sources] == [
        "Severity: p1 from Mon 23 Nov 2026, 15:00 on, as the customer asked.",
        "Severity: p1, because nothing else was asked for.",
    ]


def test_a_claim_says_which_channels_it_lacks() -> None:
    reason = Reason("claim lacks channels", {"severity": "p1", "channels": ("email", "phone")})

    assert [say(reason, language, "UTC") for language in LANGUAGES] == [
        "p1 must also be asked for by e-mail and phone.",
        "p1 muss auch per E-Mail und Telefon verlangt werden.",
        "p1 måste också begäras via e-post och telefon.",
    ]
