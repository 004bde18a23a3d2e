"""What Clear Sense promises its partners, as its desk keeps it: two languages, twelve hours for a call, releases."""

from datetime import UTC, datetime
from typing import Final

import pytest

from tests.desk.actions import firms
from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person
from tests.desk.portal.conftest import browser
from upheld_desk import clock
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.reporting import report
from upheld_desk.people.models import Person
from upheld_desk.store.models import CaseRow, DutyRow

pytestmark = pytest.mark.django_db

FRIDAY_EVENING: Final = datetime(2026, 11, 27, 17, tzinfo=UTC)  # 18:00 in Vienna
BEFORE_A_HOLIDAY: Final = datetime(2026, 12, 7, 17, tzinfo=UTC)


def partner() -> Person:
    return person(houses.clearsense(), "p.gruber", caller="partner")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.mark.parametrize(("language", "said"), [("de", "Eine Frage"), ("en", "A question")])
def test_the_form_and_what_the_agreement_says_in_it_are_in_the_language_that_was_chosen(
    language: str, said: str
) -> None:
    page = browser(partner(), language).get("/portal/report").content.decode()

    assert f'<html lang="{language}"' in page
    assert said in page


def test_a_partner_asks_something_in_a_form() -> None:
    asked = {
        "kind": "question",
        "subject": "Which fonts are there?",
        "text": "For a bakery.",
        "key": "a",
        "send": "yes",
    }

    browser(partner()).post("/portal/report", asked)

    row = CaseRow.objects.get()
    assert (row.kind, row.subject, row.next_due) == ("question", "Which fonts are there?", None)


@pytest.mark.parametrize(
    ("called", "due"),
    [
        (FRIDAY_EVENING, datetime(2026, 11, 30, 5, tzinfo=UTC)),  # Monday, 6:00
        (BEFORE_A_HOLIDAY, datetime(2026, 12, 9, 5, tzinfo=UTC)),  # 8 December is none of the weekdays
    ],
)
def test_a_call_is_answered_within_twelve_hours_of_weekdays(called: datetime, due: datetime) -> None:
    reporter = partner()
    assert reporter.customer

    log = report(reporter.customer, reporter, Draft(channel="phone"), called)

    assert CaseRow.objects.get(log=log).next_due == due


def test_the_release_that_comes_next_waits_in_the_list() -> None:
    log = firms.clearsense().agreement.log

    rows = DutyRow.objects.filter(log=log, name="release", state="running")

    assert [row.due for row in rows] == [datetime(2026, 12, 31, 23, tzinfo=UTC)]
