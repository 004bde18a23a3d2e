"""Parts: what a mail is made of, as one row of blocks of text and attachments in reading order. It never raises."""

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import policy
from email.message import Message as Parsed
from email.parser import BytesFeedParser, BytesHeaderParser
from email.policy import Policy
from hashlib import sha256
from itertools import islice
from typing import Final

from upheld_desk.mail import headers
from upheld_desk.mail.charsets import decoded, eight_bit, one_line
from upheld_desk.mail.headers import unbroken

MailPart = Parsed

_LONGEST: Final = 2_000  # characters of a header with parameters; the time to tell them apart grows with the square
_DEEPEST: Final = 40  # parts within each other; what lies deeper is kept as a file
MOST: Final = 500  # parts of a mail that are shown; what comes after them lies in the mail as it came
_TOLD_APART: Final = 10 * MOST  # parts that are told apart at all
_AT_ONCE: Final = 16_384  # bytes that are read before it is asked how many parts that were
_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail; `name` is as the sender wrote it, on one line; `cid` is what the mail's HTML calls it."""

    name: str
    type: str
    content: bytes
    cid: str = ""
    digest: str = ""  # SHA-256 of the content


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text: plain, as HTML, or both."""

    plain: str = ""
    html: str = ""


Leaf = Block | Attachment


class _Bounded(policy.Compat32):
    """Reads mails as they are, but of what says how a part is to be read no more than anybody writes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return the name and the value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST] if name.lower().startswith("content-") else value


_READING: Final = _Bounded()


def structure(raw: bytes) -> MailPart:
    """Return the parts of a mail, or one that is all text where they lie too deep to be told apart.

    Where they are more than anybody sends, reading ends with them.
    """
    found = 0

    def part(policy: "Policy[Parsed]") -> Parsed:
        nonlocal found
        found += 1
        return Parsed(policy=policy)

    parser = BytesFeedParser(part, policy=_READING)  # type: ignore[arg-type]  # it is called with the policy
    try:
        for begin in range(0, len(raw), _AT_ONCE):
            parser.feed(raw[begin : begin + _AT_ONCE])
            if found > _TOLD_APART:
                break
        return parser.close()
    except headers.BROKEN:
        only = BytesHeaderParser(policy=_READING).parsebytes(raw)
        del only["Content-Type"]
        return only


def leaves(part: MailPart) -> tuple[Leaf, ...]:
    """Return the first blocks and attachments of a mail; each attachment has a name."""
    return tuple(
        _named(number, leaf) if isinstance(leaf, Attachment) else leaf
        for number, leaf in enumerate(islice(_leaves(part, 0), MOST + 1), 1)
    )


def _leaves(part: MailPart, depth: int) -> Iterator[Leaf]:
    """Yield the blocks of text and the attachments of a part, in reading order."""
    kind = unbroken(part.get_content_type, "text/plain")
    inner = part.get_payload()
    if kind.startswith("message/"):
        yield _enclosed(part, kind, inner)
    elif isinstance(inner, list) and depth < _DEEPEST:
        found = [leaf for child in inner if isinstance(child, Parsed) for leaf in _leaves(child, depth + 1)]
        yield from _merged(found) if kind == "multipart/alternative" else found
    elif isinstance(inner, list):
        yield Attachment("", "text/plain", b"\n".join(_all_within(part)))
    elif kind in ("text/plain", "text/html") and not _is_file(part):
        text = decoded(_content(part), unbroken(part.get_content_charset, None))
        yield Block(html=text) if kind == "text/html" else Block(plain=text)
    elif kind.startswith("multipart/"):  # it says so, but has no parts
        yield Block(plain=decoded(_content(part), None))
    else:
        cid = next(iter(headers.raw(part, "Content-ID")), "").strip("<> ")
        yield Attachment(_file_name(part), kind, _content(part), cid)


def _merged(leaves: list[Leaf]) -> Iterator[Leaf]:
    """Yield the blocks of an alternative as one, then its attachments."""
    blocks = [leaf for leaf in leaves if isinstance(leaf, Block)]
    plain = "\n\n".join(block.plain for block in blocks if block.plain)
    yield Block(plain, "\n".join(block.html for block in blocks if block.html))
    yield from (leaf for leaf in leaves if isinstance(leaf, Attachment))


def _is_file(part: MailPart) -> bool:
    return unbroken(part.get_content_disposition, None) == "attachment" or bool(_file_name(part))


def _all_within(part: MailPart) -> Iterator[bytes]:
    """Yield what parts hold that lie too deep to be told apart."""
    waiting = [part]
    while waiting:
        inner = waiting.pop().get_payload()
        if isinstance(inner, list):
            waiting += [child for child in reversed(inner) if isinstance(child, Parsed)]
        else:
            yield str(inner).encode("utf-8", "replace")


def _content(part: MailPart) -> bytes:
    """Return the bytes of a part; where its encoding is broken, as they stand."""
    content = unbroken(lambda: part.get_payload(decode=True), None)
    return content if isinstance(content, bytes) and content else b"\n".join(_all_within(part))


def _enclosed(part: MailPart, kind: str, inner: object) -> Attachment:
    """Return a mail within the mail as a file."""
    inside = [one for one in inner if isinstance(one, Parsed)] if isinstance(inner, list) else []
    content = b"\n".join(unbroken(one.as_bytes, b"") or b"\n".join(_all_within(one)) for one in inside)
    if kind != "message/rfc822" or not inside:
        return Attachment(_file_name(part) or "report.txt", "text/plain", content or _content(part))
    return Attachment(_file_name(part) or f"{headers.first(inside[0], 'Subject') or 'message'}.eml", kind, content)


def _file_name(part: MailPart) -> str:
    name = unbroken(part.get_filename, None)
    return headers.words(one_line(eight_bit(name))) if name else ""


def _named(number: int, file: Attachment) -> Attachment:
    """Return an attachment with a name, a type that is one, and its digest."""
    kind = file.type if _TYPE.fullmatch(file.type) else "application/octet-stream"
    name = file.name or f"attachment-{number}{mimetypes.guess_extension(kind) or '.bin'}"
    return replace(file, name=name, type=kind, digest=sha256(file.content).hexdigest())
