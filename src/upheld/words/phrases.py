"""Phrases: how a sentence with places for fields becomes a text in a language.

A place is `{field}` or `{field:way}`; the way says how to put it, where the kind of the field leaves a choice:

    working    a duration as working time             amount     a number with the reason's `currency`
    time       an instant as time of day only         percent    a share, 0.05, as a percentage
    quantity   a promise's quantity, as words         plain      a date without its weekday
    rhythm     how often something comes round        short      the beginning of a hash, enough to tell it by
    last       the day before a date: the last one of what is over on it

A sentence may have several forms; the first that fits is taken: its fields are all there, and not empty, and so is what
stands in angle brackets before it, `<strict>`, or `<kind=eve>` for a field that must have this value. A part of a form
in square brackets is left out unless it fits.

>>> from datetime import UTC
>>> speaker = Speaker("de", "Europe/Berlin", {"customer": "der Kunde"})
>>> speaker.put("Fällig {due}, in {left:working}.", {"due": datetime(2026, 11, 23, 14, tzinfo=UTC),
...                                                  "left": timedelta(hours=8)})
'Fällig Mo 23.11.2026, 15:00, in 8 Arbeitsstunden.'
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from string import Formatter
from typing import Final

from upheld import quantities, rhythms
from upheld.reasons import Field
from upheld.words import figures
from upheld.words.figures import Language
from upheld.words.terms import every, term

Sentence = str | tuple[str, ...]

_SHORT: Final = 12  # characters

_CONDITIONS: Final = re.compile(r"<([^>]*)>")
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")

_QUANTITIES: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "under": "in under {time}",
        "within": "within {time}",
        "every": "every {time}",
        "in": "{said} ({calendar})",
        quantities.BEST_EFFORT: "as soon as possible",
        quantities.HOLE: "to be agreed",
    },
    "de": {
        "under": "in weniger als {time}",
        "within": "innerhalb von {time}",
        "every": "alle {time}",
        "in": "{said} ({calendar})",
        quantities.BEST_EFFORT: "so bald wie möglich",
        quantities.HOLE: "noch zu vereinbaren",
    },
    "sv": {
        "under": "på mindre än {time}",
        "within": "inom {time}",
        "every": "med högst {time}s mellanrum",
        "in": "{said} ({calendar})",
        quantities.BEST_EFFORT: "så snart som möjligt",
        quantities.HOLE: "återstår att avtala",
    },
}


def quantity(text: str, language: Language) -> str:
    """Return what a quantity such as "within 8 working hours" says, in another language."""
    ways = _QUANTITIES[language]
    if text in ways:
        return ways[text]
    how, number, *rest = text.split()
    working = rest[0] == "working"
    unit = rest[1 if working else 0].removesuffix("s")
    time = figures.counted(Decimal(number), unit, language, working=working)
    if language == "de" and how != "every" and time.endswith("age"):
        time += "n"  # innerhalb von 3 Tagen
    said = ways[how].format(time=time)
    return ways["in"].format(said=said, calendar=term(rest[-1], language)) if "in" in rest else said


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who puts fields into sentences: in a language, in a zone, with the language's words for the engine's."""

    language: Language
    zone: str
    terms: Mapping[str, str]

    def fitting(self, sentence: Sentence, fields: Mapping[str, Field]) -> str:
        """Return the first form of a sentence that fits the fields, without its conditions; else the last."""
        forms = (sentence,) if isinstance(sentence, str) else sentence
        there = {name: value for name, value in fields.items() if not _is_empty(value)}
        form = next((form for form in forms if _fits(_OPTIONAL.sub("", form), there)), forms[-1])
        whole = _OPTIONAL.sub(lambda part: part[1] if _fits(part[1], there) else "", form)
        return _CONDITIONS.sub("", whole)

    def put(self, form: str, fields: Mapping[str, Field]) -> str:
        """Return a form with its fields in place."""
        parts = []
        for text, name, way, _ in Formatter().parse(form):
            parts.append(text)
            if name is not None:
                parts.append(self.said(fields[name], way or "", fields))
        return "".join(parts)

    def said(self, value: Field, way: str, fields: Mapping[str, Field]) -> str:
        """Return one field as people write it."""
        match value:
            case bool():
                said = self.terms["yes" if value else "no"]
            case datetime():
                said = self._instant(value, way)
            case date():
                shown = value - timedelta(days=1) if way == "last" else value
                said = figures.day(shown, self.language, with_weekday=way != "plain")
            case timedelta():
                said = figures.duration(value, self.language, working=way == "working")
            case Decimal() | int():
                said = self._number(Decimal(value), way, fields)
            case tuple():
                said = figures.listed([self.terms.get(item, item) for item in value], self.language)
            case _:
                said = self._text(value, way)
        return said

    def _text(self, value: str, way: str) -> str:
        if way == "rhythm":
            return every(rhythms.parse(value), self.language)
        if way == "short":
            return value[:_SHORT]
        return quantity(value, self.language) if way == "quantity" else self.terms.get(value, value)

    def _instant(self, value: datetime, way: str) -> str:
        return figures.time_in(value, self.zone) if way == "time" else figures.instant(value, self.language, self.zone)

    def _number(self, value: Decimal, way: str, fields: Mapping[str, Field]) -> str:
        if way == "amount":
            return figures.money(value, str(fields["currency"]), self.language)
        return figures.percent(value, self.language) if way == "percent" else figures.decimal(value, self.language)


def _is_empty(value: Field) -> bool:
    """Say whether a field says nothing: an empty text or list, no, or number 0 of what counts from 1."""
    return value is False or value in {"", ()} or (value == 0 and isinstance(value, int))


def _fits(form: str, there: Mapping[str, Field]) -> bool:
    match = _CONDITIONS.match(form)
    for condition in match[1].split(",") if match else ():
        name, _, value = condition.partition("=")
        if name not in there or (value and there[name] != value):
            return False
    return places(_CONDITIONS.sub("", form)) <= there.keys()


def places(form: str) -> set[str]:
    """Return the names of the fields that a form has places for, those of its optional parts too."""
    form = form.replace("[", "").replace("]", "")
    needed = {name for _, name, _, _ in Formatter().parse(form) if name is not None}
    return needed | ({"currency"} if ":amount}" in form else set())
