"""Promise lines in a browser: nothing that is written on one leaves it, however narrow it is and wherever now is."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from playwright.sync_api import Browser

from upheld.calendars import Calendar
from upheld.promise_line.course import Course, Note, stretches
from upheld.promise_line.drawing import NARROW, draw
from upheld.words import LANGUAGES

REPORTED: Final = datetime(2026, 12, 22, 9, 6, 8, tzinfo=UTC)
DUE: Final = REPORTED + timedelta(days=20)
WEEKDAYS: Final = Calendar("UTC", {day: [("08:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")})

# What is written outside the picture, or on something else that is written at the same height.
_OUTSIDE: Final = """() => [...document.querySelectorAll("svg[role=img]")].flatMap((picture) => {
    const frame = picture.getBoundingClientRect(), texts = [...picture.querySelectorAll("text")];
    const boxes = texts.map((text) => ({ text, box: text.getBoundingClientRect() }));
    const out = boxes.filter(({ box }) => box.left < frame.left || box.right > frame.right);
    const over = boxes.filter(({ text, box }) => boxes.some((other) => other.text !== text
        && Math.abs(other.box.top - box.top) < 4 && other.box.left < box.right && box.left < other.box.right));
    return [...out, ...over].map(({ text }) => text.textContent);
})"""


@pytest.mark.parametrize("width", [NARROW, 900])
def test_all_that_is_written_on_a_promise_line_stands_within_it_and_apart(browser: Browser, width: int) -> None:
    pictures = [
        draw(_course(share), language, styles=False)
        for language in LANGUAGES
        for share in (0, 0.1, 0.3, 0.45, 0.55, 0.8, 1)
    ]
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(f"<meta charset=utf-8><style>body {{ margin: 0 }}</style>{''.join(pictures)}")

    assert page.evaluate(_OUTSIDE) == []


def _course(share: float) -> Course:
    at = REPORTED + (DUE - REPORTED) * share
    days = stretches(WEEKDAYS, REPORTED, DUE)
    paused = "Pausiert von Di 22.12.2026, 09:06 bis Mi 23.12.2026, 12:20: Warten auf den Zugang"
    note = Note(REPORTED, REPORTED, paused)
    title, promise = (
        "Wiederherstellzeit in der Cloud: Abfertigung gestört",
        "innerhalb von 80 Stunden (verlängerte Zeiten)",
    )
    return Course(title, promise, "UTC", REPORTED, DUE, strict=False, stretches=days, notes=(note,), now=at, stopped=at)
