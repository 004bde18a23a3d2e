"""Nature: whether a person wrote a mail, or a machine; and whether a machine may answer it.

An automatic mail, a bounce and our own mail come back to us are never answered and open no case (RFC 3834, 5.1).
"""

from collections.abc import Collection
from dataclasses import dataclass
from email.message import Message as Parsed
from typing import Final, Literal

from upheld_desk.mail.headers import addresses, raw

Kind = Literal["person", "mailing list", "automatic", "bounce", "loop"]
MOST_HOPS: Final = 50  # servers that a mail has passed
_MACHINES: Final = {"mailer-daemon", "postmaster"}
_MARKED_BY: Final = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Mail-Autoreply")
_SILENCED_BY: Final = ("X-Auto-Response-Suppress", "List-Id", "List-Post", "List-Unsubscribe", "Feedback-ID")
_UNPERSONAL: Final = {"auto_reply", "bulk", "junk", "list"}
_OF_THEMSELVES: Final = {"Auto-Submitted: auto-generated", "Auto-Submitted: auto-notified"}


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of mail it is, by which mark it was told, and whether it may be answered without a person."""

    kind: Kind = "person"
    mark: str = ""
    answerable: bool = True

    @property
    def reports(self) -> bool:
        """Say whether a machine may have something to report: it does not only answer."""
        return self.mark in _OF_THEMSELVES


def judged(parsed: Parsed, envelope_from: str | None, own: Collection[str]) -> Nature:
    """Return the nature of a mail; `envelope_from` is None where nobody told it, `own` are the vendor's addresses."""
    sender = next(iter(addresses(raw(parsed, "From"))), None)
    written_by = sender.address if sender else ""
    for found in (
        _loop(parsed, written_by, own),
        _bounce(parsed, written_by),
        _automatic(parsed, _returns_to(parsed, envelope_from)),
        _list(parsed),
    ):
        if found:
            return found
    return Nature(answerable=bool(written_by) and not any(raw(parsed, name) for name in _SILENCED_BY))


def without_plus(address: str) -> str:
    """Return an address without what follows the plus in its name."""
    name, _, domain = address.rpartition("@")
    return f"{name.split('+')[0]}@{domain}"


def _returns_to(parsed: Parsed, envelope_from: str | None) -> str | None:
    """Return the address to which a failure would be told; an empty one is the mark of a machine."""
    if envelope_from is not None:
        return envelope_from.strip("<> ")
    told = raw(parsed, "Return-Path")
    return told[0].strip("<> ") if told else None


def _loop(parsed: Parsed, written_by: str, own: Collection[str]) -> Nature | None:
    if written_by in own or (written_by and without_plus(written_by) in own):
        return Nature("loop", f"From: {written_by}", answerable=False)
    if any(one.address in own for one in addresses(raw(parsed, "X-Loop"))):
        return Nature("loop", "X-Loop", answerable=False)
    hops = len(raw(parsed, "Received"))
    return Nature("loop", f"Received: {hops}", answerable=False) if hops > MOST_HOPS else None


def _bounce(parsed: Parsed, written_by: str) -> Nature | None:
    content_type = " ".join(raw(parsed, "Content-Type")).lower()
    if "multipart/report" in content_type and "disposition-notification" not in content_type:
        return Nature("bounce", "multipart/report", answerable=False)
    if raw(parsed, "X-Failed-Recipients"):
        return Nature("bounce", "X-Failed-Recipients", answerable=False)
    if written_by.partition("@")[0] in _MACHINES:
        return Nature("bounce", f"From: {written_by}", answerable=False)
    return None


def _automatic(parsed: Parsed, returns_to: str | None) -> Nature | None:
    submitted = next(iter(raw(parsed, "Auto-Submitted")), "no").split(";")[0].strip().lower()
    if submitted != "no":
        return Nature("automatic", f"Auto-Submitted: {submitted}", answerable=False)
    for name in _MARKED_BY:
        if raw(parsed, name):
            return Nature("automatic", name, answerable=False)
    if "disposition-notification" in " ".join(raw(parsed, "Content-Type")).lower():
        return Nature("automatic", "disposition-notification", answerable=False)
    return Nature("automatic", "empty envelope sender", answerable=False) if returns_to == "" else None


def _list(parsed: Parsed) -> Nature | None:
    precedence = next(iter(raw(parsed, "Precedence")), "").lower()
    if precedence in _UNPERSONAL:
        kind: Kind = "automatic" if precedence == "auto_reply" else "mailing list"
        return Nature(kind, f"Precedence: {precedence}", answerable=False)
    if raw(parsed, "List-Id"):
        return Nature("mailing list", "List-Id", answerable=False)
    return None
