"""What the rooms may import from outside. The order among themselves is import-linter's matter (`make check`)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.checkout import ENGINE, engine_files, room, tree

# Any other room is pure: the standard library and the engine's own rooms.
MAY_IMPORT = {
    "reading": {"holidays", "pydantic", "pydantic_core", "ruamel"},
    "columns": {"numpy"},
    "replay": {"altair", "numpy", "polars", "vl_convert"},
    "cli": {"rich", "typer"},
}
HEAVY = ("altair", "holidays", "numpy", "polars", "pydantic", "rich", "typer", "vl_convert")


def imported(path: Path) -> Iterator[str]:
    """Yield the top name of every import in a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", engine_files(), ids=lambda path: str(path.relative_to(ENGINE)))
def test_a_room_imports_the_standard_library_and_what_it_is_allowed(path: Path) -> None:
    outside = set(imported(path)) - sys.stdlib_module_names - {"upheld"}

    assert outside <= MAY_IMPORT.get(room(path), set())


def test_importing_upheld_loads_no_library() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, upheld; print(*sys.modules)"], capture_output=True, text=True, check=True
    )

    assert not set(HEAVY) & set(loaded.stdout.split())
