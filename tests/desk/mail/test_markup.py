"""The HTML of a mail does no harm, loads nothing, and says all it said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld_desk.mail.markup import LINK, read

DIGEST = "d" * 64


@pytest.mark.parametrize(
    "harmful",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://x.example'></iframe>",
        "<style>@import 'https://x.example/a.css'</style>",
        "<p style='background:url(https://x.example/a.png)'>x</p>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
        "<form action='https://x.example'><input name=password></form>",
        "<meta http-equiv=refresh content='0;url=https://x.example'>",
        "<object data='https://x.example'></object>",
        "<link rel=stylesheet href='https://x.example/a.css'>",
        "<table background='https://x.example/a.png'></table>",
    ],
)
def test_what_harms_or_loads_is_gone(harmful: str) -> None:
    clean = read(f"<p>before</p>{harmful}<p>after</p>", {}).html

    assert "before" in clean
    for bad in ("alert", "script", "onerror", "x.example", "style", "<form", "<input"):
        assert bad not in clean


def test_a_remote_image_is_marked_and_not_loaded() -> None:
    found = read('<img src="https://x.example/pixel.png" alt="Logo">', {})

    assert found.html == '<img alt="Logo" class="remote" data-remote="https://x.example/pixel.png">'
    assert found.remote_images == 1


def test_an_image_of_the_mail_becomes_a_link_to_its_attachment() -> None:
    found = read(
        '<img src="CID:part1@mail"><img src="cid:missing"><img src="attachment:forged">', {"part1@mail": DIGEST}
    )

    assert found.html == f'<img src="{LINK}{DIGEST}"><img><img>'


def test_what_mail_programs_mark_as_quoted_is_not_new() -> None:
    html = (
        "<p>Geht wieder.</p><div class=gmail_quote><div class=gmail_attr>Am 20.11.2026 schrieb Support:</div>"
        "<blockquote class=gmail_quote>Bitte versuchen.<blockquote type=cite>Geht nicht."
        "</blockquote></blockquote></div>"
    )
    found = read(html, {})

    assert found.new == "Geht wieder."
    assert found.quoted.split() == ["Am", "20.11.2026", "schrieb", "Support:", "Bitte", "versuchen.", "Geht", "nicht."]


def test_answers_between_quotes_keep_the_quotes() -> None:
    html = (
        "<blockquote type=cite>Which till?</blockquote>Number 4.<blockquote type=cite>Since when?</blockquote>Monday."
    )

    assert read(html, {}).new == read(html, {}).full


@pytest.mark.parametrize("depth", [100, 300, 1500, 60_000])
def test_no_word_is_lost_however_deep_it_lies(depth: int) -> None:
    assert "bottom" in read("<div>" * depth + "bottom", {}).full


word = st.from_regex(r"[a-zäöå0-9]{1,12}", fullmatch=True)
wrapping = st.sampled_from(["p", "div", "b", "td", "blockquote", "unheard", "h1", "span", "center", "pre"])


@given(st.lists(st.tuples(wrapping, word)))
def test_each_visible_word_is_in_the_text(pieces: list[tuple[str, str]]) -> None:
    full = read("".join(f"<{tag}>{text}</{tag}> " for tag, text in pieces), {}).full

    assert set(full.split()) >= {text for _, text in pieces}


@given(st.text(alphabet=st.sampled_from("<>/=\"' abimgscr:&;!-\0\n"), max_size=200))
def test_any_html_can_be_read(html: str) -> None:
    assert "src=" not in read(html, {}).html
