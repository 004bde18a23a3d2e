"""Commands by name, each loaded with its module only when it is called: help comes at once."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

Table = Mapping[str, tuple[str, str]]  # a command -> the module that has it, and what it does in a word


class Lazily(TyperGroup):
    """A group of commands that are stubs, until one of them is called."""

    table: ClassVar[Table]

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401  Typer's
        super().__init__(**attributes)
        self.commands.update({name: TyperCommand(name, help=about) for name, (_, about) in self.table.items()})

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401  of Typer's own click
        """Return the command that is called, loaded with all that it needs."""
        if args and args[0] in self.table:
            self.commands[args[0]] = loaded(self.table, args[0])
        return super().resolve_command(ctx, args)


def loaded(table: Table, name: str) -> Any:  # noqa: ANN401  Typer's own kind of command
    """Return a command with all that it needs; its module may have others beside it."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    registered = import_module(table[name][0]).app.registered_commands
    alone.registered_commands = [command for command in registered if command.callback.__name__ == name]
    return typer.main.get_command(alone)
