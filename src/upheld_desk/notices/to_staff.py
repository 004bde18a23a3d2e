"""What the vendor's people are told: what was given to them, what the customer said, and what is due."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from upheld_desk.notices import promises
from upheld_desk.notices.story import News, Reader
from upheld_desk.notices.writing import Block, Link, Message, Paragraph, Quote, Rows, Said

Write = Callable[[Reader, News], Message | None]


def assigned(reader: Reader, news: News) -> Message:
    """Say that a case was given to the reader, and what is due on it."""
    who = {"who": reader.story.name(news.fact.by)}
    blocks = [
        Paragraph(_("%(who)s has given you this case.") % who),
        *about(reader),
        *promises.promised(reader),
        *_reported(reader),
    ]
    return letter(reader, blocks, lead=_("Yours now"))


def answered(reader: Reader, news: News) -> Message | None:
    """Pass on what the customer wrote."""
    return _said(reader, news, _("%(who)s of %(customer)s writes:"), "")


def objected(reader: Reader, news: News) -> Message | None:
    """Say that the customer objects to the severity."""
    said = _("%(who)s of %(customer)s objects to the severity. Somebody who did not decide before must decide on it.")
    return _said(reader, news, said, _("Objection"))


def solution_refused(reader: Reader, news: News) -> Message | None:
    """Say that the solution did not help."""
    return _said(reader, news, _("%(who)s of %(customer)s has refused the solution:"), _("Solution refused"))


def solution_approved(reader: Reader, news: News) -> Message | None:
    """Say that the solution helps: the case can be closed."""
    if news.fact.desk.get("silence"):
        said = _("The customer was silent for as long as counts as approval, and the case was closed.")
        return letter(reader, [Paragraph(said), *about(reader)], lead=_("Approved by silence"))
    return _said(reader, news, _("%(who)s of %(customer)s has approved the solution."), _("Solution approved"))


def reopened(reader: Reader, news: News) -> Message | None:
    """Say that a case goes on."""
    return _said(reader, news, _("%(who)s has opened the case again:"), _("Reopened"))


def withdrawn(reader: Reader, news: News) -> Message | None:
    """Say that a report was taken back."""
    return _said(reader, news, _("%(who)s has taken the report back."), _("Taken back"))


def handed_over(reader: Reader, news: News) -> Message | None:
    """Say that level 1 of the customer has handed a case over: from now on the vendor's times run."""
    return _said(reader, news, _("%(who)s of %(customer)s has handed the case over to you:"), _("Handed over"))


# --- Parts of mails ---------------------------------------------------------------------------------------------------


def letter(reader: Reader, blocks: Sequence[Block], lead: str = "") -> Message:
    """Return a message about a case or an agreement, without greeting: it is read in a hurry."""
    story = reader.story
    subject = f"[{story.log.reference}] " + ": ".join(filter(None, [lead, story.case.subject if story.case else ""]))
    see = Link(_("See the case") if story.case else _("See the agreement"), reader.address)
    foot = (f"{story.log.vendor.name}, {story.log.customer.name}, {story.log.reference}",)
    return Message(subject, (*blocks, see), foot)


def _said(reader: Reader, news: News, sentence: str, lead: str) -> Message | None:
    """Return a message that somebody of the customer did something, with what they said."""
    who = {"who": reader.story.name(news.fact.by), "customer": reader.story.log.customer.name}
    attached = ", ".join(news.attached)
    blocks: list[Block] = [Paragraph(sentence % who)]
    blocks += [Said(news.text)] if news.text else []
    blocks += [Rows(((_("Attached, to be found with the case"), attached),))] if attached else []
    return letter(reader, [*blocks, *about(reader)], lead=lead)


def about(reader: Reader) -> list[Block]:
    """Return what the log is about."""
    log, case = reader.story.log, reader.story.case
    rows = [(_("Customer"), log.customer.name)]
    if case:
        rows += [(_("Subject"), case.subject)]
        rows += [(_("Severity"), found)] if (found := promises.severity(reader)) else []
        rows += [(_("Assigned to"), reader.story.name(case.assignee))] if case.assignee else []
    return [Rows(tuple(rows))]


def _reported(reader: Reader) -> list[Block]:
    reports = (fact for fact in reader.story.facts if fact.kind == "reported")
    return [Quote(reader.story.name(fact.by), str(fact.desk["text"])) for fact in reports if fact.desk.get("text")]


WRITES: Final[Mapping[str, Write]] = {
    "assigned": assigned,
    "customer replied": answered,
    "objected": objected,
    "solution refused": solution_refused,
    "solution approved": solution_approved,
    "reopened": reopened,
    "withdrawn": withdrawn,
    "handed over": handed_over,
}
