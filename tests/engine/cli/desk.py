"""A small offer, and the command line run on it inside the test."""

from pathlib import Path

import pytest

from upheld.cli import app
from upheld.cli.failures import failures_told

OFFER = """\
format: support-agreement/1
offer: desk-support
title: {en: Desk support, de: Hilfe am Schalter}
vendor: {name: Nordlicht, country: DE}
service: {en: the desk, de: der Schalter}
languages: [en, de]
time_zone: Europe/Berlin
currency: EUR

working_time: desk
calendars:
  desk: {week: {mon-fri: 09:00-17:00}, holidays: DE-NW}

kinds:
  incident: {en: Something is broken, de: Etwas ist kaputt}
handles: [incident]
facts:
  stopped:
    ask: {en: Has work stopped?, de: Steht die Arbeit still?}
    answers: [yes, no]
severities:
  stop: {name: {en: Standstill, de: Stillstand}, when: {stopped: yes}}
  slow: {name: {en: Disturbed, de: Gestört}, otherwise: yes}
classification: {by: criteria}

clocks:
  reply:
    name: {en: Time to reply, de: Antwortzeit}
    from: reported
    to: first human reply
    pauses: never

meters:
  visits: {unit: visit, per: month, is: {en: visits, de: Besuche}, source: counted by hand}

plans:
  small:
    name: {en: Small, de: Klein}
    channels: {phone: desk}
    promises:
      stop: {reply: within 4 working hours}
      slow: {reply: under 8 working hours}
    price: {base: 100 EUR per month, plus: {visits: {mode: per unit, rate: 40 EUR}}}
  large:
    extends: small
    name: {en: Large, de: Groß}
    channels: {email: desk}
    promises:
      stop: {reply: within 2 hours}
    price: {base: 300 EUR per month}
"""


def offer(folder: Path, **changes: str) -> str:
    """Write the offer, with some of its words replaced, and return its path."""
    text = OFFER
    for old, new in changes.items():
        text = text.replace(old.replace("_", " "), new)
    path = folder / "offer.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def signed(folder: Path) -> str:
    """Write the offer and an agreement on its small plan, from April 2026 to April 2027; return its path."""
    offer(folder)
    path = folder / "signed.yaml"
    path.write_text(
        "{format: support-agreement/1, agreement: A-1, on: desk-support, customer: {name: Kiosk, country: DE}, "
        "signed: 2026-03-01, valid: {from: 2026-04-01, to: 2027-04-30}, plan: small}",
        encoding="utf-8",
    )
    return str(path)


def upheld(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command; return its exit code, what it answered and what it complained about."""
    code = failures_told(lambda: app(list(arguments), prog_name="upheld", standalone_mode=False), arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err
