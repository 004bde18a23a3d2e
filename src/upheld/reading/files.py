"""Files: read an agreement, check many, freeze its holidays.

`read` gives a version or raises; `check` gives every problem of every file, also what the lint rules compute.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from upheld.agreements import Version
from upheld.calendars import Calendar
from upheld.errors import Unreadable
from upheld.lint import lint
from upheld.problems import Problem, in_reading_order
from upheld.quantities import HOLE
from upheld.reading.building import build
from upheld.reading.documents import ENDINGS, Folder, kind_of, resolve, said
from upheld.reading.forms.documents import FORMAT
from upheld.reading.text import Place


def read(path: str | Path, *, amended: bool = True) -> Version:
    """Return the version that the file describes.

    For an agreement that is its newest version, with the amendments that lie beside it; `amended=False` leaves them
    out. For an amendment it is the version that it made. Raises `Unreadable` with all problems at once.
    """
    version, problems = _version(Folder(), Path(path), amended=amended)
    if version is None:
        raise Unreadable(problems)
    return version


def check(paths: Iterable[str | Path]) -> tuple[Problem, ...]:
    """Return every problem of the files, and of the agreement files below the folders, in reading order."""
    folder = Folder()
    problems: list[Problem] = []
    for path in map(Path, paths):
        files = list(_below(folder, path)) if path.is_dir() else [path]
        if not files:
            problems.append(
                Place(str(path)).problem("FMT3", "", "there is no agreement file in this folder", "check the path")
            )
        for file in files:
            version, wrong = _version(folder, file, amended=False)
            # What an offer says is found again in every agreement on it, perhaps with another day as the example.
            said = {problem.spot for problem in problems}
            problems += [problem for problem in (lint(version) if version else wrong) if problem.spot not in said]
    return in_reading_order(problems)


def _below(folder: Folder, path: Path) -> Iterator[Path]:
    """Yield the files below a folder that are agreement files, or might be."""
    for file in sorted(path.rglob("*")):
        if file.suffix in ENDINGS and file.is_file():
            node, _ = folder.load(file)
            if node is None or kind_of(node) or said(node, "format") == FORMAT:
                yield file


def _version(folder: Folder, path: Path, *, amended: bool) -> tuple[Version | None, tuple[Problem, ...]]:
    """Return the version that a file describes, or None and all that is wrong with it and what it rests on."""
    node, wrong = folder.load(path)
    if node is None:
        return None, wrong
    documents, unfit = resolve(folder, path, node, amended=amended)
    problems = [*wrong, *unfit]
    version: Version | None = None
    for document in documents:
        version, unfit = build(document, version)
        problems += unfit
    return (None, in_reading_order(problems)) if problems else (version, ())


def freeze(path: str | Path) -> str:
    """Return the `frozen:` section to add to a signed agreement: its holidays as they are known today."""
    version = read(path, amended=False)
    listed = {f"calendars.{name}": calendar for name, calendar in version.shared.calendars.items()}
    for party in version.shared.third_parties:
        listed |= {f"third_parties.{party.id}.calendars.{name}": calendar for name, calendar in party.calendars.items()}
    places = {place: calendar for at, calendar in listed.items() if (place := _holidays(version, at))}
    if not places:
        return "# No calendar of this agreement has holidays: there is nothing to freeze.\n"
    years = [day.year for calendar in places.values() for day in (calendar.since, calendar.through) if day]
    lines = ["frozen:", f"  years: {min(years)}-{max(years)}", "  holidays:"]
    for place, calendar in sorted(places.items()):
        lines += [f"    {place}:", *_dated(calendar)]
    return "\n".join(lines) + "\n"


def _holidays(version: Version, calendar: str) -> str:
    clause = version.written.get(f"{calendar}.holidays")
    return clause.text if clause and clause.text not in {"none", HOLE} else ""


def _dated(calendar: Calendar) -> Iterator[str]:
    for day, name in sorted(calendar.holidays.items()):
        yield f"      {day}: " + (f'"{name}"' if set(name) & set(":#,[]{}'&*!|>%@`") else name)
