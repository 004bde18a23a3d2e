"""Bytes become text whatever is said of them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from upheld_desk.mail.charsets import decoded, one_line, storable


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("Störung".encode(), "utf-8"),
        ("Störung".encode("latin-1"), "iso-8859-1"),
        ("Störung".encode("latin-1"), "us-ascii"),
        ("Störung".encode("latin-1"), "utf-8"),
        ("Störung".encode(), "us-ascii"),
        ("Störung".encode(), "x-unheard-of"),
        ("Störung".encode(), "base64"),
        ("Störung".encode(), None),
        ("Störung".encode("utf-16"), "utf-16"),
        ("Störung".encode(), '"UTF-8"'),
    ],
)
def test_a_word_is_read_in_spite_of_what_is_declared(data: bytes, charset: str | None) -> None:
    assert decoded(data, charset) == "Störung"


def test_the_euro_of_windows_is_read_where_an_older_charset_is_declared() -> None:
    assert decoded(b"12 \x80", "iso-8859-1") == "12 €"


@given(st.binary(), st.none() | st.text(max_size=20))
@example(b"\xff", "undefined")
@example(b"x", "a\0b")
def test_any_bytes_of_any_charset_become_text_that_can_be_stored(data: bytes, charset: str | None) -> None:
    text = decoded(data, charset)

    assert text == storable(text)
    assert text.encode().decode() == text
    assert "\0" not in text


@given(st.text())
def test_a_header_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
