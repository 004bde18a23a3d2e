"""How people come to the desk in a browser: each in a window of their own, watched for whatever goes wrong in it."""

import gc
import re
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect, sync_playwright

from tests.desk.browser.running import Desk

WIDE: Final = 1400
PHONE: Final = 390
# A refusal is no fault, nor is what somebody who goes to another page did not wait for.
_NO_FAULT: Final = re.compile("Failed to load resource.* status of 4(09|22)|htmx:(sendAbort|afterRequest)")

# What an act changes is put into the page a moment after the answer came.
_SETTLED: Final = """() => {
    const root = document.documentElement;
    root.removeAttribute("data-settled");
    const look = ({ target }) => { if (["case", "case-live"].includes(target.id)) root.dataset.settled = "yes"; };
    document.addEventListener("htmx:afterSettle", look);
}"""

expect.set_options(timeout=15_000)  # the desk may have much else to do


@contextmanager
def chromium() -> Iterator[Browser]:
    """Have Debian's Chromium as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()
    # What drives it leaves its pipes to be collected, which some later test would be blamed for.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        del playwright, browser
        gc.collect()


@dataclass
class Visitors:
    """The people who have come, and what went wrong while they were here."""

    desk: Desk
    browser: Browser
    signed_in: dict[tuple[str, str], Any]
    wrong: list[str] = field(default_factory=list)

    def come(self, vendor: str, name: str, path: str = "/", *, width: int = WIDE, theme: str = "light") -> Page:
        """Return a window in which somebody is signed in and has opened a page."""
        if (vendor, name) not in self.signed_in:
            self.signed_in[vendor, name] = self._sign_in(self.desk.links[vendor, name])
        page = self._window(self.signed_in[vendor, name], width, theme)
        page.goto(path)
        return page

    def come_unknown(self, path: str, *, width: int = WIDE, theme: str = "light", language: str = "en-GB") -> Page:
        """Return a window in which nobody is signed in."""
        page = self._window(None, width, theme, language)
        page.goto(path)
        return page

    def leave(self) -> None:
        """Close all windows; whatever went wrong in them is a failure."""
        for context in self.browser.contexts:
            context.close()
        assert self.wrong == [], "\n".join(self.wrong)

    def _sign_in(self, link: str) -> Any:  # noqa: ANN401  playwright's own
        page = self._window(None, WIDE, "light")
        page.goto(link)
        page.locator("main form[method=post] button").first.click()
        page.wait_for_url(lambda url: "/link/" not in url)
        kept = page.context.storage_state()
        page.context.close()
        return kept

    def _window(self, state: Any, width: int, theme: str, language: str = "en-GB") -> Page:  # noqa: ANN401
        context = self.browser.new_context(
            base_url=self.desk.address,
            storage_state=state,
            viewport={"width": width, "height": 844 if width == PHONE else 900},
            color_scheme="dark" if theme == "dark" else "light",
            locale=language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", self._hear)
        page.on("request", self._see)
        page.on("response", self._answered)
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not _NO_FAULT.search(said.text):
            self.wrong.append(f"{said.location['url']}: {said.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.desk.address + "/", "data:", "blob:")):
            self.wrong.append(f"{request.frame.url} asks {urlsplit(request.url).netloc}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.wrong.append(f"{response.url}: {response.status}")


# --- What people do on the pages --------------------------------------------------------------------------------------


def report(
    page: Page, subject: str, text: str = "Seit heute früh.", *, kind: str = "", service: str = "", **answers: str
) -> str:
    """Report in the portal as a customer does, answering what is asked; return the reference of the case."""
    page.goto("/portal/report")
    if kind:
        page.locator(f"input[name=kind][value={kind}]").check()
    if service:
        page.locator("[name=service]").select_option(service)
    for question, answer in answers.items():
        name = question if question == "severity" else f"answer-{question}"
        page.locator(f"input[name={name}][value={answer}]").check()
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=text]").fill(text)
    page.locator("button[name=send]").click()
    page.wait_for_url(re.compile(r"/portal/cases/[A-Z]+-\d+"))
    return urlsplit(page.url).path.rsplit("/", 1)[-1]


def say(page: Page, slug: str, **given: str) -> None:
    """Do something on a case in the portal."""
    form = page.locator(f"form[action$='/{slug}']")
    if not form.is_visible():
        page.locator("details", has=form).locator("> summary").click()
    _fill(form, given)
    form.locator("button").last.click()
    page.wait_for_load_state()


def work(page: Page, slug: str, **given: str) -> None:
    """Do something on a case as staff."""
    tab = page.locator(f"label[for=composer-{slug}]")
    if tab.count():
        tab.click()
    form = page.locator(f"form[action$='/acts/{slug}']")
    for around in (page.locator("details.acts-more", has=form), page.locator(f"details#act-{slug}")):
        if around.count() and around.get_attribute("open") is None:
            around.locator("> summary").click()
    _fill(form, given)
    page.evaluate(_SETTLED)
    form.locator("button").last.click()
    page.wait_for_selector("html[data-settled]")


def _fill(form: Locator, given: dict[str, str]) -> None:
    for name, value in given.items():
        control = form.locator(f"[name='{name}']")
        kind = control.first.evaluate("e => e.type")
        if kind == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            control.set_checked(value == "yes")
        elif kind == "select-one":
            control.select_option(value)
        else:
            control.fill(value)


def duty(page: Page, name: str) -> Locator:
    """Return what a case says of a duty."""
    return page.locator(".duty, .promise-item, .settled", has_text=name)


def call(page: Page, subject: str) -> None:
    """Log the call that the form is open for."""
    page.locator(".call-form [name=subject]").fill(subject)
    page.locator(".call-form button").click()
    page.wait_for_load_state()


def case_list(page: Page, subject: str) -> Locator:
    """Wait until a case of that subject is in the list of all cases, as after a mail; return its line."""
    line = page.locator("[data-line]", has_text=subject)
    deadline = time.monotonic() + 30
    page.goto("/staff/cases/?status=all")
    while not line.count() and time.monotonic() < deadline:
        page.reload()
    expect(line).to_be_visible()
    return line
