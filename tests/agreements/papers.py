"""The agreements of this project for tests: read by their names, changed on a copy, and cases in a few words."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from upheld import cases, read
from upheld.agreements import Terms, Version
from upheld.clocks import Run, follow
from upheld.events import Classified, Event, Reported
from upheld.problems import Problem
from upheld.reading import check

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


def runs(terms: Terms, log: Sequence[Event], now: datetime) -> list[Run]:
    """Return every run of every clock of a case at an instant."""
    known = cases.read(log, terms, now)
    return list(follow(terms, known, now)) if known else []


def run(terms: Terms, log: Sequence[Event], now: datetime, clock: str) -> Run:
    """Return the only run of a clock of a case at an instant."""
    [only] = [run for run in runs(terms, log, now) if run.clock.id == clock]
    return only
