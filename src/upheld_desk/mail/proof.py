"""Proof: what servers in front found out about who sent a mail, as they write it above it (RFC 8601).

Anybody can write such a line. Only that of a server that was named is believed, and of its lines the first: it strips
those in its name that came from outside, and writes its own above the rest.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

_ASIDE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')  # what is quoted, or a comment: the sender may have said it
_DMARC: Final = re.compile(r";\s*dmarc\s*=\s*(\w+)", re.IGNORECASE)


def dmarc(values: Iterable[str]) -> Mapping[str, str]:
    """Return what each server found of the sender's domain by DMARC, from `Authentication-Results` in their order.

    >>> dmarc(["mx.example; spf=pass smtp.mailfrom=a.example; dmarc=pass (p=none) header.from=a.example"])
    {'mx.example': 'pass'}
    """
    found: dict[str, str] = {}
    for value in values:
        plain = _ASIDE.sub(" ", value)
        server = (plain.partition(";")[0].split() or [""])[0].lower()
        result = _DMARC.search(plain)
        found.setdefault(server, result[1].lower() if result else "none")
    return found
