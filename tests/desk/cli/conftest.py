"""Desks in data folders of their own, each with its embedded database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.server.process import command
from tests.house.checkout import ROOT


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a desk with a vendor, an agreement, a case and an attachment."""
    folder = tmp_path_factory.mktemp("filled")
    assert command("init", folder=folder).returncode == 0
    subprocess.run(
        [sys.executable, "-m", "tests.desk.cli.filling"],
        env={**os.environ, "UPHELD_DATA": str(folder), "DATABASE_URL": ""},
        cwd=ROOT,
        check=True,
    )
    return folder


@pytest.fixture(scope="module")
def saved(filled: Path) -> Path:
    """A backup of that desk."""
    file = filled.parent / "desk.tar"
    assert command("backup", str(file), folder=filled).returncode == 0
    return file
