"""The five vendors with one customer each, on the agreements of this repository: what stories about acts begin with."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from upheld import read
from upheld.events import Reported
from upheld_desk.actions.agreements import activate
from upheld_desk.actions.cases import open_case
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store.models import Agreement, Log

AGREEMENTS: Final = Path(__file__).parents[3] / "agreements"
MONDAY: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Berlin, Stockholm and Vienna


@dataclass(frozen=True)
class Firm:
    """A vendor with a customer whose agreement is in force, and their people."""

    vendor: Vendor
    customer: Customer
    agreement: Agreement
    contact: Person
    staff: Person
    second: Person

    def opened(self, at: datetime = MONDAY, **fields: object) -> Log:
        """Return a case that the contact reported."""
        report = Reported(at, by=self.contact.handle, **fields)  # type: ignore[arg-type]
        return open_case(
            self.customer, self.agreement, report, subject="It stands still", text="Nothing works.", by=self.contact
        )


def firm(folder: str, file: str, contact: str = "k.brandt", role: str = "contact", caller: str = "customer") -> Firm:
    """Return a vendor and a customer with an agreement of this repository, signed and active."""
    vendor = Vendor.objects.create(
        slug=folder, name=folder, prefix=folder[:3].upper(), mail_address=f"{folder}@example.org", languages=["de"]
    )
    customer = Customer.objects.create(vendor=vendor, slug=file, name=file)
    agreement = signed(customer, file)
    activate(agreement, MONDAY)
    return Firm(
        vendor,
        customer,
        agreement,
        Person.objects.create(
            vendor=vendor, customer=customer, handle=contact, name="Kim Brandt", role=role, caller=caller
        ),
        Person.objects.create(vendor=vendor, handle="maria", name="Maria Weber", role="staff"),
        Person.objects.create(vendor=vendor, handle="jonas", name="Jonas Roth", role="lead"),
    )


def signed(customer: Customer, file: str) -> Agreement:
    """Return the agreement with an edition that both sides signed, or with one more: an amendment."""
    folder = AGREEMENTS / customer.vendor.slug
    version = _version(folder / f"{file}.yaml")
    assert version.signature
    agreement, _ = Agreement.objects.get_or_create(
        vendor=customer.vendor, customer=customer, number=version.signature.number, starts=version.signature.starts
    )
    agreement.editions.create(
        number=version.signature.amendment,
        state="signed",
        main=f"{file}.yaml",
        files={path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")},
        hash=version.hash,
        effective=version.signature.effective,
        uploaded=MONDAY,
    )
    return agreement


_version = cache(read)  # an agreement is read once, not in every test


def comarch(file: str = "lernraum-dresden") -> Firm:
    """Comarch: the vendor classifies and tells; ten cases a quarter."""
    return firm("comarch", file, "f.richter" if file == "lernraum-dresden" else "l.huber")


def maxence(file: str = "stadtwerke-weserbogen") -> Firm:
    """maxence: the severity follows from answers; so many cases a year, then only critical ones."""
    return firm("maxence", file)


def startrac() -> Firm:
    """star/trac: level 1 is the customer's; clocks start when they hand over."""
    return firm("startrac", "chemiepark-nord", "gate-desk-day", role="level-1", caller="level-1")


def stratiteq() -> Firm:
    """Stratiteq: the customer asks for a higher severity on two channels, and approves before a case is closed."""
    return firm("stratiteq", "fjallbygd-energi", "e.lund")


def clearsense() -> Firm:
    """Clear Sense: partners report."""
    return firm("clearsense", "donauweb", "p.gruber", caller="partner")
