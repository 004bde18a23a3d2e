"""Canonical text of a fact, and the chain of hashes over them.

The same fact always has the same text: keys in order, no spaces, characters as they are. A hash is taken over the hash
before and the text, so that no fact can be changed, left out or moved without all later hashes telling.

>>> text({"event": "noted", "at": "2026-11-23T14:00:00+00:00"})
'{"at":"2026-11-23T14:00:00+00:00","event":"noted"}'
>>> chained("", text({"event": "noted"}))[:12]
'ae2500f18a2f'
"""

import json
from collections.abc import Mapping
from hashlib import sha256


def text(data: Mapping[str, object]) -> str:
    """Return the canonical JSON of plain data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def chained(before: str, body: str) -> str:
    """Return the hash of a fact: SHA-256, hex, over the hash before it and its canonical text."""
    return sha256(f"{before}\n{body}".encode()).hexdigest()
