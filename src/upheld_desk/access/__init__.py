"""Access: the only way to anything. Who asks says what there is.

Three walls: nobody sees another vendor, no customer another customer, no contact a colleague's case unless they were
added to it. What lies behind a wall is `NotFound`, like what there never was; what one sees and may not do, `Refused`.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from upheld.grants import Ledger, Movement
from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact
from upheld_desk.people import roles
from upheld_desk.people.models import Customer, Person
from upheld_desk.people.roles import NOT, OWN
from upheld_desk.store.attachments import Attachment
from upheld_desk.store.logs import History
from upheld_desk.store.logs import load as load_log
from upheld_desk.store.models import Agreement, CaseRow, DutyRow, Log

Whose = Literal["mine", "team", "all"]

# Whose duties a role's team has; the others are everybody's.
_TEAMS: Final = {"staff": "support", "lead": "support", "account-manager": "accounts", "finance": "finance"}


# --- May they? --------------------------------------------------------------------------------------------------------


def may(person: Person, act: str, log: Log | None = None) -> bool:
    """Say whether a person may do an act, on this case or agreement if one is named."""
    reach = roles.reach(person.role, act)
    if reach == NOT or not person.active:
        return False
    return log is None or _reaches(person, reach, log)


def require(person: Person, act: str, log: Log | None = None) -> None:
    """Pass if the person may; else raise `Refused`, or `NotFound` where they need not know that the act exists."""
    if log is not None and not may(person, _SEEING[log.kind], log):
        raise NotFound(f"{person.handle} sees no {log.kind} {log.reference}")
    if may(person, act, log):
        return
    if not person.active or not roles.is_of_side(person.role, act):
        raise NotFound(f"{person.handle} knows nothing of '{act}'")
    raise Refused(_("Your role does not allow this. Somebody else in your team can do it."), "not-yours", {"act": act})


_SEEING: Final = {"case": "see case", "agreement": "see agreement"}


def _reaches(person: Person, reach: roles.Reach, log: Log) -> bool:
    if log.vendor_id != person.vendor_id or (not person.is_staff and log.customer_id != person.customer_id):
        return False
    return reach != OWN or CaseRow.objects.filter(_own(person), log=log).exists()


def _own(person: Person) -> Q:
    """Return what makes a case one's own: one reported it, or was added to it."""
    return Q(reporter=person) | Q(watchers__contains=[person.handle])


# --- Cases and what is due --------------------------------------------------------------------------------------------


def cases(person: Person) -> QuerySet[CaseRow]:
    """Return the cases that the person sees."""
    found = CaseRow.objects.filter(vendor=person.vendor_id)
    reach = roles.reach(person.role, "see case") if person.active else NOT
    if reach == NOT:
        return found.none()
    if not person.is_staff:
        found = found.filter(customer=person.customer_id)
    return found.filter(_own(person)) if reach == OWN else found


def case(person: Person, reference: str | uuid.UUID) -> Log:
    """Return the log of the case with a reference like SOS-1001, or an id."""
    named = Q(log=reference) if isinstance(reference, uuid.UUID) else Q(reference=reference)
    row = cases(person).filter(named).select_related("log__agreement", "log__customer", "log__vendor").first()
    if row is None:
        raise NotFound(f"{person.handle} sees no case {reference}")
    return row.log


def duties(person: Person, whose: Whose = "mine") -> QuerySet[DutyRow]:
    """Return what is due to oneself, to one's team, or to everybody whose duties one may see, the first due first.

    A team has what its people have, and what nobody has taken yet. A customer's own are what the customer must do.
    """
    found = DutyRow.objects.filter(vendor=person.vendor_id).order_by("due", "plan_rank", "severity_rank", "pk")
    if not person.active:
        return found.none()
    if not person.is_staff:
        found = found.filter(customer=person.customer_id)
        seen = Q(log__kind="case", log__in=cases(person).values("log"))
        if roles.reach(person.role, "see case") != OWN:
            seen |= Q(log__kind="agreement")
        return found.filter(seen).filter(**({"of": "customer"} if whose == "mine" else {}))
    found = found.filter(of="vendor")
    if whose == "all" and may(person, "see everybody's duties"):
        return found
    if whose == "mine":
        return found.filter(assignee=person)
    team = _TEAMS.get(person.role)
    return found.filter(Q(assignee=person) | Q(team=team)) if team else found


# --- Agreements, customers, people ------------------------------------------------------------------------------------


def agreements(person: Person) -> QuerySet[Agreement]:
    """Return the agreements that the person sees; a customer sees its own, the vendor's staff the offers as well."""
    found = Agreement.objects.filter(vendor=person.vendor_id).select_related("customer", "log")
    if not may(person, "see agreement"):
        return found.none()
    return found if person.is_staff else found.filter(customer=person.customer_id)


def agreement(person: Person, number: str) -> Agreement:
    """Return the agreement with a number."""
    found = agreements(person).filter(number=number).first()
    if found is None:
        raise NotFound(f"{person.handle} sees no agreement {number}")
    return found


def customers(person: Person) -> QuerySet[Customer]:
    """Return the customers that the person sees; of a customer it is one."""
    found = Customer.objects.filter(vendor=person.vendor_id)
    if not person.active:
        return found.none()
    return found.filter(pk=person.customer.pk) if person.customer else found


def customer(person: Person, slug: str) -> Customer:
    """Return the customer with a slug."""
    found = customers(person).filter(slug=slug).first()
    if found is None:
        raise NotFound(f"{person.handle} sees no customer {slug}")
    return found


def own_customer(person: Person) -> Customer:
    """Return the customer that somebody is of; its vendor is theirs, and need not be asked for again."""
    assert person.customer
    person.customer.vendor = person.vendor
    return person.customer


def people(person: Person, customer: Customer | None = None) -> QuerySet[Person]:
    """Return the people whom the person sees, all or those of a customer: of the vendor everybody, else colleagues."""
    found = Person.objects.filter(vendor=person.vendor_id).select_related("customer", "account", "vendor")
    if not may(person, "see people"):
        return found.none()
    if not person.is_staff:
        found = found.filter(customer=person.customer_id)
    return found if customer is None else found.filter(customer=customer)


def someone(person: Person, handle: str) -> Person:
    """Return the person with a handle."""
    found = people(person).filter(handle=handle).first()
    if found is None:
        raise NotFound(f"{person.handle} sees nobody called {handle}")
    return found


def names(person: Person, handles: Iterable[str]) -> dict[str, str]:
    """Return what the people are called whose handles stand in what the person sees, also those of the other side."""
    found = Person.objects.filter(vendor=person.vendor_id, handle__in=set(handles))
    return dict(found.values_list("handle", "name"))


# --- What stands in a log ---------------------------------------------------------------------------------------------


def visible(person: Person, fact: Fact) -> bool:
    """Say whether a fact of a log that the person sees is for them."""
    return not fact.internal or may(person, "see internal")


def entries(person: Person, history: History) -> tuple[tuple[int, Fact], ...]:
    """Return the facts of a log that are for the person, each with its number."""
    return tuple((n, fact) for n, fact in enumerate(history.entries, start=1) if visible(person, fact))


def ledger(person: Person, log: Log, found: Ledger) -> Ledger:
    """Return the ledger of an agreement for the person: of a case that they do not see it says what was taken alone."""
    if roles.reach(person.role, "see case") != OWN:
        return found
    refs = {ref: ref.split("/")[0] for ref in {movement.ref for movement in found.movements}}
    known = Log.objects.filter(vendor=log.vendor_id, kind="case", reference__in=refs.values())
    hidden = set(known.exclude(pk__in=cases(person).values("log")).values_list("reference", flat=True))
    unnamed = {ref for ref, reference in refs.items() if reference in hidden}
    return replace(
        found,
        movements=tuple(_unnamed(each) if each.ref in unnamed else each for each in found.movements),
        holds=tuple(hold for hold in found.holds if hold.ref not in unnamed),
    )


def _unnamed(movement: Movement) -> Movement:
    fields = {name: value for name, value in movement.reason.fields.items() if name != "ref"}
    return replace(movement, ref="", reason=replace(movement.reason, fields=fields))


def attachment(person: Person, log: Log, digest: str) -> Attachment:
    """Return what is attached to a case under a digest, if a fact that the person sees names it."""
    if not may(person, _SEEING[log.kind], log):
        raise NotFound(f"{person.handle} sees no {log.kind} {log.reference}")
    for _number, fact in entries(person, load_log(log.pk)):
        for found in Attachment.of(fact, raw=person.is_staff):
            if found.digest == digest:
                return found
    raise NotFound(f"{log.reference} has no attachment {digest} for {person.handle}")


# --- Live streams -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """How far somebody sees: what a live stream may tell them."""

    vendor: int
    customer: int | None  # None: all of the vendor
    person: str | None  # a handle: only what is theirs


def scope(person: Person) -> Scope:
    """Return how far the person sees."""
    own = roles.reach(person.role, "see case") == OWN
    return Scope(person.vendor_id, person.customer_id, person.handle if own else None)


def hears(scope: Scope, vendor: int, customer: int, log: uuid.UUID) -> bool:
    """Say whether news of a log are for this scope; the database is asked only for who sees nothing but their own."""
    if scope.vendor != vendor or scope.customer not in (None, customer):
        return False
    if scope.person is None:
        return True
    own = Q(reporter__handle=scope.person) | Q(watchers__contains=[scope.person])
    return CaseRow.objects.filter(own, vendor=vendor, log=log).exists()
