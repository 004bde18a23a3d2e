"""`upheld replay` and `upheld compare`: a whole history of cases, judged under one agreement or under two.

The exit code is 1 when rows of the log had to be left out, each of which is named.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import ENOENT
from importlib import import_module
from os import strerror
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from upheld.calendars import time_zone
from upheld.cli.failures import ANSWERED, FINDINGS
from upheld.cli.options import Json, Modules, Plan, instant
from upheld.cli.printing import console, show_json
from upheld.errors import UpheldError
from upheld.reading import read

try:
    from upheld import replay as replaying
except ModuleNotFoundError as missing:
    message = f"'{missing.name}' is not installed; install it with: pip install 'upheld[replay]'"
    raise UpheldError(message) from missing

app = typer.Typer()

_NAMED: Final = 10  # broken rows that are named on a screen

Log = Annotated[Path, typer.Argument(metavar="LOG", help="Parquet, CSV, CSV.gz or XES.")]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help="How the rows of a foreign log become events.")
]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="TIME", help="Judge as of this instant; by default when the log ends."),
]


@app.command()
def replay(
    log: Log,
    *,
    agreement: Annotated[Path, typer.Option("--agreement", metavar="FILE", help="What was promised.")],
    plan: Plan = None,
    modules: Modules = None,
    mapping: MappingFile = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="COLUMN", help="A column of the log with its own verdicts.")
    ] = None,
    now: Now = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write a report as HTML.")] = None,
    verdicts: Annotated[
        Path | None, typer.Option("--verdicts", metavar="FILE", help="Write every verdict into a Parquet file.")
    ] = None,
    json: Json = False,
) -> None:
    """Judge a whole history of cases under an agreement: what was kept, what was broken, and by how much."""
    standing = replaying.Standing.of(read(agreement), plan, _names(modules))
    until = instant("--now", now, standing.zone) if now else None
    if report and not report.parent.is_dir():  # better said now than after the work
        raise FileNotFoundError(ENOENT, strerror(ENOENT), str(report.parent))
    history = replaying.History.of(log, mapping, [standing], [against] if against else [], until)
    with _progress(f"Replaying {log.name}") as told:
        found = replaying.run(history, standing, against=against, verdicts=verdicts, progress=told)
    if report:
        charts = import_module("upheld.replay.report")  # what draws takes a while to load
        report.write_text(charts.written(found), encoding="utf-8")
    if json:
        show_json(found.as_data())
    else:
        _show(found, report, verdicts)
    raise typer.Exit(FINDINGS if found.found.left_out else ANSWERED)


@app.command()
def compare(
    log: Log,
    before: Annotated[Path, typer.Argument(metavar="A", help="An agreement or an offer.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The one to compare with it.")],
    *,
    plan: Plan = None,
    plan_b: Annotated[str | None, typer.Option("--plan-b", help="The plan of B, where it is another.")] = None,
    mapping: MappingFile = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Judge the same history under two agreements: what the second would have changed."""
    first = replaying.Standing.of(read(before), plan)
    second = replaying.Standing.of(read(after), plan_b or plan)
    until = instant("--now", now, first.zone) if now else None
    history = replaying.History.of(log, mapping, [first, second], (), until)
    with _progress(f"Comparing {log.name}") as told:
        found = replaying.compare(history, first, second, told)
    if json:
        show_json(found.as_data())
    else:
        _show_comparison(found.as_data())
        _show_broken(console(), found.found)
    raise typer.Exit(FINDINGS if found.found.left_out else ANSWERED)


def _names(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(filter(None, (name.strip() for name in text.split(","))))


@contextmanager
def _progress(what: str) -> Iterator[replaying.Told]:
    """Show how far the log was read and how long the rest will take, where somebody is looking."""
    screen = Console(stderr=True)
    bar = Progress(
        TextColumn(what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), console=screen, transient=True,
        disable=not sys.stderr.isatty(),
    )  # fmt: skip
    with bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)


# --- On a screen ------------------------------------------------------------------------------------------------------


def _show(found: replaying.Replay, report: Path | None, verdicts: Path | None) -> None:
    data, screen = found.as_data(), console()
    until = found.until.astimezone(time_zone(found.standing.zone))
    as_of = f"judged as of {until:%Y-%m-%d %H:%M} {found.standing.zone}"
    screen.print(f"{data['agreement']}, {as_of}", soft_wrap=True, markup=False)
    screen.print(
        f"{_cases(data['cases'])} in {data['rows']:,} rows of {found.log.name}\n", soft_wrap=True, markup=False
    )
    if data["promises"]:
        screen.print(_table("Promise", [_promise_row(row) for row in data["promises"]], _cells(data)))
        screen.print(_table("Quarter", [(row["quarter"], *_cells(row)) for row in data["quarters"]], _cells(data)))
    else:
        screen.print(_nothing_promised(found.standing), soft_wrap=True, markup=False)
    if found.matches:
        _show_matches(screen, data)
    if data["unreported"]:
        screen.print(f"Without a report, and so without a verdict: {_cases(data['unreported'])}.")
    _show_broken(screen, found.found)
    for what, path in (("report", report), ("table of verdicts", verdicts)):
        if path:
            screen.print(f"The {what} lies at {path}", soft_wrap=True)


def _nothing_promised(standing: replaying.Standing) -> str:
    handled = sorted({kind for terms in standing.terms for kind in terms.handles})
    kinds = f" it promises something for the kinds {', '.join(handled)}," if handled else ""
    return (
        f"The agreement promises nothing for any of these cases:{kinds} and a case whose log names no kind is "
        "an incident; look at the kinds, channels and severities of the log."
    )


def _promise_row(row: dict[str, Any]) -> tuple[str, ...]:
    return (f"{row['clock']}, {row['severity'] or 'no severity'}", *_cells(row))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    share = row["kept_share"]
    return f"{row['kept']:,}", f"{row['broken']:,}", f"{row['other']:,}", "" if share is None else f"{share:.1%}"


def _table(first: str, rows: Sequence[Sequence[str]], sums: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_footer=len(rows) > 1)
    table.add_column(first, "All")
    for name, total in zip(("Kept", "Broken", "Neither", "Share kept"), sums, strict=True):
        table.add_column(name, total, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def _show_matches(screen: Console, data: dict[str, Any]) -> None:
    compared = data["agree"] + data["disagree"]
    screen.print(f"{data['against']}: the record says the same of {data['agree']:,} of {compared:,} cases.")
    for row in data["differing"][:_NAMED]:
        said = f"{row['case']} ({row['severity']}): recorded as {row['recorded']}, replayed as {row['replayed']}"
        screen.print(f"  {said}", soft_wrap=True, markup=False)
    _show_rest(screen, data["disagree"])
    screen.print()


def _show_broken(screen: Console, found: replaying.Found) -> None:
    if found.left_out:
        screen.print("1 row was left out:" if found.left_out == 1 else f"{found.left_out:,} rows were left out:")
        for broken in found.broken[:_NAMED]:
            screen.print(f"  {broken}", soft_wrap=True, markup=False)
        _show_rest(screen, found.left_out)


def _show_rest(screen: Console, count: int) -> None:
    if count > _NAMED:
        screen.print(f"  and {count - _NAMED:,} more; --json has them")


def _show_comparison(data: dict[str, Any]) -> None:
    screen = console()
    screen.print(f"A: {data['before']}\nB: {data['after']}\n{data['cases']:,} cases\n")
    names = {
        "cases": "Cases",
        "broken_before": "Broken\nunder A",
        "broken_after": "Broken\nunder B",
        "now_kept": "Only\nunder A",
        "now_broken": "Only\nunder B",
    }
    for first, key, rows in (("Severity", "severity", data["severities"]), ("Month", "month", data["months"])):
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        table.add_column(first, no_wrap=True)
        for name in names.values():
            table.add_column(name, justify="right", no_wrap=True)
        for row in rows:
            table.add_row(row[key] or "none", *(f"{row[name]:,}" for name in names))
        screen.print(table)
    kept, broken = _cases(data["now_kept"]), _cases(data["now_broken"])
    screen.print(f"Under B {kept} would be kept that A breaks, and {broken} broken that A keeps.")


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"
