"""Headers: what the lines above a mail say, read so that nothing in them can break us. Values are single lines.

The standard library is asked for each piece alone, because a broken header makes it raise almost anything.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as Parsed
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from typing import Final, TypeVar

from upheld_desk.mail.charsets import decoded, eight_bit, one_line

# All that the standard library was seen to raise over broken headers and bodies.
BROKEN: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
MOST_IDS: Final = 100  # of a thread's messages; the last are the nearest
MOST_ADDRESSES: Final = 200
_LONGEST: Final = 20_000  # characters of one header that are read, and of all addresses together
_ID: Final = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS: Final = re.compile(r"[^\s@<>\"(),;:]{1,128}@[^\s@<>\"(),;:]{1,125}")  # 254 in all, as tables have it

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Address:
    """An address and the name written beside it; the address is in small letters."""

    address: str
    name: str = ""


def unbroken(read: Callable[[], T], otherwise: T) -> T:
    """Return what can be read, or `otherwise` where the mail is too broken for it."""
    try:
        return read()
    except BROKEN:
        return otherwise


def raw(parsed: Parsed, name: str) -> list[str]:
    """Return the values of a header as they were written, unfolded, without control characters."""
    wanted = name.lower()
    return [one_line(eight_bit(str(value)[:_LONGEST])) for key, value in parsed.raw_items() if key.lower() == wanted]


def first(parsed: Parsed, name: str) -> str:
    """Return the first value of a header in readable words, or nothing."""
    return words(next(iter(raw(parsed, name)), ""))


def words(value: str) -> str:
    """Return a header's value with its encoded words read.

    >>> words("=?utf-8?q?St=C3=B6rung?= an Kasse 4")
    'Störung an Kasse 4'
    """
    return one_line(unbroken(lambda: "".join(map(_word, decode_header(value))), value))


def _word(part: tuple[bytes | str, str | None]) -> str:
    text, charset = part
    if isinstance(text, str):
        return text
    return decoded(text, charset) if charset else text.decode("raw-unicode-escape")


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """Return the addresses of some headers; what is no address is left out."""
    found: dict[str, Address] = {}
    left = _LONGEST
    for value in values:
        value, left = value[:left], left - len(value[:left])  # noqa: PLW2901  of all headers together so much is read
        only = _within(value)
        # Names are decoded after they are told apart: an encoded name may hold a comma.
        nobody: list[tuple[str, str]] = []
        for name, address in unbroken(partial(getaddresses, [value]), nobody):
            near = address if _ADDRESS.fullmatch(address) else only
            if near and len(found) < MOST_ADDRESSES:
                found.setdefault(near.lower(), Address(near.lower(), words(name)))
    return tuple(found.values())


def _within(value: str) -> str:
    """Return the only address in a value that does not follow the rules, or nothing if there are several."""
    found = set(_ADDRESS.findall(value))
    return found.pop() if len(found) == 1 else ""


def instant(value: str) -> datetime | None:
    """Return the instant that a Date header tells, or None if it tells none."""
    told = unbroken(lambda: parsedate_to_datetime(value), None)
    if told is None:
        return None
    return unbroken(lambda: (told if told.tzinfo else told.replace(tzinfo=UTC)).astimezone(UTC), None)


def ids(values: Iterable[str]) -> tuple[str, ...]:
    """Return the message ids of some headers in the order written, each once, without their angles."""
    found = list(dict.fromkeys(one for value in values for one in _ID.findall(value)))
    return tuple(found[-MOST_IDS:])


def own_id(parsed: Parsed) -> str:
    """Return a message's own id, or nothing; an id without angles is taken as it stands."""
    value = next(iter(raw(parsed, "Message-ID")), "")
    return next(iter(ids([value])), "") or "".join(value.strip("<>").split())[:500]
