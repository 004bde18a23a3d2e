"""A vendor's file is loaded: what it describes is there afterwards, and a second time changes nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from upheld_desk.loading import forms
from upheld_desk.loading.forms import Unloadable
from upheld_desk.loading.loading import Loaded, load
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.store.models import Agreement, Edition

ROOT = Path(__file__).parents[3]
VENDORS = ROOT / "src" / "upheld_desk" / "demo" / "vendors"
NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)

SMALL = """\
slug: firm
name: Firm
prefix: F
zone: Europe/Berlin
languages: [de]
mail: help@firm.example
staff:
  - {handle: a.b, name: A B, role: admin, email: a@firm.example}
"""


def small(folder: Path, more: str = "") -> Path:
    file = folder / "firm.yaml"
    file.write_text(SMALL + more, encoding="utf-8")
    return file


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["startrac", "comarch", "maxence", "clearsense", "stratiteq"])
def test_each_vendor_of_the_demo_is_loaded_with_its_signed_agreements(name: str) -> None:
    loaded = load(forms.house(VENDORS / f"{name}.yaml"), ROOT / "agreements" / name, NOW)

    assert (loaded.vendors, loaded.customers) == (1, 2)
    assert Edition.objects.filter(state="signed", agreement__customer__isnull=False).count() >= 2


@pytest.mark.django_db
def test_a_second_time_nothing_is_new() -> None:
    described, folder = forms.house(VENDORS / "comarch.yaml"), ROOT / "agreements" / "comarch"
    load(described, folder, NOW)
    before = (Person.objects.count(), Agreement.objects.count(), Edition.objects.count())

    again = load(described, folder, NOW)

    assert again == Loaded()
    assert (Person.objects.count(), Agreement.objects.count(), Edition.objects.count()) == before


@pytest.mark.django_db
def test_what_nobody_signed_stays_a_draft() -> None:
    load(forms.house(VENDORS / "comarch.yaml"), ROOT / "agreements" / "comarch", NOW)

    assert Edition.objects.get(state="draft").main == "papierwerk-isar-1.yaml"


@pytest.mark.django_db
def test_an_agreement_that_cannot_be_read_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("format: support-agreement/1\nagreement: X\n", encoding="utf-8")
    customers = "customers:\n  - {slug: c, name: C, agreements: [{file: bad.yaml, vendor: a.b}]}\n"

    with pytest.raises(Unloadable, match=r"bad\.yaml"):
        load(forms.house(small(tmp_path, customers)), tmp_path, NOW)

    assert not Vendor.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unloadable, match=r"offer\.yaml: it cannot be read"):
        load(forms.house(small(tmp_path, "offers: [offer.yaml]\n")), tmp_path, NOW)

    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("colour: red\n", r"firm\.yaml: colour: 'red'"),
        ("mails: x\n", r"firm\.yaml: mails: "),
        ("customers: [{name: C}]\n", r"firm\.yaml: customers\.0\.slug: "),
        ("notify: at night\n", r"firm\.yaml: notify: 'at night': 'at night' are no hours to be told things; write"),
        ("notify: mon 25:00-26:00\n", r"firm\.yaml: notify: .*are no hours"),
        ("customers: [{slug: c, name: C, zone: Berlin}]\n", r"customers\.0\.zone: 'Berlin': this is no time zone"),
        ("customers: [{slug: c, name: C, people: [{handle: x, name: X, role: chef}]}]\n", r"role: 'chef': .*'level-1'"),
        ("customers: [{slug: c, name: C, people: [{handle: x, name: X, role: admin}]}]\n", r"role: 'admin': "),
        (
            "customers: [{slug: c, name: C, people: [{handle: x, name: X, role: contact, email: x}]}]\n",
            "no mail address",
        ),
        ("notify: [\n", r"firm\.yaml:\d+: this is not YAML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(Unloadable, match=said):
        forms.house(small(tmp_path, more))


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("zone: Europe/Berlin", "zone: Europe/Atlantis", r"zone: 'Europe/Atlantis': this is no time zone"),
        ("mail: help@firm.example", "mail: help+all@firm.example", r"mail: .*has no '\+'"),
        ("role: admin", "role: adminn", r"staff\.0\.role: 'adminn': write 'staff', 'lead', 'account-manager', "),
        ("name: Firm", "nam: Firm", r"nam: is not a key here; did you mean 'name'\?"),
        ("name: Firm\n", "", "name: is missing"),
        ("handle: a.b", "handle: A B", r"staff\.0\.handle: 'A B': write small letters, digits, dots and hyphens"),
        ("languages: [de]", "languages: de", "languages: 'de': write a list, like"),
        ("slug: firm", "offer: firm", "this file describes no vendor"),
    ],
)
def test_a_slip_in_the_vendor_itself_is_said_with_its_place(tmp_path: Path, line: str, instead: str, said: str) -> None:
    file = small(tmp_path)
    file.write_text(file.read_text("utf-8").replace(line, instead), "utf-8")

    with pytest.raises(Unloadable, match=said):
        forms.house(file)


def test_addresses_are_kept_in_the_spelling_in_which_they_are_looked_for(tmp_path: Path) -> None:
    file = small(tmp_path)
    file.write_text(file.read_text("utf-8").replace("a@firm", "A@Firm").replace("help@", "Help@"), "utf-8")

    house = forms.house(file)

    assert (house.mail, house.staff[0].email) == ("help@firm.example", "a@firm.example")


@pytest.mark.django_db
def test_who_is_not_there_any_more_is_loaded_without_access(tmp_path: Path) -> None:
    people = "people: [{handle: x, name: X, role: contact, active: no}]"

    load(forms.house(small(tmp_path, f"customers: [{{slug: c, name: C, active: no, {people}}}]\n")), tmp_path, NOW)

    assert not Person.objects.get(handle="x").active
    assert not Customer.objects.get(slug="c").active
