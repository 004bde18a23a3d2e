"""Characters: bytes of any declared charset as text that can be stored and shown. Nothing here raises."""

import codecs
import re
from typing import Final

_ODD: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)  # no charsets of mail
_AS_BROWSERS_READ: Final = {"ascii": "utf-8", "iso8859-1": "cp1252"}  # what is declared so seldom is so
_UNSTORABLE: Final = re.compile(r"[\ud800-\udfff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_ENDS: Final = re.compile(r"\r\n|\r|\x0b|\x0c|\x1c|\x85|\u2028|\u2029")


def decoded(data: bytes, charset: str | None) -> str:
    """Return the text of some bytes: as declared if that works, else as UTF-8, else as Windows reads it.

    >>> decoded("Grüße".encode(), "x-unheard-of"), decoded("Grüße".encode("latin-1"), "utf-8")
    ('Grüße', 'Grüße')
    """
    for name in (_codec(charset), "utf-8"):
        try:
            return storable(data.decode(name))
        except (LookupError, ValueError):  # it turns bytes into bytes, or these bytes are not of it
            continue
    return storable(data.decode("cp1252", "replace"))


def _codec(charset: str | None) -> str:
    try:
        name = codecs.lookup((charset or "utf-8").strip("\"' ")).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if name in _ODD else _AS_BROWSERS_READ.get(name, name)


def storable(text: str) -> str:
    """Return a text without what a database or a page cannot hold, with the line ends of a text file."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", _UNSTORABLE.sub("�", text)))


def one_line(text: str) -> str:
    """Return a text as one line; what a header holds can never become a second header."""
    return " ".join(storable(text).split())


def eight_bit(text: str) -> str:
    """Return a header's text in which bytes outside ASCII came as lone surrogates, which is how they are parsed."""
    try:
        return decoded(text.encode("ascii", "surrogateescape"), None)
    except UnicodeEncodeError:  # it is text already
        return storable(text)
