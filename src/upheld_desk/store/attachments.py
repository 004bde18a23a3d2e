"""Attachments: bytes by their hash, kept once and never changed; what a fact says of them; how they leave again.

A stranger may have sent them, so a browser is never asked to run one: only pictures and plain text are shown, and these
behind headers that allow nothing else. Programs are not taken.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import BinaryIO, Final

from django.conf import settings
from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact
from upheld_desk.store import shelves
from upheld_desk.store.models import Blob
from upheld_desk.store.shelves import Shelf

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a fact says of something attached to it."""

    name: str  # as the sender called it, made safe
    type: str  # "image/png"
    digest: str
    size: int

    def data(self) -> dict[str, object]:
        """Return it as it stands in a fact, under `desk`: {"attachments": [...]}."""
        return asdict(self)

    @property
    def is_picture(self) -> bool:
        """Say whether a page may show it."""
        return self.type in _PICTURES

    @classmethod
    def of(cls, fact: Fact, *, raw: bool = False) -> "Iterator[Attachment]":
        """Yield what is attached to a fact; with `raw` also the mail it arrived in, for the vendor's eyes."""
        for found in fact.desk.get("attachments", ()):
            yield cls(**found)
        if raw and (digest := fact.desk.get("raw")):
            yield cls("message.eml", "message/rfc822", digest, fact.desk.get("raw_size", 0))


# --- Keeping ----------------------------------------------------------------------------------------------------------


def take(name: str, type_: str, content: bytes | BinaryIO) -> Attachment:
    """Keep what somebody attached and return what to say of it in a fact. Programs are refused."""
    given, safe = _bounded(content), safe_name(name)
    if _ending(safe) in _PROGRAMS or _is_program(given):
        raise Refused(
            _("“%(name)s” is a program. For everybody’s safety programs cannot be attached.") % {"name": safe},
            "attachment-program",
            {"name": safe},
        )
    known = type_.partition(";")[0].strip().lower()
    return Attachment(safe, known or "application/octet-stream", put(given), len(given))


def put(content: bytes | BinaryIO) -> str:
    """Keep bytes, whatever they are, and return their digest."""
    given = _bounded(content)
    digest = put_back(given)
    Blob.objects.get_or_create(digest=digest, defaults={"size": len(given)})
    return digest


def put_back(content: bytes) -> str:
    """Put bytes on their shelf that are known already, however many they are; return their digest."""
    digest = sha256(content).hexdigest()
    _shelf().write(digest, content)
    return digest


def open_(digest: str) -> BinaryIO:
    """Return the bytes with a digest, to read piece by piece."""
    if not _DIGEST.fullmatch(digest):
        raise NotFound(f"'{digest}' is no digest")
    try:
        return _shelf().open(digest)
    except FileNotFoundError as error:
        raise NotFound(f"nothing is kept under {digest}") from error


def read(digest: str) -> bytes:
    """Return the bytes with a digest."""
    with open_(digest) as file:
        return file.read()


def exists(digest: str) -> bool:
    """Say whether bytes with a digest are kept."""
    return bool(_DIGEST.fullmatch(digest)) and _shelf().has(digest)


def every() -> Iterator[str]:
    """Yield the digest of everything that is kept, in order."""
    yield from Blob.objects.order_by("digest").values_list("digest", flat=True).iterator()


def _shelf() -> Shelf:
    if settings.ATTACHMENTS:
        return shelves.bucket(settings.ATTACHMENTS)
    return shelves.Folder(settings.DATA / "attachments")


def _bounded(content: bytes | BinaryIO) -> bytes:
    """Return the bytes, unless they are too many."""
    most = settings.ATTACHMENT_LIMIT
    given = content if isinstance(content, bytes) else content.read(most + 1)
    if len(given) > most:
        told = {"most": most // _MIB}
        raise Refused(_("This file is too large: at most %(most)s MB can be attached.") % told, "attachment-size", told)
    return given


# --- Names and kinds --------------------------------------------------------------------------------------------------

_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_KNOWN: Final = frozenset({"application/pdf", "application/zip", "text/csv"})  # saved as what they are
_PROGRAMS: Final = frozenset(
    {"app", "bat", "cmd", "com", "cpl", "dll", "exe", "gadget", "hta", "jar", "lnk"}
    | {"msi", "msp", "pif", "ps1", "scr", "vb", "vbe", "vbs", "ws", "wsf", "wsh"}
)
_FIRST_BYTES: Final = (b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_LONGEST: Final = 120
# Separators, control characters, and those that turn the direction of a text, so that "gpj.exe" looks like a picture.
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def safe_name(name: str) -> str:
    """Return the name of a file as any system can keep it; where nothing is left of it, `attachment`."""
    last = re.split(r"[/\\]", name)[-1]
    plain = " ".join(_UNSAFE.sub("", last).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST and dot:
        plain = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"[-_LONGEST:]
    return plain[:_LONGEST] or "attachment"


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _is_program(content: bytes) -> bool:
    """Say whether the first bytes are those of a program for Windows, Linux or macOS."""
    for_windows = content.startswith(b"MZ") and b"\0" in content[:64]  # a text may begin with these letters
    return for_windows or content.startswith(_FIRST_BYTES)


# --- Leaving ----------------------------------------------------------------------------------------------------------


def serve(attachment: Attachment) -> FileResponse:
    """Answer with the bytes: to save, or to look at where that is harmless."""
    shown = attachment.type in _PICTURES or attachment.type == "text/plain"
    kind = attachment.type if shown or attachment.type in _KNOWN else "application/octet-stream"
    response = FileResponse(
        open_(attachment.digest), content_type="text/plain; charset=utf-8" if kind == "text/plain" else kind
    )
    response["Content-Disposition"] = content_disposition_header(not shown, attachment.name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response
