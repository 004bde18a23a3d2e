"""Acting: how every act is done. Load, decide, append after what was decided on, make the rows again, tell.

What is decided is a function of what was seen. If a log has grown meanwhile, nothing of it counts: it is loaded and
decided again. Logs are always appended to in the same order, so that two acts never wait for each other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from upheld.agreements import Terms
from upheld_desk import access
from upheld_desk.actions import given
from upheld_desk.casefiles import Casefile
from upheld_desk.errors import NotFound, Refused, Stale
from upheld_desk.facts import Fact, read
from upheld_desk.notices.telling import tell
from upheld_desk.people.models import Person
from upheld_desk.store import logs
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.logs import History
from upheld_desk.store.models import Log
from upheld_desk.store.projections import project

TRIES: Final = 3
RACED: Final = timedelta(minutes=1)  # who acted at the same time as somebody else acted just after them

Files = Sequence[Attachment]
Mail = Mapping[str, object]  # what a fact keeps of the mail that it came with: "raw", "raw_size", "message_id", ...
Late = Literal["refuse", "move"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an act is decided on: the case as it is, what was agreed for it, who acts, and when."""

    case: Casefile
    terms: Terms
    person: Person | None  # None: the desk itself
    at: datetime

    @property
    def by(self) -> str:
        """Return the name of who acts, as facts have it."""
        return self.person.handle if self.person else ""


@dataclass(frozen=True, slots=True)
class Change:
    """Facts to append to a log, which was like this when they were decided."""

    dossier: Dossier
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A case, and all that it was loaded with."""

    dossier: Dossier
    seen: Seen

    @property
    def log(self) -> Log:
        """Return the log of the case."""
        return self.dossier.log

    def change(self, *facts: Fact) -> Change:
        """Return facts to append to this log."""
        return Change(self.dossier, facts)


Decide = Callable[[Scene], Sequence[Change]]
Facts = Callable[[Seen], Sequence[Fact]]


def act(person: Person | None, name: str, log: Log, at: datetime, decide: Facts, *, late: Late = "refuse") -> None:
    """Do an act that changes one case only."""
    act_on(person, name, log, at, lambda scene: [scene.change(*decide(scene.seen))], late=late)


def act_on(person: Person | None, name: str, log: Log, at: datetime, decide: Decide, *, late: Late = "refuse") -> None:
    """Do an act on a case: check that the person may, then load, decide and append until nobody was faster."""
    if person is not None:
        access.require(person, name, log)
    until_settled(lambda: _once(person, log, at, decide, late))


def until_settled(attempt: Callable[[], Sequence[Change]]) -> None:
    """Do an attempt and append what it decided; again, if somebody was faster.

    From the second time on the logs are held while it is decided on them, so that nobody can be faster again.
    """
    held: list[Log] = []
    for _try in range(TRIES):
        changes: Sequence[Change] = ()
        try:
            with transaction.atomic():
                for log in _in_order(held):
                    logs.lock(log)
                changes = attempt()
                append(changes)
        except Stale:
            held = [change.dossier.log for change in changes]
        else:
            return
    raise Refused(_("Somebody else changed this at the same moment. Please look at it and try again."), "busy")


def append(changes: Sequence[Change]) -> None:
    """Append facts to one or several logs, make their rows again, and tell who must know."""
    wanted = {change.dossier.log: change for change in changes if change.facts}
    written = []
    for log in _in_order(wanted):
        # What was appended must be read for ever, whatever people, mails and programs sent.
        facts = [read(given.storable(fact.data())) for fact in wanted[log].facts]
        written.append(wanted[log].dossier.append(*facts))
    for dossier in written:
        before = wanted[dossier.log].dossier.history.length
        now = max(fact.at for fact in dossier.history.entries[before:])
        project(dossier, now)
        tell(dossier, before, now)


def _in_order(unordered: Iterable[Log]) -> list[Log]:
    """Return logs in the order in which they are always held: cases, then what they rest on."""
    return sorted(set(unordered), key=lambda log: (log.kind == "agreement", log.pk))


def scene(person: Person | None, log: Log, at: datetime, late: Late = "refuse") -> Scene:
    """Return a case and its log as they are now."""
    dossier = Dossier.of(log)
    at = _instant(dossier.history, at.astimezone(UTC).replace(microsecond=0), late)  # people act by the second
    case = dossier.case(at)
    if case is None:
        raise NotFound(f"{log.reference} is not a case")
    return Scene(dossier, Seen(case=case, terms=dossier.terms(at), person=person, at=at))


def _once(person: Person | None, log: Log, at: datetime, decide: Decide, late: Late) -> Sequence[Change]:
    return decide(scene(person, log, at, late))


def _instant(history: History, at: datetime, late: Late) -> datetime:
    """Return the instant at which an act counts: never before what stands in the log already."""
    last = max((fact.at for fact in history.entries), default=at)
    if late == "move" or last - at <= RACED:
        return max(at, last)
    message = _("The case has gone on since then: its last entry is of %(last)s. Please look at it again.")
    raise Refused(message % {"last": said(last)}, "too-early", {"last": last.isoformat()})


# --- What facts hold beside their event -------------------------------------------------------------------------------


def desk(text: str = "", attachments: Files = (), html: str = "", mail: Mail | None = None) -> dict[str, object]:
    """Return what belongs to a fact: what was said, what is attached, the mail it came with."""
    kept: dict[str, object] = dict(mail or {})
    if text.strip():
        kept["text"] = text.strip()
    if html.strip():
        kept["html"] = html
    if attachments:
        kept["attachments"] = [attachment.data() for attachment in attachments]
    return kept


def said(instant: datetime) -> str:
    """Return an instant as a sentence for people has it."""
    return date_format(localtime(instant), "DATETIME_FORMAT")
