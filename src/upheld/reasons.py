"""Reasons: why an answer is what it is, as a tree that the answering lines make themselves.

A reason is data, a code and its fields; words in a reader's language are put to it at the border, by `words`.
A clause is the place in an agreement that a reason rests on.

>>> clause = Clause("plans.standard.promises.p3.start_work", "within 8 working hours", cites=("S4-27",))
>>> Reason("promised", {"clock": "start_work"}, clause).as_data()["clause"]["text"]
'within 8 working hours'
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

Field = str | int | bool | Decimal | datetime | date | timedelta | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in an agreement: its path, its text as written, and what the text itself rests on."""

    path: str
    text: str
    cites: tuple[str, ...] = ()  # clauses of the paper contract or atoms of the source, as `# § S4-27` names them
    file: str = ""
    line: int = 0  # from 1; 0 where the clause was not read from a file
    column: int = 0  # from 1; 0 where the clause was not read from a file

    def as_data(self) -> dict[str, object]:
        """Return the clause as plain data for JSON."""
        return {
            "path": self.path,
            "text": self.text,
            "cites": list(self.cites),
            "file": self.file,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation: what was found, from which fields, by which clause, because of what."""

    code: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    clause: Clause | None = None
    because: tuple["Reason", ...] = ()

    def as_data(self) -> dict[str, object]:
        """Return the tree as plain data for JSON; instants keep their offset, durations are seconds."""
        data: dict[str, object] = {"code": self.code, **{k: plain(v) for k, v in self.fields.items()}}
        if self.clause:
            data["clause"] = self.clause.as_data()
        if self.because:
            data["because"] = [reason.as_data() for reason in self.because]
        return data

    def walk(self) -> Iterator["Reason"]:
        """Yield this reason and all below it, in reading order."""
        yield self
        for reason in self.because:
            yield from reason.walk()


def plain(value: Field) -> str | int | float | bool | list[str]:
    """Return a field as JSON can hold it; an amount becomes text, so that no digit is lost."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = value.total_seconds()
        return int(seconds) if seconds.is_integer() else seconds
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value
