"""Chromium, and one desk with the demo for all tests of a process."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.desk.browser.running import Desk, demo
from tests.desk.browser.visiting import Visitors, chromium


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo, served; each test has a customer of its own, so that none disturbs another."""
    with demo(tmp_path_factory.mktemp("demo")) as served:
        yield served


@pytest.fixture(scope="session")
def signed_in() -> dict[tuple[str, str], Any]:
    """Who has signed in already: a link works once."""
    return {}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Not for longer than a file: while it runs, Django refuses the database to this process."""
    with chromium() as started:
        yield started


@pytest.fixture
def visitors(desk: Desk, browser: Browser, signed_in: dict[tuple[str, str], Any]) -> Iterator[Visitors]:
    """Everybody who may come to the desk; what goes wrong in any of their windows fails the test."""
    here = Visitors(desk, browser, signed_in)
    yield here
    here.leave()
