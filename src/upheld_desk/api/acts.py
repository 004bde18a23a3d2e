"""Acts: what programs do on a case. Each has its address, the form of what comes with it, and the call that does it.

Who may do what, and when, is not said here but by the act itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from upheld.agreements import Terms
from upheld_desk import access
from upheld_desk.actions import classifying, joining, solving, talking, working
from upheld_desk.api import forms
from upheld_desk.casefiles.channels import agreed_channel
from upheld_desk.errors import Refused
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import CaseRow, Log

# The body is of the form that stands beside it in the table.
Do = Callable[[Person, Log, datetime, Any], None]


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do on a case."""

    name: str  # as the table of roles has it
    form: type[forms.Act]
    summary: str
    do: Do


@transaction.atomic
def do(act: Act, person: Person, log: Log, at: datetime, body: forms.Act) -> None:
    """Do an act, unless the log is longer than whoever decided on it says."""
    hold(person, log, body)
    act.do(person, log, at, body)


def hold(person: Person, log: Log, body: forms.Act) -> None:
    """Hold what an act is about if it names a length, in the order in which acts hold logs; refuse another length."""
    if body.after is None:
        return
    other = body.other_case()
    held = {log, access.case(person, other)} if other else {log}
    for each in sorted(held, key=lambda case: case.pk):
        logs.lock(each)
    length = logs.load(log.pk).length
    if length != body.after:
        told = _("It has changed since you looked: there are %(length)s entries now. Please look at it again.")
        raise Refused(told % {"length": length}, "stale", {"length": length, "after": body.after})


# --- What takes more than a call --------------------------------------------------------------------------------------


def _terms(log: Log) -> Terms:
    return agreements.terms(log.agreement, CaseRow.objects.values_list("reported", flat=True).get(log=log))


def _reply(person: Person, log: Log, at: datetime, body: forms.Reply) -> None:
    channel = agreed_channel(_terms(log), "api")
    talking.reply(person, log, at, text=body.text, attachments=forms.kept(body.attachments), channel=channel)


def _watch(person: Person, log: Log, at: datetime, body: forms.Watch) -> None:
    who = access.someone(person, body.who) if body.who else None
    talking.watch(person, log, at, who=who, on=body.on)


def _ask_severity(person: Person, log: Log, at: datetime, body: forms.AskSeverity) -> None:
    given = {"severity": body.severity, "heard": body.channel, "text": body.text}
    classifying.ask_severity(person, log, at, channel="api", **given)


def _assign(person: Person, log: Log, at: datetime, body: forms.Assign) -> None:
    working.assign(person, log, at, to=access.someone(person, body.to) if body.to else None)


def _classify(person: Person, log: Log, at: datetime, body: forms.Classify) -> None:
    given = {"severity": body.severity, "ground": body.ground, "answers": body.answers, "text": body.text}
    classifying.classify(person, log, at, checked=body.checked, **given)  # type: ignore[arg-type]


# --- All of them ------------------------------------------------------------------------------------------------------

ACTS: Final[Mapping[str, Act]] = {
    "reply": Act("reply", forms.Reply, "Say something to the other side", _reply),
    "note": Act(
        "note",
        forms.Note,
        "Write something that only the vendor's people see",
        lambda p, log, at, b: talking.note(p, log, at, text=b.text, attachments=forms.kept(b.attachments)),
    ),
    "heard": Act(
        "call",
        forms.Heard,
        "Write down what the customer said on the phone",
        lambda p, log, at, b: talking.heard(p, log, at, who=access.someone(p, b.who), text=b.text),
    ),
    "call": Act(
        "call",
        forms.Call,
        "Log a call to the customer",
        lambda p, log, at, b: talking.call(p, log, at, about=b.about, text=b.text),
    ),
    "subject": Act(
        "note",
        forms.Subject,
        "Give the case another subject",
        lambda p, log, at, b: talking.subject(p, log, at, subject=b.subject),
    ),
    "watch": Act("watch", forms.Watch, "Be told about the case, or no longer", _watch),
    "classify": Act("classify", forms.Classify, "Decide on the severity", _classify),
    "ask-severity": Act("ask severity", forms.AskSeverity, "Ask for a severity", _ask_severity),
    "object": Act(
        "object",
        forms.Object,
        "Object to the severity",
        lambda p, log, at, b: classifying.object(p, log, at, reason=b.reason),
    ),
    "decide-objection": Act(
        "decide objection",
        forms.DecideObjection,
        "Decide on an objection, as a second person",
        lambda p, log, at, b: classifying.decide_objection(
            p, log, at, severity=b.severity, text=b.text, checked=b.checked
        ),
    ),
    "hand-over": Act(
        "hand over",
        forms.HandOver,
        "Hand over to another level",
        lambda p, log, at, b: working.hand_over(p, log, at, level=b.level, text=b.text),
    ),
    "assign": Act("assign", forms.Assign, "Give the case to somebody, or to nobody", _assign),
    "start-work": Act(
        "start work", forms.StartWork, "Begin to work", lambda p, log, at, _b: working.start_work(p, log, at)
    ),
    "wait": Act(
        "wait",
        forms.Wait,
        "Wait for somebody",
        lambda p, log, at, b: working.wait(p, log, at, on=b.on, reason=b.reason),
    ),
    "resume": Act(
        "resume",
        forms.Resume,
        "Go on: what was waited for is there",
        lambda p, log, at, b: working.resume(p, log, at, text=b.text, attachments=forms.kept(b.attachments)),
    ),
    "log-effort": Act(
        "log effort",
        forms.LogEffort,
        "Log how long one worked",
        lambda p, log, at, b: working.log_effort(p, log, at, minutes=b.minutes, text=b.text),
    ),
    "forecast": Act(
        "forecast",
        forms.Forecast,
        "Say how much work it will take in all",
        lambda p, log, at, b: working.forecast(p, log, at, minutes=b.minutes, text=b.text),
    ),
    "visit": Act(
        "visit", forms.Visit, "Log a visit on site", lambda p, log, at, b: working.visit(p, log, at, text=b.text)
    ),
    "not-fixed-remotely": Act(
        "not fixed remotely",
        forms.NotFixedRemotely,
        "Log that work from afar did not help",
        lambda p, log, at, b: working.not_fixed_remotely(p, log, at, text=b.text),
    ),
    "forward": Act(
        "forward",
        forms.Forward,
        "Pass the case on to a supplier",
        lambda p, log, at, b: working.forward(p, log, at, to=b.to, text=b.text),
    ),
    "restore": Act(
        "restore",
        forms.Restore,
        "Say that it works again",
        lambda p, log, at, b: solving.restore(p, log, at, workaround=b.workaround, text=b.text),
    ),
    "propose": Act(
        "propose",
        forms.Propose,
        "Propose a solution",
        lambda p, log, at, b: solving.propose(p, log, at, text=b.text, attachments=forms.kept(b.attachments)),
    ),
    "approve": Act(
        "approve",
        forms.Approve,
        "Approve the solution",
        lambda p, log, at, b: solving.approve(p, log, at, text=b.text),
    ),
    "refuse-solution": Act(
        "refuse solution",
        forms.RefuseSolution,
        "Say that the solution does not help",
        lambda p, log, at, b: solving.refuse(p, log, at, reason=b.reason),
    ),
    "close": Act(
        "close",
        forms.Close,
        "Close the case",
        lambda p, log, at, b: solving.close(p, log, at, text=b.text, vendor_fault=b.vendor_fault),
    ),
    "reopen": Act(
        "reopen",
        forms.Reopen,
        "Open the case again",
        lambda p, log, at, b: solving.reopen(p, log, at, reason=b.reason),
    ),
    "withdraw": Act(
        "withdraw",
        forms.Withdraw,
        "Take the report back",
        lambda p, log, at, b: solving.withdraw(p, log, at, reason=b.reason),
    ),
    "merge": Act(
        "merge",
        forms.Merge,
        "Let the case go on in another one",
        lambda p, log, at, b: joining.merge(p, log, at, into=access.case(p, b.into)),
    ),
    "mark-duplicate": Act(
        "mark duplicate",
        forms.MarkDuplicate,
        "Say that another case says the same already",
        lambda p, log, at, b: joining.mark_duplicate(p, log, at, of=access.case(p, b.of)),
    ),
    "link": Act(
        "link",
        forms.Link,
        "Say that two cases belong together",
        lambda p, log, at, b: joining.link(p, log, at, to=access.case(p, b.to)),
    ),
    "unlink": Act(
        "link",
        forms.Unlink,
        "Say that they do not after all",
        lambda p, log, at, b: joining.unlink(p, log, at, to=access.case(p, b.to)),
    ),
}
