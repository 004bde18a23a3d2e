"""`upheld evaluate`: what every promise asks of whom, by the events of a log."""

import json as data
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from upheld import events
from upheld.agreements import Version
from upheld.cli import clock
from upheld.cli.options import File, Json, Lang, Modules, Plan, instant, terms_of
from upheld.cli.printing import console, show_json
from upheld.duties import Duty, Evaluation
from upheld.duties import evaluate as evaluated
from upheld.errors import BadLog
from upheld.reading import read
from upheld.words import Language, names, steps
from upheld.words.figures import instant as said
from upheld.words.labels import label
from upheld.words.terms import term

app = typer.Typer()

_SHOWN: Final = 60  # characters of a line that cannot be read


@app.command()
def evaluate(
    file: File,
    log: Annotated[Path, typer.Argument(metavar="LOG", help="Events, one JSON object a line.")],
    *,
    now: Annotated[
        str, typer.Option("--now", metavar="TIME", help="The instant to look at; by default the present.")
    ] = "",
    plan: Plan = None,
    modules: Modules = None,
    why: Annotated[bool, typer.Option("--why", help="Say why, duty by duty.")] = False,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Say what is owed now: every duty with its due time, its state, and why."""
    version = read(file)
    if plan is not None or modules is not None or version.signature is None:
        terms_of(version, plan, modules)  # refuses a plan or a module that there is not
    at = instant("--now", now, version.shared.zone) if now else clock.present()
    chosen = None if modules is None else tuple(name.strip() for name in modules.split(",") if name.strip())
    found = evaluated(version, _events(log), at, plan=plan, modules=chosen)
    if json:
        show_json(found.as_data())
    else:
        _show(found, version, lang, why=why)


def _events(path: Path) -> list[events.Event]:
    """Return the events of a file, or refuse its first line that is none."""
    found = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadLog(f"{path}: this is not a text in UTF-8; write one JSON object a line") from None
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold other ends of lines inside a text
        if line.strip():
            found.append(_event(line, f"{path}:{number}"))
    return found


def _event(line: str, place: str) -> events.Event:
    printable = "".join(letter if letter.isprintable() else " " for letter in line[: _SHOWN * 2]).strip()
    shown = printable if len(printable) <= _SHOWN else f"{printable[:_SHOWN]}…"
    try:
        given = data.loads(line, parse_float=Decimal, object_pairs_hook=_once)
    except data.JSONDecodeError as wrong:
        message = f"{place}:{wrong.colno}: '{shown}' is not JSON; write one object a line, like "
        raise BadLog(message + '{"event": "replied", "at": "2026-11-23T15:00:00+01:00"}') from None
    except BadLog as twice:
        raise BadLog(f"{place}: {twice}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets within thousands of brackets
        raise BadLog(f"{place}: '{shown}' holds more than an event can; check the line") from None
    if not isinstance(given, dict):
        raise BadLog(f"{place}: '{shown}' is not an object; write one with 'event' and 'at'")
    try:
        return events.from_data(given)
    except ValueError as wrong:
        raise BadLog(f"{place}: {wrong}") from None
    except OverflowError:
        raise BadLog(f"{place}: '{given.get('at')}' lies outside the years 1 to 9999; write the year it was") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the fields of an object, or refuse one that stands twice: nobody knows which of them is meant."""
    given: dict[str, object] = {}
    for key, value in pairs:
        if key in given:
            raise BadLog(f"'{key[:_SHOWN]}' stands twice; keep one of them")
        given[key] = value
    return given


def _show(found: Evaluation, version: Version, language: Language, *, why: bool) -> None:
    screen, zone = console(), version.shared.zone
    called = names(version.shared, language)
    for line in steps(found.reasons, language, zone, called):
        screen.print(line, style="dim")
    if found.duties:
        screen.print(_table(found.duties, zone, language, called))
    for duty in found.duties if why else ():
        screen.print(_name(duty, called, language), style="bold")
        for line in steps(duty.reasons, language, zone, called):
            screen.print(f"  {line}", soft_wrap=True)
    screen.print(_next(found.next_look, zone, language))


def _table(duties: tuple[Duty, ...], zone: str, language: Language, called: dict[str, str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("What", "Who", "State", "Due"):
        table.add_column(label(column, language), overflow="fold")
    for duty in duties:
        due = said(duty.due, language, zone) if duty.due else ""
        style = "bold red" if duty.state == "broken" else ""
        table.add_row(
            _name(duty, called, language), term(duty.of, language), term(duty.state, language), due, style=style
        )
    return table


def _name(duty: Duty, called: dict[str, str], language: Language) -> str:
    number = f" {duty.number}" if duty.number > 1 else ""
    name = called.get(duty.name) or term(duty.name, language).replace("-", " ")
    return f"{name[:1].upper()}{name[1:]}{number}"


def _next(at: datetime | None, zone: str, language: Language) -> str:
    if at is None:
        return label("Nothing changes without a new event.", language)
    return label("The next change without a new event: {at}", language, at=said(at, language, zone))
