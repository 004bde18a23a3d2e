"""`make screens`: pictures of the demo's pages, in docs/screens with a page that lists them.

The demo begins at the same instant each time, so a picture changes only when its page does.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.desk.browser.running import demo
from tests.desk.browser.visiting import PHONE, WIDE, Visitors, chromium

FOLDER: Final = Path(__file__).parents[3] / "docs" / "screens"
TALLEST: Final = {WIDE: 1300, PHONE: 1700}  # what is longer is cut
LARGEST: Final = 250_000  # bytes of a picture


@dataclass(frozen=True)
class Screen:
    """A picture: whose page it is, and what one sees there. Who is not named is not signed in."""

    name: str
    says: str
    path: str
    who: tuple[str, str] | None = None
    width: int = WIDE
    theme: str = "light"
    language: str = ""  # chosen at the foot of the page; else the person's own
    steps: tuple[tuple[str, str], ...] = ()  # selectors, with what is typed or chosen there; nothing is a click


STADTWERKE: Final = ("maxence", "Uwe Janssen")
COMARCH: Final = ("Comarch", "Ines Seidel")
ENERGI: Final = ("Stratiteq", "Karin Sand")
GATE: Final = ("star/trac", "Torleitstand (Tag)")
CRITERIA: Final = (
    ("input[name=answer-down][value=no]", ""),
    ("input[name=answer-production][value=yes]", ""),
    ("[name=subject]", "Leitstand trennt sich alle paar Minuten"),
    ("#panel .promises", ""),
)

SCREENS: Final = (
    Screen("staff-today", "Today: what is due, by due time", "/staff/?whose=all", ("star/trac", "Arne Lindner")),
    Screen(
        "staff-today-dark-sv", "Today in Swedish, dark", "/staff/?whose=all", ("Stratiteq", "Björn Ek"), theme="dark"
    ),
    Screen("staff-today-phone", "Today on a phone", "/staff/?whose=all", ("maxence", "Helga Ott"), PHONE),
    Screen("staff-case", "A case that waits for access, with its promise line", "/staff/cases/CCI-1003/", COMARCH),
    Screen(
        "staff-case-dark-en",
        "A case in English, dark",
        "/staff/cases/ST-1005/",
        ("star/trac", "Mette Hansen"),
        theme="dark",
        language="en",
    ),
    Screen("staff-case-phone", "A case on a phone", "/staff/cases/MX-1006/", ("maxence", "Nils Baumann"), PHONE),
    Screen("staff-queue", "All cases, with filters", "/staff/cases/?status=all", ("maxence", "Helga Ott")),
    Screen(
        "staff-queue-phone-dark-sv",
        "All cases in Swedish on a phone, dark",
        "/staff/cases/",
        ("Stratiteq", "Anna Lind"),
        PHONE,
        "dark",
    ),
    Screen(
        "staff-call",
        "A partner calls: what they may report, and what would be promised",
        "/staff/call/?caller=c.wagner",
        ("Clear Sense", "Veronika Gruber"),
    ),
    Screen(
        "staff-call-refused-en",
        "An end customer calls: not entitled, and by which clause, in English",
        "/staff/call/?caller=baeckerei-auer",
        ("Clear Sense", "Stefan Moser"),
        language="en",
    ),
    Screen(
        "staff-customer",
        "A customer: cases, people, agreements, what is left",
        "/staff/customers/stadtwerke-weserbogen/",
        ("maxence", "Helga Ott"),
    ),
    Screen("staff-agreements", "Agreements with state and findings", "/agreements/", ("Comarch", "Clara Meinhardt")),
    Screen(
        "staff-amendment",
        "An amendment: signatures, what changes, findings beside the lines",
        "/agreements/5/1/",
        ("Comarch", "Clara Meinhardt"),
    ),
    Screen("portal-start", "The start page of a customer", "/portal/", STADTWERKE),
    Screen("portal-start-phone", "The start page on a phone", "/portal/", STADTWERKE, PHONE),
    Screen(
        "portal-report",
        "A report, with what is promised before it is sent",
        "/portal/report",
        ("Comarch", "Lena Huber"),
        steps=CRITERIA,
    ),
    Screen(
        "portal-report-phone-sv",
        "A report in Swedish on a phone: a call is still needed",
        "/portal/report",
        ENERGI,
        PHONE,
        steps=(("input[name=severity][value=p1]", ""), ("#panel .remarks li:nth-child(2)", "")),
    ),
    Screen(
        "portal-report-not-entitled",
        "Who may not report is told whom to ask",
        "/portal/report",
        ("star/trac", "Selin Yilmaz"),
    ),
    Screen("portal-case", "A solution to approve", "/portal/cases/CCI-1005", ("Comarch", "Petra Adler")),
    Screen(
        "portal-case-phone-dark",
        "A case at level 1 and 2 on a phone, dark",
        "/portal/cases/ST-1004",
        GATE,
        PHONE,
        "dark",
    ),
    Screen(
        "portal-agreement-en",
        "The agreement in words, in English",
        "/portal/agreement",
        ("Stratiteq", "Elin Lund"),
        language="en",
    ),
    Screen("portal-allowances", "What is left, with its ledger", "/portal/allowances", STADTWERKE),
    Screen("portal-people-phone", "Who may report, on a phone", "/portal/people", ("Comarch", "Lena Huber"), PHONE),
    Screen("public-plans", "The public page of plans", "/at/comarch/plans/"),
    Screen("public-plans-phone-dark", "Plans on a phone, dark", "/at/stratiteq/plans/", width=PHONE, theme="dark"),
    Screen("sign-in", "Signing in", "/account/login/"),
    Screen("sign-in-phone-dark", "Signing in on a phone, dark", "/account/login/", width=PHONE, theme="dark"),
)


def main() -> None:
    """Write all pictures, and the page that lists them."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as desk, chromium() as browser:
        visitors = Visitors(desk, browser, {})
        for screen in SCREENS:
            _take(_show(visitors, screen), screen)
            visitors.leave()
    lines = [f"## {screen.name}\n\n{screen.says}.\n\n![{screen.says}]({screen.name}.png)\n" for screen in SCREENS]
    (FOLDER / "README.md").write_text(_HEAD + "\n" + "\n".join(lines), encoding="utf-8")


_HEAD: Final = """# Screens

Pages of the demo, as they look on Tuesday, 24 November 2026, at half past two in the afternoon. `make screens` makes
them again.
"""


def _show(visitors: Visitors, screen: Screen) -> Page:
    if screen.who:
        page = visitors.come(*screen.who, screen.path, width=screen.width, theme=screen.theme)
    else:
        page = visitors.come_unknown(screen.path, width=screen.width, theme=screen.theme)
    if screen.language:
        page.locator(f"button[name=language][value={screen.language}]").click()
        page.wait_for_selector(f"html[lang={screen.language}]")
    for selector, typed in screen.steps:
        page.locator(selector).fill(typed) if typed else page.locator(selector).click()
    page.wait_for_load_state()
    return page


def _take(page: Page, screen: Screen) -> None:
    """Take the picture of a whole page, or of its upper part."""
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST[screen.width])
    file = FOLDER / f"{screen.name}.png"
    page.set_viewport_size({"width": screen.width, "height": max(tall, 844)})
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=file)
    assert file.stat().st_size < LARGEST, screen.name


if __name__ == "__main__":
    main()
