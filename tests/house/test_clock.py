"""Nothing reads the clock, but in one named place: the instant is an argument everywhere else."""

import ast
from pathlib import Path

import pytest

from tests.house.checkout import ENGINE, engine_files, tree

CLOCK = "cli/clock.py"  # the default of `--now`


def clock_readings(path: Path) -> list[int]:
    """Return the lines where a file asks what time it is, or imports `time`, which is good for nothing else."""
    lines = []
    for node in ast.walk(tree(path)):
        match node:
            case ast.Call(func=ast.Attribute(attr="now" | "utcnow" | "today")):
                lines.append(node.lineno)
            case ast.Import(names=names) if any(alias.name == "time" for alias in names):
                lines.append(node.lineno)
            case ast.ImportFrom(module="time"):
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", engine_files(), ids=lambda path: str(path.relative_to(ENGINE)))
def test_nothing_reads_the_clock(path: Path) -> None:
    if path.relative_to(ENGINE).as_posix() != CLOCK:
        assert clock_readings(path) == []


def test_a_reading_of_the_clock_is_found(tmp_path: Path) -> None:
    file = tmp_path / "late.py"
    file.write_text("import time\nfrom datetime import datetime\n\n\ndue = datetime.now()\n")

    assert clock_readings(file) == [1, 5]
