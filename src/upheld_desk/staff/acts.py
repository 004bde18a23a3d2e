"""The acts that the page of a case offers: where each stands, what it is called, and its form.

Whether an act is possible just now, and if not, why, is for `actions.choices` to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from upheld_desk.actions.choices import possible
from upheld_desk.errors import NotFound
from upheld_desk.staff.forms import ending, severity, talking, working
from upheld_desk.staff.forms.base import ActForm
from upheld_desk.staff.opening import Opened

Group = Literal["composer", "head", "work", "severity", "solution", "more"]


@dataclass(frozen=True, slots=True)
class Act:
    """An act as the page knows it."""

    name: str  # as `people.roles` has it
    group: Group
    label: "str | Promise"
    icon: str
    form: type[ActForm]
    key: str = ""  # of the keyboard
    called: str = ""  # in addresses, where it is not the name

    @property
    def slug(self) -> str:
        """Return what the act is called in addresses."""
        return self.called or slugify(self.name)


@dataclass(frozen=True, slots=True)
class Offer:
    """An act as it is offered on a case just now."""

    act: Act
    allowed: bool
    why_not: str
    form: ActForm
    is_next: bool = False  # it is what the case waits for

    @property
    def is_plain(self) -> bool:
        """Say whether there is nothing to fill in."""
        return not self.form.visible_fields()


_ACTS: Final = (
    Act("reply", "composer", _("Reply"), "outline/send", talking.Reply, "r"),
    Act("note", "composer", _("Internal note"), "outline/note", talking.Note, "n"),
    Act("propose", "composer", _("Propose a solution"), "outline/bulb", talking.Propose, "p"),
    Act("note", "head", _("Change the subject"), "outline/pencil", talking.Subject, called="subject"),
    Act("watch", "head", _("Tell me about this case"), "outline/bell", talking.Watch),
    Act("start work", "work", _("Start work"), "outline/player-play", working.StartWork, "s"),
    Act("assign", "work", _("Take it"), "outline/hand-grab", working.Take, "m", called="take"),
    Act("resume", "work", _("Go on with it"), "outline/player-track-next", working.Resume, "o"),
    Act("wait", "work", _("Wait"), "outline/player-pause", working.Wait, "w"),
    Act("log effort", "work", _("Log work"), "outline/stopwatch", working.LogEffort, "e"),
    Act("forecast", "more", _("Expected work"), "outline/chart-line", working.Forecast),
    Act("call", "work", _("Log a call to the customer"), "outline/phone-outgoing", talking.Call, "l"),
    Act("call", "work", _("The customer called"), "outline/phone-incoming", talking.Heard, called="heard"),
    Act("visit", "more", _("Log a visit"), "outline/map-pin", working.Visit),
    Act("not fixed remotely", "more", _("Not fixed from afar"), "outline/plug-x", working.NotFixedRemotely),
    Act("assign", "work", _("Assign"), "outline/user-share", working.Assign, "a"),
    Act("hand over", "more", _("Hand over to a level"), "outline/stairs-up", working.HandOver),
    Act("forward", "more", _("Pass on to a supplier"), "outline/truck-delivery", working.Forward),
    Act("classify", "severity", _("Decide on the severity"), "outline/scale", severity.Classify, "v"),
    Act("ask severity", "severity", _("The customer asks for a severity"), "outline/ear", severity.AskSeverity),
    Act("decide objection", "severity", _("Decide on the objection"), "outline/gavel", severity.DecideObjection),
    Act("restore", "solution", _("It works again"), "outline/heart-check", ending.Restore),
    Act("close", "solution", _("Close"), "outline/circle-check", ending.Close, "x"),
    Act("reopen", "solution", _("Reopen"), "outline/rotate", ending.Reopen),
    Act("merge", "more", _("Merge into another case"), "outline/git-merge", ending.Merge),
    Act("mark duplicate", "more", _("Mark as a duplicate"), "outline/copy", ending.MarkDuplicate),
    Act("link", "more", _("Link with another case"), "outline/link", ending.Link),
    Act("link", "head", _("End the link"), "outline/unlink", ending.Unlink, called="unlink"),
    Act("withdraw", "more", _("The customer takes it back"), "outline/arrow-back-up", ending.Withdraw),
)
_BY_SLUG: Final[Mapping[str, Act]] = {act.slug: act for act in _ACTS}


def by_slug(slug: str) -> Act:
    """Return the act with that name in addresses."""
    if slug not in _BY_SLUG:
        raise NotFound(f"no act is called {slug}")
    return _BY_SLUG[slug]


def offers(opened: Opened, drafts: Mapping[str, str], given: ActForm | None = None) -> Iterator[Offer]:
    """Yield every act that the page offers; `given` is the form that was sent and not taken, shown as it was."""
    found = {act.name: act for act in possible(opened.person, opened.log, opened.case, opened.terms, opened.now)}
    following = _next(opened)
    for act in _ACTS:
        choice = found.get(act.name)
        if choice and not _is_idle(act, opened):
            is_given = given is not None and type(given) is act.form
            form = given if given and is_given else act.form(opened, text=drafts.get(act.slug, ""))
            yield Offer(act, choice.allowed, choice.why_not, form, act.name == following)


def _next(opened: Opened) -> str:
    """Return the act that the case waits for; empty where it is an answer, or nothing."""
    case, clocks = opened.case, opened.terms.shared.clocks
    if case.objection:
        return "decide objection"
    if case.severity is None and opened.terms.shared.severities:
        return "classify"
    if case.awaits_close:
        return "close"
    awaited = {clocks[each.duty.name].stop for each in opened.due if each.duty.kind == "clock"}
    return "start work" if "work started" in awaited and not case.started else ""


def _is_idle(act: Act, opened: Opened) -> bool:
    """Say whether an act would change nothing."""
    return act.slug == "take" and opened.case.assignee == opened.person.handle
