"""What customers are told. Nothing internal is here: only facts that both sides see, and what was agreed.

Each function writes one kind of mail to one reader, from one fact; `WRITES` says which fact calls for which.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from upheld.duties import Duty
from upheld_desk.notices import promises
from upheld_desk.notices.story import News, Reader
from upheld_desk.notices.writing import Block, Link, Message, Paragraph, Quote, Rows, Said

Write = Callable[[Reader, News], Message | None]


def received(reader: Reader, news: News) -> Message:
    """Say that a report has arrived, what is promised, what it takes, and what happens next."""
    case = reader.story.case
    assert case
    rows = [(_("Case"), reader.story.log.reference)]
    rows += [(_("Subject"), case.subject)] if case.subject else []
    rows += [(_("Service"), case.service)] if case.service else []
    rows += [(_("Severity"), found)] if (found := promises.severity(reader)) else []
    logged = str(news.fact.desk.get("logged_by", ""))
    following = _("Next, one of us looks at your report and answers you. You need do nothing until then.")
    thanks = _("Thank you, your report has arrived. This is an automatic receipt.")
    opening = _("Your call was written down by %(who)s.") % {"who": reader.story.name(logged)} if logged else ""
    blocks: list[Block] = [
        Paragraph(" ".join(filter(None, [thanks, opening]))),
        Rows(tuple(rows)),
        *promises.promised(reader),
        *promises.allowances(reader),
        *([] if promises.is_with_level_1(reader) else [Paragraph(following)]),
        _see(reader),
        *([Quote(_("Your report:"), news.text)] if news.text else []),
    ]
    return letter(reader, blocks, lead=_("Received"))


def replied(reader: Reader, news: News) -> Message | None:
    """Pass on what the vendor's people wrote, in full."""
    if not news.text and not news.attached:
        return None
    who = _("%(who)s of %(vendor)s writes:") % _who(reader, news)
    return letter(reader, [Paragraph(who), Said(news.text), *_attached(news), _see(reader), *_before(reader, news)])


def answered(reader: Reader, news: News) -> Message | None:
    """Pass on to colleagues what somebody of the customer wrote."""
    if not news.text and not news.attached:
        return None
    who = _("%(who)s has answered:") % _who(reader, news)
    return letter(reader, [Paragraph(who), Said(news.text), *_attached(news), _see(reader)])


def classified(reader: Reader, news: News) -> Message:
    """Tell which severity was given, what follows from it, and how to object."""
    said = _("Your report was given the severity “%(severity)s”.") % {"severity": promises.severity(reader)}
    blocks: list[Block] = [
        Paragraph(said),
        *_words(news),
        *promises.promised(reader),
        *_objecting(reader),
        _see(reader),
    ]
    return letter(reader, blocks, lead=_("Severity"))


def objection_received(reader: Reader, news: News) -> Message:
    """Say that an objection has arrived, and who decides on it."""
    blocks: list[Block] = [
        Paragraph(_("Your objection to the severity has arrived. Somebody who did not decide before decides on it.")),
        *([Quote(_("You wrote:"), news.text)] if news.text else []),
        _see(reader),
    ]
    return letter(reader, blocks, lead=_("Objection received"))


def objection_decided(reader: Reader, news: News) -> Message:
    """Tell what was decided on an objection."""
    name = {"severity": promises.severity(reader)}
    if news.fact.desk.get("changed"):
        said = _("Your objection was right: the severity is now “%(severity)s”.") % name
    else:
        said = _("We have looked at your objection once more. The severity stays “%(severity)s”.") % name
    blocks: list[Block] = [Paragraph(said), *_words(news), *promises.promised(reader), _see(reader)]
    return letter(reader, blocks, lead=_("Objection decided"))


def proposed(reader: Reader, news: News) -> Message:
    """Tell of a solution, and ask to approve or refuse it."""
    who = _("%(who)s of %(vendor)s has a solution for you:") % _who(reader, news)
    blocks: list[Block] = [
        Paragraph(who),
        Said(news.text),
        *_attached(news),
        *_approving(reader),
        Link(_("Approve or refuse the solution"), reader.address),
    ]
    return letter(reader, blocks, lead=_("Solution"))


def reminded(reader: Reader, news: News) -> Message:
    """Remind of a solution that waits for the customer's answer."""
    del news
    blocks: list[Block] = [
        Paragraph(_("We have proposed a solution and have not heard from you yet. Does it help?")),
        *_last_solution(reader),
        *_approving(reader),
        Link(_("Approve or refuse the solution"), reader.address),
    ]
    return letter(reader, blocks, lead=_("Reminder"))


def waiting(reader: Reader, news: News) -> Message | None:
    """Ask for what is waited for; nothing where somebody else must act."""
    on = getattr(news.fact.event, "on", "")
    asks = {
        "customer": _("To go on, we need something from you:"),
        "access": _("To go on, we need access:"),
    }
    if on not in asks:
        return None
    rest = _("Until then the case waits. Simply answer this mail.")
    return letter(reader, [Paragraph(asks[on]), Said(news.text), Paragraph(rest), _see(reader)], lead=_("We need you"))


def restored(reader: Reader, news: News) -> Message:
    """Say that it works again."""
    workaround = getattr(news.fact.event, "workaround", False)
    said = (
        _("It works again, by a workaround. We go on until it is solved for good.")
        if workaround
        else _("It works again.")
    )
    return letter(reader, [Paragraph(said), *_words(news), _see(reader)], lead=_("Works again"))


def closed(reader: Reader, news: News) -> Message:
    """Say that the case is closed, and until when it can be opened again."""
    silent = news.goes_with("solution approved", silence=True)
    said = (
        _("We have not heard from you in the time agreed. So the solution counts as approved, and the case is closed.")
        if silent
        else _("The case is closed.")
    )
    until = reader.when(news.fact.at + reader.story.terms.shared.reopen_within)
    again = _("If it comes back, you can reopen the case until %(until)s. After that, please report a new one.")
    closing = reader.story.terms.closing
    clause = [promises.clause(reader, closing.clause)] if silent and closing else []
    blocks: list[Block] = [Paragraph(said), *clause, *_words(news), Paragraph(again % {"until": until}), _see(reader)]
    return letter(reader, blocks, lead=_("Closed"))


def reopened(reader: Reader, news: News) -> Message:
    """Say that the case goes on."""
    said = _("The case was opened again, and we go on with it.")
    quote = [Quote(_("The reason:"), news.text)] if news.text else []
    return letter(reader, [Paragraph(said), *quote, *promises.promised(reader), _see(reader)], lead=_("Reopened"))


def joined(reader: Reader, news: News) -> Message:
    """Say in which case this one goes on."""
    case = reader.story.case
    into = {"case": case.into if case else ""}
    said = (
        _("We are working on the same in case %(case)s, and tell you there how it goes on. This one is closed.") % into
    )
    del news
    return letter(reader, [Paragraph(said), _see(reader)], lead=_("Goes on elsewhere"))


def withdrawn(reader: Reader, news: News) -> Message:
    """Confirm that a report was taken back."""
    del news
    return letter(reader, [Paragraph(_("The report was taken back, and the case is over.")), _see(reader)])


# --- Parts of mails ---------------------------------------------------------------------------------------------------


def letter(reader: Reader, blocks: Sequence[Block], lead: str = "") -> Message:
    """Return a message to somebody of the customer."""
    story = reader.story
    greeting = Paragraph(_("Hello %(name)s,") % {"name": reader.person.name})
    subject = ": ".join(filter(None, [lead, story.case.subject if story.case else ""]))
    foot = [f"{story.log.vendor.name}, {story.log.reference}"]
    if story.case:
        foot.append(_("You can answer this mail; your answer becomes part of the case."))
    return Message(f"[{story.log.reference}] {subject}", (greeting, *blocks), tuple(foot))


def _see(reader: Reader) -> Link:
    return Link(_("See the case"), reader.address)


def _who(reader: Reader, news: News) -> dict[str, str]:
    return {"who": reader.story.name(news.fact.by), "vendor": reader.story.log.vendor.name}


def _words(news: News) -> list[Block]:
    """Return what a person said with it."""
    return [Said(news.words)] if news.words else []


def _attached(news: News) -> list[Block]:
    """Return what is attached, by its names: it lies behind the sign-in."""
    names = ", ".join(news.attached)
    return [Rows(((_("Attached, to be found with the case"), names),))] if names else []


def _before(reader: Reader, news: News) -> Iterator[Quote]:
    """Yield what the customer said last before a fact."""
    said = ("reported", "customer replied", "solution refused")
    for number, fact in reversed(list(enumerate(reader.story.facts, start=1))):
        text = str(fact.desk.get("text", ""))
        if number < news.number and fact.kind in said and text and not fact.internal:
            who = {"who": reader.story.name(fact.by), "when": reader.when(fact.at)}
            yield Quote(_("%(who)s wrote on %(when)s:") % who, text)
            return


def _last_solution(reader: Reader) -> Iterator[Quote]:
    for fact in reversed(reader.story.facts):
        if fact.kind == "solution proposed":
            who = {"who": reader.story.name(fact.by), "when": reader.when(fact.at)}
            yield Quote(_("%(who)s wrote on %(when)s:") % who, str(fact.desk.get("text", "")))
            return


def _approving(reader: Reader) -> Iterator[Block]:
    """Yield what the agreement says of approval and silence."""
    closing = reader.story.terms.closing
    if closing is None or not closing.needs_approval:
        yield Paragraph(_("Please tell us whether it helps."))
        return
    asked: list[Duty] = [duty for duty in reader.story.evaluation.duties if duty.name == "approval"]
    due = asked[-1].due if asked and asked[-1].state == "running" else None
    if due:
        said = _("The case is closed when you approve. If we hear nothing until %(until)s, it counts as approved.")
        yield Paragraph(said % {"until": reader.when(due)})
    else:
        yield Paragraph(_("The case is closed only when you approve. Silence is not taken as approval."))
    yield promises.clause(reader, closing.clause)


def _objecting(reader: Reader) -> Iterator[Block]:
    """Yield how to object, where the agreement has that."""
    rules = reader.story.terms.shared.classification
    if rules.objection:
        yield Paragraph(
            _("If you do not find this plausible, object on the page of the case and say why. A second person decides.")
        )
        yield promises.clause(reader, rules.objection.clause, rules.objection.ground.in_language(reader.language))


WRITES: Final[Mapping[str, Write]] = {
    "reported": received,
    "replied": replied,
    "customer replied": answered,
    "classified": classified,
    "objected": objection_received,
    "objection decided": objection_decided,
    "solution proposed": proposed,
    "wait started": waiting,
    "restored": restored,
    "closed": closed,
    "reopened": reopened,
    "merged": joined,
    "marked duplicate": joined,
    "withdrawn": withdrawn,
}

# Of what was decided in one breath, the first of these is told, with what was said; the others go with it.
LEADS: Final = ("reported", "objection decided", "closed", "restored", "classified")
