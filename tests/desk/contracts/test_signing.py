"""An agreement is in force when both sides have signed the same text."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from upheld_desk.accounts import members
from upheld_desk.accounts.members import Details
from upheld_desk.actions import signing
from upheld_desk.contracts import signatures
from upheld_desk.contracts.signatures import Address
from upheld_desk.errors import NotFound, Refused
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Edition, Look

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[3] / "agreements"
MAY = datetime(2026, 5, 28, 9, tzinfo=UTC)


def text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def person(role: str, vendor: Vendor, customer: Customer | None = None) -> Person:
    return Person.objects.create(vendor=vendor, customer=customer, handle=role, name=role.title(), role=role)


class House:
    """A vendor with its offer, a customer, and those who sign for both."""

    def __init__(self, folder: str, customer: str) -> None:
        self.folder = folder
        self.vendor = Vendor.objects.create(
            slug=folder, name=folder, prefix=folder[:3].upper(), mail_address=f"{folder}@example.org"
        )
        self.customer = Customer.objects.create(vendor=self.vendor, slug="c", name=customer)
        self.admin = person("admin", self.vendor)
        self.staff = person("staff", self.vendor)
        self.lead = person("customer-lead", self.vendor, self.customer)
        signing.upload(self.admin, None, {"offer.yaml": text(f"{folder}/offer.yaml")}, main="offer.yaml", at=MAY)

    def bring(self, name: str) -> Edition:
        files = agreements.with_bases(self.vendor, name, text(f"{self.folder}/{name}"))
        return signing.upload(self.admin, self.customer, files, main=name, at=MAY)

    def sign(self, edition: Edition, *, knowing: bool = False) -> None:
        for side in (self.admin, self.lead):
            signing.sign(side, edition, MAY, digest=edition.hash, knowing=knowing)


def ferries() -> House:
    return House("stratiteq", "Västkustens Färjor AB")


def test_an_offer_counts_at_once() -> None:
    house = ferries()

    offer = house.vendor.agreements.get(customer=None)

    assert agreements.version(offer).plans.keys() == {"standard"}


def test_a_draft_is_not_in_force() -> None:
    house = ferries()
    house.bring("vastkustens-farjor.yaml")

    assert agreements.in_force(house.customer, date(2026, 11, 23)) is None


def test_one_signature_is_not_enough() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")

    signing.sign(house.admin, edition, MAY, digest=edition.hash)

    assert agreements.in_force(house.customer, date(2026, 11, 23)) is None


def test_both_signatures_put_it_in_force() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")

    house.sign(edition)

    assert agreements.in_force(house.customer, date(2026, 11, 23)) == edition.agreement


def test_what_is_signed_before_its_term_is_looked_at_when_it_begins() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")

    house.sign(edition)

    look = Look.objects.get(log__agreement=edition.agreement)
    assert look.at == datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Sweden


def test_the_log_says_who_signed_which_hash() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")
    house.sign(edition)
    edition.agreement.refresh_from_db()
    assert edition.agreement.log

    signed = [fact for fact in logs.load(edition.agreement.log.pk).entries if fact.kind == "signed"]

    assert [(fact.by, fact.desk["hash"]) for fact in signed] == [
        ("admin", edition.hash),
        ("customer-lead", edition.hash),
    ]


def test_another_text_than_the_one_that_was_read_is_not_signed() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")

    with pytest.raises(Refused, match="read it again"):
        signing.sign(house.admin, edition, MAY, digest="0" * 64)


def test_nobody_signs_twice() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")
    signing.sign(house.admin, edition, MAY, digest=edition.hash)

    with pytest.raises(Refused, match="already"):
        signing.sign(house.admin, edition, MAY, digest=edition.hash)


def test_points_to_solve_stop_a_signature_unless_one_knows_them() -> None:
    house = House("startrac", "Chemiepark Nord GmbH")
    edition = house.bring("chemiepark-nord.yaml")

    with pytest.raises(Refused, match="points to solve"):
        signing.sign(house.admin, edition, MAY, digest=edition.hash)
    house.sign(edition, knowing=True)

    edition.refresh_from_db()
    assert edition.state == "signed"


def test_staff_sign_nothing() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")

    with pytest.raises((Refused, NotFound)):
        signing.sign(house.staff, edition, MAY, digest=edition.hash)


def test_an_amendment_brings_its_agreement_and_counts_from_its_day() -> None:
    house = House("comarch", "Papierwerk Isar GmbH")
    house.sign(house.bring("papierwerk-isar.yaml"), knowing=True)

    amendment = house.bring("papierwerk-isar-1.yaml")
    house.sign(amendment, knowing=True)

    version = agreements.version(amendment.agreement)
    assert (amendment.number, version.signature and version.signature.amendment) == (1, 1)
    assert version.before is not None


def test_a_draft_that_nobody_signed_can_be_thrown_away_and_brought_again() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")

    signing.discard(house.admin, edition, MAY)

    assert house.bring("vastkustens-farjor.yaml").number == 0


def test_a_draft_that_one_side_signed_is_not_replaced_without_a_word() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")
    signing.sign(house.lead, edition, MAY, digest=edition.hash)

    with pytest.raises(Refused) as refused:
        house.bring("vastkustens-farjor.yaml")

    assert refused.value.code == "draft-signed"
    edition.refresh_from_db()
    assert edition.state == "draft"


def test_who_signed_a_draft_is_told_that_it_was_thrown_away() -> None:
    house = ferries()
    Person.objects.filter(pk=house.lead.pk).update(email="lead@farjor.example")
    edition = house.bring("vastkustens-farjor.yaml")
    signing.sign(house.lead, edition, MAY, digest=edition.hash)

    signing.discard(house.admin, edition, MAY)

    log = edition.agreement.logs.get()
    assert logs.load(log.pk).entries[-1].kind == "draft discarded"
    assert edition.hash in Outgoing.objects.get(to="lead@farjor.example").text


def test_what_both_sides_signed_is_not_thrown_away() -> None:
    house = ferries()
    edition = house.bring("vastkustens-farjor.yaml")
    house.sign(edition)

    with pytest.raises(Refused):
        signing.discard(house.admin, edition, MAY)


def test_the_log_says_who_wrote_down_the_address_of_who_signed() -> None:
    house = ferries()
    members.change(house.admin, house.lead, Details(name="Lead", email="mine@vendor.example"), MAY)
    house.lead.refresh_from_db()
    edition = house.bring("vastkustens-farjor.yaml")
    signing.sign(house.lead, edition, MAY, digest=edition.hash)
    edition.refresh_from_db()

    assert signatures.written_by_vendor(edition) == Address("mine@vendor.example", "Admin")
