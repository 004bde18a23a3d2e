"""Text: a YAML 1.2 document as a tree of plain text, each piece with its place and the clauses it cites.

No scalar is given a type here: `17:00`, `no` and `1_5` stay what somebody wrote. Anchors, tags and duplicate keys are
refused. A comment that begins with `§` cites: `# § S4-24, S4-26: no lunch break` stands for the clauses S4-24 and S4-26
of the paper that the value on its line rests on.

>>> root, problems = parse("opens: 08:00   # § 2.1: on weekdays".encode(), "firm.yaml")
>>> root.child("opens")
Node(place=Place(file='firm.yaml', line=1, column=8), value='08:00', cites=('2.1',), plain=True, keys={})
>>> print(*parse(b"{opens: 08:00, opens: 09:00}", "firm.yaml")[1])
firm.yaml:1:16: FMT2 the key 'opens' stands twice, first in line 1; keep one of them
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from upheld.problems import Problem

MOST_BYTES: Final = 500_000
DEEPEST: Final = 30
REMOVED: Final = "~"
_CITES = re.compile(r"(?:^|\s)# ?§ ?([^:\n]+)")
# What double quotes can smuggle in by an escape, and nobody can read, print or store.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A file, line and column, both from 1; 0 is the file or the line as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def problem(self, code: str, path: str, message: str, advice: str, value: str = "") -> Problem:
        """Return an error at this place."""
        return Problem(code, "E", self.file, self.line, self.column, path, value, message, advice)


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

    @property
    def text(self) -> str:
        """Return a scalar's text, nothing for a mapping or list."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def children(self) -> "dict[str, Node]":
        """Return what a mapping holds, nothing for a scalar or list."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "list[Node]":
        """Return what a list holds, nothing for a scalar or mapping."""
        return self.value if isinstance(self.value, list) else []

    def data(self) -> object:
        """Return the tree as plain dicts, lists and strings."""
        if isinstance(self.value, dict):
            return {key: child.data() for key, child in self.value.items()}
        return [child.data() for child in self.value] if isinstance(self.value, list) else self.value

    def child(self, key: str | int) -> "Node | None":
        """Return what stands under a key or index, or None."""
        if isinstance(self.value, list):
            return self.value[int(key)] if str(key).isdecimal() and int(key) < len(self.value) else None
        return self.children.get(str(key))

    def walk(self, path: str = "") -> "Iterator[tuple[str, Node]]":
        """Yield every node below with its dotted path, in file order, this one first."""
        yield path, self
        below: Iterable[tuple[object, Node]] = self.children.items() or enumerate(self.items)
        for key, child in below:
            yield from child.walk(f"{path}.{key}" if path else str(key))


Read = tuple[Node | None, tuple[Problem, ...]]  # a tree as far as there is one, and what is wrong with its text


def load(path: Path) -> Read:
    """Return the tree of the file at `path`, and what is wrong with its text."""
    whole = Place(str(path))
    try:
        found = path.stat()
        if S_ISDIR(found.st_mode):
            return _refused(whole, "this is a folder", "name a file in it")
        if not S_ISREG(found.st_mode):
            return _refused(whole, "this is a pipe or a device", "name a file")
        raw = b""
        if found.st_size <= MOST_BYTES:
            with path.open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a ValueError is a path that cannot be
        return _refused(whole, "there is no such file", "check the path")
    except OSError:
        return _refused(whole, "the file cannot be opened", "check its permissions")
    if max(len(raw), found.st_size) > MOST_BYTES:
        message = f"the file has {max(len(raw), found.st_size):,} bytes, and an agreement has at most {MOST_BYTES:,}"
        return _refused(whole, message, "check whether it is the right file")
    return parse(raw, str(path))


def parse(raw: bytes, name: str = "") -> Read:
    """Return the tree of a document given as UTF-8 bytes, and what is wrong with its text."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _refused(Place(name, line), "this is not text in UTF-8", "save the agreement as a UTF-8 text file")
    reader = _Reader(text, name)
    return reader.read(), tuple(reader.problems)


def shown(text: str) -> str:
    """Return a text as a message can hold it: in one line, and cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _refused(place: Place, message: str, advice: str) -> Read:
    return None, (place.problem("FMT3", "", message, advice),)


def _not_yaml(error: MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
    lines = text.splitlines()
    at_end = line > len(lines)
    while line > 1 and (line > len(lines) or not lines[line - 1].strip()):
        line, column = line - 1, 0  # the end of the text: show the last line that says something
    value = shown(lines[line - 1]) if lines else ""
    advice = "check indentation, brackets and quotes here and on the line before"
    reason = str(error.problem or "")
    if "\\t" in reason or (lines and "\t" in lines[line - 1]):
        advice = "indent with spaces: a tab is not allowed"
    elif "mapping values" in reason:
        advice = "put a text that holds ': ' between quotes, or check the indentation"
    elif at_end or "stream end" in reason or "end of stream" in reason:
        advice = "close the bracket or quote that stands open above"
    return Place(name, line, column).problem("FMT3", "", f"'{value}' is not YAML", advice, value)


class _Stop(Exception):
    """What follows cannot be read; the reader's problems say why."""


class _Reader:
    """Builds the tree from the parser's events, so that every place is known and nothing is guessed."""

    def __init__(self, text: str, name: str) -> None:
        self.problems: list[Problem] = []
        self._text, self._name = text, name
        self._line = 1  # of the last event
        self._parsed: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))
        self._cites = dict(_citations(text))
        self._depth = 0

    def read(self) -> Node | None:
        """Return the tree, or None where the text has none; `problems` then says why."""
        try:
            return self._document()
        except _Stop:
            return None
        except MarkedYAMLError as error:
            self.problems.append(_not_yaml(error, self._text, self._name))
        except YAMLError as error:
            line = self._text[: getattr(error, "position", 0)].count("\n") + 1
            message, advice = "the line holds a character that YAML does not allow", "remove its control characters"
            self._wrong(Place(self._name, line), message, advice)
        except (ValueError, OverflowError):  # an escape like "\UFFFFFFFF"
            message, advice = "a text in double quotes holds an escape that is no character", "write the character"
            self._wrong(Place(self._name, self._line), message, advice)
        return None

    def _document(self) -> Node:
        root: Node | None = None
        for event in self._events():
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self._wrong(self._place(event), "a second document begins", "write one document a file")
                    break
                root = self._node(next(self._events()))
        if root is None or not isinstance(root.value, dict):
            empty = root is None or root.value == ""
            message = "the file is empty" if empty else "the file is not a mapping of keys to values"
            where = root.place if root else Place(self._name, 1)
            self._wrong(where, message, "begin it with 'format: support-agreement/1'")
            raise _Stop
        return root

    def _events(self) -> Iterator[Event]:
        for event in self._parsed:
            self._line = event.start_mark.line + 1
            yield event

    def _wrong(self, place: Place, message: str, advice: str, value: str = "", code: str = "FMT3") -> None:
        self.problems.append(place.problem(code, "", message, advice, value))

    def _place(self, event: Event) -> Place:
        return Place(self._name, event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Event) -> Node:
        place = self._place(event)
        assert isinstance(event, NodeEvent)
        self._check(event, place)
        if isinstance(event, ScalarEvent):
            text = _UNPRINTABLE.sub("", event.value)
            return Node(place, text, self._cites.get(place.line, ()), plain=event.style is None)
        if isinstance(event, AliasEvent):
            return Node(place, str(event.anchor), plain=False)
        self._depth += 1
        if self._depth > DEEPEST:
            self._wrong(place, f"values are nested more than {DEEPEST} deep", "check the brackets")
            raise _Stop
        # The line on which a block begins is that of its first key or item, which it cites for.
        cites = self._cites.get(place.line, ()) if getattr(event, "flow_style", False) else ()
        node = self._list(place, cites) if isinstance(event, SequenceStartEvent) else self._mapping(place, cites)
        self._depth -= 1
        return node

    def _check(self, event: NodeEvent, place: Place) -> None:
        if event.anchor is not None:
            message = "anchors and aliases are not used here"
            self._wrong(place, message, "write 'extends', or repeat the value", shown(str(event.anchor)))
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            self._wrong(place, "tags are not used here", "write the plain value", shown(str(event.tag)))
        if isinstance(event, ScalarEvent) and _UNPRINTABLE.search(event.value):
            self._wrong(place, "the text holds a character that cannot be printed", "remove its escape")

    def _list(self, place: Place, cites: tuple[str, ...]) -> Node:
        items: list[Node] = []
        for event in self._events():
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self._node(event))
        return Node(place, items, cites)

    def _mapping(self, place: Place, cites: tuple[str, ...]) -> Node:
        children: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for event in self._events():
            if isinstance(event, MappingEndEvent):
                break
            key, child = self._node(event), self._node(next(self._events()))
            if not isinstance(key.value, str):
                self._wrong(key.place, "a key is a list or a mapping", "write a plain word before the colon")
            elif key.value in children:
                message = f"the key '{shown(key.value)}' stands twice, first in line {keys[key.value].line}"
                self._wrong(key.place, message, "keep one of them", shown(key.value), "FMT2")
            else:
                if key.cites and not child.cites:  # what stands below its key is cited beside the key
                    child = replace(child, cites=key.cites)
                children[key.value], keys[key.value] = child, key.place
        return Node(place, children, cites, keys=keys)


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
