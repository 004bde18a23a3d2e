"""The command line: `upheld` and its commands, each loaded only when it is asked for.

An answer goes to standard output, a failure as one sentence to standard error. The exit code is 0 for an answer, 1
for an answer with findings, 2 where none could be given. `docs/reference/commands.md` has them all.
"""

from importlib import metadata
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand

from upheld.cli.failures import NO_ANSWER, failures_told
from upheld.cli.further import further, loaded_further
from upheld.cli.lazily import Lazily

# What each command is in a word, and the module that has it.
COMMANDS: Final = {
    "check": ("upheld.cli.checking", "Say what is wrong with agreement files."),
    "due": ("upheld.cli.deadlines", "Say until when a promise must be kept."),
    "explain": ("upheld.cli.deadlines", "Say how a due time comes about, step by step."),
    "severity": ("upheld.cli.severities", "Say which severity the answers to the questions give."),
    "price": ("upheld.cli.pricing", "Say what a month costs, line by line."),
    "terms": ("upheld.cli.pages", "Show an agreement as a page for people."),
    "diff": ("upheld.cli.comparing", "Say what gets better or worse for the customer."),
    "evaluate": ("upheld.cli.evaluating", "Say what is owed now, by the events of a log."),
    "replay": ("upheld.cli.replaying", "Judge a whole history of cases under an agreement."),
    "compare": ("upheld.cli.replaying", "Judge the same history under two agreements."),
    "freeze": ("upheld.cli.files", "Print the holidays to write into a signed agreement."),
    "schema": ("upheld.cli.files", "Print the JSON Schema of agreement files, for editors."),
}


class _Commands(Lazily):
    """The engine's commands, and those that others add."""

    table = COMMANDS

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  of Typer's own click
        """Return the command that is called, loaded with all that it needs."""
        if args and args[0] not in COMMANDS and args[0] in further():
            self.commands[args[0]] = loaded_further(args[0])
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401  of Typer's own click
        """Return the engine's commands, then the further ones."""
        return [*super().list_commands(ctx), *(name for name in further() if name not in self.commands)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401  of Typer's own click
        """Return a command, or a stub of it that only helps."""
        if cmd_name not in self.commands and cmd_name in further():
            return TyperCommand(cmd_name, help=f"Further commands: upheld {cmd_name} --help lists them.")
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    cls=_Commands,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"upheld {metadata.version('upheld')}")
        raise typer.Exit


@app.callback()
def upheld(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Support agreements that run: what was promised, until when, and why."""
    del version  # its callback has answered
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(NO_ANSWER)


def main() -> None:
    """Run the command line and leave with its exit code."""
    raise SystemExit(failures_told(lambda: app(prog_name="upheld", standalone_mode=False)))
