"""A small world for the desk's tests: two vendors with two customers each, their real agreements, everybody's people.

Everything is made by functions that return it; `world()` makes all of it but cases, which `report` opens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final
from zlib import crc32

from django.db import transaction

from upheld.agreements import Version
from upheld.events import Classified, Reported
from upheld_desk.facts import Fact
from upheld_desk.people.models import Account, Customer, Person, Vendor
from upheld_desk.store import agreements, logs, projections
from upheld_desk.store.dossiers import Dossier
from upheld_desk.store.models import Agreement, Edition, Log

AGREEMENTS: Final = Path(__file__).parents[2] / "agreements"
MONDAY: Final = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Berlin
PASSWORD: Final = "correct horse battery"  # noqa: S105  everybody in the tests has it


@dataclass(frozen=True)
class World:
    """Everybody, by the names that the agreements use."""

    comarch: Vendor
    papierwerk: Customer  # up to five named contacts
    lernraum: Customer  # one named contact
    huber: Person  # contact of Papierwerk
    wimmer: Person  # another one
    adler: Person  # its lead
    richter: Person  # contact of Lernraum
    staff: Person  # of Comarch
    lead: Person
    manager: Person  # account manager
    finance: Person
    admin: Person

    startrac: Vendor
    chemiepark: Customer
    hafenlogistik: Customer
    gate: Person  # level 1 of Chemiepark
    brandt: Person  # its lead
    leitstand: Person  # contact of Hafenlogistik
    weber: Person  # staff of star/trac

    @property
    def papierwerks(self) -> Agreement:
        """The agreement of Papierwerk."""
        return self.papierwerk.agreements.get()

    @property
    def chemieparks(self) -> Agreement:
        """The agreement of Chemiepark."""
        return self.chemiepark.agreements.get()


def world() -> World:
    """Return the world: nobody signed in, nothing reported."""
    comarch = vendor("comarch", "Comarch", "COM", "de", "en")
    startrac = vendor("startrac", "star/trac", "ST", "de")
    papierwerk = customer(comarch, "papierwerk-isar", "Papierwerk Isar GmbH")
    lernraum = customer(comarch, "lernraum-dresden", "Lernraum Dresden gGmbH")
    chemiepark = customer(startrac, "chemiepark-nord", "Chemiepark Nord GmbH")
    hafenlogistik = customer(startrac, "hafenlogistik-unterelbe", "Hafenlogistik Unterelbe GmbH & Co. KG")
    sign(papierwerk, "papierwerk-isar.yaml", "papierwerk-isar-1.yaml")
    sign(lernraum, "lernraum-dresden.yaml")
    sign(chemiepark, "chemiepark-nord.yaml", "chemiepark-nord-1.yaml")
    sign(hafenlogistik, "hafenlogistik-unterelbe.yaml")
    made = World(
        comarch=comarch,
        papierwerk=papierwerk,
        lernraum=lernraum,
        huber=somebody(papierwerk, "l.huber", "Lena Huber"),
        wimmer=somebody(papierwerk, "t.wimmer", "Toni Wimmer"),
        adler=somebody(papierwerk, "p.adler", "Petra Adler", "customer-lead"),
        richter=somebody(lernraum, "f.richter", "Falk Richter"),
        staff=somebody(comarch, "m.schulz", "Maria Schulz", "staff"),
        lead=somebody(comarch, "o.kern", "Ole Kern", "lead"),
        manager=somebody(comarch, "r.nowak", "Renata Nowak", "account-manager"),
        finance=somebody(comarch, "g.moll", "Gerd Moll", "finance"),
        admin=somebody(comarch, "i.vogt", "Ina Vogt", "admin"),
        startrac=startrac,
        chemiepark=chemiepark,
        hafenlogistik=hafenlogistik,
        gate=somebody(chemiepark, "gate-desk-day", "Gate, day shift", "level-1"),
        brandt=somebody(chemiepark, "k.brandt", "Karin Brandt", "customer-lead"),
        leitstand=somebody(hafenlogistik, "leitstand-1", "Leitstand 1"),
        weber=somebody(startrac, "j.weber", "Jonas Weber", "staff"),
    )
    Person.objects.bulk_create(each for each in vars(made).values() if isinstance(each, Person))
    return made


def vendor(slug: str, name: str, prefix: str, *languages: str) -> Vendor:
    """Return a vendor with a mail address."""
    return Vendor.objects.create(
        slug=slug, name=name, prefix=prefix, languages=list(languages), mail_address=f"support@{slug}.example"
    )


def customer(vendor: Vendor, slug: str, name: str) -> Customer:
    """Return a customer; its slug is the name of its agreement's file."""
    return Customer.objects.create(vendor=vendor, slug=slug, name=name, country="DE", language="de")


def person(of: Customer | Vendor, handle: str, name: str, role: str = "contact") -> Person:
    """Return somebody of a customer or a vendor, with an address and no account."""
    made = somebody(of, handle, name, role)
    made.save()
    return made


def somebody(of: Customer | Vendor, handle: str, name: str, role: str = "contact") -> Person:
    """Return the same, whom the database does not know yet."""
    firm = of if isinstance(of, Customer) else None
    return Person(
        vendor=of.vendor if isinstance(of, Customer) else of,
        customer=firm,
        handle=handle,
        name=name,
        email=f"{handle}@{of.slug}.example",
        role=role,
        caller="level-1" if role == "level-1" else "customer",
    )


def account(person: Person) -> Account:
    """Return the account of a person, with `PASSWORD`; it is made at the first asking."""
    if person.account is None:
        person.account = Account.objects.create_user(person.email, PASSWORD)
        person.save(update_fields=["account"])
    return person.account


def sign(customer: Customer, *names: str) -> Agreement:
    """Return the agreement made of these files and the vendor's offer, each signed by both sides."""
    slug, editions = customer.vendor.slug, []
    agreement = Agreement(vendor=customer.vendor, customer=customer)
    for count, name in enumerate(names, start=1):
        files = ("offer.yaml", *names[:count])
        version = _version(slug, files, name)
        assert version.signature
        if count == 1:
            agreement.number = version.signature.number
            agreement.save()
            agreements.describe(agreement, version)
        editions.append(
            # The same text has the same key in every test: what a process has read once it need not read again.
            Edition(
                pk=crc32(f"{slug}/{name}".encode()),
                agreement=agreement,
                number=version.signature.amendment or 0,
                state="signed",
                main=name,
                files=texts(slug, files),
                hash=version.hash,
                effective=version.signature.effective,
                uploaded=MONDAY,
            )
        )
    Edition.objects.bulk_create(editions)
    return agreement


def texts(slug: str, names: Sequence[str]) -> dict[str, str]:
    """Return the texts of files of a vendor by their names."""
    return {name: (AGREEMENTS / slug / name).read_text(encoding="utf-8") for name in names}


@cache
def _version(slug: str, names: tuple[str, ...], main: str) -> Version:
    version, problems = agreements.inspect(texts(slug, names), main)
    assert version, problems
    return version


def report(by: Person, severity: str = "", at: datetime = MONDAY, channel: str = "phone") -> Log:
    """Return the log of a case that somebody of a customer reported, as if the agreement allowed all.

    With a severity it is classified as well.
    """
    assert by.customer
    log = logs.open_case(by.vendor, by.customer, by.customer.agreements.get())
    event = Reported(at, by=by.handle, channel=channel, kind="incident", caller=by.caller)
    facts = [Fact.of(event, subject="It stands still", text="Nothing moves.")]
    if severity:
        facts.append(Fact.of(Classified(at, by="the-desk", severity=severity)))
    _append(log, facts, at)
    return log


def say(log: Log, *facts: Fact) -> None:
    """Append facts to a log, whatever they are, and bring its rows up to date."""
    _append(log, facts, facts[-1].at)


@transaction.atomic
def _append(log: Log, facts: Sequence[Fact], at: datetime) -> None:
    projections.project(Dossier.held(log).append(*facts), at)
