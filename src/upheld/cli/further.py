"""Further commands, from whoever is installed beside the engine: entry points of `upheld.commands`, each a Typer app.

The engine does not know who they are. They are looked for only when help, or a name that is not the engine's, is asked
for. What a command needs may come as an extra that has its name.
"""

from importlib import metadata
from typing import Any, Final

import typer

from upheld.errors import UpheldError

GROUP: Final = "upheld.commands"


def further() -> dict[str, metadata.EntryPoint]:
    """Return the commands that others add, by name."""
    return {point.name: point for point in metadata.entry_points(group=GROUP)}


def loaded_further(name: str) -> Any:  # noqa: ANN401  Typer's own kind of command
    """Return a command that others add, or say how to install what it needs."""
    point = further()[name]
    try:
        added = point.load()
    except ModuleNotFoundError as missing:
        package = point.dist.name if point.dist else name
        message = f"'{missing.name}' is not installed; install it with: pip install '{package}[{name}]'"
        raise UpheldError(message) from missing
    return typer.main.get_command(added)
