"""Parsing: the bytes of a mail as data. Pure; it never raises, and `full` has every word that the mail shows.

What comes after more parts than anybody sends is not read, and that is said. The headers of a mail are lies until shown
otherwise: names are made safe, dates may be missing, a charset is tried and not believed. Only a reply is taken apart
into what is new and what repeats earlier mails.
"""

import html as entities
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from upheld_desk.mail import headers, markup, parts, proof, quotes
from upheld_desk.mail.headers import Address
from upheld_desk.mail.markup import Markup
from upheld_desk.mail.nature import Nature, judged
from upheld_desk.mail.parts import Attachment, Block, MailPart

_ANSWER: Final = re.compile(r"\s*(re|aw|antw|antwort|sv|vs|ref|rv|odp)(\[\d+\])?\s*:", re.IGNORECASE)
_FORWARD: Final = re.compile(r"\s*(fwd?|wg|wtr|vb|vl|tr|i)\s*:", re.IGNORECASE)
_RETURNED: Final = frozenset({"message/rfc822", "message/global", "text/rfc822-headers"})


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, read."""

    sender: Address | None
    to: tuple[Address, ...]  # also of Cc, and of what servers noted of the delivery
    subject: str
    date: datetime | None
    message_id: str
    references: tuple[str, ...]  # what it answers, and before that; of a bounce also the returned message
    text: str  # what is new
    quoted: str  # what repeats earlier mails, and the signature: folded away
    full: str  # all words
    html: str  # cleaned; own images are links to attachments, remote ones are marked; empty if the mail is plain
    remote_images: int
    attachments: tuple[Attachment, ...]
    nature: Nature
    is_cut: bool  # it has more parts than are read
    dmarc: Mapping[str, str]  # what each server in front found of the sender's domain


def parse(raw: bytes, envelope_from: str | None = None, own: Collection[str] = ()) -> Message:
    """Return a mail read; `own` are the addresses of the vendor whom it came to."""
    parsed = parts.structure(raw)
    leaves = parts.leaves(parsed)
    is_cut, leaves = len(leaves) > parts.MOST, leaves[: parts.MOST]
    files = tuple(leaf for leaf in leaves if isinstance(leaf, Attachment))
    images = {file.cid: file.digest for file in files if file.cid}
    blocks = [leaf for leaf in leaves if isinstance(leaf, Block)]
    shown = [_shown(block, images) for block in blocks]
    full = _joined(one.full for one in shown)
    nature = judged(parsed, envelope_from, own)
    references = headers.ids([*headers.raw(parsed, "References"), *headers.raw(parsed, "In-Reply-To")])
    subject = headers.first(parsed, "Subject")
    new = _joined(one.new for one in shown) if _is_answer(subject, references) else ""
    return Message(
        sender=next(iter(headers.addresses(headers.raw(parsed, "From"))), None),
        to=_recipients(parsed),
        subject=subject,
        date=headers.instant(headers.first(parsed, "Date")),
        message_id=headers.own_id(parsed),
        references=references + (_returned(files) if nature.kind == "bounce" else ()),
        text=new or full,
        quoted=_joined(one.quoted for one in shown) if new else "",
        full=full,
        html="\n".join(one.html for one in shown) if any(block.html for block in blocks) else "",
        remote_images=sum(one.remote_images for one in shown),
        attachments=files,
        nature=nature,
        is_cut=is_cut,
        dmarc=proof.dmarc(headers.raw(parsed, "Authentication-Results")),
    )


def _is_answer(subject: str, references: Collection[str]) -> bool:
    """Return whether a mail answers another; what is forwarded is the matter itself, and not folded away."""
    return bool(references or _ANSWER.match(subject)) and not _FORWARD.match(subject)


def _shown(block: Block, images: Mapping[str, str]) -> Markup:
    """Return what a block shows; its plain text if that says as much as its HTML."""
    plain = block.plain.strip()
    if not block.html:
        split = quotes.split(plain)
        return Markup(f"<pre>{entities.escape(plain)}</pre>", plain, split.new, split.quoted, 0)
    rich = markup.read(block.html, images)
    says_as_much = 2 * len(plain.split()) >= len(rich.full.split()) and plain
    if rich.between and not says_as_much:
        return rich
    split = quotes.split(plain if says_as_much else rich.new)
    quoted = split.quoted if says_as_much else _joined([split.quoted, rich.quoted])
    return Markup(rich.html, plain if says_as_much else rich.full, split.new, quoted, rich.remote_images)


def _recipients(parsed: MailPart) -> tuple[Address, ...]:
    named = ("To", "Cc", "Delivered-To", "X-Original-To")
    return headers.addresses(value for name in named for value in headers.raw(parsed, name))


def _returned(files: Iterable[Attachment]) -> tuple[str, ...]:
    """Return the ids of the messages that a bounce gives back."""
    returned = [parts.structure(file.content) for file in files if file.type in _RETURNED]
    return tuple(found for found in map(headers.own_id, returned) if found)


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text for text in texts if text)
