"""Handles: the short names by which agreements, events and addresses of pages call somebody.

>>> of_name("Dr. Jörg Müller-Lüdenscheidt")
'j.mueller-luedenscheidt'
>>> slug("Papierwerk Isar GmbH & Co. KG")
'papierwerk-isar-gmbh-co-kg'
>>> free("l.huber", ["l.huber", "l.huber2"])
'l.huber3'
"""

import re
from collections.abc import Iterable
from itertools import count
from typing import Final
from unicodedata import normalize

_SPELT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "a", "ø": "oe", "æ": "ae", "ł": "l"})
_TITLES: Final = frozenset({"dr", "prof", "mag", "dipl", "ing", "herr", "frau", "mr", "mrs", "ms"})
_LONGEST: Final = 40


def of_name(name: str) -> str:
    """Return the handle of a name: the first letter of the first name, and the last name."""
    given, family = _parts(name)
    return f"{given[:1]}.{family}" if given else family


def slug(text: str) -> str:
    """Return a text in small letters, digits and hyphens."""
    plain = normalize("NFKD", text.lower().translate(_SPELT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST] or "x"


def free(wanted: str, taken: Iterable[str]) -> str:
    """Return what is wanted, with a number behind it if somebody has it."""
    others = frozenset(taken)
    tries = (wanted if number == 1 else f"{wanted}{number}" for number in count(1))
    return next(found for found in tries if found not in others)


def _parts(name: str) -> tuple[str, str]:
    """Return the first and the last name, without titles; the first is empty where there is one name only."""
    words = [found for word in name.split() if (found := slug(word)) not in _TITLES]
    if not words:
        return "", slug(name)
    return (words[0] if len(words) > 1 else ""), words[-1]
