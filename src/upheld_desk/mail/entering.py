"""Entering: a mail becomes what somebody did. Its files are kept, and what it quotes is folded away, never lost.

It counts from the instant at which it arrived, however late it is worked.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from upheld.agreements import Severity, Terms
from upheld.words import LANGUAGES
from upheld_desk import access
from upheld_desk.actions import acting, classifying, solving, talking
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.intake import reporting
from upheld_desk.intake.drafts import Draft
from upheld_desk.mail.models import RawMessage
from upheld_desk.mail.parsing import Message
from upheld_desk.mail.parts import MOST
from upheld_desk.mail.thanks import only_thanks
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, attachments
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.models import Log

CHANNEL: Final = "email"
LONGEST: Final = 100_000  # characters of what was said; a longer text is attached as a whole
_LONGEST_REASON: Final = 200
_ANSWER: Final = re.compile(r"^\s*((re|aw|antw|sv|vs|fwd?|wg|vb)(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_PRIORITY: Final = re.compile(
    r"^[^\w\n]*+(?:prio|prioritet|priorität|priority|severity|allvarlighetsgrad|schweregrad)\b"
    r"[ \t]*[:=]?[ \t]*(.{1,40}?)[ \t.!]*$",
    re.IGNORECASE | re.MULTILINE,
)


def report(mail: RawMessage, message: Message, person: Person, before: Log | None = None) -> Log:
    """Open a case, linked to the one before it if there was one."""
    assert person.customer
    files, left_out = _files(message)
    draft = Draft(
        channel=CHANNEL,
        subject=_ANSWER.sub("", message.subject)[:300] or _beginning(message.text),
        text=_text(message),
        html=_html(message),
        severity=_asked_at_first(person, message, mail),
        attachments=files,
    )
    log = reporting.report(person.customer, person, draft, mail.received, mail=_kept(mail, message, left_out))
    if before:
        _link(log, before, mail)
    return log


def reply(mail: RawMessage, message: Message, log: Log, person: Person) -> Log:
    """Say what a mail says in a case, or in the one that it went on in.

    A customer's answer opens it again, unless it is but thanks. Raises `Refused` where the case is over for good.
    """
    scene = acting.scene(person, log, mail.received, late="move")
    if scene.seen.case.into:
        return reply(mail, message, access.case(person, scene.seen.case.into), person)
    files, left_out = _files(message)
    kept = _kept(mail, message, left_out)
    if person.is_staff:
        kept.pop("quoted", None)  # what staff were written is not for the customer to read
    if scene.seen.case.is_ended and not person.is_staff and not only_thanks(message.text, person.name):
        why = _beginning(message.text) or message.subject or CHANNEL
        solving.reopen(person, log, mail.received, reason=why, mail={"channel": CHANNEL})
    talking.reply(
        person,
        log,
        mail.received,
        text=_text(message),
        attachments=files,
        html=_html(message),
        mail=kept,
        channel=CHANNEL,
    )
    if not person.is_staff:
        _ask_severity(mail, message, log, person)
    return log


def automatic(mail: RawMessage, message: Message, log: Log, person: Person) -> None:
    """Note what a machine of the customer's answered, for the vendor to see."""
    files, left_out = _files(message)
    kept = _kept(mail, message, left_out)
    talking.reply(
        person, log, mail.received, text=_text(message), attachments=files, mail=kept, automatic=True, channel=CHANNEL
    )


def bounce(mail: RawMessage, message: Message, log: Log) -> None:
    """Note on a case that a mail of ours did not arrive."""
    kept = _kept(mail, message, ())
    _append(log, Fact.own("mail bounced", mail.received, "", text=message.full[:LONGEST], channel=CHANNEL, **kept))


def undelivered(log: Log, at: datetime, *, to: str, subject: str, why: str) -> None:
    """Note on a case that a mail of ours never left."""
    _append(log, Fact.own("mail bounced", at, to=to, subject=subject, text=why))


def _append(log: Log, fact: Fact) -> None:
    """Append what the desk itself found out."""
    acting.act(None, "note", log, fact.at, lambda seen: [replace(fact, at=seen.at)], late="move")


# --- What a mail holds ------------------------------------------------------------------------------------------------


def _files(message: Message) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Keep what is attached; return it, and the names of what may not be: a program stays in the mail as it came."""
    kept, left_out = [], []
    for file in message.attachments:
        try:
            kept.append(attachments.take(file.name, file.type, file.content))
        except Refused:
            left_out.append(file.name)
    if message.is_cut:
        left_out.append(_("everything after the first %(most)s parts") % {"most": MOST})
    if len(message.text) > LONGEST:
        kept.append(attachments.take("message.txt", "text/plain", message.full.encode()))
    return tuple(kept), tuple(left_out)


def _text(message: Message) -> str:
    return message.text if len(message.text) <= LONGEST else f"{message.text[: LONGEST - 2]} …"


def _beginning(text: str) -> str:
    """Return the first line of a text, cut where it is long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 2]} …"


def _kept(mail: RawMessage, message: Message, left_out: tuple[str, ...]) -> dict[str, object]:
    """Return what a fact keeps of the mail that it came with."""
    kept: dict[str, object] = {"raw": mail.digest, "raw_size": mail.size, "from": mail.sender}
    if message.message_id:
        kept["message_id"] = message.message_id
    if message.quoted:
        kept["quoted"] = message.quoted[:LONGEST]
    if left_out:
        kept["left_out"] = list(left_out)
    return kept


def _html(message: Message) -> str:
    """Return the HTML to show beside the text; what is longer than anybody reads stays in the mail as it came."""
    return message.html if len(message.html) <= LONGEST else ""


def _link(log: Log, before: Log, mail: RawMessage) -> None:
    """Say on both cases that they belong together."""
    for here, there in ((log, before), (before, log)):
        _append(here, Fact.own("linked", mail.received, case=there.reference))


# --- Asking for a severity --------------------------------------------------------------------------------------------


def _asked_at_first(person: Person, message: Message, mail: RawMessage) -> str:
    """Return the severity that a report asks for where the customer may choose it; by mail that is one half of it."""
    assert person.customer
    day = mail.received.astimezone(ZoneInfo(person.vendor.zone)).date()
    agreement = agreements.in_force(person.customer, day)
    if agreement is None:
        return ""
    terms = agreements.terms(agreement, mail.received)
    if terms.shared.classification.by != "customer":
        return ""
    return _asked(terms, message.text) or _mentioned(terms.shared.severities, message.subject)


def _ask_severity(mail: RawMessage, message: Message, log: Log, person: Person) -> None:
    """Ask for the severity that an answer asks for, or that was asked for by phone and still wants a mail."""
    seen = acting.scene(person, log, mail.received, late="move").seen
    begun = {claim.severity for claim in seen.case.claims if claim.granted is None and not claim.refused}
    half = [severity for severity in seen.terms.shared.severities if severity.id in begun]
    wanted = _asked(seen.terms, message.text) or _mentioned(half, f"{message.subject}\n{message.text}")
    if not wanted or wanted == seen.case.severity or not access.may(person, "ask severity", log):
        return
    try:
        classifying.ask_severity(person, log, seen.at, severity=wanted, channel=CHANNEL)
    except Refused as refused:
        _append(log, Fact.own("noted", seen.at, text=refused.sentence))


def _asked(terms: Terms, text: str) -> str:
    """Return the severity that a line like "Priority: P1" asks for, where the customer chooses it."""
    if terms.shared.classification.by != "customer":
        return ""
    lines = _PRIORITY.findall(text)
    found = (severity.id for line in lines for severity in terms.shared.severities if line.lower() in _names(severity))
    return next(found, "")


def _mentioned(severities: Iterable[Severity], text: str) -> str:
    """Return the first severity whose name stands in a text as a word."""
    words = re.compile(r"\w+")
    in_text = " ".join(words.findall(text.lower()))
    for severity in severities:
        if any(f" {' '.join(words.findall(name))} " in f" {in_text} " for name in _names(severity)):
            return severity.id
    return ""


def _names(severity: Severity) -> set[str]:
    """Return what a severity is called, in any language."""
    names = {severity.name.in_language(language) for language in LANGUAGES}
    return {name.lower() for name in (severity.id, *severity.also_called, *names) if name}
