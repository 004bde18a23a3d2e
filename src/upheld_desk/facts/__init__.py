"""Facts as the desk keeps them: an event of the engine, or one of the desk's own, and what the engine need not see.

What was said, what is attached, how a mail was called lies under `desk`. A fact is for both sides to see unless it is
`internal`.

>>> from datetime import UTC, datetime
>>> from upheld.events import Replied
>>> fact = Fact.of(Replied(datetime(2026, 11, 23, 14, tzinfo=UTC), by="maria"), text="We are on it.")
>>> fact.data()["desk"]
{'text': 'We are on it.'}
>>> read(fact.data()) == fact
True
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from upheld import events
from upheld.events import Event

# The desk's own kinds, and what each says. The engine never sees them.
KINDS: Final[Mapping[str, str]] = {
    "noted": "somebody wrote an internal note",
    "subject set": "the case was given another subject",
    "details set": "service or kind were put right",
    "linked": "the case belongs together with another",
    "unlinked": "it does not any more",
    "told": "what is due or late was told to those who must know",
    "objection decided": "a second person decided on an objection",
    "refused": "a report was not taken, and why",
    "signed": "one side signed a version of the agreement",
    "draft discarded": "a draft that one side had signed was thrown away",
    "mail bounced": "a mail of ours did not arrive",
    "watched": "somebody wants to be told about the case, or no longer",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact to append, or one that was."""

    kind: str
    at: datetime  # UTC
    by: str = ""  # a handle; empty: the desk itself
    event: Event | None = None  # None: of the desk's own kinds
    desk: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, event: Event, **desk: object) -> "Fact":
        """Return the fact of an engine's event with what belongs to it."""
        return cls(events.name_of(type(event)), event.at.astimezone(UTC), event.by, event, desk)

    @classmethod
    def own(cls, kind: str, at: datetime, by: str = "", **desk: object) -> "Fact":
        """Return a fact of one of the desk's own kinds."""
        assert kind in KINDS, kind
        return cls(kind, at.astimezone(UTC), by, None, desk)

    @property
    def internal(self) -> bool:
        """Say whether only the vendor may see it."""
        return bool(self.desk.get("internal", self.kind in _INTERNAL))

    def data(self) -> dict[str, object]:
        """Return the fact as plain data for JSON."""
        own: dict[str, object] = {"event": self.kind, "by": self.by}
        data = events.as_data(self.event) if self.event else own
        data["at"] = self.at.isoformat()
        return {**data, "desk": dict(self.desk)} if self.desk else data


_INTERNAL: Final = frozenset({"noted", "told", "mail bounced", "effort forecast", "watched", "assigned"})


def read(data: Mapping[str, Any]) -> Fact:
    """Return the fact that plain data describes."""
    desk = data.get("desk", {})
    if data["event"] in KINDS:
        at = datetime.fromisoformat(data["at"])
        return Fact(data["event"], at, data.get("by", ""), None, desk)
    event = events.from_data({key: value for key, value in data.items() if key != "desk"})
    return Fact(data["event"], event.at, event.by, event, desk)
