"""Members: customers and people made, changed, invited, and let go. Who may do so says the table of roles.

How many contacts a customer may name is agreed: one more than that is refused, with the clause. What is said of a
person here changes no agreement; who is named there by handle stays named until it is amended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from upheld.agreements import Terms
from upheld.gates import CONTACTS
from upheld_desk import access
from upheld_desk.accounts import handles, links, mails, sessions, tokens
from upheld_desk.errors import NotFound, Refused
from upheld_desk.people.models import LANGUAGES, Account, Customer, Person, Vendor
from upheld_desk.people.roles import OF_CUSTOMER, OF_VENDOR
from upheld_desk.store import agreements


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of a person."""

    name: str
    email: str = ""
    phone: str = ""
    languages: Sequence[str] = ()
    caller: str = "customer"  # as gates know them: customer, partner, level-1


# --- Customers --------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_customer(by: Person, name: str, language: str = "en", country: str = "", zone: str = "") -> Customer:
    """Return a new customer of the vendor."""
    access.require(by, "manage customer people")
    if not by.is_staff:
        raise Refused(_("New customers are added by the vendor."), "not-yours")
    taken = Customer.objects.filter(vendor=by.vendor_id).values_list("slug", flat=True)
    return Customer.objects.create(
        vendor_id=by.vendor_id,
        slug=handles.free(handles.slug(_needed(name)), taken),
        name=name.strip(),
        language=language if language in dict(LANGUAGES) else "en",
        country=country.upper()[:2],
        zone=zone,
    )


# --- People -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_person(
    by: Person, customer: Customer | None, details: Details, role: str, at: datetime, *, handle: str = ""
) -> Person:
    """Return a new person: of a customer, or without one of the vendor's staff. They can sign in once invited."""
    _require(by, customer)
    _check_role(customer, role)
    email = _email(by, details.email, None)
    taken = Person.objects.filter(vendor=by.vendor_id).values_list("handle", flat=True)
    chosen = handle or handles.free(handles.of_name(_needed(details.name)), taken)
    if chosen in taken:
        raise Refused(_("Somebody else has the short name %(name)s.") % {"name": chosen}, "handle-taken")
    if customer is not None:
        _check_contacts(customer, chosen, role, at)
    return Person.objects.create(
        vendor_id=by.vendor_id,
        customer=customer,
        handle=chosen,
        name=details.name.strip(),
        email=email,
        email_by=by.handle if email else "",
        phone=details.phone.strip(),
        languages=_languages(details),
        caller=details.caller,
        role=role,
    )


@transaction.atomic
def change(by: Person, person: Person, details: Details, at: datetime) -> Person:
    """Change what is known of a person. With another address they have to be invited again, and the old one is told."""
    _require_over(by, person)
    email = _email(by, details.email, person)
    if person.email and person.email != email:
        mails.send_to(person, "address_changed", at, {"person": person, "by": by, "new": email})
    if person.email != email:
        person.email_by = by.handle
    if person.account and person.account.email != email:
        _let_go(person)
    person.name, person.email, person.phone = _needed(details.name), email, details.phone.strip()
    person.languages, person.caller = _languages(details), details.caller
    person.save()
    return person


@transaction.atomic
def set_role(by: Person, person: Person, role: str, at: datetime) -> Person:
    """Give a person another role on their side."""
    _require_over(by, person)
    _check_role(person.customer, role)
    _check_last_admin(person, stays=role == "admin")
    if person.customer is not None:
        _check_contacts(person.customer, person.handle, role, at)
    person.role = role
    person.save(update_fields=["role"])
    return person


@transaction.atomic
def deactivate(by: Person, person: Person, at: datetime) -> None:
    """Let a person do nothing any more: sessions, links and tokens end now. What they did stays theirs."""
    _require_over(by, person)
    if person.pk == by.pk:
        raise Refused(_("You cannot end your own access. Please ask somebody else."), "own-access")
    _check_last_admin(person, stays=False)
    person.active = False
    person.save(update_fields=["active"])
    tokens.end_all(person, at)
    if person.account:
        sessions.end_all(person.account)
        _open(person.account, now=sessions.persons(person.account).exists())


@transaction.atomic
def activate(by: Person, person: Person, at: datetime) -> None:
    """Let a person in again."""
    _require_over(by, person)
    if person.customer is not None:
        _check_contacts(person.customer, person.handle, person.role, at)
    person.active = True
    person.save(update_fields=["active"])
    if person.account:
        _open(person.account, now=True)


@transaction.atomic
def invite(by: Person, person: Person, now: datetime, lifetime: timedelta = links.INVITATION) -> None:
    """Give a person an account if they have none, and mail them a link that signs them in once."""
    _require_over(by, person)
    if not person.email:
        raise Refused(_("%(name)s has no mail address yet.") % {"name": person.name}, "email-missing")
    if person.account is None:
        known = Account.objects.filter(email=person.email).first()
        person.account = known or Account.objects.create_user(person.email)
        person.save(update_fields=["account"])
        _open(person.account, now=True)
    link = f"{settings.ADDRESS}{links.make(person.account, now, lifetime)}"
    mails.send(
        "invitation", person.account, now, {"person": person, "by": by, "link": link, "days": lifetime.days}, person
    )


# --- Named contacts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who of a customer counts as a named contact, and how many may; None: as many as it likes."""

    people: tuple[Person, ...]
    most: int | None
    clause: str  # as it is cited


def contacts(customer: Customer, at: datetime) -> Contacts:
    """Return who counts as a named contact: contacts, and whom the agreement names as such; its deputies do not."""
    terms = _terms(customer, at)
    people = customer.people.filter(active=True)
    if terms is None:
        return Contacts(tuple(people.filter(role="contact")), None, "")
    counted = tuple(person for person in people if _counts(terms, person.handle, person.role))
    agreed = terms.contacts
    if agreed is None or agreed.most is None:
        return Contacts(counted, None, "")
    return Contacts(counted, agreed.most, "§ " + ", ".join(agreed.clause.cites or (agreed.clause.path,)))


def _counts(terms: Terms, handle: str, role: str) -> bool:
    named = next((r for r in terms.roles if r.of == "customer" and r.id == CONTACTS), None)
    if named and handle in named.deputies:
        return False
    return role == "contact" or bool(named and handle in named.people)


def _terms(customer: Customer, at: datetime) -> Terms | None:
    day = at.astimezone(ZoneInfo(customer.vendor.zone)).date()
    agreement = agreements.in_force(customer, day)
    return agreements.terms(agreement, at) if agreement else None


def _check_contacts(customer: Customer, handle: str, role: str, at: datetime) -> None:
    """Refuse one more contact than was agreed."""
    terms, agreed = _terms(customer, at), contacts(customer, at)
    if terms is None or agreed.most is None or not _counts(terms, handle, role):
        return
    others = [person for person in agreed.people if person.handle != handle]
    if len(others) < agreed.most:
        return
    told = {"most": agreed.most, "clause": agreed.clause}
    raise Refused(
        _(
            "The agreement allows %(most)s named contacts (%(clause)s), and all are named. "
            "Let one of them go first, choose another role, or have the agreement amended."
        )
        % told,
        "too-many-contacts",
        told,
    )


# --- Checks -----------------------------------------------------------------------------------------------------------

_SIDES: Final = {True: OF_VENDOR, False: OF_CUSTOMER}


def _require(by: Person, customer: Customer | None) -> None:
    """Pass if somebody may look after the people of this customer, or without one after the staff; others wait."""
    access.require(by, "manage staff" if customer is None else "manage customer people")
    if customer is not None and not access.customers(by).filter(pk=customer.pk).exists():
        raise NotFound(f"{by.handle} sees no customer {customer.slug}")
    # One at a time: two who each name the last contact, or let the last administrator but one go, are not both right.
    Vendor.objects.select_for_update().get(pk=by.vendor_id)


def _require_over(by: Person, person: Person) -> None:
    """Pass if somebody may look after this person."""
    if person.vendor_id != by.vendor_id:
        raise NotFound(f"{by.handle} sees nobody called {person.handle}")
    _require(by, person.customer)


def _check_role(customer: Customer | None, role: str) -> None:
    allowed = _SIDES[customer is None]
    if role not in allowed:
        raise Refused(_("This role is for the other side."), "role-of-other-side", {"allowed": list(allowed)})


def _check_last_admin(person: Person, *, stays: bool) -> None:
    others = Person.objects.filter(vendor=person.vendor_id, role="admin", active=True).exclude(pk=person.pk)
    if person.role == "admin" and not stays and not others.exists():
        raise Refused(_("Somebody has to be administrator. Please name another one first."), "last-admin")


def _needed(name: str) -> str:
    if not name.strip():
        raise Refused(_("Please write a name."), "name-missing")
    return name.strip()


def _email(by: Person, email: str, person: Person | None) -> str:
    """Return an address in one spelling, if it is one and nobody else has it.

    A customer is not told whether somebody of another one, or of the vendor, has it.
    """
    wanted = email.strip().lower()
    if not wanted:
        return ""
    try:
        validate_email(wanted)
    except ValidationError as error:
        raise Refused(_("%(email)s is no mail address.") % {"email": wanted}, "email-wrong") from error
    other = Person.objects.filter(vendor=by.vendor_id, email=wanted).first()
    if other is None or other == person:
        return wanted
    told = {"email": wanted, "vendor": by.vendor.name}
    if by.is_staff or other.customer_id == by.customer_id:
        raise Refused(_("Somebody else has the address %(email)s.") % told, "email-taken")
    raise Refused(_("The address %(email)s cannot be used here. Please ask %(vendor)s.") % told, "email-unfit")


def _languages(details: Details) -> list[str]:
    return [language for language in details.languages if language in dict(LANGUAGES)]


def _open(account: Account, *, now: bool) -> None:
    """Let an account sign in, or no longer: who is nobody anywhere cannot."""
    account.is_active = now
    account.save(update_fields=["is_active"])
    if not now:
        links.end_all(account)


def _let_go(person: Person) -> None:
    """Take a person's account away, with what signs in by it: it is still that of the old address."""
    assert person.account
    sessions.end_all(person.account)
    person.tokens.all().delete()
    person.account = None
