"""The agreements of this project for tests: read by their names, changed on a copy, and cases in a few words."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from upheld import evaluate, read
from upheld.agreements import Terms, Version
from upheld.duties import Duty, Kind, of_case
from upheld.events import Classified, Event, Reported
from upheld.problems import Problem
from upheld.reading import check
from upheld.terms import page
from upheld.terms.page import Table

FOLDER = Path(__file__).parents[2] / "agreements"
MICROSECOND = timedelta(microseconds=1)


@cache
def paper(name: str) -> Version:
    """Return the newest version of a file: "comarch/offer", "startrac/chemiepark-nord"."""
    return read(FOLDER / f"{name}.yaml")


def changed(folder: Path, name: str, *pairs: tuple[str, str]) -> Path:
    """Return a copy of a file in a copy of its folder, with each first text replaced by the second."""
    vendor, _, file = name.partition("/")
    shutil.copytree(FOLDER / vendor, folder / vendor)
    path = folder / vendor / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, f"'{old}' does not stand in {name}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path | str, code: str) -> list[Problem]:
    """Return what `check` finds under one code."""
    return [problem for problem in check([path]) if problem.code == code]


def at(version: Version, text: str) -> datetime:
    """Return an instant written as the agreement's local time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(version.shared.zone))


def case(reported: datetime, severity: str = "", *facts: Event, **fields: str) -> list[Event]:
    """Return the log of a case: its report, its severity, and what came afterwards."""
    report = Reported(reported, **fields)  # type: ignore[arg-type]  # the fields of a report that are texts
    return [report, *([Classified(reported, severity=severity)] if severity else []), *facts]


def duties(terms: Terms, log: Sequence[Event], now: datetime, kind: Kind) -> list[Duty]:
    """Return the duties of one kind that a case brings at an instant."""
    return list(of_case(terms, log, now).of_kind(kind))


def clock(terms: Terms, log: Sequence[Event], now: datetime, name: str) -> Duty:
    """Return the only run of a clock of a case at an instant."""
    [only] = [duty for duty in duties(terms, log, now, "clock") if duty.name == name]
    return only


def owed(version: Version, now: str, *facts: Event) -> dict[str, Duty]:
    """Return the duties of an agreement's own log at a local time, by their ids."""
    return {duty.id: duty for duty in evaluate(version, facts, at(version, now)).duties}


def shown(version: Version, heading: str, language: Literal["en", "de", "sv"] = "en") -> list[str]:
    """Return the cells of a row, wherever it stands on the page that people read."""
    blocks = [block for section in page(version, language).sections for block in section.blocks]
    rows = [row for block in blocks if isinstance(block, Table) for row in block.rows]
    [cells] = [row.cells for row in rows if row.heading == heading]
    return ["; ".join(cell) for cell in cells]
