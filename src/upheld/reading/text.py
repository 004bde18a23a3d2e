"""Text: a YAML 1.2 document as a tree of plain text, each piece with its place and the clauses it cites.

No scalar is given a type here: `17:00`, `no` and `1_5` stay what somebody wrote. Anchors, tags and duplicate keys are
refused. A comment that begins with `§` cites: `# § S4-24, S4-26: no lunch break` stands for the clauses S4-24 and S4-26
of the paper that the value on its line rests on.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from upheld.problems import Problem

MOST_BYTES: Final = 500_000
DEEPEST: Final = 30
REMOVED: Final = "~"
_CITES = re.compile(r"(?:^|\s)# ?§ ?([^:\n]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """A file, line and column, both from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar's text, a mapping or a list, with its place and citations."""

    place: Place
    value: "str | dict[str, Node] | list[Node]"
    cites: tuple[str, ...] = ()
    plain: bool = True  # a scalar without quotes
    keys: dict[str, Place] = field(default_factory=dict)  # a mapping's keys

    @property
    def is_removal(self) -> bool:
        """Say whether this takes an inherited key away."""
        return self.value == REMOVED and self.plain

    def data(self) -> object:
        """Return the tree as plain dicts, lists and strings."""
        if isinstance(self.value, dict):
            return {key: child.data() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.data() for child in self.value]
        return self.value

    def child(self, key: str | int) -> "Node | None":
        """Return what stands under a key or index, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(key))
        if isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            return self.value[key]
        return None

    def walk(self, path: str = "") -> "Iterator[tuple[str, Node]]":
        """Yield every node below with its dotted path, in file order, this one first."""
        yield path, self
        pairs: Iterable[tuple[object, Node]] = ()
        if isinstance(self.value, dict):
            pairs = self.value.items()
        elif isinstance(self.value, list):
            pairs = enumerate(self.value)
        for key, child in pairs:
            yield from child.walk(f"{path}.{key}" if path else str(key))


class Refused(Exception):  # noqa: N818  it carries a problem, and never leaves this room
    """A document that cannot be turned into a tree."""

    def __init__(self, place: Place, message: str, advice: str, value: str = "", code: str = "FMT3") -> None:
        super().__init__(message)
        self.problem = Problem(code, "E", place.file, place.line, place.column, "", value, message, advice)


def load(path: Path) -> Node | Problem:
    """Return the tree of the file at `path`, or what keeps it from being read."""
    name = str(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            message = f"the file has {size:,} bytes, and an agreement has at most {MOST_BYTES:,}"
            return _whole(name, message, "check whether it is the right file")
        return parse(path.read_bytes(), name)
    except FileNotFoundError:
        return _whole(name, "there is no such file", "check the path")
    except IsADirectoryError:
        return _whole(name, "this is a folder", "name a file in it")
    except OSError as error:
        return _whole(name, f"the file cannot be read ({error.strerror})", "check its permissions")


def parse(raw: bytes, name: str = "") -> Node | Problem:
    """Return the tree of a document given as UTF-8 bytes, or what keeps it from being read."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _whole(name, "this is not text in UTF-8", "save the agreement as a UTF-8 text file", line)
    if "\0" in text:
        return _whole(name, "this is a binary file", "name the agreement's YAML file")
    try:
        return _Reader(text, name).document()
    except Refused as refused:
        return refused.problem
    except MarkedYAMLError as error:
        return _not_yaml(error, text, name)
    except YAMLError:
        return _whole(name, "the file holds characters that YAML does not allow", "remove its control characters")


def _whole(name: str, message: str, advice: str, line: int = 0) -> Problem:
    return Problem("FMT3", "E", name, line, 0, "", "", message, advice)


def _not_yaml(error: MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = text.splitlines()
    value = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    advice = "check indentation, brackets and quotes here and on the line before"
    reason = str(error.problem or "")
    if "\\t" in reason or (0 < line <= len(lines) and "\t" in lines[line - 1]):
        advice = "indent with spaces: a tab is not allowed"
    elif "mapping values" in reason:
        advice = "put a text that holds ': ' between quotes, or check the indentation"
    elif "stream end" in reason or "end of stream" in reason:
        advice = "close the bracket or quote that stands open above"
    message = f"'{value[:60]}' is not YAML" if value else "this is not YAML"
    return Problem("FMT3", "E", name, line, column, "", value[:60], message, advice)


class _Reader:
    """Builds the tree from the parser's events, so that every place is known and nothing is guessed."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._events = iter(YAML(typ="safe", pure=True).parse(text))
        self._cites = dict(_citations(text))
        self._depth = 0

    def document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise Refused(self._place(event), "a second document begins", "write one document a file")
                root = self._node(next(self._events))
        if root is None or not isinstance(root.value, dict):
            where = root.place if root else Place(self._name, 1, 1)
            message = "the file is empty" if root is None else "the file is not a mapping of keys to values"
            raise Refused(where, message, "begin it with 'format: support-agreement/1'")
        return root

    def _place(self, event: object) -> Place:
        mark = event.start_mark  # type: ignore[attr-defined]  # every event has one
        return Place(self._name, mark.line + 1, mark.column + 1)

    def _node(self, event: object) -> Node:
        place = self._place(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise Refused(place, "anchors and aliases are not used here", "write 'extends', or repeat the value")
        if getattr(event, "tag", None):
            raise Refused(place, "tags are not used here", "write the plain value", str(event.tag))  # type: ignore[attr-defined]
        if isinstance(event, ScalarEvent):
            return Node(place, event.value, self._cites.get(place.line, ()), plain=event.style is None)
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused(place, f"values are nested more than {DEEPEST} deep", "check the brackets")
        node = self._list(place) if isinstance(event, SequenceStartEvent) else self._mapping(place, event)
        self._depth -= 1
        return node

    def _list(self, place: Place) -> Node:
        items: list[Node] = []
        for event in self._events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._node(event))
        return Node(place, items, self._cites.get(place.line, ()))

    def _mapping(self, place: Place, start: object) -> Node:
        assert isinstance(start, MappingStartEvent)
        children: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for event in self._events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._node(event)
            if not isinstance(key.value, str):
                raise Refused(key.place, "a key is a list or a mapping", "write a plain word before the colon")
            if key.value in children:
                first = keys[key.value].line
                message = f"the key '{key.value}' stands twice, first in line {first}"
                raise Refused(key.place, message, "keep one of them", key.value, "FMT2")
            child = self._node(next(self._events))
            if child.place.line != key.place.line:
                # What stands below its key is cited beside the key: the line of its own first key cites for that.
                own = child.cites if isinstance(child.value, str) else ()
                child = Node(child.place, child.value, own or key.cites, child.plain, child.keys)
            children[key.value], keys[key.value] = child, key.place
        return Node(place, children, self._cites.get(place.line, ()), keys=keys)


def _citations(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield line numbers and what their comments cite; a line that is all comment cites for the line below it."""
    waiting: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        match = _CITES.search(line)
        cited = tuple(part.strip() for part in re.split(r"[,;]", match[1])) if match else ()
        if line.lstrip().startswith("#"):
            waiting += cited
        elif line.strip():
            if waiting or cited:
                yield number, (*waiting, *cited)
            waiting = ()
