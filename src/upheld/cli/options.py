"""Options: the words that several commands share, and how what is given becomes what is meant.

A name that an agreement does not have is answered with the nearest one, or with all there are.
"""

from collections.abc import Collection
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

import typer

from upheld.agreements import Terms, Version
from upheld.calendars import time_zone

File = Annotated[Path, typer.Argument(metavar="FILE", help="An agreement, an offer or an amendment.")]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Plan = Annotated[
    str | None, typer.Option("--plan", help="The plan; may be left out where it is signed or the only one.")
]
Modules = Annotated[
    str | None, typer.Option("--modules", help="Modules, with commas between; by default those that were signed.")
]
Lang = Annotated[Literal["en", "de", "sv"], typer.Option("--lang", help="The language of the answer.")]

_DATE_ALONE = len("2026-11-23")
_FIRST_YEAR, _LAST_YEAR = 1900, 9000


def terms_of(version: Version, plan: str | None, modules: str | None) -> Terms:
    """Return the terms of the plan and modules that were asked for."""
    if plan is not None:
        known("--plan", plan, version.plans, "a plan")
    elif version.plans and not (version.signature and version.signature.plan) and len(version.plans) > 1:
        raise typer.BadParameter(f"choose one of: {', '.join(version.plans)}", param_hint="--plan")
    chosen = None if modules is None else tuple(filter(None, (name.strip() for name in modules.split(","))))
    for name in chosen or ():
        known("--modules", name, version.modules, "a module")
    return version.terms(plan, chosen)


def known(option: str, name: str, names: Collection[str], what: str) -> str:
    """Return the name if there is such a thing; else refuse it with the nearest name, or with all."""
    if name in names:
        return name
    near = get_close_matches(name, names, n=1)
    if near:
        hint = f"did you mean '{near[0]}'?"
    else:
        hint = f"write one of: {', '.join(names)}" if names else "this agreement has none"
    raise typer.BadParameter(f"'{name}' is not {what}; {hint}", param_hint=option)


def instant(option: str, text: str, zone: str) -> datetime:
    """Return the instant that was written: with an offset anywhere, without one as local time in `zone`."""
    written = _written(option, text)
    if written.tzinfo is not None:
        return written
    early, late = (written.replace(tzinfo=time_zone(zone), fold=fold) for fold in (0, 1))
    before, after = early.utcoffset(), late.utcoffset()
    if before is None or after is None or before == after:
        return early
    if before < after:  # a clock that jumps ahead leaves a gap, in which the later offset is the larger one
        message = f"'{text}' does not exist in {zone}: the clock change skips it; write a time before or after it"
    else:
        message = f"'{text}' occurs twice in {zone}; write {_with_offset(early)} or {_with_offset(late)}"
    raise typer.BadParameter(message, param_hint=option)


def _written(option: str, text: str) -> datetime:
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        written = None
    if written is None or len(text) <= _DATE_ALONE:
        message = f"'{text}' is not a time; write it like '2026-11-23T15:00' or '2026-11-23T15:00+01:00'"
        raise typer.BadParameter(message, param_hint=option) from None
    within_years(option, text, written.year)
    return written


def within_years(option: str, text: str, year: int) -> None:
    """Refuse a year so far off that there is nothing to compute with."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        message = f"'{text}' lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}; write one within them"
        raise typer.BadParameter(message, param_hint=option)


def _with_offset(at: datetime) -> str:
    return f"'{at.isoformat(timespec='minutes')}'"
