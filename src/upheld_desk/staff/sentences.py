"""Sentences: what each fact of a log says, in the reader's language; who did it stands beside it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from upheld.events import Classified
from upheld.words.figures import short_duration
from upheld_desk.facts import Fact
from upheld_desk.looks import speech
from upheld_desk.staff import labels
from upheld_desk.staff.opening import Opened


def sentence(opened: Opened, fact: Fact) -> str:
    """Return what happened, in words; a kind that has none is named."""
    say = _SENTENCES.get(fact.kind)
    return say(opened, fact) if say else fact.kind


def _event(fact: Fact) -> Any:  # noqa: ANN401  its kind was asked for before
    return fact.event


def _reported(opened: Opened, fact: Fact) -> str:
    channel = labels.word(labels.CHANNELS, _event(fact).channel)
    said = _("reported by %(channel)s") % {"channel": channel} if channel else _("reported")
    by = str(fact.desk.get("logged_by", ""))
    return said + (_(", logged by %(name)s") % {"name": opened.names.get(by, by)} if by else "")


def _classified(opened: Opened, fact: Fact) -> str:
    name = opened.name_of_severity(_event(fact).severity)
    if fact.by and _event(fact).severity == _severity_before(opened, fact):
        said = _("confirmed the severity: %(severity)s") % {"severity": name}
    elif _event(fact).ground == "correction":
        said = _("corrected the severity to %(severity)s") % {"severity": name}
    elif fact.by:
        said = _("decided on the severity: %(severity)s") % {"severity": name}
    else:
        said = _("took the severity from the answers of the report: %(severity)s") % {"severity": name}
    return said + _checked(opened, fact)


def _severity_before(opened: Opened, fact: Fact) -> str | None:
    facts = [item.fact for item in opened.case.items]
    before = (each.event for each in reversed(facts[: facts.index(fact)]))
    return next((event.severity for event in before if isinstance(event, Classified)), None)


def _checked(opened: Opened, fact: Fact) -> str:
    """Return what was made sure of before; empty: nothing."""
    steps = {step.id: step.do.in_language(speech.language()) for step in opened.terms.steps}
    found = [steps.get(name, name) for name in fact.desk.get("checked", {})]
    return _("; checked: %(checks)s") % {"checks": "; ".join(found)} if found else ""


def _asked(opened: Opened, fact: Fact) -> str:
    name = opened.name_of_severity(_event(fact).severity)
    channel = labels.word(labels.CHANNELS, _event(fact).channel)
    return _("asked for the severity %(severity)s (%(channel)s)") % {"severity": name, "channel": channel or "–"}


def _objected(opened: Opened, fact: Fact) -> str:
    del opened
    return _("objected to the severity") + _because(_event(fact).reason)


def _assigned(opened: Opened, fact: Fact) -> str:
    to = _event(fact).to
    if not to:
        return _("gave the case back to the team")
    if to == fact.by:
        return _("took the case on")
    return _("gave the case to %(name)s") % {"name": opened.names.get(to, to)}


_WAITS: Final[labels.Words] = {
    "customer": gettext_lazy("waits for the customer"),
    "access": gettext_lazy("waits for access"),
    "third party": gettext_lazy("waits for a third party"),
}


def _waits(opened: Opened, fact: Fact) -> str:
    del opened
    return labels.word(_WAITS, _event(fact).on) + _because(_event(fact).reason)


def _effort(opened: Opened, fact: Fact) -> str:
    del opened
    return _("logged work: %(time)s") % {"time": short_duration(timedelta(minutes=_event(fact).minutes))}


def _forecast(opened: Opened, fact: Fact) -> str:
    del opened
    return _("expects this much work in all: %(time)s") % {
        "time": short_duration(timedelta(minutes=_event(fact).minutes))
    }


def _restored(opened: Opened, fact: Fact) -> str:
    del opened
    return _("made it work again, by a workaround") if _event(fact).workaround else _("made it work again")


def _replied(opened: Opened, fact: Fact) -> str:
    del opened
    return _("receipt, sent by the desk") if _event(fact).automatic else _("replied")


def _heard(opened: Opened, fact: Fact) -> str:
    channel = _event(fact).channel
    by = str(fact.desk.get("logged_by", ""))
    if not by:
        return _("replied by e-mail") if channel == "email" else _("replied")
    return _("called, logged by %(name)s") % {"name": opened.names.get(by, by)}


def _called(opened: Opened, fact: Fact) -> str:
    del opened
    return _("called the customer") + _because(_event(fact).about)


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def _subject(opened: Opened, fact: Fact) -> str:
    del opened
    return _("changed the subject to “%(subject)s”") % {"subject": fact.desk.get("subject", "")}


def _plain(text: Callable[[], str]) -> Callable[[Opened, Fact], str]:
    return lambda _opened, _fact: text()


def _with(text: Callable[[], str], name: str) -> Callable[[Opened, Fact], str]:
    """Return what says a text and the event's field of that name."""

    def say(opened: Opened, fact: Fact) -> str:
        del opened
        value = getattr(fact.event, name, "") if fact.event else fact.desk.get(name, "")
        return text() % {"value": value}

    return say


def _reasoned(text: Callable[[], str]) -> Callable[[Opened, Fact], str]:
    return lambda _opened, fact: text() + _because(str(getattr(fact.event, "reason", "")))


def _told(opened: Opened, fact: Fact) -> str:
    del opened
    count = len(fact.desk.get("told", ()))
    return ngettext("told one person what is due", "told %(count)d people what is due", count) % {"count": count}


_SENTENCES: Final[Mapping[str, Callable[[Opened, Fact], str]]] = {
    "reported": _reported,
    "severity asked": _asked,
    "classified": _classified,
    "objected": _objected,
    "objection decided": _plain(lambda: _("decided on the objection")),
    "handed over": _with(lambda: _("handed the case over to level %(value)s"), "level"),
    "assigned": _assigned,
    "replied": _replied,
    "customer replied": _heard,
    "called": _called,
    "work started": _plain(lambda: _("started work")),
    "effort logged": _effort,
    "effort forecast": _forecast,
    "visited": _plain(lambda: _("was on site")),
    "not fixed remotely": _plain(lambda: _("could not fix it from afar")),
    "forwarded": _with(lambda: _("passed the case on to %(value)s"), "to"),
    "wait started": _waits,
    "wait ended": _plain(lambda: _("went on")),
    "restored": _restored,
    "solution proposed": _plain(lambda: _("proposed a solution")),
    "solution approved": _plain(lambda: _("approved the solution")),
    "solution refused": _reasoned(lambda: _("did not accept the solution")),
    "closed": _plain(lambda: _("closed the case")),
    "reopened": _reasoned(lambda: _("reopened the case")),
    "absorbed": _with(lambda: _("took in case %(value)s"), "case"),
    "merged": _with(lambda: _("merged the case into %(value)s"), "into"),
    "marked duplicate": _with(lambda: _("marked the case as a duplicate of %(value)s"), "of"),
    "withdrawn": _reasoned(lambda: _("took the report back")),
    "noted": _plain(lambda: _("wrote an internal note")),
    "subject set": _subject,
    "details set": _plain(lambda: _("put service or kind right")),
    "linked": _with(lambda: _("linked the case with %(value)s"), "case"),
    "unlinked": _with(lambda: _("ended the link with %(value)s"), "case"),
    "told": _told,
    "mail bounced": _plain(lambda: _("a mail of ours did not arrive")),
    "watched": _plain(lambda: _("chose who is told about the case")),
}
