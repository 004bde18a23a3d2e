"""Keeping: a report that was not taken stays, whole, and everybody reads in their own language why.

What the sentences are made of is kept, as plain data that says what it is: {"text": ...} by language, {"number": ...},
{"day": ...}, {"at": ...}, {"money": ...}; a word or a name stands as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from upheld.agreements import Text
from upheld.money import Money
from upheld_desk.facts import Fact
from upheld_desk.intake import wording
from upheld_desk.intake.remarks import Refusal
from upheld_desk.intake.wording import Value


def reasons(refusals: Iterable[Refusal]) -> list[dict[str, object]]:
    """Return why a report was not taken, as plain data."""
    return [
        {
            "code": refusal.code,
            "clause": refusal.clause_named,
            "fields": {name: _data(value) for name, value in refusal.fields.items()},
        }
        for refusal in refusals
    ]


def sentence(fact: Fact) -> str:
    """Return why a report was not taken, in the reader's language."""
    return " ".join(_sentences(fact.desk["reasons"]))


def _sentences(because: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for reason in because:
        fields = {name: _value(data) for name, data in reason["fields"].items()}
        yield wording.whole(reason["code"], fields, reason["clause"])


# What a value is, how it is written, and how it is read again; an instant before a day, which it is as well.
_KINDS: Final[Mapping[str, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "at": (datetime, datetime.isoformat, datetime.fromisoformat),
    "day": (date, date.isoformat, date.fromisoformat),
    "text": (Text, lambda text: dict(text.by_language), Text),
    "money": (Money, lambda money: [str(money.amount), money.currency], lambda data: Money(Decimal(data[0]), data[1])),
    "number": ((Decimal, int), str, Decimal),
}


def _data(value: Value | Text) -> object:
    """Return a value as plain data that says what it is."""
    if isinstance(value, tuple):
        return [_data(each) for each in value]
    found = ((name, write) for name, (kind, write, _read) in _KINDS.items() if isinstance(value, kind))
    return next(({name: write(value)} for name, write in found), value)


def _value(data: Any) -> Any:  # noqa: ANN401  what `_data` made, and what it was made of
    """Return the value that plain data was made of."""
    if isinstance(data, list):
        return tuple(_value(each) for each in data)
    if isinstance(data, dict):
        ((name, written),) = data.items()
        return _KINDS[name][2](written)
    return data
