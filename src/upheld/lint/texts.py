"""Texts: names and questions that a language lacks, and what is said twice in different ways."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import combinations
from typing import Any, Final

from upheld.agreements import Part, Text, Version
from upheld.lint.findings import Finding, names
from upheld.reasons import Clause
from upheld.scopes import scopes

_SPOKEN: Final = frozenset({"title", "name", "ask"})  # what people read in a list, a button or a question
_ASIDE: Final = frozenset({"before", "written", "clause"})


def untranslated(version: Version) -> Iterator[Finding]:
    """TXT1: names and questions that are missing in one of the languages; what is for sale may have one name in all."""
    for clause, text in _spoken(version, version.top.clause):
        missing = [language for language in version.languages if language not in text.by_language]
        if text.by_language and missing:
            said = text.in_language(version.languages[0])
            yield Finding(clause, f"'{said}' is missing in {names(missing)}", "write it in every language of the file")


def _spoken(item: Any, clause: Clause) -> Iterator[tuple[Clause, Text]]:  # noqa: ANN401 - any part of a version
    """Yield every name and question below an item, with the clause it stands in."""
    clause = getattr(item, "clause", clause)
    if isinstance(item, Mapping):
        values = [("", value) for value in item.values()]
    elif isinstance(item, tuple):
        values = [("", value) for value in item]
    elif is_dataclass(item):
        values = [(f.name, getattr(item, f.name)) for f in fields(item) if f.name not in _ASIDE]
    else:
        values = []
    for key, value in values:
        if not isinstance(value, Text):
            yield from _spoken(value, clause)
        elif key in _SPOKEN and not (isinstance(item, Version | Part) and len(value.by_language) == 1):
            yield clause, value


def said_twice(version: Version) -> Iterator[Finding]:
    """SRC1: clauses of the paper that differ, and what two parts of one agreement say differently."""
    for point in version.open_points:
        if len(point.between) > 1 and not point.settled:
            taken = point.default.in_language(version.languages[0])
            message = f"{' and '.join(point.between)} of the paper say it differently; '{taken}' is taken"
            yield Finding(point.clause, message, "settle it in the agreement that is signed")
    for terms in scopes(version):
        plan = [version.plans[terms.plan]] if terms.plan else []
        for one, other in combinations([*plan, *(version.modules[name] for name in terms.modules)], 2):
            yield from _differing(one, other)


def _differing(one: Part, other: Part) -> Iterator[Finding]:
    """Yield what two parts that hold side by side both define, with different content."""
    for field in fields(Part):
        items = {item.id: item for item in _named(getattr(one, field.name))}
        for item in _named(getattr(other, field.name)):
            twin = items.get(item.id)
            if twin and _content(twin) != _content(item):
                message = f"'{item.id}' is said differently in {twin.clause.path}; this one counts"
                yield Finding(item.clause, message, "keep one of them, or give them different names")


def _named(value: Any) -> list[Any]:  # noqa: ANN401 - any field of a part
    return [item for item in value if hasattr(item, "id")] if isinstance(value, tuple) else []


def _content(value: Any) -> Any:  # noqa: ANN401 - any field of a part
    """Return what a value says, without where it says so."""
    if is_dataclass(value):
        return tuple(_content(getattr(value, f.name)) for f in fields(value) if f.name != "clause")
    if isinstance(value, Mapping):
        return {key: _content(item) for key, item in value.items()}
    return tuple(map(_content, value)) if isinstance(value, tuple) else value
