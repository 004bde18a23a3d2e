"""What pages do in a browser: the clock that ticks, keys, questions, drafts, themes; and that axe finds nothing."""

import re
from collections.abc import Iterator
from threading import Thread
from typing import Final
from wsgiref.simple_server import WSGIRequestHandler

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

PHONE: Final = 390
DESK: Final = 1400
PAGES: Final = (
    "/gallery/messages",
    "/gallery/portal?wrong",
    "/account/login/",
    "/account/password/reset/",
    "/wrong/missing",
)
NO_DATABASE: Final = {
    "ROOT_URLCONF": "tests.desk.looks.gallery",
    "STORAGES": {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "ALLOWED_HOSTS": ["127.0.0.1"],
}


class Quiet(WSGIRequestHandler):
    """Says nothing about what it serves."""

    def log_message(self, *said: object) -> None:
        del said


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The gallery, served without a desk behind it."""
    with override_settings(**NO_DATABASE, STATIC_ROOT=tmp_path_factory.mktemp("static")):
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(StaticFilesHandler(get_wsgi_application()))
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a reader who knows English; no fault in it goes unnoticed."""
    context = browser.new_context(base_url=address, locale="en-GB", viewport={"width": DESK, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESK, PHONE])
def test_axe_finds_nothing(browser: Browser, address: str, theme: str, width: int) -> None:
    context = browser.new_context(
        base_url=address,
        color_scheme="dark" if theme == "dark" else "light",
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    page, found = context.new_page(), []
    for path in PAGES:
        page.goto(path)
        found += [
            f"{path}: {each['id']}: {each['nodes'][0]['html']}" for each in Axe().run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than the screen")
    context.close()

    assert found == []


def test_a_countdown_ticks_and_says_when_it_is_due(page: Page) -> None:
    page.clock.install()
    page.goto("/gallery/staff")
    countdown = page.locator("desk-countdown").first
    expect(countdown).to_have_text("3 h 15 min left")

    page.clock.fast_forward("03:10:01")
    expect(countdown).to_have_text(re.compile(r"^4:5\d min left$"))  # the clock goes on meanwhile
    page.evaluate("addEventListener('desk:due', () => (document.title = 'due'))")
    page.clock.fast_forward("05:01")

    expect(countdown).to_have_text(re.compile(r"^0:\d\d min late$"))
    expect(page).to_have_title("due")


def test_the_clock_of_the_device_does_not_matter(page: Page) -> None:
    page.clock.install(time="2031-01-01T00:00:00Z")

    page.goto("/gallery/staff")

    expect(page.locator("desk-countdown").first).to_have_text("3 h 15 min left")


def test_a_time_that_is_near_is_told_anew_as_it_passes(page: Page) -> None:
    page.clock.install()
    page.goto("/gallery/staff")
    near = page.locator("time[data-now]", has_text="30 minutes ago")
    expect(near).to_have_count(1)

    page.clock.fast_forward("45:00")

    expect(page.locator("time[data-now]", has_text="1 hour ago")).to_have_count(1)


def test_a_key_does_what_its_button_does(page: Page) -> None:
    page.goto("/gallery/staff")

    page.keyboard.press("e")

    page.wait_for_url("**/gallery/staff?wrong")


def test_two_keys_after_each_other_lead_to_a_page(page: Page) -> None:
    page.goto("/gallery/staff?elsewhere")

    page.keyboard.press("g")
    page.keyboard.press("c")

    page.wait_for_url("**/gallery/staff")


def test_the_help_lists_the_keys_and_can_switch_them_off(page: Page) -> None:
    page.goto("/gallery/staff")
    page.keyboard.press("?")
    expect(page.locator("#keys dd")).to_contain_text(["Show this list", "Today", "Cases", "Search", "Wrong", "Reply"])

    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")

    expect(page.locator("#keys")).to_be_hidden()


def test_keys_are_letters_where_one_types(page: Page) -> None:
    page.goto("/gallery/staff")

    page.keyboard.press("/")
    page.keyboard.type("er?")

    expect(page.get_by_role("searchbox")).to_have_value("er?")


def test_a_form_that_asks_first_is_sent_after_yes(page: Page) -> None:
    page.goto("/gallery/staff")
    page.get_by_label("Subject").fill("No receipts")
    page.get_by_label("E-mail").fill("olle@example.org")
    page.get_by_label("Nothing works").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog")).to_contain_text("Send the report now?")

    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Send").click()
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Yes, go on").click()


def send(page: Page) -> None:
    """Send the form of the gallery."""
    page.get_by_label("Subject").fill("No receipts")
    page.get_by_label("E-mail").fill("olle@example.org")
    page.get_by_label("Nothing works").check()
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Yes, go on").click()


def test_a_draft_survives_a_reload(page: Page) -> None:
    page.goto("/gallery/staff")
    page.get_by_label("What happened").fill("The tills print no receipts.")

    page.reload()

    expect(page.get_by_label("What happened")).to_have_value("The tills print no receipts.")
    expect(page.locator("#notices")).to_contain_text("Your draft is back.")


def test_a_draft_is_kept_until_what_was_sent_has_arrived(page: Page) -> None:
    page.goto("/gallery/staff")
    text = page.get_by_label("What happened")
    text.fill("The tills print no receipts.")
    page.route("**/gallery/staff", lambda route: route.fulfill(status=403, body="Sign in again."), times=1)
    send(page)
    page.get_by_text("Sign in again.").wait_for()

    page.goto("/gallery/staff")
    expect(text).to_have_value("The tills print no receipts.")
    with page.expect_navigation():
        send(page)
    page.goto("/gallery/staff")

    expect(text).to_have_value("")


def test_a_page_shows_first_what_is_wrong_in_its_form(page: Page) -> None:
    page.goto("/gallery/portal?wrong")

    subject = page.get_by_label("Subject")
    expect(subject).to_be_focused()
    expect(subject).to_be_in_viewport()
    subject.fill("No receipts")
    page.keyboard.press("Tab")

    expect(page.locator(".field", has=subject).locator(".invalid-feedback")).to_have_count(0)


def test_who_signed_in_again_in_another_window_can_still_send(page: Page) -> None:
    page.goto("/gallery/staff")
    page.context.add_cookies([{"name": "csrftoken", "value": "newer", "url": page.url}])

    with page.expect_request("**/looks/language") as posted:
        page.get_by_role("button", name="Deutsch").click()

    assert "csrfmiddlewaretoken=newer" in (posted.value.post_data or "")


def test_signing_out_forgets_the_drafts(page: Page) -> None:
    page.goto("/gallery/staff")
    page.get_by_label("What happened").fill("The tills print no receipts.")
    page.get_by_label("Your account, Maria Berg").click()
    page.route("**/account/logout/", lambda route: route.fulfill(status=204))

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_function("localStorage.length === 0")
    page.reload()

    expect(page.get_by_label("What happened")).to_have_value("")


def test_a_theme_is_seen_at_once_and_stays(page: Page) -> None:
    page.goto("/gallery/public")

    with page.expect_response("**/looks/theme"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_the_menu_of_a_phone_opens_and_says_so(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto("/gallery/staff")
    menu = page.get_by_role("button", name="Menu")
    expect(page.get_by_role("link", name="Today")).to_be_hidden()

    menu.click()

    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("link", name="Today")).to_be_visible()


def test_the_menu_of_the_account_closes_with_escape(page: Page) -> None:
    page.goto("/gallery/staff")
    menu = page.get_by_label("Your account, Maria Berg")
    menu.click()
    expect(page.get_by_role("link", name="My account")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="My account")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_first_tab_leads_to_the_content(page: Page) -> None:
    page.goto("/gallery/staff")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_a_refusal_inside_a_page_is_shown_beside_it(page: Page) -> None:
    page.goto("/gallery/staff")

    page.evaluate("htmx.ajax('GET', '/wrong/refused', {target: 'main'})")

    expect(page.locator("#notices")).to_contain_text("The case is closed; reopen it first.")
    expect(page.locator("h1")).to_have_text("The tills print no receipts")


def test_without_scripts_everything_can_be_reached(browser: Browser, address: str) -> None:
    context = browser.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": PHONE, "height": 800}, locale="en-GB"
    )
    page = context.new_page()
    page.goto("/gallery/staff")

    expect(page.get_by_role("link", name="Today")).to_be_visible()
    expect(page.locator("desk-countdown").first).to_have_text("3 h 15 min left")
    context.close()


def test_chosen_files_are_named_in_the_language_of_the_page(page: Page) -> None:
    page.goto("/gallery/portal")
    names = page.locator(".files-names")
    expect(names).to_have_text("none chosen")

    files = [{"name": name, "mimeType": "text/plain", "buffer": b"a"} for name in ("log.txt", "screen.txt")]
    page.get_by_label("Attachment").set_input_files(files)  # type: ignore[arg-type]

    expect(names).to_have_text("log.txt, screen.txt")
