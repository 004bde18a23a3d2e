"""Values: the kinds of value that a key may have, each read from plain text, with examples that are right.

A value is a text until its key types it. What is wrong with one is said in two parts, what is so and what to write.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from upheld import quantities, rhythms
from upheld.agreements import ANY, Measure, Text
from upheld.money import Money
from upheld.quantities import Quantity
from upheld.reading import scalars
from upheld.reading.text import shown
from upheld.rhythms import Rhythm

HOLE: Final = scalars.HOLE
_LONGEST_PHRASE = 100


@dataclass(frozen=True, slots=True)
class Context:
    """What the values of a document are checked against: what the document says elsewhere."""

    languages: tuple[str, ...] = ()  # the first is binding; none: not known
    currency: str = ""  # empty: not known
    names: Mapping[str, tuple[str, ...]] | None = None  # "a calendar" -> the calendars; None: not known
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # question -> its answers
    has_path: Callable[[str], bool] = bool  # says whether something stands at a path


Info = ValidationInfo[Context]


class Form(BaseModel):
    """A mapping with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def problem(code: str, message: str, advice: str, key: str = "") -> PydanticCustomError:
    """Return the error that breaks a rule: its code, what is so, what to write, and below which key."""
    said = {"code": code, "message": " ".join(message.split()), "advice": advice, "key": key}
    return PydanticCustomError("rule", "{message}; {advice}", said)


def in_two(sentence: str) -> tuple[str, str]:
    """Return what is so and what to write, of a sentence that says both."""
    message, _, advice = sentence.rpartition("; ")
    return (message, advice) if message else (sentence, "")


# --- Phrases ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that one function understands: what it is called, the function, and what it may look like."""

    name: str
    read: Callable[[str], object]
    examples: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Return how a value is read."""
        return core_schema.with_info_plain_validator_function(self._value)

    def __get_pydantic_json_schema__(self, schema: object, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return how an editor checks a value: an editor takes 5000 for a number."""
        numeric = any(re.fullmatch(r"[\d.]+", example) for example in self.examples)
        kind = ["string", "number"] if numeric else "string"
        return {"type": kind, "title": self.name, "examples": list(self.examples)}

    def _value(self, value: object, info: Info) -> object:
        if not isinstance(value, str):
            raise problem("FMT3", "this is a list or a mapping", f"write a text like '{self.examples[0]}'")
        if len(value) > _LONGEST_PHRASE:
            raise problem("FMT3", f"'{shown(value)}' is too long to be right", f"write it like '{self.examples[0]}'")
        try:
            read = self.read(value)
        except ValueError as error:
            raise problem("FMT3", *in_two(str(error))) from error
        except OverflowError as error:
            raise problem("FMT3", f"'{value}' is more than can be counted", "write less") from error
        self._check_currency(value, read, info.context)
        return read

    @staticmethod
    def _check_currency(value: str, read: object, context: Context) -> None:
        for part in read if isinstance(read, tuple) else (read,):
            if isinstance(part, Money) and context.currency and part.currency != context.currency:
                message = f"'{value}' is not in {context.currency}, the currency of the agreement"
                raise problem("FMT3", message, f"write it in {context.currency}")


def _or(word: str, read: Callable[[str], object]) -> Callable[[str], tuple[object]]:
    """Return a reader that takes one word for None; its answer stands in a tuple, so that it is not taken for unset."""
    return lambda text: (None if text == word else read(text),)


Number = Annotated[Decimal, Phrase("number", scalars.number, ("5000", "2.5"))]
Whole = Annotated[int, Phrase("whole number", scalars.whole, ("1",))]
YesNo = Annotated[bool, Phrase("yes or no", scalars.yes_no, ("yes", "no"))]
Day = Annotated[date, Phrase("date", scalars.day, ("2026-04-01",))]
DayOfYear = Annotated[tuple[int, int], Phrase("day of the year", scalars.month_and_day, ("04-01",))]
Years = Annotated[tuple[int, int], Phrase("years", scalars.years, ("2026-2029",))]
Weekdays = Annotated[tuple[str, ...], Phrase("days of the week", scalars.weekdays, ("mon-fri", "sat", "mon, wed"))]
Percent = Annotated[Decimal, Phrase("percentage", scalars.percent, ("19%", "2.5%"))]
Amount = Annotated[Money, Phrase("amount of money", scalars.money, ("90 EUR", "1500.00 EUR"))]
AmountOrHole = Annotated[
    tuple[Money | None], Phrase("amount of money", _or(HOLE, scalars.money), ("90 EUR", "1500.00 EUR", HOLE))
]
Fee = Annotated[
    tuple[Money | None, Rhythm],
    Phrase("price per period", scalars.fee, ("1500 EUR per month", "9000 EUR per contract year", HOLE)),
]
Grant = Annotated[
    tuple[Decimal | None, Rhythm | None],
    Phrase("number per period", scalars.amount, ("10 per quarter", "30 per contract year", "20", HOLE)),
]
Named = Annotated[
    tuple[int, int | None], Phrase("number of contacts", scalars.contacts, ("1 named", "2-5 named", "unlimited"))
]
Span = Annotated[timedelta, Phrase("length of time", scalars.span, ("15 minutes", "4 hours", "14 days", "3 weeks"))]
StepSize = Annotated[Decimal, Phrase("smallest amount", scalars.step, ("15 minutes", "0.5"))]
Watch = Annotated[
    Measure,
    Phrase(
        "measure",
        scalars.measure,
        (
            "any at 75%",
            "restore at 50%",
            "any missed",
            "cases at 80%",
            "effort over 4 hours",
            "forecast over 4 hours",
            "no work for 4 working hours",
        ),
    ),
]
Missed = Annotated[str, Phrase("missed promise", scalars.missed, ("restore missed",))]
Gives = Annotated[
    tuple[Decimal | None, Money | None, scalars.Each],
    Phrase(
        "credit",
        scalars.credit,
        ("5% of base per started hour late", "100 EUR per miss", "1% of base per started day late"),
    ),
]
Rule = Annotated[
    tuple[scalars.Deed, Money | None, str],
    Phrase(
        "rule",
        scalars.used_up,
        ("refuse", "accept and flag", "charge 90 EUR", f"charge {HOLE}", "offer on-demand", HOLE),
    ),
]
Fallback = Annotated[
    tuple[str | None],
    Phrase("rule", lambda text: (scalars.unpromised(text),), ("as impaired", "measured only")),
]
Time = Annotated[
    Quantity,
    Phrase(
        "quantity",
        quantities.parse,
        (
            "within 8 working hours",
            "under 30 minutes",
            "within 4 hours in extended-times",
            "within 3 working days",
            "every 60 minutes",
            quantities.BEST_EFFORT,
            HOLE,
        ),
    ),
]
Often = Annotated[
    Rhythm,
    Phrase(
        "rhythm",
        rhythms.parse,
        ("month", "quarter", "half-year", "year", "contract year", "18 months", "6 per year", "each release", HOLE),
    ),
]
Expiry = Annotated[tuple[Rhythm | None], Phrase("expiry", _or("never", rhythms.parse), ("never", "12 months", HOLE))]
Silence = Annotated[
    tuple[Quantity | None],
    Phrase("rule", _or("never approves", quantities.parse), ("never approves", "within 10 working days")),
]


# --- Texts and lists --------------------------------------------------------------------------------------------------


def _said(value: object, info: Info) -> Text:
    languages: tuple[str, ...] = info.context.languages
    if not isinstance(value, Mapping):
        return Text({next(iter(languages), ""): _joined(value)})
    by_language = {str(key): _joined(item) for key, item in value.items()}
    unknown = [language for language in by_language if languages and language not in languages]
    if unknown:
        message = f"'{shown(unknown[0])}' is not a language of the agreement"
        raise problem("FMT6", message, f"write one of: {', '.join(languages)}", key=unknown[0])
    if languages and languages[0] not in by_language:
        raise problem("FMT6", f"the text is missing in '{languages[0]}', the binding language", "add it")
    return Text(by_language)


def _joined(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(item.strip() for item in value)
    raise problem("FMT3", "this is not a text", "write a text, a list of texts, or one for each language")


def _windows(value: object) -> tuple[scalars.Window, ...]:
    items = value if isinstance(value, list) else [value]
    texts = [item for item in items if isinstance(item, str)]
    if not texts or len(texts) < len(items):
        raise problem("FMT3", "these are not opening hours", "write them like 08:00-12:00, 13:00-17:00")
    try:
        return scalars.windows(", ".join(texts))
    except ValueError as error:
        raise problem("FMT3", *in_two(str(error))) from error


_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_TEXT = {"anyOf": [*_MANY["anyOf"], {"type": "object", "additionalProperties": _MANY}], "title": "text"}
_HOURS = ["08:00-17:00", "08:00-12:00, 13:00-17:00", "22:00-06:00", "00:00-24:00", "closed"]

Said = Annotated[Text, PlainValidator(_said), WithJsonSchema(_TEXT)]
Windows = Annotated[
    tuple[scalars.Window, ...],
    PlainValidator(_windows),
    WithJsonSchema({**_MANY, "title": "opening hours", "examples": _HOURS}),
]


# --- Shapes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lone:
    """Lets a value stand alone, without the list or mapping that it would be the only item of."""

    whole: Callable[[Any], object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Return how a value is read: always as the list or mapping."""
        return core_schema.no_info_before_validator_function(self.whole, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return how an editor checks a value: alone, or as the list or mapping."""
        whole = handler(schema)
        return {"anyOf": [whole.get("items") or whole["additionalProperties"], whole]}


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _for_any(value: object) -> object:
    return value if isinstance(value, dict) else {ANY: value}


Item = TypeVar("Item")
Key = TypeVar("Key")
Word = TypeVar("Word")
Many = Annotated[tuple[Item, ...], Lone(_as_list)]
BySeverity = Annotated[dict[Key, Item], Lone(_for_any)]
Words = Many[str]

# A text is the word, anything else the keys: so that what is said about a wrong one speaks of the one that was meant.
KEYS, WORD = "<keys>", "<word>"
OrWord = Annotated[
    Annotated[Item, Tag(KEYS)] | Annotated[Word, Tag(WORD)],
    Discriminator(lambda value: WORD if isinstance(value, str) else KEYS),
]
Hole = Literal["to be agreed"]
