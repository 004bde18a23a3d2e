"""The five vendors, each with a customer, its signed agreement and the people that it names."""

from datetime import UTC, datetime
from pathlib import Path

from upheld_desk.actions.agreements import activate
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store import agreements
from upheld_desk.store.models import Agreement

FOLDER = Path(__file__).parents[3] / "agreements"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Berlin, Vienna and Stockholm


def house(folder: str, *files: str, zone: str = "Europe/Berlin", language: str = "de") -> Customer:
    """Return a customer with the agreement that the files make, the last of them newest."""
    vendor, _ = Vendor.objects.get_or_create(
        slug=folder,
        defaults={
            "name": folder.capitalize(),
            "prefix": folder[:3].upper(),
            "mail_address": f"support@{folder}.example",
            "zone": zone,
            "languages": [language, "en"],
        },
    )
    slug = files[0].removesuffix(".yaml")
    customer = Customer.objects.create(vendor=vendor, slug=slug, name=slug.title(), language="en")
    sign(vendor, customer, folder, *files)
    return customer


def sign(vendor: Vendor, customer: Customer, folder: str, *files: str) -> Agreement:
    texts = {"offer.yaml": (FOLDER / folder / "offer.yaml").read_text(encoding="utf-8")}
    agreement = None
    for name in files:
        texts[name] = (FOLDER / folder / name).read_text(encoding="utf-8")
        edition = agreements.store(vendor, customer, texts, main=name, at=LONG_AGO)
        edition.state = "signed"
        edition.save()
        agreement = edition.agreement
    assert agreement
    activate(agreement, LONG_AGO)
    return agreement


def person(customer: Customer, handle: str, role: str = "contact", caller: str = "customer") -> Person:
    """Return somebody of a customer."""
    return Person.objects.create(
        vendor=customer.vendor,
        customer=customer,
        handle=handle,
        name=handle.replace(".", " ").title(),
        email=f"{handle}@{customer.slug}.example",
        role=role,
        caller=caller,
    )


def staff(customer: Customer, handle: str, role: str = "staff") -> Person:
    """Return somebody of the customer's vendor."""
    return Person.objects.create(vendor=customer.vendor, handle=handle, name=handle.title(), role=role)


def comarch_basic() -> Customer:
    return house("comarch", "lernraum-dresden.yaml")


def comarch_advanced() -> Customer:
    return house("comarch", "papierwerk-isar.yaml")


def stratiteq() -> Customer:
    return house("stratiteq", "fjallbygd-energi.yaml", zone="Europe/Stockholm", language="sv")


def stratiteq_at_registration() -> Customer:
    return house("stratiteq", "vastkustens-farjor.yaml", zone="Europe/Stockholm", language="sv")


def maxence() -> Customer:
    return house("maxence", "stadtwerke-weserbogen.yaml")


def maxence_basic() -> Customer:
    return house("maxence", "klinikverbund-elbland.yaml")


def clearsense() -> Customer:
    return house("clearsense", "donauweb.yaml", zone="Europe/Vienna")


def startrac() -> Customer:
    return house("startrac", "chemiepark-nord.yaml", "chemiepark-nord-1.yaml")
