"""What the checkout holds: a test file beside every engine file, and nothing of anybody's machine."""

import re
from pathlib import Path

import pytest

from tests.house.checkout import ENGINE, ROOT, committed_texts, engine_files

# The brackets keep these patterns from finding themselves.
OF_A_MACHINE = re.compile(r"(?<![\w.-])/(work|root|tmp|home)[/]\w|file[:]//")
OF_A_REGISTRY = re.compile(r"(py[p]i|npm[j]s|pythonho[s]ted|deb\.debia[n]|[c]rates)\.(org|com|io)")
TESTED = [
    path.relative_to(ENGINE)
    for path in engine_files()
    if path.name not in {"__init__.py", "__main__.py"}  # they only pass on what other files hold
]


@pytest.mark.parametrize("path", TESTED, ids=str)
def test_every_engine_file_has_its_test_file(path: Path) -> None:
    assert (ROOT / "tests" / "engine" / path.parent / f"test_{path.name}").is_file()


def test_no_test_file_is_left_without_its_engine_file() -> None:
    engine_tests = ROOT / "tests" / "engine"
    tested = {path.parent / path.name.removeprefix("test_") for path in engine_tests.rglob("test_*.py")}

    assert tested <= {engine_tests / path for path in TESTED}


@pytest.mark.parametrize("pattern", [OF_A_MACHINE, OF_A_REGISTRY], ids=["a machine", "a registry"])
def test_no_committed_file_names_what_only_one_machine_has(pattern: re.Pattern[str]) -> None:
    found = [f"{name}: {match[0]}" for name, text in committed_texts().items() for match in pattern.finditer(text)]

    assert found == []


def test_every_package_of_the_locks_has_a_hash() -> None:
    for lock in [ROOT / "requirements.lock", *ROOT.glob("benchmarks/*.lock")]:
        entries = re.split(r"\n(?=[a-z])", lock.read_text(encoding="utf-8"))

        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
        assert "http" not in "".join(entries)
