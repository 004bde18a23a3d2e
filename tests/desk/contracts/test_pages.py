"""The pages about agreements, as those who are signed in see them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from tests.desk.contracts.test_signing import MAY, House, text
from upheld_desk import clock
from upheld_desk.actions import signing
from upheld_desk.people.models import Account, Person, Vendor
from upheld_desk.store.models import Agreement

pytestmark = pytest.mark.django_db


def client(person: Person) -> Client:
    person.account = Account.objects.create_user(f"{person.handle}.{person.vendor.slug}@example.org")
    person.save()
    browser = Client()
    browser.force_login(person.account)
    return browser


def ferries() -> tuple[House, Agreement]:
    house = House("stratiteq", "Västkustens Färjor AB")
    edition = house.bring("vastkustens-farjor.yaml")
    house.sign(edition)
    return house, edition.agreement


def test_the_list_has_agreements_and_offers() -> None:
    house, agreement = ferries()

    page = client(house.admin).get(reverse("contracts:index")).content.decode()

    assert agreement.number in page
    assert "stratiteq-sos" in page


def test_the_page_says_what_is_promised() -> None:
    house, agreement = ferries()

    page = client(house.admin).get(reverse("contracts:page", args=[agreement.pk])).content.decode()

    assert "Västkustens Färjor AB" in page
    assert "within 8 working hours" in page


def test_what_comes_round_is_called_by_its_name_in_its_reasons_too() -> None:
    house, agreement = ferries()

    page = LexborHTMLParser(client(house.admin).get(reverse("contracts:page", args=[agreement.pk])).content)
    named = {each.text(strip=True) for each in page.css(".round-name")}
    reasons = [each.text() for each in page.css(".round-why .why-text")]

    assert [reason for reason in reasons if any(name in reason for name in named)] == reasons


def test_the_text_stands_with_its_findings_beside_the_lines() -> None:
    house = House("startrac", "Chemiepark Nord GmbH")
    edition = house.bring("chemiepark-nord.yaml")

    page = client(house.admin).get(reverse("contracts:source", args=[edition.agreement_id, 0])).content.decode()

    assert "UC1" in page
    assert "3 points should be solved" in page


def test_a_customer_reads_the_text_without_what_the_vendor_is_told_about_it() -> None:
    house = House("startrac", "Chemiepark Nord GmbH")
    edition = house.bring("chemiepark-nord.yaml")
    house.sign(edition, knowing=True)
    customer = client(house.lead)

    pages = [
        customer.get(reverse(f"contracts:{name}", args=args)).content.decode()
        for name, args in (("index", []), ("page", [edition.agreement_id]), ("source", [edition.agreement_id, 0]))
    ]

    assert [word for word in ("finding", "warning", "UC1") if any(word in page.lower() for page in pages)] == []
    assert "Its text" in pages[1]
    assert "gate-desk-day" in pages[2]


def test_who_signs_for_a_customer_is_told_what_should_be_solved_before() -> None:
    house = House("startrac", "Chemiepark Nord GmbH")
    edition = house.bring("chemiepark-nord.yaml")

    page = client(house.lead).get(reverse("contracts:source", args=[edition.agreement_id, 0])).content.decode()

    assert "3 points should be solved" in page


def test_an_amendment_says_what_changes() -> None:
    house = House("comarch", "Papierwerk Isar GmbH")
    house.sign(house.bring("papierwerk-isar.yaml"), knowing=True)
    amendment = house.bring("papierwerk-isar-1.yaml")

    page = client(house.admin).get(reverse("contracts:source", args=[amendment.agreement_id, 1])).content.decode()

    assert "What changes for the customer" in page
    assert "better" in page


def test_a_signature_is_given_on_the_page() -> None:
    house = House("stratiteq", "Västkustens Färjor AB")
    edition = house.bring("vastkustens-farjor.yaml")

    answer = client(house.admin).post(
        reverse("contracts:sign", args=[edition.agreement_id, 0]), {"hash": edition.hash}, follow=True
    )

    assert "Admin, " in answer.content.decode()


def test_a_text_that_cannot_be_read_comes_back_with_its_problems() -> None:
    house = House("stratiteq", "Västkustens Färjor AB")
    broken = text("stratiteq/vastkustens-farjor.yaml").replace("plan: standard", "plan: gold")

    answer = client(house.admin).post(
        reverse("contracts:bring"), {"name": "a.yaml", "text": broken, "customer": house.customer.pk, "check": ""}
    )

    assert answer.status_code == 422
    assert "gold" in answer.content.decode()


def test_holidays_are_written_into_a_text() -> None:
    house = House("stratiteq", "Västkustens Färjor AB")
    unfrozen = text("stratiteq/vastkustens-farjor.yaml").split("\nfrozen:")[0] + "\n"

    answer = client(house.admin).post(
        reverse("contracts:bring"), {"name": "a.yaml", "text": unfrozen, "customer": house.customer.pk, "freeze": ""}
    )

    assert "2026-12-25: Juldagen" in answer.content.decode()


def test_keeping_it_leads_to_the_signatures() -> None:
    house = House("stratiteq", "Västkustens Färjor AB")
    form = {"name": "a.yaml", "text": text("stratiteq/vastkustens-farjor.yaml"), "customer": house.customer.pk}

    answer = client(house.admin).post(reverse("contracts:bring"), {**form, "keep": ""}, follow=True)

    assert "Sign this text" in answer.content.decode()


@pytest.mark.parametrize("name", ["page", "source"])
def test_another_vendor_finds_nothing(name: str) -> None:
    _house, agreement = ferries()
    other = House("comarch", "Papierwerk Isar GmbH")

    answer = client(other.admin).get(
        reverse(f"contracts:{name}", args=[agreement.pk, 0] if name == "source" else [agreement.pk])
    )

    assert answer.status_code == 404


def test_what_comes_round_is_done_on_the_page_of_its_agreement() -> None:
    house, agreement = ferries()
    page = reverse("contracts:page", args=[agreement.pk])
    browser = client(house.admin)
    rounds = browser.get(page).context["rounds"]
    browser.post(reverse("contracts:done", args=[agreement.pk]), {"duty": rounds[0].duty.id})

    assert rounds[0].duty.id not in [left.duty.id for left in browser.get(page).context["rounds"]]


def test_an_agreement_whose_only_draft_was_thrown_away_is_not_there() -> None:
    house = House("stratiteq", "Västkustens Färjor AB")
    edition = house.bring("vastkustens-farjor.yaml")
    browser = client(house.admin)
    signing.discard(house.admin, edition, MAY)

    assert browser.get(reverse("contracts:page", args=[edition.agreement_id])).status_code == 404
    assert browser.get(reverse("contracts:index")).status_code == 200


def test_a_stranger_who_follows_a_mail_to_an_agreement_signs_in_first() -> None:
    answer = Client().get(reverse("contracts:page", args=[1]))

    assert answer.headers["Location"] == "/account/login/?next=/agreements/1/"


@pytest.mark.parametrize(("minute", "is_in_force"), [(59, False), (61, True)])
def test_an_agreement_begins_with_the_day_at_the_vendor_s(
    monkeypatch: pytest.MonkeyPatch, minute: int, *, is_in_force: bool
) -> None:
    house, agreement = ferries()
    Vendor.objects.update(zone="Europe/Stockholm")
    browser = client(house.admin)
    at = datetime(2026, 5, 31, 21, tzinfo=UTC) + timedelta(minutes=minute)  # 1 June begins at 22:00 UTC there
    monkeypatch.setattr(clock, "now", lambda: at)

    page = browser.get(reverse("contracts:page", args=[agreement.pk])).content.decode()

    assert ("in force" in page) == is_in_force
