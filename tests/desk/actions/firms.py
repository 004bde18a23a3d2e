"""The five vendors with one customer each, on the agreements of this repository: what stories about acts begin with."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from upheld.agreements import Version
from upheld.events import Reported
from upheld_desk.actions.agreements import activate
from upheld_desk.actions.cases import open_case
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement, Edition, Log

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


def firm(folder: str, name: str, contact: str = "k.brandt", role: str = "contact", caller: str = "customer") -> Firm:
    """Return a vendor and a customer with an agreement of this repository, signed and active."""
    vendor = Vendor.objects.create(
        slug=folder, name=folder, prefix=folder[:3].upper(), mail_address=f"{folder}@example.org", languages=["de"]
    )
    customer = Customer.objects.create(vendor=vendor, slug=name, name=name)
    agreement = signed(customer, file(folder, name))
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


def signed(customer: Customer, *texts: tuple[str, str]) -> Agreement:
    """Return the agreement with an edition that both sides signed, made of files by name, the last of them its own."""
    main = texts[-1][0]
    version = _version((("offer.yaml", text(customer.vendor.slug, "offer")), *texts))
    assert version.signature
    agreement, _ = Agreement.objects.get_or_create(
        vendor=customer.vendor, customer=customer, number=version.signature.number, starts=version.signature.starts
    )
    agreement.editions.create(
        number=version.signature.amendment,
        state="signed",
        main=main,
        files={"offer.yaml": text(customer.vendor.slug, "offer"), **dict(texts)},
        hash=version.hash,
        effective=version.signature.effective,
        uploaded=MONDAY,
    )
    return agreement


def reworded(world: Firm, said: str, instead: str) -> Firm:
    """Return the same with an agreement that has always said something else."""
    edition = Edition.objects.get(agreement=world.agreement)
    files = {name: text.replace(said, instead) for name, text in edition.files.items()}
    assert files != edition.files
    main_last = sorted(files.items(), key=lambda named: named[0] == edition.main)
    edition.files, edition.hash = files, _version(tuple(main_last)).hash
    edition.save()
    return world


def file(vendor: str, name: str) -> tuple[str, str]:
    """Return a file of this repository's agreements, with its name."""
    return f"{name}.yaml", text(vendor, name)


def text(vendor: str, name: str) -> str:
    """Return the text of an agreement of this repository."""
    return (AGREEMENTS / vendor / f"{name}.yaml").read_text(encoding="utf-8")


@cache  # an agreement is read once, not in every test
def _version(files: tuple[tuple[str, str], ...]) -> Version:
    version, problems = agreements.inspect(dict(files), files[-1][0])
    assert version, problems
    return version


def comarch(name: str = "lernraum-dresden") -> Firm:
    """Comarch: the vendor classifies and tells; ten cases a quarter."""
    return firm("comarch", name, "f.richter" if name == "lernraum-dresden" else "l.huber")


def maxence(name: str = "stadtwerke-weserbogen") -> Firm:
    """maxence: the severity follows from answers; so many cases a year, then only critical ones."""
    return firm("maxence", name)


def startrac() -> Firm:
    """star/trac: level 1 is the customer's; clocks start when they hand over."""
    return firm("startrac", "chemiepark-nord", "gate-desk-day", role="level-1", caller="level-1")


def stratiteq() -> Firm:
    """Stratiteq: the customer asks for a higher severity on two channels, and approves before a case is closed."""
    return firm("stratiteq", "fjallbygd-energi", "e.lund")


def clearsense() -> Firm:
    """Clear Sense: partners report."""
    return firm("clearsense", "donauweb", "p.gruber", caller="partner")
