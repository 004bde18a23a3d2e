"""The talk of a case as the customer sees it: what was said, and what happened between, in the order of the log."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upheld_desk import access
from upheld_desk.facts import Fact
from upheld_desk.portal import labels
from upheld_desk.portal.opening import Opened
from upheld_desk.store.attachments import Attachment

Side = Literal["customer", "vendor", "desk"]

_BY_CUSTOMER: Final = frozenset(
    {"reported", "customer replied", "objected", "solution approved", "solution refused", "withdrawn", "severity asked"}
)
_SAYING: Final = frozenset({"replied", "customer replied"})  # nothing else happened


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the talk."""

    number: int
    side: Side
    by: str  # a name; empty: the desk
    at: datetime
    happened: str  # in words; empty: nothing but what was said
    text: str
    quoted: str
    attachments: tuple[Attachment, ...]
    left_out: tuple[str, ...]  # names of files that could not be taken

    @property
    def is_said(self) -> bool:
        """Say whether somebody said something, and not only did."""
        return bool(self.text or self.attachments)


def entries(opened: Opened) -> Iterator[Entry]:
    """Yield the entries that are for the person; what means nothing to a customer is left out."""
    for number, fact in access.entries(opened.person, opened.history):
        happened = "" if fact.kind in _SAYING else _sentence(opened, fact)
        entry = Entry(
            number=number,
            side=_side(opened, fact),
            by=opened.names.get(fact.by, fact.by),
            at=fact.at,
            happened=happened,
            text=str(fact.desk.get("text", "")),
            quoted=str(fact.desk.get("quoted", "")),
            attachments=tuple(Attachment.of(fact)),
            left_out=tuple(fact.desk.get("left_out", ())),
        )
        if entry.is_said or happened:
            yield entry


def solution(opened: Opened) -> Entry | None:
    """Return what was proposed last, as it was written."""
    proposed = [number for number, fact in enumerate(opened.history.entries, 1) if fact.kind == "solution proposed"]
    return next((entry for entry in entries(opened) if entry.number in proposed[-1:]), None)


def _side(opened: Opened, fact: Fact) -> Side:
    if not fact.by:
        return "desk"
    if opened.is_written_by_vendor(fact):
        return "vendor"
    return "customer" if fact.kind in _BY_CUSTOMER or fact.by == opened.case.reporter else "vendor"


def _sentence(opened: Opened, fact: Fact) -> str:
    """Return what happened, in words; empty for what is not worth a line."""
    if fact.kind == "classified":
        assert fact.event
        name = opened.name_of_severity(getattr(fact.event, "severity", ""))
        said = _("decided on the severity: %(severity)s") if fact.by else _("Severity: %(severity)s")
        return said % {"severity": name}
    if fact.kind == "severity asked":
        name = opened.name_of_severity(getattr(fact.event, "severity", ""))
        channel = labels.channel(getattr(fact.event, "channel", ""))
        if opened.is_written_by_vendor(fact):  # what somebody of the customer told them
            said = _("wrote down that you ask for the severity %(severity)s by %(channel)s")
        else:
            said = _("asked for the severity %(severity)s by %(channel)s")
        return said % {"severity": name, "channel": channel}
    if fact.kind == "wait started":
        return _because(labels.word(_WAITS, getattr(fact.event, "on", "")), _value(fact))
    say = _SENTENCES.get(fact.kind)
    return say(_value(fact)) if say else ""


def _value(fact: Fact) -> str:
    """Return the one thing that a sentence names: a reason, a level, a case, a supplier."""
    names = ("reason", "level", "into", "of", "case", "to", "subject")
    found = (getattr(fact.event, name, "") or fact.desk.get(name, "") for name in names)
    return str(next((value for value in found if value), ""))


def _because(sentence: str, reason: str) -> str:
    return f"{sentence}: {reason}" if reason else sentence


_WAITS: Final[labels.Words] = {
    "customer": gettext_lazy("waits for your answer"),
    "access": gettext_lazy("waits for access to your system"),
    "third party": gettext_lazy("waits for somebody else"),
}
_SENTENCES: Final[Mapping[str, Callable[[str], str]]] = {
    "objected": lambda reason: _because(_("objected to the severity"), reason),
    "objection decided": lambda _value: _("decided on the objection"),
    "handed over": lambda level: _("handed the case over to level %(level)s") % {"level": level},
    "called": lambda _value: _("called you"),
    "work started": lambda _value: _("started work"),
    "visited": lambda _value: _("was on site"),
    "not fixed remotely": lambda _value: _("could not fix it from afar"),
    "forwarded": lambda to: _("passed the case on to %(name)s") % {"name": to},
    "wait ended": lambda _value: _("went on"),
    "restored": lambda _value: _("made it work again"),
    "solution proposed": lambda _value: _("proposed a solution"),
    "solution approved": lambda _value: _("approved the solution"),
    "solution refused": lambda reason: _because(_("did not accept the solution"), reason),
    "closed": lambda _value: _("closed the case"),
    "reopened": lambda reason: _because(_("reopened the case"), reason),
    "merged": lambda into: _("The case goes on in %(case)s") % {"case": into},
    "marked duplicate": lambda of: _("The case goes on in %(case)s") % {"case": of},
    "absorbed": lambda case: _("took in case %(case)s") % {"case": case},
    "withdrawn": lambda reason: _because(_("took the report back"), reason),
    "subject set": lambda subject: _("changed the subject to “%(subject)s”") % {"subject": subject},
}
