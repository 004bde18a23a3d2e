"""Allowances: a case takes units of its agreement when it is opened, and uses them or gives them back when it ends.

The agreement's log is appended to in the transaction of the case, after the length that was decided on: of two who ask
for the last unit one decides again, and sees that it is gone. What was decided stands on the case's report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from upheld.agreements import ANY, Allowance, Terms
from upheld.events import Corrected, Event, Granted, Released, Reserved, Settled
from upheld.grants import Decision, Ledger, booked_by, counting, ledger, request
from upheld.words import names, say
from upheld.words.terms import per, term
from upheld_desk.actions import given
from upheld_desk.actions.acting import Change
from upheld_desk.errors import Refused
from upheld_desk.facts import Fact
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.logs import History
from upheld_desk.store.models import Agreement, Log

_MOVES: Final = (Granted, Reserved, Settled, Released, Corrected)
_USING: Final = ("accepted", "closed", "done")  # what a case that was closed has been


@dataclass(frozen=True, slots=True)
class Books:
    """The log of an agreement and the ledger that it makes."""

    dossier: Dossier
    ledger: Ledger
    at: datetime  # when what is decided on them counts

    @property
    def log(self) -> Log:
        """Return the agreement's log."""
        return self.dossier.log

    @property
    def history(self) -> History:
        """Return what stands in it."""
        return self.dossier.history


def books(agreement: Agreement, at: datetime) -> Books:
    """Return the ledger of an agreement at an instant, or when units of it were last moved, if that is later.

    A mail may be worked after what was reported later than it: a unit that is gone is gone for the mail, too.
    """
    assert agreement.log, f"{agreement.number} is not active"
    agreement.log.agreement = agreement  # it need not be asked for again
    dossier = Dossier.of(agreement.log)
    at = max([at, *(fact.at for fact in dossier.history.entries if isinstance(fact.event, _MOVES))])
    return Books(dossier, ledger(dossier.version.eras(), dossier.history.events, at), at)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one allowance stands."""

    rules: Allowance
    granted: Decimal  # of the grants that are in use
    left: Decimal
    reserved: Decimal
    used: Decimal
    last: date | None  # the last day on which all of what is left can be used

    @property
    def name(self) -> str:
        """Return what its units are called, in the reader's language."""
        return term(self.rules.unit, given.language())

    @property
    def per(self) -> str:
        """Return "per quarter", in the reader's language; empty: granted once."""
        return per(self.rules.per, given.language()) if self.rules.per else ""

    @property
    def taken(self) -> Decimal:
        """Return what is used or set aside."""
        return self.used + self.reserved


def left(agreement: Agreement | None, at: datetime) -> list[Standing]:
    """Return what is left of an agreement's allowances; none where nothing is in force."""
    return standings(books(agreement, at).ledger) if agreement and agreement.log else []


def standings(found: Ledger) -> list[Standing]:
    """Return how the allowances stand of which so much was agreed."""
    today = found.now.astimezone(ZoneInfo(found.terms.shared.zone)).date()
    return [_standing(found, rules, today) for rules in found.terms.allowances if rules.amount is not None]


def _standing(found: Ledger, rules: Allowance, today: date) -> Standing:
    grants = [g for g in found.grants if g.allowance == rules.id and (g.expires is None or g.expires > today)]
    ends = min((grant.expires for grant in grants if grant.expires and grant.available), default=None)
    return Standing(
        rules=rules,
        granted=sum((grant.amount for grant in grants), Decimal(0)),
        left=found.available(rules.id),
        reserved=sum((grant.reserved for grant in grants), Decimal(0)),
        used=sum((grant.used for grant in grants), Decimal(0)),
        last=ends and ends - timedelta(days=1),
    )


def decisions(books: Books, terms: Terms, kind: str, severity: str | None) -> tuple[Decision, ...]:
    """Return what is decided on the units of a case of a kind, for each allowance that it counts for."""
    counted = [a for a in counting(terms, kind) if a.amount is not None and booked_by(a, "opened") == "reserve"]
    known = {allowance.id for allowance in books.ledger.terms.allowances}
    return tuple(_decision(books.ledger, a, terms, severity) for a in counted if a.id in known)


def _decision(ledger: Ledger, allowance: Allowance, terms: Terms, severity: str | None) -> Decision:
    """Return what is decided; with the severity open by the kindest rule: nothing that may be critical is refused."""
    found = request(ledger, allowance.id, severity=severity or ANY)
    if severity or is_taken(found, terms):
        return found
    others = (request(ledger, allowance.id, severity=name) for name in allowance.when_used_up)
    return next((other for other in others if is_taken(other, terms)), found)


def is_taken(decision: Decision, terms: Terms) -> bool:
    """Say whether the case is taken; where a module is offered for it, only if the customer has that module."""
    return decision.do != "refuse" and (decision.do != "offer" or decision.module in terms.modules)


def refuse(found: Sequence[Decision], terms: Terms, zone: str) -> None:
    """Raise `Refused` if an allowance is used up and the agreement takes no more, or offers what was not agreed on."""
    for decision in found:
        if not is_taken(decision, terms):
            fields = {"allowance": decision.allowance, "clause": _clause(decision), "module": decision.module}
            raise Refused(sentence(decision, terms, zone), "used-up", fields)


def sentence(decision: Decision, terms: Terms, zone: str) -> str:
    """Return what was decided in the reader's words."""
    language = given.language()
    return say(decision.reason, language, zone, names(terms.shared, language))


def kept(found: Sequence[Decision]) -> list[dict[str, object]]:
    """Return decisions as the case's report keeps them, under `desk["allowances"]`."""
    return [decision.as_data() for decision in found]


def reserving(books: Books, reference: str, found: Sequence[Decision], severity: str | None) -> Change:
    """Return the change of the agreement's log that sets aside what was granted."""
    wanted = [decision for decision in found if decision.reserve]
    facts = [
        Reserved(books.at, allowance=d.allowance, amount=d.amount, ref=_ref(reference, n), severity=severity or "")
        for n, d in enumerate(wanted)
    ]
    return _change(books, facts)


def ending(case: Log, terms: Terms, happening: str, at: datetime) -> list[Change]:
    """Return the change that uses what a case has set aside, or gives it back, as its terms say of what happened.

    What happened is "closed", or why it need not count: "duplicate", "cancelled", "vendor fault".
    """
    rules = {allowance.id: allowance for allowance in terms.allowances}
    if case.agreement.log is None or not any(allowance.unit == "case" for allowance in terms.allowances):
        return []
    found = books(case.agreement, at)
    facts: list[Event] = []
    for hold in found.ledger.holds:
        if hold.ref.split("/")[0] == case.reference:
            free = _is_free(rules[hold.allowance], happening)
            facts.append(Released(found.at, ref=hold.ref) if free else Settled(found.at, ref=hold.ref))
    return [_change(found, facts)] if facts else []


def _is_free(allowance: Allowance, happening: str) -> bool:
    """Say whether a case that ended in this way does not count."""
    return happening not in _USING and booked_by(allowance, happening) == "release"


def _ref(reference: str, number: int) -> str:
    """Return the name of a reservation: a reference names one at a time, so the second one of a case has its own."""
    return f"{reference}/{number + 1}" if number else reference


def _change(books: Books, events: Sequence[Event]) -> Change:
    return Change(books.dossier, tuple(Fact.of(event) for event in events))


def _clause(decision: Decision) -> str:
    return decision.reason.clause.path if decision.reason.clause else ""
