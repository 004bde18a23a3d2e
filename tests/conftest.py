"""What holds for all tests: a slow machine fails no property, CI tries the same examples, long files come first."""

import os
from pathlib import Path
from typing import Final

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("house")

HERE: Final = Path(__file__).parent
LONG: Final = (HERE / "desk" / "browser", HERE / "desk" / "test_walls.py", HERE / "desk" / "cli")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the files that take longest come first, so that at the end no process waits for another."""
    items.sort(key=lambda item: next((n for n, place in enumerate(LONG) if item.path.is_relative_to(place)), len(LONG)))
