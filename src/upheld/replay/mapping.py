"""Mappings: how the rows of somebody else's log say what the neutral table says, read from a YAML file.

A rule turns a row into an event. It looks at the row and at the one before it of the same case, never further: a column
that has the same value on every row of a case knows the future, and may be read only by a rule for the very rows that
set it. What is wrong with a mapping is said all at once, each with its place.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from upheld.calendars import time_zone
from upheld.errors import BadCalendar, Unreadable
from upheld.problems import Problem, in_reading_order
from upheld.reading import text
from upheld.reading.text import Node, Place
from upheld.replay.tables import CASE_EVENTS, COLUMNS
from upheld.replay.xes import OF_TRACE

FORMAT: Final = "event-mapping/1"
FROM_THE_START: Final = "from the start"
FIRST_ROW: Final = "first row"
ISO: Final = "ISO 8601"
_KINDS: Final = ("becomes", "leaves", "is", "changes")
_CODES: Final = frozenset("dmyYHIMSpfbBjzT%")
_KEYS: Final = frozenset(
    {"format", "title", "case", "at", "times", "zone", "missing", "known", "case_columns", "separator", "rules"}
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so of one column: it is, becomes or leaves one of some texts, or it changes at all."""

    column: str
    kind: str  # one of _KINDS
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """Which rows a rule is for: the first of a case, or those that pass every test."""

    first_row: bool = False
    tests: tuple[Condition, ...] = ()

    def holds_for(self, other: "When") -> bool:
        """Say whether what is known from these rows on is known on all that the other is for."""
        return self.first_row or set(self.tests) <= set(other.tests)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a field of an event comes from: a text, or a column, whose values may be renamed."""

    text: str = ""
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)  # theirs to ours; empty: as they are


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of event and the rows that say it happened."""

    event: str
    when: When
    at: str  # the column of the instant; empty: the row's own
    fields: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class EventMapping:
    """How the rows of one kind of log become events."""

    case: str
    at: str
    times: str  # a strptime format, or ISO
    zone: str  # of times without an offset
    missing: tuple[str, ...]  # texts that mean that nothing is known
    known: Mapping[str, tuple[str, ...]]  # column -> the only texts it may hold
    separator: str
    rules: tuple[Rule, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column that the rules read."""
        names = [self.case, self.at, *self.known]
        for rule in self.rules:
            names += [rule.at, *(test.column for test in rule.when.tests)]
            names += [source.column for source in rule.fields.values()]
        return tuple(dict.fromkeys(filter(None, names)))

    def only(self, fields: Collection[str]) -> "EventMapping":
        """Return the mapping without the fields of events that nobody wants."""
        rules = (
            replace(rule, fields={name: source for name, source in rule.fields.items() if name in fields})
            for rule in self.rules
        )
        return replace(self, rules=tuple(rules))


def read(path: Path) -> EventMapping:
    """Return the mapping in the file at `path`; raise `Unreadable` with all that is wrong with it."""
    root, problems = text.load(path)
    if root is None or problems:
        raise Unreadable(problems)
    reader = _Reader()
    written = root.child("format")
    if written is not None and written.value != FORMAT:
        # All else would be wrong in it too, and say nothing.
        reader.wrong(written, "format", f"'{written.value}' is not a format of mappings", f"write '{FORMAT}'")
        raise Unreadable(reader.problems)
    mapping = reader.mapping(root)
    if reader.problems:
        raise Unreadable(in_reading_order(reader.problems))
    return mapping


class _Reader:
    """Reads a tree and gathers what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def mapping(self, root: Node) -> EventMapping:
        top = self.known_keys(root, "", set(_KEYS), {"format", "case", "at", "rules"})
        future = {column: self.when(node, f"case_columns.{column}") for column, node in self.under(top, "case_columns")}
        rules = [
            self.rule(node, f"rules.{number}", future)
            for number, node in enumerate(self.listed(top.get("rules"), "rules"))
        ]
        return EventMapping(
            case=self.word(top, "case"),
            at=self.word(top, "at"),
            times=self.times(top),
            zone=self.zone(top),
            missing=self.words(top.get("missing"), "missing"),
            known={column: self.words(node, f"known.{column}") for column, node in self.under(top, "known")},
            separator=self.separator(top),
            rules=tuple(rules),
        )

    # One rule

    def rule(self, node: Node, path: str, future: Mapping[str, When]) -> Rule:
        keys = self.known_keys(node, path, {"event", "when", "at", *COLUMNS}, {"event", "when"})
        event = self.word(keys, "event", path)
        if event and event not in CASE_EVENTS:
            self.wrong(
                keys["event"],
                f"{path}.event",
                f"'{event}' is not an event of a case",
                f"write one of: {', '.join(CASE_EVENTS)}",
            )
        when = self.when(keys["when"], f"{path}.when") if "when" in keys else When()
        fields = {name: self.source(child, f"{path}.{name}") for name, child in keys.items() if name in COLUMNS}
        at = self.source(keys["at"], f"{path}.at").column if "at" in keys else ""
        self.check_fields(event, keys, fields, path)
        self.check_future(
            node, path, when, future, [at, *(test.column for test in when.tests), *(s.column for s in fields.values())]
        )
        return Rule(event, when, at, fields)

    def check_fields(self, event: str, keys: Mapping[str, Node], fields: Mapping[str, Source], path: str) -> None:
        for name, source in fields.items():
            column = COLUMNS[name]
            if event in CASE_EVENTS and event not in column.of:
                has = ", ".join(c.name for c in COLUMNS.values() if event in c.of)
                self.wrong(keys[name], f"{path}.{name}", f"'{event}' has no '{name}'", f"it has: {has}")
            for said in (source.text, *source.values.values()):
                if said and column.words and said not in column.words:
                    self.wrong(
                        keys[name],
                        f"{path}.{name}",
                        f"'{said}' is not known here",
                        f"write one of: {', '.join(column.words)}",
                    )
        for column in COLUMNS.values():
            if event in column.needed and column.name not in fields:
                self.wrong(keys["event"], path, f"'{column.name}' is missing", f"'{event}' needs it")

    def check_future(self, node: Node, path: str, when: When, future: Mapping[str, When], read: list[str]) -> None:
        for column in dict.fromkeys(read):
            if column.startswith(OF_TRACE) and column not in future:
                message = f"'{column}' belongs to the whole case and may know the future"
                self.wrong(
                    node, path, message, f"say under case_columns from when it is known, perhaps '{FROM_THE_START}'"
                )
            elif column in future and not future[column].holds_for(when):
                message = f"'{column}' knows the future: only the rows under case_columns.{column} set it"
                self.wrong(node, path, message, "name them in 'when', or use another column")

    def when(self, node: Node, path: str) -> When:
        if node.value in (FIRST_ROW, FROM_THE_START):
            return When(first_row=True)
        if not isinstance(node.value, dict):
            self.wrong(
                node,
                path,
                f"'{node.value}' does not say which rows",
                f"write '{FIRST_ROW}', or COLUMN: {{becomes: VALUE}}",
            )
            return When()
        tests = [test for column, child in node.value.items() for test in self.tests(column, child, f"{path}.{column}")]
        return When(tests=tuple(tests))

    def tests(self, column: str, node: Node, path: str) -> Iterator[Condition]:
        if not isinstance(node.value, dict):
            yield Condition(column, "is", self.words(node, path))
            return
        for kind, child in self.known_keys(node, path, set(_KINDS), set()).items():
            yield Condition(column, kind, () if kind == "changes" else self.words(child, f"{path}.{kind}"))

    def source(self, node: Node, path: str) -> Source:
        if isinstance(node.value, str):
            return Source(text=node.value)
        keys = self.known_keys(node, path, {"column", "values"}, {"column"})
        values = {theirs: self.said(child, f"{path}.values.{theirs}") for theirs, child in self.under(keys, "values")}
        return Source(column=self.word(keys, "column", path), values=values)

    # Single values

    def times(self, top: Mapping[str, Node]) -> str:
        if "times" not in top:
            return ISO
        format_ = self.word(top, "times")
        codes = re.findall(r"%(.?)", format_)
        if format_ != ISO and (not codes or not set(codes) <= _CODES):
            advice = f"write '{ISO}', or a pattern like '%d/%m/%Y %H:%M'"
            self.wrong(top["times"], "times", f"'{format_}' is not a format of times", advice)
            return ISO
        return format_

    def zone(self, top: Mapping[str, Node]) -> str:
        zone = self.word(top, "zone") if "zone" in top else "Etc/UTC"
        try:
            time_zone(zone)
        except BadCalendar:
            advice = "write it like 'Europe/Berlin' or 'Etc/UTC', or an offset like '+01:00'"
            self.wrong(top["zone"], "zone", f"'{zone}' is not a time zone", advice)
        return zone

    def separator(self, top: Mapping[str, Node]) -> str:
        separator = self.word(top, "separator") if "separator" in top else ","
        separator = "\t" if separator in {"tab", "\\t"} else separator
        if len(separator) != 1 or not separator.isascii():
            self.wrong(top["separator"], "separator", f"'{separator}' is not one character", "write ',', ';' or 'tab'")
            return ","
        return separator

    def word(self, keys: Mapping[str, Node], name: str, path: str = "") -> str:
        return self.said(keys[name], f"{path}.{name}".lstrip(".")) if name in keys else ""

    def said(self, node: Node, path: str) -> str:
        if isinstance(node.value, str) and node.value:
            return node.value
        self.wrong(node, path, "a text is missing here", "write one")
        return ""

    def words(self, node: Node | None, path: str) -> tuple[str, ...]:
        if node is None:
            return ()
        items = node.value if isinstance(node.value, list) else [node]
        return tuple(self.said(item, path) for item in items)

    # Trees

    def listed(self, node: Node | None, path: str) -> list[Node]:
        if node is None or isinstance(node.value, list):
            return node.value if node and isinstance(node.value, list) else []
        self.wrong(node, path, "this is not a list", "begin each rule with '- event:'")
        return []

    def under(self, keys: Mapping[str, Node], name: str) -> list[tuple[str, Node]]:
        node = keys.get(name)
        if node is not None and not isinstance(node.value, dict):
            self.wrong(node, name, "this is not a mapping", "write one key and value a line")
        return list(node.value.items()) if node is not None and isinstance(node.value, dict) else []

    def known_keys(self, node: Node, path: str, known: set[str], needed: set[str]) -> dict[str, Node]:
        if not isinstance(node.value, dict):
            self.wrong(node, path, "this is not a mapping", f"write its keys: {', '.join(sorted(known))}")
            return {}
        for key, place in node.keys.items():
            if key not in known:
                self.unknown_key(key, place, path, known)
        for key in sorted(needed - set(node.value)):
            self.wrong(node, path, f"the key '{key}' is missing", "add it")
        return {key: child for key, child in node.value.items() if key in known}

    def wrong(self, node: Node, path: str, message: str, advice: str) -> None:
        place, value = node.place, node.value if isinstance(node.value, str) else ""
        self.problems.append(Problem("FMT3", "E", place.file, place.line, place.column, path, value, message, advice))

    def unknown_key(self, key: str, place: Place, path: str, known: set[str]) -> None:
        near = get_close_matches(key, known, n=1)
        advice = f"did you mean '{near[0]}'?" if near else f"write one of: {', '.join(sorted(known))}"
        message, where = f"'{key}' is not a key here", f"{path}.{key}".lstrip(".")
        self.problems.append(Problem("FMT1", "E", place.file, place.line, place.column, where, key, message, advice))
