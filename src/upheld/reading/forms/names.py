"""Names: what a document defines, and the keys that must name one of these.

A name that is not defined is a problem at its place, with the nearest one that is.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any, Final

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import core_schema

from upheld.agreements import ANY, Measure
from upheld.calendars import time_zone
from upheld.errors import BadCalendar
from upheld.events import KINDS
from upheld.money import Money
from upheld.reading import scalars
from upheld.reading.forms.phrases import Fallback, Missed, Rule, Watch
from upheld.reading.forms.values import KIND, Context, Info, Words, in_two, problem
from upheld.reading.merging import Keys
from upheld.reading.text import Node, shown

_RESERVED: Final = {ANY, "only"}
_LANGUAGE: Final = "[a-z]{2}"
_CURRENCY: Final = "[A-Z]{3}"


def context(root: Node, gone: Collection[Keys], *, named: bool) -> Context:
    """Return what the values of a document are checked against, names too if they are to be looked up.

    `gone` are the paths that were taken away because they are wrong: what is missing there is not said again.
    """
    spoken, currency = root.child("languages"), root.child("currency")
    languages = [item.text for item in spoken.items or [spoken]] if spoken else []
    return Context(
        languages=tuple(languages) if all(re.fullmatch(_LANGUAGE, language) for language in languages) else (),
        currency=currency.text if currency and re.fullmatch(_CURRENCY, currency.text) else "",
        names=_names(root, {path[-1] for path in gone}) if named else {},
        answers=_answers(root),
    )


def _names(root: Node, lost: Collection[str]) -> dict[str, Keys]:
    """Return all names by what they name; of what is defined under a key that was lost nothing is known."""
    plans, modules, questions = _below(root, "plans"), dict(_modules(root)), _answers(root)
    parts = [root, *plans.values(), *modules.values()]
    clocks, severities = [*_below(root, "clocks")], [*_below(root, "severities")]
    allowances, channels, roles = (
        [name for part in parts for name in _below(part, key)] for key in ("allowances", "channels", "roles")
    )
    listed: dict[str, tuple[Iterable[str], Keys]] = {
        "a calendar": (_below(root, "calendars"), ("calendars",)),
        "a channel": (channels, ("channels", "plans", "modules")),
        "a clock": (clocks, ("clocks",)),
        "a clock or allowance": ([*clocks, *allowances, ANY], ("clocks", "allowances", "plans", "modules")),
        "a kind of case": (_below(root, "kinds"), ("kinds",)),
        "a meter": (_below(root, "meters"), ("meters",)),
        "a module": (modules, ("modules", "options")),
        "a plan": (plans, ("plans",)),
        "a question": (questions, ("facts", "severities")),
        "a role": ([*roles, "vendor", "customer"], ("roles", "plans", "modules")),
        "a severity": (severities, ("severities",)),
        "a severity or 'any'": ([*severities, ANY], ("severities",)),
        "an event": (KINDS, ()),
        "an open point": (_below(root, "open_points"), ("open_points",)),
    }
    return {what: tuple(names) for what, (names, keys) in listed.items() if not set(keys) & set(lost)}


def _below(node: Node, key: str) -> dict[str, Node]:
    child = node.child(key)
    return child.children if child else {}


def _modules(root: Node) -> Iterator[tuple[str, Node]]:
    for name, module in _below(root, "modules").items():
        yield name, module
        for option, node in _below(module, "options").items():
            yield f"{name}.{option}", node


def _answers(root: Node) -> dict[str, tuple[str, ...]]:
    asked = {name: ("yes", "no") for name, severity in _below(root, "severities").items() if severity.child("ask")}
    answers = {name: fact.child("answers") for name, fact in _below(root, "facts").items()}
    return {
        name: tuple(item.text for item in node.items or [node]) if node else () for name, node in answers.items()
    } | asked


# --- What a value may name --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Naming:
    """Says that a text names one of `what`, or is one of some words."""

    what: str
    words: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Return how a name is checked: not at all where the names are not known."""
        return core_schema.with_info_after_validator_function(self._value, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return what an editor shows of it."""
        return {"type": "string", KIND: " or ".join([f"name of {self.what}", *self.words])}

    def _value(self, value: str, info: Info) -> str:
        if value not in self.words:
            check_name(value, self.what, info, words=self.words)
        return value


def check_name(name: str, what: str, info: Info, *, words: Sequence[str] = (), key: str = "") -> None:
    """Raise the problem that there is none of `what` with that name; say the nearest."""
    names = info.context.names.get(what)
    if names is None or name in names:
        return
    known = [*names, *words]
    near = get_close_matches(name, known, n=1)
    advice = f"did you mean '{near[0]}'?" if near else f"define it, or write one of: {', '.join(known)}"
    if not known:
        advice = "define it first"
    raise problem("FMT4", f"'{shown(name)}' is not {what} of this file", advice, key)


def _channel(value: str, info: Info) -> str:
    if info.context.names.get("a channel"):  # none where the channels are still to be agreed
        check_name(value, "a channel", info)
    return value


def _row(value: dict[str, tuple[str, ...]], info: Info) -> dict[str, tuple[str, ...]]:
    for question, given in value.items():
        known = info.context.answers.get(question, ())
        for answer in given:
            if known and answer not in known:
                message = f"'{shown(answer)}' is not an answer to '{question}'"
                raise problem("FMT4", message, f"write one of: {', '.join(known)}", key=question)
    return value


def _measured(value: Measure, info: Info) -> Measure:
    if value.subject and value.subject != ANY:
        check_name(value.subject, "a clock" if value.kind == "missed" else "a clock or allowance", info)
    return value


def _missed(value: str, info: Info) -> str:
    check_name(value, "a clock", info)
    return value


def _same_as(value: tuple[str | None], info: Info) -> tuple[str | None]:
    if value[0] is not None:
        check_name(value[0], "a severity", info)
    return value


def _offered(value: tuple[scalars.Deed, Money | None, str], info: Info) -> tuple[scalars.Deed, Money | None, str]:
    if value[2]:
        check_name(value[2], "a module", info)
    return value


def _zone(value: str) -> str:
    try:
        time_zone(value)
    except BadCalendar as error:
        raise problem("FMT3", *in_two(str(error).removeprefix("zone: "))) from error
    return value


def _matching(pattern: str, what: str, example: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise problem("FMT3", f"'{shown(value)}' is not {what}", f"write it like {example}")
        return value

    return AfterValidator(check)


def _free(value: str) -> str:
    if value in _RESERVED:
        raise problem("FMT3", f"'{value}' has a meaning of its own here", "choose another name")
    return value


Id = Annotated[str, _matching(r"\S+", "one word", "extended-times"), AfterValidator(_free)]
Language = Annotated[str, _matching(_LANGUAGE, "a language's two letters", "de, en or sv")]
Currency = Annotated[str, _matching(_CURRENCY, "a currency's three letters", "EUR")]
Zone = Annotated[
    str, AfterValidator(_zone), WithJsonSchema({"type": "string", "examples": ["Europe/Berlin", "+01:00"]})
]
CalendarName = Annotated[str, Naming("a calendar")]
ChannelName = Annotated[str, AfterValidator(_channel), WithJsonSchema({"type": "string", KIND: "name of a channel"})]
ChannelHours = Annotated[str, Naming("a calendar", ("by appointment",))]
AccountHours = Annotated[str, Naming("a calendar", ("none",))]
ClockName = Annotated[str, Naming("a clock")]
KindName = Annotated[str, Naming("a kind of case")]
MeterName = Annotated[str, Naming("a meter")]
ModuleName = Annotated[str, Naming("a module")]
OpenPointName = Annotated[str, Naming("an open point")]
PlanName = Annotated[str, Naming("a plan")]
QuestionName = Annotated[str, Naming("a question")]
RoleName = Annotated[str, Naming("a role")]
SeverityName = Annotated[str, Naming("a severity")]
SeverityOrAny = Annotated[str, Naming("a severity or 'any'")]
EventName = Annotated[str, Naming("an event")]
EventOrAlways = Annotated[str, Naming("an event", ("always",))]
Answers = Annotated[dict[QuestionName, Words], AfterValidator(_row)]
Watched = Annotated[Watch, AfterValidator(_measured)]
MissedClock = Annotated[Missed, AfterValidator(_missed)]
SameAs = Annotated[Fallback, AfterValidator(_same_as)]
UsedUp = Annotated[Rule, AfterValidator(_offered)]
