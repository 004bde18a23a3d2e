"""Checking: a tree against its form, with everything that is wrong with it at once.

What is wrong is taken away, or read as what was meant, and the rest is looked at again: so one run finds as much as
can be found, and says nothing that only follows from something else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Final, Generic, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from upheld.problems import Problem
from upheld.reading.forms import Amendment
from upheld.reading.forms.names import context
from upheld.reading.forms.values import WORD, Form
from upheld.reading.merging import Keys, found, replaced
from upheld.reading.text import Node, Place, parse, shown

# Keys of an agreement that its offer cannot give it.
HEAD: Final = ("format", "agreement", "on", "customer", "signed", "valid")
_ALIKE, _ALMOST_CERTAIN = 0.7, 0.8  # how alike keys are to ask for one, and to read one as the other
_MOST_KEYS_LISTED = 12
_MOST_ADVISED = 100  # whoever has more unknown keys than that has another kind of file
_WANTED = {"string": "a text", "tuple": "a list", "list": "a list", "dict": "a mapping", "model": "a mapping"}


def _tree(raw: bytes) -> Node:
    root, _ = parse(raw)
    assert root is not None
    return root


# Stand for what the top of a file must say and does not, so that the rest can be looked at.
_STAND_INS: Final = _tree(b"""
format: support-agreement/1
offer: unnamed
agreement: unnamed
amends: unnamed
on: unnamed
title: unnamed
vendor: {name: unnamed, country: DE}
customer: {name: unnamed, country: DE}
service: unnamed
languages: en
time_zone: Etc/UTC
currency: XXX
signed: 2000-01-01
effective: 2000-01-01
valid: {from: 2000-01-01}
number: 1
because: unnamed
""")

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Checked(Generic[F]):
    """What is right in a tree, as its form; the tree with keys as they were meant; and all that is wrong."""

    form: F
    root: Node
    problems: tuple[Problem, ...]


def checked(root: Node, form: type[F], *, complete: bool = True) -> Checked[F]:
    """Check a tree against its form. In an incomplete one, an agreement without its offer, less is missed."""
    return _Checker(root, form, complete=complete).run()


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong at a path, if it is worth saying; the path is taken away, unless one of the last two says more."""

    problem: Problem | None
    path: Keys
    meant: str = ""  # the key that was almost certainly meant
    missing: str = ""  # the key that the mapping at the path must have


class _Checker(Generic[F]):
    def __init__(self, root: Node, form: type[F], *, complete: bool) -> None:
        self._form, self._complete = form, complete
        self._root = root  # with keys as they were meant
        self._rest = root  # without what is wrong
        self._gone: set[Keys] = set()
        self._problems: dict[tuple[Place, str], Problem] = {}  # what several plans inherit is said once

    def run(self) -> Checked[F]:
        self._mend(list(_unfit(self._root, (), self._form, complete=self._complete)))
        form = self._mended(named=False)
        if self._complete:
            form = self._mended(named=True)  # names last, when all that defines them was looked at
        return Checked(form, self._root, tuple(self._problems.values()))

    def _mended(self, *, named: bool) -> F:
        while True:
            seen = context(self._root, self._gone, named=named)
            try:
                return self._form.model_validate(self._rest.data(), context=seen)
            except ValidationError as error:
                details = enumerate(error.errors(include_url=False))
                faults = [self._fault(one, advised=number < _MOST_ADVISED) for number, one in details]
            # A key that was meant comes first: what it says may be what something else seems to miss.
            self._mend([fault for fault in faults if fault.meant] or faults)

    def _mend(self, faults: Sequence[_Fault]) -> None:
        taken: set[Keys] = set()
        for fault in faults:
            if fault.problem:
                place = Place(fault.problem.file, fault.problem.line, fault.problem.column)
                self._problems.setdefault((place, fault.problem.message), fault.problem)
            if fault.meant:
                self._root = _renamed(self._root, fault.path, fault.meant)
                self._rest = _renamed(self._rest, fault.path, fault.meant)
            elif fault.path:
                taken.add(self._up_to_list(fault.path))
            else:
                stand_in = _STAND_INS.children[fault.missing]
                self._rest = replaced(self._rest, (fault.missing,), stand_in, self._rest.place)
        self._gone |= taken
        self._rest = _without(self._rest, taken, ())

    def _up_to_list(self, path: Keys) -> Keys:
        """Return a path, or that of a list on it: a list goes as a whole, so that its numbers keep their meaning."""
        above = (path[:end] for end in range(len(path)))
        return next((one for one in above if (node := found(self._rest, one)) and isinstance(node.value, list)), path)

    # From an error to a fault.

    def _fault(self, details: ErrorDetails, *, advised: bool) -> _Fault:
        loc, kind, said = details["loc"], details["type"], details.get("ctx", {})
        if kind == "missing":
            return self._missing(self._path(loc[:-1]), str(loc[-1]))
        if kind == "extra_forbidden":
            return self._unknown(loc, advised=advised)
        path = self._path((*loc, said.get("key", "")))
        node = found(self._rest, path) or self._rest
        place = self._place(path, key=loc[-1] == "[key]" or bool(said.get("key")))
        code, message, advice = _sentence(kind, said, node, word=WORD in loc)
        return _Fault(place.problem(code, ".".join(path), message, advice, shown(node.text)), path)

    def _missing(self, path: Keys, key: str) -> _Fault:
        unsaid = (*path, key) in self._gone or not (self._complete or (not path and key in HEAD))
        place, whole = self._place(path, key=True), ".".join((*path, key))
        return _Fault(
            None if unsaid else place.problem("FMT0", whole, f"'{key}' is missing", "add it"), path, missing=key
        )

    def _unknown(self, loc: tuple[int | str, ...], *, advised: bool) -> _Fault:
        path, key = self._path(loc), str(loc[-1])
        known = sorted(_keys_at(self._form, loc)) if advised else []
        near = get_close_matches(key, known, n=1, cutoff=_ALIKE)
        advice = f"did you mean '{near[0]}'?" if near else "remove it, or see the format reference"
        if not near and 0 < len(known) <= _MOST_KEYS_LISTED:
            advice = f"write one of: {', '.join(known)}"
        beside = found(self._rest, path[:-1])
        certain = [
            name
            for name in get_close_matches(key, known, n=1, cutoff=_ALMOST_CERTAIN)
            if beside and not beside.child(name)
        ]
        message, place = f"'{shown(key)}' is not a key here", self._place(path, key=True)
        return _Fault(place.problem("FMT1", ".".join(path), message, advice, shown(key)), path, meant="".join(certain))

    def _path(self, loc: tuple[int | str, ...]) -> Keys:
        """Return the path of an error; the models' own steps, which the file does not have, are left out."""
        path: Keys = ()
        node = self._rest
        for step in loc:
            child = node.child(step)
            if child is not None:
                node, path = child, (*path, str(step))
        return path

    def _place(self, path: Keys, *, key: bool) -> Place:
        node, above = found(self._rest, path) or self._rest, found(self._rest, path[:-1])
        if path and above and path[-1] in above.keys and (key or not isinstance(node.value, str)):
            return above.keys[path[-1]]
        return node.place


def _unfit(node: Node, path: Keys, form: type[Form], *, complete: bool) -> Iterator[_Fault]:
    """Yield what is wrong whatever the key: one without a value, one that takes away nothing, one with a dot."""
    for key, child in node.children.items():
        below, where, place = (*path, key), ".".join((*path, key)), child.place
        if not key:
            yield _Fault(
                node.keys[key].problem("FMT0", where, "a key is empty", "write a word before the colon"), below
            )
        elif child.value == "" and child.plain:
            advice = "write one, or put a text that holds a comma or colon between quotes"
            yield _Fault(place.problem("FMT0", where, f"'{shown(key)}' has no value", advice), below)
        elif child.is_removal:
            message, advice = f"'~' takes '{shown(key)}' away, but nothing is inherited here", "remove the line"
            yield _Fault(place.problem("FMT4", where, message, advice, "~") if complete else None, below)
        elif "." in key and form is not Amendment:
            message, advice = f"'{shown(key)}' is no name: paths are written with dots", "write it without a dot"
            yield _Fault(node.keys[key].problem("FMT3", where, message, advice, shown(key)), below)
        else:
            yield from _unfit(child, below, form, complete=complete)
    for number, item in enumerate(node.items):
        yield from _unfit(item, (*path, str(number)), form, complete=complete)


def _sentence(kind: str, said: Mapping[str, Any], node: Node, *, word: bool) -> tuple[str, str, str]:
    if kind == "rule":
        return said["code"], said["message"], said["advice"]
    text = shown(node.text)
    if kind == "literal_error" and isinstance(node.value, str):
        return (
            "FMT3",
            f"'{text}' is not known here",
            f"write {said['expected']}" + (", or the keys in full" if word else ""),
        )
    if kind == "literal_error":
        return "FMT3", "this is not one word", f"write {said['expected']}"
    if kind == "too_short":
        return "FMT3", "nothing stands here", "write at least one"
    wanted = _WANTED[kind.partition("_")[0]]
    stands = f"'{text}' is not {wanted}" if isinstance(node.value, str) else f"this is not {wanted}"
    return "FMT3", stands, f"write {wanted} here"


def _renamed(root: Node, path: Keys, name: str) -> Node:
    node = found(root, path)
    if node is None:
        return root
    return replaced(replaced(root, path, None, node.place), (*path[:-1], name), node, node.place)


def _without(node: Node, taken: set[Keys], path: Keys) -> Node:
    """Return a tree without what stands at some paths, none of which leads into a list."""
    if not node.children:
        return node
    left = {
        key: _without(child, taken, (*path, key)) for key, child in node.children.items() if (*path, key) not in taken
    }
    return Node(node.place, left, node.cites, keys={key: node.keys[key] for key in left})


def _keys_at(form: type[Form], loc: tuple[int | str, ...]) -> set[str]:
    """Return the keys that are known where an error lies."""
    kinds = [*_alternatives(form)]
    for step in loc[:-1]:
        kinds = [kind for above in kinds for below in _below(above, step) for kind in _alternatives(below)] or kinds
    forms = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Form)]
    return {info.alias or name for kind in forms for name, info in kind.model_fields.items()}


def _below(kind: object, step: int | str) -> Iterator[object]:
    if isinstance(kind, type) and issubclass(kind, Form):
        yield from (info.annotation for name, info in kind.model_fields.items() if step == (info.alias or name))
    elif get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif get_origin(kind) is tuple and isinstance(step, int):
        yield get_args(kind)[0]


def _alternatives(kind: object) -> Iterator[object]:
    if get_origin(kind) is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for one in get_args(kind):
            yield from _alternatives(one)
    else:
        yield kind
