"""Attachments: bytes by their hash, kept once and never changed; what a fact says of them; how they leave again.

A stranger may have sent them, so a browser is never asked to run one: only pictures and plain text are shown, and these
behind headers that allow nothing else. Programs are not taken.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from upheld_desk.store.facts import Fact


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a fact says of something attached to it."""

    name: str  # as the sender called it
    type: str  # "image/png"
    digest: str
    size: int

    def data(self) -> dict[str, object]:
        """Return it as it stands in a fact, under `desk`: {"attachments": [...]}."""
        return asdict(self)

    @classmethod
    def of(cls, fact: Fact, *, raw: bool = False) -> "Iterator[Attachment]":
        """Yield what is attached to a fact; with `raw` also the mail it arrived in, for the vendor's eyes."""
        for found in fact.desk.get("attachments", ()):
            yield cls(**found)
        if raw and (digest := fact.desk.get("raw")):
            yield cls("message.eml", "message/rfc822", digest, fact.desk.get("raw_size", 0))
