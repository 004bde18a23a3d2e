"""The talk of a case: what was said, with what happened between, in the order of the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import nh3
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from upheld_desk.casefiles import Item
from upheld_desk.facts import Fact
from upheld_desk.mail import markup
from upheld_desk.staff.opening import Opened
from upheld_desk.staff.sentences import sentence
from upheld_desk.store.attachments import Attachment

Side = Literal["customer", "vendor", "internal", "desk"]

_BY_CUSTOMER: Final = frozenset(
    {"reported", "customer replied", "objected", "solution approved", "solution refused", "withdrawn"}
)
_SAYING: Final = frozenset({"replied", "noted"})
_UNTOLD: Final = frozenset({"told", "watched"})  # for the evidence only


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the talk."""

    number: int
    side: Side
    by: str  # a name
    at: datetime
    happened: str  # in words; empty: nothing but what was said
    text: str
    quoted: str
    html: SafeString
    attachments: tuple[Attachment, ...]
    left_out: tuple[str, ...]  # names of what stayed in the mail
    channel: str
    kind: str

    @property
    def is_said(self) -> bool:
        """Say whether somebody said something, and not only did."""
        return bool(self.text or self.attachments)


def entries(opened: Opened) -> Iterator[Entry]:
    """Yield the entries of the talk."""
    for item in opened.case.items:
        if item.fact.kind not in _UNTOLD:
            yield _entry(opened, item)


def _entry(opened: Opened, item: Item) -> Entry:
    fact = item.fact
    return Entry(
        number=item.number,
        side=_side(opened, item),
        by=opened.names.get(fact.by, fact.by),
        at=fact.at,
        happened="" if _only_said(fact) else sentence(opened, fact),
        text=item.text,
        quoted=str(fact.desk.get("quoted", "")),
        html=_html(opened, str(fact.desk.get("html", ""))),
        attachments=tuple(Attachment.of(fact, raw=True)),
        left_out=tuple(fact.desk.get("left_out", ())),
        channel=str(getattr(fact.event, "channel", "") or fact.desk.get("channel", "")),
        kind=fact.kind,
    )


def _only_said(fact: Fact) -> bool:
    """Say whether nothing else happened than that something was said, on the pages of the desk."""
    here = getattr(fact.event, "channel", "") != "email" and not fact.desk.get("logged_by")
    return fact.kind in _SAYING or (fact.kind == "customer replied" and here)


def _html(opened: Opened, html: str) -> SafeString:
    """Return the HTML of a mail, made harmless once more, whoever wrote it down; its images are the case's files."""
    files = reverse("staff:file", args=[opened.log.reference, "_"]).removesuffix("_")
    return mark_safe(nh3.clean(html.replace(markup.LINK, files)))  # noqa: S308  just made harmless


def _side(opened: Opened, item: Item) -> Side:
    fact = item.fact
    if fact.internal:
        return "internal"
    if not fact.by:
        return "desk"
    by_customer = fact.kind in _BY_CUSTOMER or fact.by == opened.case.reporter
    return "customer" if by_customer else "vendor"
