"""Every page of every role: read by axe in both themes and widths, never wider than the screen, light on scripts."""

import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.desk.browser.running import Desk
from tests.desk.browser.visiting import PHONE, WIDE, Visitors

LOOKS: Final = (("light", WIDE), ("light", PHONE), ("dark", PHONE), ("dark", WIDE))
MOST_SCRIPT: Final = 100_000  # bytes
NO_PAGES: Final = ("file", "mail-raw", "person-act", "draft", "account_logout", "openapi", "schema")

# The first two see everything that their side has, so they stand for the others in all four looks.
ROLES: Final = {
    "customer-lead": ("maxence", "Uwe Janssen", LOOKS),
    "admin": ("star/trac", "Olaf Krüger", LOOKS),
    "contact": ("Comarch", "Thomas Wimmer", LOOKS[2:3]),
    "level-1": ("star/trac", "Torleitstand (Tag)", LOOKS[1:2]),
    "staff": ("Stratiteq", "Anna Lind", LOOKS[2:3]),
    "lead": ("maxence", "Helga Ott", LOOKS[1:2]),
    "account-manager": ("Clear Sense", "Lukas Haas", LOOKS[2:3]),
    "finance": ("Comarch", "Birgit Voss", LOOKS[1:2]),
}
OPEN_TO_ALL: Final = (
    "/account/login/",
    "/account/login/code/",
    "/account/password/reset/",
    "/at/comarch/plans/",
    "/at/stratiteq/plans/",
    "/at/maxence/plans/",
    "/at/clearsense/plans/",
    "/at/startrac/plans/",
    "/account/link/long-gone",
    "/nothing/here/",
)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_finds_no_fault_on_any_of_its_pages(visitors: Visitors, desk: Desk, role: str) -> None:
    vendor, name, looks = ROLES[role]
    if role == "admin":
        desk.mail("someone@nowhere.example", "support@startrac.example", "Schranke klemmt", "Sie klemmt seit heute.")
    page = visitors.come(vendor, name)
    if role == "admin":
        _wait_for_the_mail(page)

    found: list[str] = []
    visited: list[str] = []
    for path in _pages(page):
        page.goto(path)
        found += _faults(page, path, looks)
        visited.append(path)

    assert found == [], "\n".join(found)
    assert len(visited) > 9


def test_nobody_finds_a_fault_on_the_open_pages(visitors: Visitors) -> None:
    page = visitors.come_unknown("/account/login/")
    found: list[str] = []
    for path in OPEN_TO_ALL:
        page.goto(path)
        found += _faults(page, path, LOOKS)
    visitors.wrong = [said for said in visitors.wrong if "404" not in said]  # two of them are not there

    assert found == []


def _wait_for_the_mail(page: Page) -> None:
    deadline = time.monotonic() + 30
    page.goto("/staff/mail/")
    while not page.get_by_role("link", name="Schranke klemmt").count() and time.monotonic() < deadline:
        page.reload()
    expect(page.get_by_role("link", name="Schranke klemmt").first).to_be_visible()


def _pages(page: Page) -> Iterator[str]:
    """Yield one address of each view that links lead to; the page is opened at each before the next one."""
    waiting, seen = [urlsplit(page.url).path], set[str]()
    while waiting:
        path = waiting.pop(0)
        try:
            view = resolve(urlsplit(path).path).view_name
        except Resolver404:
            continue
        key = f"{view}?{'caller' in path}" if view.endswith(":call") else view
        if key in seen or key.split(":")[-1] in NO_PAGES:
            continue
        seen.add(key)
        yield path
        waiting += _links(page)


def _links(page: Page) -> list[str]:
    """Return where the links of a page lead on this desk."""
    found: list[str] = page.locator("a[href^='/']").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    return [address.split("#")[0] for address in found]


def _faults(page: Page, path: str, looks: tuple[tuple[str, int], ...]) -> Iterator[str]:
    for theme, width in looks:
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        for each in Axe().run(page).response["violations"]:
            yield f"{path} ({theme}, {width}): {each['id']}: {each['nodes'][0]['html'][:300]}"
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{path}: wider than a screen of {width}"
    weight = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.initiatorType === 'script')"
        ".reduce((sum, e) => sum + e.decodedBodySize, 0)"
    )
    if weight > MOST_SCRIPT:
        yield f"{path}: {weight} bytes of script"
