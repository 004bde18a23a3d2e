"""`upheld check`: everything that is wrong with agreement files, each with its place and what to do.

The exit code is 1 when something keeps a file from being used (an error) or from being signed (to solve); warnings
alone leave 0, unless `--strict` asks for more.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from upheld.cli.failures import ANSWERED, FINDINGS
from upheld.cli.options import Json
from upheld.cli.printing import console, show_json
from upheld.problems import LEVELS, Level, Problem
from upheld.reading import check as problems_of

app = typer.Typer()

_COLOURS: dict[Level, str] = {"E": "bold red", "S": "bold magenta", "W": "yellow"}


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Agreement files, or folders of them.")],
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings be findings too.")] = False,
    json: Json = False,
) -> None:
    """Say what is wrong with agreement files: file, line, column, what is so, and what to do."""
    for path in paths:
        if not path.exists():
            raise typer.BadParameter(f"'{path}' does not exist; name files or folders", param_hint="PATH")
    problems = problems_of(paths)
    levels = Counter(problem.level for problem in problems)
    if json:
        counts = {LEVELS[level]: levels[level] for level in LEVELS}
        show_json({"problems": [problem.as_data() for problem in problems], "counts": counts})
    else:
        _show(problems, levels)
    found = levels.total() if strict else levels["E"] + levels["S"]
    raise typer.Exit(FINDINGS if found else ANSWERED)


def _show(problems: Sequence[Problem], levels: Counter[Level]) -> None:
    screen = console()
    for problem in problems:
        line = Text(f"{problem.place}: " if problem.place else "")
        line.append(LEVELS[problem.level], style=_COLOURS[problem.level])
        line.append(f" {problem.code}: {problem.sentence}")
        screen.print(line, soft_wrap=True)
    counted = [_counted(levels[level], name) for level, name in LEVELS.items() if levels[level]]
    screen.print(", ".join(counted) if counted else "Nothing to say: all is well.")


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 or name == LEVELS["S"] else f"{number} {name}s"
