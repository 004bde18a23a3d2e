import sys
from pathlib import Path

import pytest
import typer

from upheld.cli.lazily import Lazily, loaded

TABLE = {"saw": ("workshop", "Cut a board."), "plane": ("workshop", "Smooth a board.")}
WORKSHOP = """
import typer
app = typer.Typer()

@app.command()
def saw(board: str) -> None:
    print(f"{board} is cut")

@app.command()
def plane(board: str) -> None:
    print(f"{board} is smooth")
"""


class Tools(Lazily):
    table = TABLE


def _workshop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "workshop.py").write_text(WORKSHOP, encoding="ascii")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "workshop", raising=False)


def _tools() -> typer.Typer:
    tools = typer.Typer(cls=Tools)
    tools.callback()(lambda: None)
    return tools


def test_help_loads_no_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _workshop(tmp_path, monkeypatch)

    _tools()(["--help"], standalone_mode=False)

    assert "Smooth a board." in capsys.readouterr().out
    assert "workshop" not in sys.modules


def test_a_command_is_loaded_when_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _workshop(tmp_path, monkeypatch)

    _tools()(["plane", "oak"], standalone_mode=False)

    assert capsys.readouterr().out == "oak is smooth\n"


def test_a_command_is_loaded_without_those_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _workshop(tmp_path, monkeypatch)

    assert loaded(TABLE, "saw").name == "saw"
