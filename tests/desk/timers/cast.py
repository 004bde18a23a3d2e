"""Those who can be told something: the firms of the acts, with addresses."""

from pathlib import Path
from typing import Final

from django.db.models import F, Value
from django.db.models.functions import Concat

from tests.desk.actions import firms
from tests.desk.actions.firms import Firm
from upheld_desk.facts import Fact
from upheld_desk.people.models import Person
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Log

AGREEMENTS: Final = Path(__file__).parents[3] / "agreements"


def reachable(firm: Firm) -> Firm:
    """Return a firm whose people all have an address."""
    Person.objects.update(email=Concat(F("handle"), Value("@example.org")))
    return firm


def stratiteq() -> Firm:
    """Stratiteq: four working hours without work are too long; the fourth hour of effort calls for a call."""
    return reachable(firms.stratiteq())


def startrac() -> Firm:
    """star/trac: its agreement names an owner on one side and a lead on the other, who are told."""
    firm = firms.startrac()
    for handle, name, role in (("j.weber", "Jonas Weber", "staff"), ("a.lindner", "Anke Lindner", "staff")):
        Person.objects.create(vendor=firm.vendor, handle=handle, name=name, role=role)
    Person.objects.create(
        vendor=firm.vendor, customer=firm.customer, handle="k.brandt", name="Karin Brandt", role="customer-lead"
    )
    return reachable(firm)


def with_silence(firm: Firm) -> Firm:
    """Return a firm of Stratiteq's whose silence approves after ten working days."""
    edition = firm.agreement.editions.get()
    says = edition.files["offer.yaml"].replace("never approves", "within 10 working days")
    edition.delete()
    made = agreements.store(
        firm.vendor, firm.customer, {**edition.files, "offer.yaml": says}, main=edition.main, at=firms.MONDAY
    )
    made.state = "signed"
    made.save()
    return firm


def told(log: Log) -> list[Fact]:
    """Return what was told by a log, in its order."""
    return [fact for fact in logs.load(log.pk).entries if fact.kind == "told"]
