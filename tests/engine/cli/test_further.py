import sys
from pathlib import Path

import pytest

from tests.engine.cli.desk import upheld


def _installed(folder: Path, module: str) -> None:
    """Install a package beside the engine that adds the command `shelf`."""
    metadata = folder / "carpentry-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: carpentry\nVersion: 1.0\n", encoding="ascii")
    (metadata / "entry_points.txt").write_text("[upheld.commands]\nshelf = carpentry_shelf:app\n", encoding="ascii")
    (folder / "carpentry_shelf.py").write_text(module, encoding="ascii")


BUILDS = """
import typer
app = typer.Typer()

@app.callback()
def shelf() -> None:
    "Shelves of all kinds."

@app.command()
def build(boards: int) -> None:
    "Build one."
    print(f"a shelf of {boards} boards")
"""


def test_a_package_beside_the_engine_adds_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    _installed(tmp_path, BUILDS)

    assert upheld(capsys, "shelf", "build", "3") == (0, "a shelf of 3 boards\n", "")
    assert "shelf" in upheld(capsys, "--help")[1]


def test_a_further_command_whose_packages_are_missing_says_how_to_install_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "carpentry_shelf", raising=False)
    _installed(tmp_path, "import a_saw_that_nobody_has\n")

    code, _, complaint = upheld(capsys, "shelf", "build", "3")

    assert (code, complaint) == (
        2,
        "upheld: 'a_saw_that_nobody_has' is not installed; install it with: pip install 'carpentry[shelf]'\n",
    )
