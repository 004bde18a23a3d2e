"""Values: what a key may hold besides small phrases: texts, hours, lists, words or keys.

A value is a text until its key types it. What is wrong with one is said in two parts, what is so and what to write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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

from upheld.agreements import ANY, Text
from upheld.mappings import FrozenMapping
from upheld.reading import scalars
from upheld.reading.text import shown

KIND: Final = "x-kind"  # in a JSON Schema: what people call the kind of value


@dataclass(frozen=True, slots=True)
class Context:
    """What the values of a document are checked against: what the document says elsewhere."""

    languages: tuple[str, ...] = ()  # the first is binding; none: not known
    currency: str = ""  # empty: not known
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "a calendar" -> the calendars, where known
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # question -> its answers


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


# --- Texts and lists --------------------------------------------------------------------------------------------------


def _said(value: object, info: Info) -> Text:
    languages: tuple[str, ...] = info.context.languages
    if not isinstance(value, Mapping):
        return Text(FrozenMapping({next(iter(languages), ""): _joined(value)}))
    by_language = {str(key): _joined(item) for key, item in value.items()}
    unknown = [language for language in by_language if languages and language not in languages]
    if unknown:
        message = f"'{shown(unknown[0])}' is not a language of the agreement"
        raise problem("FMT6", message, f"write one of: {', '.join(languages)}", key=unknown[0])
    if languages and languages[0] not in by_language:
        raise problem("FMT6", f"the text is missing in '{languages[0]}', the binding language", "add it")
    return Text(FrozenMapping(by_language))


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
_TEXT = {"anyOf": [*_MANY["anyOf"], {"type": "object", "additionalProperties": _MANY}], KIND: "text"}
_HOURS = ["08:00-17:00", "08:00-12:00, 13:00-17:00", "22:00-06:00", "00:00-24:00", "closed"]

Said = Annotated[Text, PlainValidator(_said), WithJsonSchema(_TEXT)]
Windows = Annotated[
    tuple[scalars.Window, ...],
    PlainValidator(_windows),
    WithJsonSchema({**_MANY, KIND: "opening hours", "examples": _HOURS}),
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
