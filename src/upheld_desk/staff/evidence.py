"""Evidence: every fact of a case with its number and its hash, as anybody can recompute it."""

from collections.abc import Iterator
from dataclasses import dataclass

from upheld_desk.facts import Fact, canonical
from upheld_desk.staff.opening import Opened
from upheld_desk.staff.sentences import sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One fact."""

    number: int
    fact: Fact
    by: str  # a name
    words: str
    hash: str


def lines(opened: Opened) -> Iterator[Line]:
    """Yield the facts in the order of the log, each with the hash that follows from it and those before."""
    head = ""
    for number, fact in enumerate(opened.history.entries, start=1):
        head = canonical.chained(head, canonical.text(fact.data()))
        yield Line(number, fact, opened.names.get(fact.by, fact.by), sentence(opened, fact), head)
