"""Events: the vocabulary of facts. A log is a sequence of them; it only grows.

Each event has the instant at which it was so (aware) and who did it. Facts with the same instant count in the order
in which the log holds them. One log belongs to one case, or to one agreement.

>>> from datetime import UTC, datetime
>>> as_data(WorkStarted(datetime(2026, 11, 23, 14, tzinfo=UTC), by="maria"))
{'event': 'work started', 'at': '2026-11-23T14:00:00+00:00', 'by': 'maria'}
>>> from_data({"event": "work started", "at": "2026-11-23T15:00:00+01:00", "by": "maria"}).by
'maria'
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Final, Literal, get_args

MOST: Final = 1_000_000  # minutes of one entry of work, and any other whole number of an event
_LONGEST_SHOWN: Final = 60  # characters of a value that is wrong
_UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")

_Reader = Callable[[object], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    by: str = ""


@dataclass(frozen=True, slots=True)
class Event(_Fact):
    """A fact: something was so at an instant."""

    at: datetime


# --- A case -----------------------------------------------------------------------------------------------------------

Ground = Literal["new facts", "correction"]
Waiting = Literal["customer", "access", "third party"]


@dataclass(frozen=True, slots=True)
class Reported(Event):
    """A report arrived on a channel; the case begins."""

    channel: str = ""
    caller: str = ""  # what the reporter is to the vendor: partner, customer, level-1
    kind: str = "incident"
    service: str = ""
    severity: str = ""  # as claimed in the report
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeverityAsked(Event):
    """The customer asked for a severity, on a channel."""

    severity: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Classified(Event):
    """The severity was decided; a later decision has new facts, or corrects a mistake."""

    severity: str
    ground: Ground = "new facts"
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Objected(Event):
    """The severity was objected to."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """A level handed the case on to another."""

    level: int = 2  # the level that has it now


@dataclass(frozen=True, slots=True)
class Assigned(Event):
    """Somebody took the case on."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class Replied(Event):
    """The vendor said something to the customer; an automatic receipt is no answer."""

    automatic: bool = False


@dataclass(frozen=True, slots=True)
class CustomerReplied(Event):
    """The customer said something; a wait for the customer is over."""

    channel: str = ""


@dataclass(frozen=True, slots=True)
class Called(Event):
    """The vendor called the customer."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class WorkStarted(Event):
    """Troubleshooting began: a specialist is at work."""


@dataclass(frozen=True, slots=True)
class EffortLogged(Event):
    """Work was logged; the first entry shows that work has started."""

    minutes: int = 0


@dataclass(frozen=True, slots=True)
class EffortForecast(Event):
    """How much work the case will take in all, as far as one can tell."""

    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Visited(Event):
    """Somebody of the vendor was on site."""


@dataclass(frozen=True, slots=True)
class NotFixedRemotely(Event):
    """Work from afar did not help."""


@dataclass(frozen=True, slots=True)
class Forwarded(Event):
    """The case was passed on to a supplier."""

    to: str = ""


@dataclass(frozen=True, slots=True)
class WaitStarted(Event):
    """From now on nothing can be done before somebody else acts."""

    on: Waiting = "customer"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WaitEnded(Event):
    """What was waited for is there; every wait is over."""


@dataclass(frozen=True, slots=True)
class Restored(Event):
    """The system is usable again."""

    workaround: bool = False


@dataclass(frozen=True, slots=True)
class SolutionProposed(Event):
    """The vendor told the customer of a solution."""


@dataclass(frozen=True, slots=True)
class SolutionApproved(Event):
    """The customer approved the solution."""


@dataclass(frozen=True, slots=True)
class SolutionRefused(Event):
    """The customer did not accept the solution."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """The case was closed."""


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """The case goes on: what restored, solved or closed it did not last."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Absorbed(Event):
    """Another case was merged into this one; the earlier report counts."""

    case: str
    reported: datetime


@dataclass(frozen=True, slots=True)
class Merged(Event):
    """This case goes on in another one."""

    into: str


@dataclass(frozen=True, slots=True)
class MarkedDuplicate(Event):
    """This case says what another one says already."""

    of: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    """The customer took the report back."""


# --- An agreement -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started(Event):
    """The agreement came into force."""


@dataclass(frozen=True, slots=True)
class Done(Event):
    """Something that comes round was done: a review, a meeting, a release, a check."""

    what: str
    due: date | None = None  # a day of the period it was done for; None: the period in which it happened


@dataclass(frozen=True, slots=True)
class Granted(Event):
    """An allowance was bought or added."""

    allowance: str
    amount: Decimal
    ref: str = ""
    expires: date | None = None  # the first day on which it is gone


@dataclass(frozen=True, slots=True)
class Reserved(Event):
    """Some of an allowance was set aside for a case or an order."""

    allowance: str
    amount: Decimal
    ref: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Settled(Event):
    """What was reserved was used; the amount may differ from what was reserved."""

    ref: str
    amount: Decimal | None = None  # None: as reserved
    worked: date | None = None  # the day of the work, where it is not the day of the entry


@dataclass(frozen=True, slots=True)
class Released(Event):
    """What was reserved is free again."""

    ref: str


@dataclass(frozen=True, slots=True)
class Corrected(Event):
    """The ledger was corrected; the reason stands on it."""

    allowance: str
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Metered(Event):
    """So much was used on a day."""

    meter: str
    amount: Decimal
    on: date | None = None  # None: the day of the entry


Log = Sequence[Event]


# --- As data ----------------------------------------------------------------------------------------------------------


def _named(kind: type[Event]) -> str:
    """Return an event kind's name in words: `WorkStarted` is "work started"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()


KINDS: Final[Mapping[str, type[Event]]] = {_named(kind): kind for kind in Event.__subclasses__()}
_NAMES: Final[Mapping[type[Event], str]] = {kind: name for name, kind in KINDS.items()}


def name_of(kind: type[Event]) -> str:
    """Return an event kind's name in words: `WorkStarted` is "work started"."""
    return _NAMES[kind]


def as_data(event: Event) -> dict[str, object]:
    """Return an event as plain data for JSON; what was left at its default is left out."""
    data: dict[str, object] = {"event": name_of(type(event)), "at": event.at.isoformat()}
    for f in fields(event):
        value = getattr(event, f.name)
        if f.name != "at" and value != _default(f):
            data[f.name] = _plain(value)
    return data


def from_data(data: Mapping[str, object]) -> Event:
    """Return the event that plain data describes, its instants in UTC; ValueError says what is wrong, what to write."""
    name = str(data.get("event", ""))
    kind = KINDS.get(name)
    if kind is None:
        near = get_close_matches(name, KINDS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"write one of: {', '.join(KINDS)}"
        message = f"event: '{_shown(name)}' is not an event; {hint}"
        raise ValueError(message)
    known = {f.name: f for f in fields(kind)}
    given = {key: value for key, value in data.items() if key != "event"}
    for key in given:
        if key not in known:
            message = f"{name}: '{_shown(key)}' is not a field of this event; it has: {', '.join(sorted(known))}"
            raise ValueError(message)
    missing = [f.name for f in known.values() if f.name not in given and _default(f) is MISSING]
    if missing:
        message = f"{name}: '{missing[0]}' is missing; write it as a field of the event"
        raise ValueError(message)
    return kind(**{key: _typed(f"{name}: {key}", value, known[key].type) for key, value in given.items()})


def _shown(value: object) -> str:
    """Return a value as a message can hold it: cut where it is long, and printable."""
    text = str(value).encode(errors="backslashreplace").decode().replace("\x00", "\\x00")
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _default(f: Field[object]) -> object:
    return f.default_factory() if f.default_factory is not MISSING else f.default


def _plain(value: object) -> object:
    if isinstance(value, str | int):  # a bool is an int
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else str(value)


def _typed(where: str, value: object, kind: object) -> Any:  # noqa: ANN401  whatever the field holds
    """Return a plain value as the type that a field is declared with."""
    read, should = _READERS[kind]
    try:
        return read(value)
    except (ValueError, TypeError, InvalidOperation) as error:
        message = f"{where}: '{_shown(value)}' {should}"
        raise ValueError(message) from error


def _instant(value: object) -> datetime:
    instant = datetime.fromisoformat(_word(value))
    if instant.utcoffset() is None:
        raise ValueError
    return instant.astimezone(UTC)


def _day(value: object) -> date:
    return date.fromisoformat(_word(value))


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise TypeError
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError
    return number


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    if not 0 <= value <= MOST:
        raise ValueError
    return value


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    if _UNSTORABLE.search(value):
        raise ValueError
    return value


def _answers(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise TypeError
    return {_word(question): _word(answer) for question, answer in value.items()}


def _one_of(words: tuple[str, ...]) -> tuple[_Reader, str]:
    def word(value: object) -> str:
        if value not in words:
            raise ValueError
        return _word(value)

    return word, f"is none of: {', '.join(words)}"


def _or_none(reader: tuple[_Reader, str]) -> tuple[_Reader, str]:
    read, should = reader
    return lambda value: None if value is None else read(value), should


_DAY: Final = (_day, "is not a date; write it like '2026-11-23'")
_NUMBER: Final = (_number, "is not a number; write it like '2.5'")
# How each declared type of a field is read, and what is said of a value that cannot be.
_READERS: Final[Mapping[object, tuple[_Reader, str]]] = {
    str: (_word, "is not a text that can be stored"),
    bool: (_yes_no, "is not true or false"),
    int: (_whole, f"is not a whole number from 0 to {MOST:,}"),
    Decimal: _NUMBER,
    Decimal | None: _or_none(_NUMBER),
    date | None: _or_none(_DAY),
    datetime: (_instant, "is not an instant; write it like '2026-11-23T15:00:00+01:00', with its offset"),
    Mapping[str, str]: (_answers, "is not a set of answers; write it like {'production': 'yes'}"),
    Ground: _one_of(get_args(Ground)),
    Waiting: _one_of(get_args(Waiting)),
}
