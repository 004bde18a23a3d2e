"""The first page, the agreement, allowances and people; and how often each page asks the database."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person
from tests.desk.portal.conftest import browser
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.reporting import report
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Customer, Person
from upheld_desk.store.models import Edition

pytestmark = pytest.mark.django_db

PAGES = ("/portal/", "/portal/report", "/portal/cases", "/portal/allowances", "/portal/people")


def school() -> tuple[Customer, Person]:
    customer = houses.comarch_basic()
    return customer, person(customer, "f.richter", "customer-lead")


def several(customer: Customer, by: Person, count: int) -> None:
    for number in range(count):
        draft = Draft(channel="portal", service="Testsysteme", subject=f"Number {number}", answers={"down": "yes"})
        report(customer, by, draft, MONDAY)


def test_the_first_page_has_the_open_cases_and_what_is_left() -> None:
    customer, richter = school()
    several(customer, richter, 2)

    page = browser(richter).get("/portal/").content.decode()

    assert "Number 1" in page
    assert "8 of 10 left" in page


def test_who_signs_for_the_customer_finds_what_waits_for_them_on_the_first_page() -> None:
    customer, richter = school()
    Edition.objects.update(state="draft", signed_by_customer_at=None)

    asked = [
        "waits for your signature" in browser(each).get("/portal/").content.decode()
        for each in (richter, person(customer, "a.wolf"))
    ]

    assert asked == [True, False]


def test_the_agreement_is_one_press_away() -> None:
    customer, richter = school()

    answer = browser(richter).get("/portal/agreement")

    assert answer["Location"] == f"/agreements/{customer.agreements.get().pk}/"


def test_the_ledger_says_what_was_taken_by_which_case() -> None:
    customer, richter = school()
    several(customer, richter, 1)

    page = browser(richter, "de").get("/portal/allowances", follow=True).content.decode()

    assert "1 vorgemerkt für COM-1001" in page


def test_the_list_of_people_says_who_may_report() -> None:
    customer, richter = school()
    person(customer, "new.one", "customer-lead")

    page = browser(richter).get("/portal/people").content.decode()

    assert "1 of 1 named contacts" in page
    assert page.count("may report</span>") == 1
    assert "may read only" in page


def test_a_lead_adds_somebody_who_gets_their_way_in() -> None:
    customer = houses.stratiteq()
    lead = person(customer, "e.lund", "customer-lead")
    new = {"name": "Nils Ek", "email": "nils@fjall.example", "role": "contact", "language": "sv"}

    browser(lead).post("/portal/people/add", new)

    assert Person.objects.get(email="nils@fjall.example").customer == customer
    assert Outgoing.objects.filter(to="nils@fjall.example").exists()


def test_more_contacts_than_agreed_are_refused_with_the_clause() -> None:
    customer, richter = school()
    person(customer, "a.wolf")
    new = {"name": "One More", "email": "more@lernraum.example", "role": "contact", "language": "de"}

    answer = browser(richter).post("/portal/people/add", new)

    assert answer.status_code == 409
    assert "§ S1-27" in answer.content.decode()


def test_a_lead_ends_the_access_of_a_colleague() -> None:
    customer, richter = school()
    colleague = person(customer, "a.wolf")

    browser(richter).post("/portal/people/a.wolf/deactivate")

    colleague.refresh_from_db()
    assert not colleague.active


def test_a_lead_changes_what_is_known_of_a_colleague_and_their_role() -> None:
    customer = houses.stratiteq()
    lead, colleague = person(customer, "e.lund", "customer-lead"), person(customer, "j.dahl")
    known = {"name": "Jonas Dahl", "email": colleague.email or "j@dahl.example", "phone": "+46 31 1", "language": "sv"}

    browser(lead).post("/portal/people/j.dahl", {**known, "role": "customer-lead"})

    colleague.refresh_from_db()
    assert (colleague.name, colleague.phone, colleague.role) == ("Jonas Dahl", "+46 31 1", "customer-lead")


def test_a_contact_looks_after_nobody() -> None:
    customer, _richter = school()
    person(customer, "a.wolf")
    contact = browser(person(customer, "new.one"))

    contact.post("/portal/people/a.wolf/deactivate")

    assert Person.objects.get(handle="a.wolf").active
    assert "Add somebody" not in contact.get("/portal/people").content.decode()
    assert contact.get("/portal/people/a.wolf").status_code == 404


def test_people_of_another_customer_are_not_there() -> None:
    _customer, richter = school()
    person(houses.comarch_advanced(), "l.huber")

    assert browser(richter).post("/portal/people/l.huber/deactivate").status_code == 404
    assert browser(richter).get("/portal/people/l.huber").status_code == 404


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_every_page_speaks_every_language(language: str) -> None:
    customer, richter = school()
    several(customer, richter, 1)
    window = browser(richter, language)

    found = {page: window.get(page).headers["Content-Language"] for page in (*PAGES, "/portal/cases/COM-1001")}

    assert set(found.values()) == {language}


# A page asks as often for many cases as for one.
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("/portal/", 17),
        ("/portal/report", 17),
        ("/portal/cases", 12),
        ("/portal/cases/COM-1001", 12),
        ("/portal/people", 16),
    ],
)
def test_the_database_is_asked_so_often(
    page: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    customer, richter = school()
    several(customer, richter, 5)
    window = browser(richter)
    window.get(page)  # versions of agreements are kept ready from then on

    with django_assert_num_queries(queries):
        window.get(page)
