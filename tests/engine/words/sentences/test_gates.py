from datetime import UTC, datetime

from upheld.reasons import Reason
from upheld.words import LANGUAGES, say


def test_a_closed_channel_says_when_it_opens() -> None:
    at, opens = datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)
    reason = Reason("channel closed", {"channel": "phone", "at": at, "opens": opens})

    assert [say(reason, language, "UTC") for language in LANGUAGES] == [
        "The channel is closed: phone, Sun 22 Nov 2026, 09:00; it opens Mon 23 Nov 2026, 07:00.",
        "Der Kanal ist geschlossen: Telefon, So 22.11.2026, 09:00; er öffnet Mo 23.11.2026, 07:00.",
        "Kanalen är stängd: telefon, sön 22 nov 2026 09:00; den öppnar mån 23 nov 2026 07:00.",
    ]


def test_a_shut_gate_says_what_would_open_it() -> None:
    reason = Reason("gate shut", {"condition": "kind", "given": "question", "wanted": ("incident",)})

    assert [say(reason, language, "UTC") for language in LANGUAGES] == [
        "The kind of case is question; it must be incident.",
        "Art des Falls: Frage; nötig wäre Störung.",
        "Inte som avtalat (ärendetyp): fråga; det krävs incident.",
    ]
