"""The public page of a vendor: its plans side by side, from the offer."""

import pytest
from django.test import Client

from tests.desk.contracts.test_signing import House

pytestmark = pytest.mark.django_db


def test_everybody_can_compare_the_plans_of_a_vendor() -> None:
    House("comarch", "Papierwerk Isar GmbH")

    page = Client().get("/at/comarch/plans/").content.decode()

    assert all(f">{plan}<" in page for plan in ("Basic", "Advanced", "Premium"))


def test_the_page_speaks_the_language_of_the_browser() -> None:
    House("comarch", "Papierwerk Isar GmbH")

    page = Client().get("/at/comarch/plans/", headers={"accept-language": "de"}).content.decode()

    assert '<html lang="de"' in page
    assert "Stunden" in page


def test_what_is_agreed_with_a_customer_is_not_shown() -> None:
    house = House("comarch", "Papierwerk Isar GmbH")
    house.bring("papierwerk-isar.yaml")

    assert "Papierwerk" not in Client().get("/at/comarch/plans/").content.decode()


def test_there_is_no_page_of_a_vendor_that_there_is_not() -> None:
    assert Client().get("/at/nobody/plans/").status_code == 404
