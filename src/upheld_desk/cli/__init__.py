"""The desk's commands: `upheld desk init`, `serve` and the others, each loaded only when it is called.

Whatever stops a command is one sentence, said by the engine's own command line. `docs/reference/desk-commands.md` has
them all.
"""

from importlib import import_module
from typing import Any, Final

import django
import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from upheld.cli.failures import NO_ANSWER
from upheld.cli.lazily import Lazily
from upheld.errors import UpheldError
from upheld_desk.errors import DeskError

COMMANDS: Final = {
    "init": ("upheld_desk.cli.setting_up", "Set up the data folder and the database; safe to run again."),
    "serve": ("upheld_desk.cli.serving", "Run the desk: pages, live streams, timers, mail and outbox in one process."),
    "worker": ("upheld_desk.cli.serving", "Run timers, outbox and the queue of mail, without pages."),
    "mail": ("upheld_desk.cli.serving", "Take mail in by SMTP and IMAP, without pages."),
    "demo": ("upheld_desk.cli.demonstrating", "Set up and run the desk with five vendors and a lively week."),
    "doctor": ("upheld_desk.cli.examining", "Say what is not as it should be, and what to do about it."),
    "rebuild": ("upheld_desk.cli.rebuilding", "Make the rows for lists again, from the logs."),
    "backup": ("upheld_desk.cli.saving", "Write everything into one file."),
    "restore": ("upheld_desk.cli.saving", "Bring everything back from such a file."),
    "load": ("upheld_desk.cli.moving", "Load vendors, people, customers and agreements from files."),
    "export": ("upheld_desk.cli.moving", "Write a vendor with all that belongs to it into files."),
}


class _Commands(Lazily):
    """The commands; Django is set up when one of them is called, not for help."""

    table = COMMANDS

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  of Typer's own click
        """Return the command that is called, with Django ready for it."""
        if args and args[0] in COMMANDS:
            import_module("upheld_desk.settings")  # not before: a wrong one is to be told like any other failure
            django.setup()
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  of Typer's own click
        """Run the command; what stops it is told as the engine's commands tell it."""
        try:
            return super().invoke(ctx)
        except (DeskError, ImproperlyConfigured) as error:
            raise UpheldError(str(error)) from error
        except DatabaseError as error:
            raise UpheldError(f"the database refused: {str(error).strip().splitlines()[0]}") from error


app = typer.Typer(
    cls=_Commands,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def desk(context: typer.Context) -> None:
    """Run a service desk that keeps its agreements."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(NO_ANSWER)
