"""What comes round: a review, a meeting, a check, a release, an invoice was done, for one period of it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from upheld.duties import Duty
from upheld.events import Done
from upheld_desk import access
from upheld_desk.actions.acting import Change, until_settled
from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Log


def done(person: Person, log: Log, at: datetime, *, duty: str, text: str = "") -> None:
    """Mark a duty of an agreement as done: for the period that it is about, whenever that was."""
    if log.kind != "agreement":
        raise NotFound(f"{log.reference} is not an agreement")
    access.require(person, "mark done", log)

    def decide() -> list[Change]:
        dossier = Dossier.of(log)
        found = next((known for known in dossier.evaluation(at).duties if known.id == duty), None)
        if found is None or found.of != "vendor" or found.kind not in ("rhythm", "price", "procedure"):
            raise Refused(_("This agreement asks for nothing like this now."), "duty-unknown", {"duty": duty})
        if found.state not in ("running", "broken") or found.stopped:
            raise Refused(_("This was done already, or nothing is to be done now."), "not-open", {"duty": duty})
        kept = {"text": text.strip()} if text.strip() else {}
        fact = Fact.of(Done(at, by=person.handle, what=found.name, due=_period(found)), **kept)
        return [Change(dossier, (fact,))]

    until_settled(decide)


def _period(duty: Duty) -> date | None:
    """Return the first day of the period that a duty is about; None where it stands for no period."""
    days = (reason.fields.get("from") for reason in duty.reasons)
    return next((day for day in days if isinstance(day, date)), None)
