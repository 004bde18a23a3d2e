"""Phrases: the small texts that a key may hold, each with its grammar and with examples that are right.

What a phrase means stands with the function that reads it, in `scalars`, `quantities` and `rhythms`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from upheld import quantities, rhythms
from upheld.agreements import Measure
from upheld.money import Money
from upheld.quantities import HOLE, Quantity
from upheld.reading import scalars
from upheld.reading.forms.values import KIND, Context, Info, in_two, problem
from upheld.reading.text import shown
from upheld.rhythms import Rhythm

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that one function understands: what it is called, the function, its grammar and examples of it."""

    name: str
    read: Callable[[str], object]
    grammar: str
    examples: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Return how a value is read."""
        return core_schema.with_info_plain_validator_function(self._value)

    def __get_pydantic_json_schema__(self, schema: object, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return how an editor checks a value: an editor takes 5000 for a number."""
        numeric = any(re.fullmatch(r"[\d.]+", example) for example in self.examples)
        kind = ["string", "number"] if numeric else "string"
        return {"type": kind, KIND: self.name, "examples": list(self.examples)}

    def _value(self, value: object, info: Info) -> object:
        if not isinstance(value, str):
            raise problem("FMT3", "this is a list or a mapping", f"write a text like '{self.examples[0]}'")
        if len(value) > _LONGEST:
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


Number = Annotated[Decimal, Phrase("number", scalars.number, "`DIGITS[.DIGITS]`", ("5000", "2.5"))]
Whole = Annotated[int, Phrase("whole number", scalars.whole, "`DIGITS`", ("1",))]
YesNo = Annotated[bool, Phrase("yes or no", scalars.yes_no, "`yes / no`", ("yes", "no"))]
Day = Annotated[date, Phrase("date", scalars.day, "`YEAR-MONTH-DAY`", ("2026-04-01",))]
DayOfYear = Annotated[tuple[int, int], Phrase("day of the year", scalars.month_and_day, "`MONTH-DAY`", ("04-01",))]
Years = Annotated[tuple[int, int], Phrase("years", scalars.years, "`FIRST-LAST`", ("2026-2029",))]
Weekdays = Annotated[
    tuple[str, ...],
    Phrase(
        "days of the week",
        scalars.weekdays,
        "`DAY` · `FIRST-LAST` · several, with commas",
        ("mon-fri", "sat", "mon, wed"),
    ),
]
Percent = Annotated[Decimal, Phrase("percentage", scalars.percent, "`NUMBER%`", ("19%", "2.5%"))]
Amount = Annotated[
    tuple[Money | None],
    Phrase(
        "amount of money",
        _or(HOLE, scalars.money),
        "`NUMBER CURRENCY` · `to be agreed`",
        ("90 EUR", "1500.00 EUR", HOLE),
    ),
]
Fee = Annotated[
    tuple[Money | None, Rhythm],
    Phrase(
        "price per period",
        scalars.fee,
        "`AMOUNT per PERIOD` · `to be agreed`",
        ("1500 EUR per month", "9000 EUR per contract year", HOLE),
    ),
]
Grant = Annotated[
    tuple[Decimal | None, Rhythm | None],
    Phrase(
        "number per period",
        scalars.amount,
        "`NUMBER [per PERIOD]` · `to be agreed`",
        ("10 per quarter", "30 per contract year", "20", HOLE),
    ),
]
Named = Annotated[
    tuple[int, int | None],
    Phrase(
        "number of contacts",
        scalars.contacts,
        "`NUMBER named` · `LEAST-MOST named` · `unlimited`",
        ("1 named", "2-5 named", "unlimited"),
    ),
]
Span = Annotated[
    timedelta,
    Phrase(
        "length of time",
        scalars.span,
        "`NUMBER minutes / hours / days / weeks`",
        ("15 minutes", "4 hours", "14 days", "3 weeks"),
    ),
]
Ahead = Annotated[
    timedelta | Rhythm, Phrase("notice", scalars.notice, "`LENGTH` · `NUMBER months`", ("90 days", "3 months"))
]
Renewal = Annotated[
    tuple[Rhythm | None],
    Phrase(
        "renewal",
        lambda text: (scalars.renewal(text),),
        "`ends` · `renews by NUMBER months`",
        ("ends", "renews by 12 months"),
    ),
]
StepSize = Annotated[
    Decimal, Phrase("smallest amount", scalars.step, "`NUMBER` of units · `LENGTH`, in hours", ("15 minutes", "0.5"))
]
Watch = Annotated[
    Measure,
    Phrase(
        "measure",
        scalars.measure,
        "`CLOCK / ALLOWANCE / any at PERCENTAGE` · `CLOCK / any missed` · "
        "`effort / forecast over TIME` · `no work for TIME`",
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
Missed = Annotated[str, Phrase("missed promise", scalars.missed, "`CLOCK missed`", ("restore missed",))]
Gives = Annotated[
    tuple[Decimal | None, Money | None, scalars.Each],
    Phrase(
        "credit",
        scalars.credit,
        "`PERCENTAGE of base / AMOUNT per miss / started hour late / started day late`",
        ("5% of base per started hour late", "100 EUR per miss", "1% of base per started day late"),
    ),
]
Rule = Annotated[
    tuple[scalars.Deed, Money | None, str],
    Phrase(
        "rule",
        scalars.used_up,
        "`refuse` · `accept and flag` · `charge AMOUNT` for a unit · `offer MODULE` · `to be agreed`",
        ("refuse", "accept and flag", "charge 90 EUR", f"charge {HOLE}", "offer on-demand", HOLE),
    ),
]
Fallback = Annotated[
    tuple[str | None],
    Phrase(
        "fallback",
        lambda text: (scalars.unpromised(text),),
        "`as SEVERITY` · `measured only`",
        ("as impaired", "measured only"),
    ),
]
Time = Annotated[
    Quantity,
    Phrase(
        "quantity",
        quantities.parse,
        "`under / within / every NUMBER [working] minutes / hours / days [in CALENDAR]` · `as soon as possible` · "
        "`to be agreed`",
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
        "`[contract] month / quarter / half-year / year` · `NUMBER months / per year` · `each EVENT` · `to be agreed`",
        ("month", "quarter", "half-year", "year", "contract year", "18 months", "6 per year", "each release", HOLE),
    ),
]
Period = Annotated[
    Rhythm,
    Phrase(
        "period",
        scalars.period,
        "`[contract] month / quarter / half-year / year` · `NUMBER months / per year` · `to be agreed`",
        ("month", "contract year", "24 months", HOLE),
    ),
]
Expiry = Annotated[
    tuple[Rhythm | None],
    Phrase("expiry", _or("never", scalars.period), "`never` · `PERIOD`", ("never", "12 months", HOLE)),
]
Silence = Annotated[
    tuple[Quantity | None],
    Phrase(
        "silence",
        _or("never approves", quantities.parse),
        "`never approves` · `QUANTITY`",
        ("never approves", "within 10 working days"),
    ),
]

PHRASES: Final[tuple[Phrase, ...]] = tuple(
    get_args(kind)[1]
    for kind in (
        Time,
        Often,
        Period,
        Number,
        Whole,
        Percent,
        YesNo,
        Day,
        DayOfYear,
        Years,
        Weekdays,
        Span,
        Ahead,
        Renewal,
        StepSize,
        Amount,
        Fee,
        Grant,
        Expiry,
        Named,
        Watch,
        Missed,
        Gives,
        Rule,
        Fallback,
        Silence,
    )
)
