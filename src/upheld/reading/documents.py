"""Documents: which kind each file is, which other files it rests on, and the one document they make together.

An agreement rests on its offer, an amendment on its agreement and the amendments before it; all of them lie in one
folder. Each file is read once. A file beside an agreement that cannot be read might amend it, so it is never passed
over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from upheld.problems import Problem
from upheld.reading import forms
from upheld.reading.checking import checked
from upheld.reading.merging import amended, extended, found, merged, without
from upheld.reading.text import Node, Place, Read, load, shown

Kind = Literal["offer", "agreement", "amends"]
KINDS: Final[tuple[Kind, ...]] = ("offer", "agreement", "amends")
ENDINGS: Final = (".yaml", ".yml")
# What an offer says about itself and an agreement does not take over.
_HEADER = ("format", "offer", "source")
_LAST = 10**9  # after every amendment that has a number


@dataclass(frozen=True, slots=True)
class Document:
    """One document made of all that it rests on."""

    root: Node
    amendments: tuple[Node, ...] = ()  # that are in it
    amendment: forms.Amendment | None = None  # the last of them
    complete: bool = True  # False: its offer is missing


Resolved = tuple[list[Document], list[Problem]]  # the versions that lead to a document, oldest first, and what is wrong


@dataclass(slots=True)
class Folder:
    """The files of the folders that were asked for, each read once."""

    _read: dict[Path, Read] = field(default_factory=dict)

    def load(self, path: Path) -> Read:
        """Return a file's tree, and what is wrong with its text."""
        if path not in self._read:
            self._read[path] = load(path)
        return self._read[path]

    def beside(self, path: Path) -> list[Read]:
        """Return the documents in the folder of `path`, that one too, in the order of their names."""
        try:
            others = {other for other in path.parent.iterdir() if other.suffix in ENDINGS and _is_written(other)}
        except OSError:
            message, advice = "the folder cannot be listed", "check its permissions"
            return [(None, (Place(str(path.parent)).problem("FMT3", "", message, advice),))]
        return [self.load(file) for file in sorted({path, *others})]

    def named(self, path: Path, kind: Kind, name: str) -> list[Read]:
        """Return the documents of that kind and name beside `path`."""
        return [(node, wrong) for node, wrong in self.beside(path) if node and said(node, kind) == name]

    def unreadable(self, path: Path) -> list[Problem]:
        """Return what is wrong with the files beside `path` of which nobody can say what they are."""
        return [problem for node, wrong in self.beside(path) if node is None for problem in wrong]


def _is_written(path: Path) -> bool:
    """Say whether a file is more than empty, so that it can say something about another one."""
    return path.is_file() and path.stat().st_size > 0


def kind_of(node: Node) -> Kind | None:
    """Return what kind of document this is, by the key that tells."""
    return next((kind for kind in KINDS if node.child(kind)), None)


def said(node: Node, key: str) -> str:
    """Return the text of a top key, or nothing."""
    child = node.child(key)
    return child.text if child else ""


def resolve(folder: Folder, path: Path, node: Node, *, amended: bool) -> Resolved:
    """Return the versions that lead to the document in the file at `path`, and what is wrong with how they fit.

    An offer is one version. An agreement is one, and with `amended` the amendments beside it make others. An amendment
    brings its agreement, the amendments before it, and itself.
    """
    kind = kind_of(node)
    if kind is None:
        message = "this is neither an offer, an agreement nor an amendment"
        return [], [node.place.problem("FMT0", "", message, "write 'offer:', 'agreement:' or 'amends:' with a name")]
    if kind == "offer":
        root, problems = extended(node)
        return [Document(root)], problems
    number = said(node, kind)
    bases = folder.named(path, "agreement", number)
    problems = folder.unreadable(path)
    if kind == "amends" and not bases:
        missing = problems or _nowhere(node.children["amends"], "amends", "agreement")
        return [], [*missing, *checked(node, forms.Amendment).problems]
    base, wrong = (node, ()) if kind == "agreement" else bases[0]
    assert base is not None
    document, unfit = _on_offer(folder, path, base)
    documents = [document]
    problems += [*wrong, *unfit]
    amendments = folder.named(path, "amends", number)
    if amendments and (kind == "amends" or amended):
        documents, unfit = _amended(document, amendments, last=node if kind == "amends" else None)
        problems += [*_twice(bases, "agreements", number), *unfit]
    return documents, problems


def _nowhere(name: Node, key: str, what: str) -> list[Problem]:
    """Return that what a document rests on is not beside it."""
    message = f"there is no {what} '{shown(name.text)}' in this folder"
    advice = f"put the {what}'s file beside this one, or correct the name"
    return [name.place.problem("FMT4", key, message, advice, shown(name.text))] if name.text else []


def _twice(found: Sequence[Read], what: str, name: str) -> list[Problem]:
    """Return that several files are what there should be one of."""
    nodes = [node for node, _ in found if node]
    if len(nodes) <= 1:
        return []
    files = ", ".join(Path(node.place.file).name for node in nodes)
    return [
        nodes[-1].place.problem("FMT2", "", f"several {what} are named '{name}': {files}", "keep one of them", name)
    ]


def _on_offer(folder: Folder, path: Path, node: Node) -> tuple[Document, list[Problem]]:
    name, on = said(node, "on"), node.child("on")
    offers = folder.named(path, "offer", name) if name else []
    if not offers:
        problems = [] if folder.unreadable(path) or not on else _nowhere(on, "on", "offer")
        return Document(node, complete=False), problems
    twice = _twice(offers, "offers", name)
    if twice:
        return Document(node, complete=False), twice
    offer, wrong = offers[0]
    assert offer is not None
    base, problems = extended(offer)
    own, unfit = extended(node, base)
    problems += [*wrong, *unfit]
    return Document(merged(without(base, *_HEADER), own)), problems


def _amended(base: Document, amendments: Sequence[Read], last: Node | None) -> Resolved:
    versions, problems = [base], []
    in_order = sorted(amendments, key=lambda read: _number(read[0]))
    for expected, (node, wrong) in enumerate(in_order, 1):
        assert node is not None
        seen = checked(node, forms.Amendment)
        problems += [*wrong, *seen.problems]
        if not seen.problems:
            problems += _out_of_order(seen.form, node, expected, versions[-1])
        root, unfit = amended(versions[-1].root, seen.root)
        problems += unfit if base.complete else []
        before = versions[-1]
        versions.append(replace(before, root=root, amendments=(*before.amendments, node), amendment=seen.form))
        if node is last:
            break
    return versions, problems


def _number(node: Node | None) -> int:
    number = said(node, "number") if node else ""
    return int(number) if number.isdecimal() and len(number) < len(str(_LAST)) else _LAST


def _out_of_order(form: forms.Amendment, node: Node, expected: int, before: Document) -> list[Problem]:
    """Return what is wrong with the number and the dates of an amendment."""
    problems = []
    if form.number != expected:
        message = f"amendment number {form.number} follows number {expected - 1}"
        problems.append(node.children["number"].place.problem("AMD1", "number", message, f"number it {expected}"))
    place, day = node.children["effective"].place, str(form.effective)
    if form.effective < form.signed and not form.retroactive:
        message = f"it takes effect on {day}, before it was signed on {form.signed}"
        problems.append(place.problem("AMD1", "effective", message, "write 'retroactive: yes' if that is meant", day))
    start = found(before.root, ("valid", "from"))
    if start and day < start.text:
        message = f"it takes effect on {day}, before the agreement starts on {start.text}"
        problems.append(place.problem("AMD1", "effective", message, "write a day of its term", day))
    earlier = before.amendment
    if earlier and form.effective < earlier.effective:
        message = f"it takes effect on {day}, before amendment {earlier.number}, which it holds, on {earlier.effective}"
        problems.append(
            place.problem("AMD1", "effective", message, "write a later day, or put the changes in order", day)
        )
    return problems
