import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.engine.replay.histories import DESK, standing
from upheld.replay import History, Replay, run
from upheld.replay.report import written

CLOSE = standing(
    DESK.replace("    update: every 120 minutes\n", "").replace("title: Desk support", "title: Desk <b>& Co")
)
ROWS = (
    "<i>a,2026-03-02T09:00:00Z,reported,,yes\n<i>a,2026-03-02T09:00:00Z,classified,stop,yes\n"
    "<i>a,2026-03-12T09:00:00Z,closed,,yes\nb,2026-04-02T09:00:00Z,reported,,yes\n"
    "b,2026-04-02T09:30:00Z,classified,slow,yes\nc,noon,reported,,\nd,2026-04-02T09:30:00Z,closed,,\n"
)


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    path: Path = tmp_path_factory.mktemp("log") / "log.csv"
    path.write_text("case,at,event,severity,sla\n" + ROWS)
    history = History.of(path, None, [CLOSE], ["sla"])
    return run(history, CLOSE, against="sla", verdicts=None, progress=lambda _: None)


@pytest.fixture(scope="module")
def page(replayed: Replay) -> str:
    return written(replayed)


class Tags(HTMLParser):
    """Checks that every element that was opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open nothing."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole(page: str) -> None:
    tags = Tags()

    tags.feed(page)

    assert tags.open == []


def test_nothing_is_loaded_and_nothing_is_run(page: str) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'"

    assert policy in page
    assert not re.search(r"<script|<link|<img|@import|url\((?!#)|\bsrc=|\bon\w+=", page)
    assert set(re.findall(r"https?://[^\"' <)]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_texts_of_others_are_shown_and_not_obeyed(page: str) -> None:
    assert "Desk &lt;b&gt;&amp; Co" in page
    assert "&lt;i&gt;a" in page
    assert "<b>& Co" not in page


def test_every_chart_has_its_words_and_a_table(page: str) -> None:
    charts = page.count('<div class="chart wide" role="img" aria-label="')

    assert charts == page.count('<div class="chart narrow" role="img" aria-label="') > 0
    assert page.count("<table>") >= charts


def test_the_page_is_drawn_for_light_and_dark(page: str) -> None:
    assert page.count("prefers-color-scheme: dark") >= 2


@pytest.mark.parametrize(
    "said",
    [
        "cases of Mar 2026 to Apr 2026",
        "2026 Q1",
        "within 30 minutes",
        "The latest of all",
        "days late",
        "[promises.stop.close]",
        "Rows of the log that were left out: 1.",
        "about which nothing can be said: 1.",
        "Recorded as kept",
        "Etc/UTC" if CLOSE.zone == "Etc/UTC" else "Europe/Berlin",
    ],
)
def test_the_page_says_what_a_meeting_asks(page: str, said: str) -> None:
    assert said in page


def test_a_log_without_verdicts_has_a_page_too(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,at,event\na,2026-03-02T09:00:00Z,closed\n")
    nothing = run(History.of(path, None, [CLOSE]), CLOSE, against=None, verdicts=None, progress=lambda _: None)

    assert "Nothing was decided" in written(nothing)
