"""Files: read an agreement, check many, freeze its holidays.

`read` gives a version or raises; `check` gives every problem of every file, also what the lint rules compute.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from upheld.agreements import Version
from upheld.errors import Unreadable
from upheld.lint import lint
from upheld.problems import Problem, in_reading_order
from upheld.reading.building import build
from upheld.reading.documents import ENDINGS, Folder, Resolved, kind_of, resolve, with_amendments
from upheld.reading.scalars import HOLE
from upheld.reading.text import Node


def read(path: str | Path, *, amended: bool = True) -> Version:
    """Return the version that the file describes.

    For an agreement that is its newest version, with the amendments that lie beside it; `amended=False` leaves them
    out. For an amendment it is the version that it made. Raises `Unreadable` with all problems at once.
    """
    folder, path = Folder(), Path(path)
    version, problems = _version(folder, path, amended=amended)
    if version is None:
        raise Unreadable(in_reading_order(problems))
    return version


def check(paths: Iterable[str | Path]) -> tuple[Problem, ...]:
    """Return every problem of the files, and of the YAML files below the folders, in reading order."""
    folder = Folder()
    problems: list[Problem] = []
    for path in paths:
        for file in _files(Path(path)):
            version, wrong = _version(folder, file, amended=False)
            # What an offer says is found again in every agreement on it, perhaps with another day as the example.
            said = {problem.spot for problem in problems}
            found = (*wrong, *(lint(version) if version else ()))
            problems += [problem for problem in found if problem.spot not in said]
    return in_reading_order(problems)


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.suffix in ENDINGS) if path.is_dir() else [path]


def _version(folder: Folder, path: Path, *, amended: bool) -> tuple[Version | None, list[Problem]]:
    documents, problems = _documents(folder, path, amended=amended)
    return (None, problems) if problems else _chain(documents)


def _documents(folder: Folder, path: Path, *, amended: bool) -> tuple[list[Resolved], list[Problem]]:
    node = folder.load(path)
    if not isinstance(node, Node):
        return [], [node]
    documents, problems = resolve(folder, path, node)
    if amended and not problems and kind_of(node) == "agreement":
        return with_amendments(folder, path, documents[0])
    return documents, problems


def _chain(documents: list[Resolved]) -> tuple[Version | None, list[Problem]]:
    version: Version | None = None
    for document in documents:
        version, problems = build(document, version)
        if problems:
            return None, problems
    return version, []


def freeze(path: str | Path) -> str:
    """Return the `frozen:` section to add to a signed agreement: its holidays as they are known today."""
    version, (document, *_) = read(path, amended=False), _documents(Folder(), Path(path), amended=False)[0]
    places = {place: version.shared.calendars[name] for name, place in _holiday_places(document.root)}
    if not places:
        return "# No calendar of this agreement has holidays: there is nothing to freeze.\n"
    years = {day.year for c in places.values() for day in (c.since, c.through) if day}
    lines = ["frozen:", f"  years: {min(years)}-{max(years)}", "  holidays:"]
    for place, calendar in sorted(places.items()):
        lines += [f"    {place}:", *(f"      {day}: {_quoted(name)}" for day, name in sorted(calendar.holidays.items()))]
    return "\n".join(lines) + "\n"


def _holiday_places(root: Node) -> Iterator[tuple[str, str]]:
    calendars = root.child("calendars")
    for name, node in calendars.value.items() if calendars and isinstance(calendars.value, dict) else ():
        place = node.child("holidays")
        if place and isinstance(place.value, str) and place.value not in {"none", HOLE}:
            yield name, place.value


def _quoted(name: str) -> str:
    return f'"{name}"' if set(name) & set(":#,[]{}'&*!|>%@`") else name
