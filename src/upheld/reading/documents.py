"""Documents: which kind each file is, which other files it rests on, and the one document they make together.

An agreement rests on its offer, an amendment on its agreement and the amendments before it; all of them lie in one
folder. A folder is looked through once, and each file in it is read once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from upheld.problems import Problem
from upheld.reading.merging import amended, at, merged, plans_resolved, without
from upheld.reading.text import Node, load

Kind = Literal["offer", "agreement", "amends"]
KINDS: tuple[Kind, ...] = ("offer", "agreement", "amends")
ENDINGS = (".yaml", ".yml")
# What an offer says about itself and an agreement does not take over.
_HEADER = ("format", "offer", "source")


@dataclass(slots=True)
class Folder:
    """The documents of the folders that were asked for, each read once."""

    _loaded: dict[Path, Node | Problem] = field(default_factory=dict)

    def load(self, path: Path) -> Node | Problem:
        """Return a file's tree, or what keeps it from being read."""
        if path not in self._loaded:
            self._loaded[path] = load(path)
        return self._loaded[path]

    def beside(self, path: Path) -> Iterator[Node]:
        """Yield the readable documents in the folder of `path`, in the order of their names."""
        for other in sorted(path.parent.iterdir()):
            if other.suffix in ENDINGS and other.is_file():
                node = self.load(other)
                if isinstance(node, Node):
                    yield node

    def named(self, path: Path, kind: Kind, name: str) -> Node | None:
        """Return the document of that kind and name beside `path`, or None."""
        return next((node for node in self.beside(path) if said(node, kind) == name), None)

    def amendments(self, path: Path, agreement: str) -> list[Node]:
        """Return the amendments of an agreement beside `path`, by number; what has no number comes last."""
        found = [node for node in self.beside(path) if said(node, "amends") == agreement]
        return sorted(found, key=lambda node: (_number(node) or 10**6, node.place.file))


@dataclass(frozen=True, slots=True)
class Resolved:
    """One document made of all it rests on, with the amendments that are in it."""

    root: Node
    amendments: tuple[Node, ...] = ()


def kind_of(node: Node) -> Kind | None:
    """Return what kind of document this is, by the key that tells."""
    return next((kind for kind in KINDS if node.child(kind)), None)


def said(node: Node, key: str) -> str:
    """Return the text of a top key, or nothing."""
    child = node.child(key)
    return child.value if child and isinstance(child.value, str) else ""


def _number(node: Node) -> int:
    return int(said(node, "number")) if said(node, "number").isdigit() else 0


def resolve(folder: Folder, path: Path, node: Node) -> tuple[list[Resolved], list[Problem]]:
    """Return the versions that lead to this document, oldest first, and what is wrong with how they fit together.

    An offer is one version; an agreement is one; an amendment brings its agreement, the amendments before it, itself.
    """
    kind = kind_of(node)
    if kind is None:
        message = "this is neither an offer, an agreement nor an amendment"
        return [], [at(node.place, "FMT1", "", "", message, "write 'offer:', 'agreement:' or 'amends:' with a name")]
    if kind == "offer":
        return _with_plans(node)
    if kind == "agreement":
        return _agreement(folder, path, node)
    name = said(node, "amends")
    base = folder.named(path, "agreement", name)
    if base is None:
        where = node.value["amends"].place if isinstance(node.value, dict) else node.place
        message = f"there is no agreement '{name}' in this folder"
        return [], [at(where, "FMT4", "amends", name, message, "put the agreement's file beside this one")]
    versions, problems = _agreement(folder, path, base)
    if not versions:
        return [], problems
    return _with_amendments(versions[0], folder.amendments(path, name), last=node)


def with_amendments(folder: Folder, path: Path, agreement: Resolved) -> tuple[list[Resolved], list[Problem]]:
    """Return an agreement's version and those that its amendments made, oldest first."""
    amendments = folder.amendments(path, said(agreement.root, "agreement"))
    if not amendments:
        return [agreement], []
    return _with_amendments(agreement, amendments, last=amendments[-1])


def _agreement(folder: Folder, path: Path, node: Node) -> tuple[list[Resolved], list[Problem]]:
    name, on = said(node, "on"), node.child("on")
    offer = folder.named(path, "offer", name) if name else None
    if offer is None:
        message = f"there is no offer '{name}' in this folder" if name else "the agreement names no offer"
        advice = "put the offer's file beside this one, or correct the name" if name else "write 'on:' with its name"
        return [], [at(on.place if on else node.place, "FMT4", "on", name, message, advice)]
    return _with_plans(merged(without(offer, *_HEADER), node))


def _with_plans(root: Node) -> tuple[list[Resolved], list[Problem]]:
    root, problems = plans_resolved(root)
    return [] if problems else [Resolved(root)], problems


def _with_amendments(base: Resolved, amendments: list[Node], last: Node) -> tuple[list[Resolved], list[Problem]]:
    versions, problems = [base], []
    for expected, amendment in enumerate(amendments, 1):
        where = amendment.child("number") or amendment
        if _number(amendment) != expected:
            message = f"amendment number '{said(amendment, 'number')}' follows number {expected - 1}"
            problems.append(at(where.place, "AMD1", "number", "", message, f"number it {expected}"))
        before = versions[-1]
        root, wrong = amended(before.root, *(amendment.child(key) for key in ("changes", "adds", "ends")))
        problems += wrong
        versions.append(Resolved(root, (*before.amendments, amendment)))
        if amendment is last:
            break
    return versions, problems
