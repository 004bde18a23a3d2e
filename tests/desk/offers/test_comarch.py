"""What Comarch promises by plan, as its desk keeps it: who goes first, who may report what, when an answer is due."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.desk.actions import firms
from tests.desk.intake import houses
from tests.desk.intake.houses import FOLDER, LONG_AGO, MONDAY, house, person, staff
from tests.desk.portal.conftest import browser
from tests.desk.timers.cast import told
from upheld_desk import clock
from upheld_desk.accounts import members
from upheld_desk.accounts.members import Details
from upheld_desk.actions.agreements import activate
from upheld_desk.errors import Refused
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.preview import Preview, preview
from upheld_desk.intake.reporting import report
from upheld_desk.people.models import Customer, Person, Vendor
from upheld_desk.staff import queue
from upheld_desk.staff.queue import Wanted
from upheld_desk.store import agreements
from upheld_desk.store.models import CaseRow, DutyRow, Log
from upheld_desk.timers.looking import look

pytestmark = pytest.mark.django_db

MILL: Final = "papierwerk-isar.yaml"
PREMIUM: Final = "papierwerk-isar-1.yaml"
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)
SPRING: Final = datetime(2027, 3, 1, 9, tzinfo=UTC)  # a Monday, 10:00 in Berlin: Papierwerk Isar has Premium by now
NIGHT: Final = datetime(2027, 3, 7, 1, tzinfo=UTC)  # on a Sunday
SERVICES: Final = {"lernraum-dresden": "Testsysteme"}
DOWN: Final = {"down": "yes"}
PRODUCTION: Final = {"down": "no", "production": "yes"}
IMPAIRED: Final = {"down": "no", "production": "no", "impaired": "yes"}
GUIDANCE: Final = {"down": "no", "production": "no", "impaired": "no"}


def basic() -> Person:
    return person(houses.comarch_basic(), "f.richter")


def advanced() -> Person:
    return person(houses.comarch_advanced(), "l.huber")


def premium() -> Person:
    return person(house("comarch", MILL, PREMIUM), "l.huber")


def paper(name: str) -> str:
    return (FOLDER / "comarch" / name).read_text(encoding="utf-8")


def signed(vendor: Vendor, texts: dict[str, str]) -> Customer:
    """Return another customer, with the agreement that the offer and these texts make, the last of them its own."""
    customer = Customer.objects.create(vendor=vendor, slug="kartonwerk", name="Kartonwerk", language="en")
    files = {"offer.yaml": paper("offer.yaml"), **texts}
    edition = agreements.store(vendor, customer, files, main=list(files)[-1], at=LONG_AGO)
    edition.state = "signed"
    edition.save()
    activate(edition.agreement, LONG_AGO)
    return customer


def of_advanced(vendor: Vendor) -> Person:
    """Return a contact of a customer with the agreement that Papierwerk Isar had before Premium."""
    text = paper(MILL).replace("CCI-2026-104", "CCI-2026-105").replace("t.wimmer", "k.karton")
    return person(signed(vendor, {MILL: text}), "k.karton")


def of_premium_without_names(vendor: Vendor) -> Person:
    """Return somebody of a customer with Premium that names nobody who reports."""
    text = paper(PREMIUM).replace("changes:\n", "changes:\n  roles.contacts.people: []\n")
    texts = {MILL: paper(MILL), PREMIUM: text}
    return person(signed(vendor, {name: text.replace("2026-104", "2026-106") for name, text in texts.items()}), "a.one")


def of(reporter: Person) -> Customer:
    assert reporter.customer
    return reporter.customer


def draft(reporter: Person, answers: Mapping[str, str], channel: str = "portal", kind: str = "incident") -> Draft:
    service = SERVICES.get(of(reporter).slug, "Leitstand")
    return Draft(channel=channel, kind=kind, service=service, answers=answers, subject="Trouble")


def shown(reporter: Person, at: datetime, kind: str = "incident", answers: Mapping[str, str] = GUIDANCE) -> Preview:
    return preview(of(reporter), reporter, draft(reporter, answers, kind=kind), at)


def opened(reporter: Person, answers: Mapping[str, str], at: datetime, channel: str = "portal") -> Log:
    return report(of(reporter), reporter, draft(reporter, answers, channel), at)


# --- Who goes first ---------------------------------------------------------------------------------------------------


def side_by_side() -> tuple[list[Log], Person]:
    """Return a case of Basic and one of Advanced that are due at the same noon, and one of the vendor's staff."""
    first, second = basic(), advanced()
    monday = MONDAY - HOUR  # 9:00 in Berlin: 12 working hours end on Tuesday at noon, as 12 hours from midnight do
    midnight = MONDAY + 14 * HOUR
    return [opened(first, IMPAIRED, monday), opened(second, IMPAIRED, midnight)], staff(of(first), "maria")


def in_queue(reader: Person) -> list[str]:
    return [case.reference for case in queue.found(reader, Wanted.of({}))]


def in_today(reader: Person, monkeypatch: pytest.MonkeyPatch, at: datetime) -> str:
    monkeypatch.setattr(clock, "now", lambda: at)
    return browser(reader).get("/staff/?whose=all").content.decode()


def test_of_cases_due_at_one_instant_an_advanced_one_goes_before_a_basic_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (usual, preferred), maria = side_by_side()

    page = in_today(maria, monkeypatch, MONDAY + 24 * HOUR)

    assert len(set(CaseRow.objects.values_list("next_due", flat=True))) == 1
    assert in_queue(maria) == [preferred.reference, usual.reference]
    assert page.index(preferred.reference) < page.index(usual.reference)


def test_of_cases_due_at_one_instant_a_premium_one_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    huber = premium()
    usual = opened(of_advanced(huber.vendor), IMPAIRED, SPRING)
    preferred = opened(huber, IMPAIRED, SPRING)
    maria = staff(of(huber), "maria")

    page = in_today(maria, monkeypatch, SPRING + HOUR)

    assert len(set(CaseRow.objects.values_list("next_due", flat=True))) == 1
    assert in_queue(maria) == [preferred.reference, usual.reference]
    assert page.index(preferred.reference) < page.index(usual.reference)


# --- Who may report what ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["expert", "account"])
def test_experts_and_help_with_the_account_come_with_premium_which_others_are_told(kind: str) -> None:
    (refusal,) = shown(advanced(), MONDAY, kind).refused

    assert refusal.code == "kind"
    assert "Premium" in refusal.alternative


@pytest.mark.parametrize("kind", ["expert", "account"])
def test_premium_is_helped_with_both(kind: str) -> None:
    assert shown(premium(), SPRING, kind).may_be_sent


def test_a_question_on_the_account_is_answered_in_business_hours() -> None:
    (duty,) = shown(premium(), SPRING, "account").duties

    assert duty.due == datetime(2027, 3, 3, 15, tzinfo=UTC)  # 24 hours of days from nine to six


def test_advanced_covers_the_applications_that_are_named_and_no_other() -> None:
    huber = advanced()

    found = preview(of(huber), huber, Draft(channel="portal", service="Leitstand PM2"), MONDAY)

    assert [refusal.code for refusal in found.refused] == ["service"]


def test_advanced_may_call() -> None:
    huber = advanced()

    assert preview(of(huber), huber, draft(huber, DOWN, "phone"), MONDAY).may_be_sent


@pytest.mark.parametrize(("reporter", "at"), [(advanced, MONDAY), (premium, SPRING)])
def test_advanced_and_premium_count_no_cases(reporter: Callable[[], Person], at: datetime) -> None:
    assert shown(reporter(), at).allowances == ()


def test_anybody_of_a_premium_customer_that_names_nobody_reports() -> None:
    assert shown(of_premium_without_names(advanced().vendor), SPRING).may_be_sent


def test_advanced_names_five_contacts_and_no_sixth() -> None:
    customer = of(advanced())
    for number in range(4):
        person(customer, f"c.{number}")

    with pytest.raises(Refused) as refused:
        members.make_person(staff(customer, "ole", "lead"), customer, Details(name="Six"), "contact", MONDAY)

    assert refused.value.fields == {"most": 5, "clause": "§ S1-29"}


# --- Hours ------------------------------------------------------------------------------------------------------------


def remarks(found: Preview) -> list[str]:
    return [remark.code for remark in found.remarks]


@pytest.mark.parametrize(("reporter", "away"), [(basic, True), (advanced, False), (premium, False)])
def test_at_night_basic_alone_is_told_that_nobody_is_there(reporter: Callable[[], Person], away: bool) -> None:  # noqa: FBT001
    found = shown(reporter(), NIGHT)

    assert found.may_be_sent
    assert ("not-staffed" in remarks(found)) is away


def test_on_a_holiday_of_the_customers_state_nobody_is_there_before_the_next_day() -> None:
    repentance_day = datetime(2026, 11, 18, 9, tzinfo=UTC)

    (remark,) = [each for each in shown(basic(), repentance_day).remarks if each.code == "not-staffed"]

    assert "Thu 19 Nov, 09:00" in remark.sentence


# --- Until when an answer is due --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "at", "due"),
    [
        (GUIDANCE, MONDAY, datetime(2026, 11, 27, 9, tzinfo=UTC)),
        (IMPAIRED, MONDAY, datetime(2026, 11, 24, 12, tzinfo=UTC)),
        (PRODUCTION, MONDAY, datetime(2026, 11, 24, 12, tzinfo=UTC)),  # nothing of its own: the fastest of the plan
        (DOWN, MONDAY, datetime(2026, 11, 24, 12, tzinfo=UTC)),
        (IMPAIRED, datetime(2026, 9, 7, 8, tzinfo=UTC), datetime(2026, 9, 8, 11, tzinfo=UTC)),  # in summer time
    ],
)
def test_basic_is_answered_in_business_hours(answers: dict[str, str], at: datetime, due: datetime) -> None:
    row = CaseRow.objects.get(log=opened(basic(), answers, at))

    assert row.next_due == due


@pytest.mark.parametrize(
    ("answers", "within"),
    [(GUIDANCE, 24 * HOUR), (IMPAIRED, 12 * HOUR), (PRODUCTION, 4 * HOUR), (DOWN, 4 * HOUR)],
)
def test_advanced_is_answered_by_the_clock_on_the_wall(answers: dict[str, str], within: timedelta) -> None:
    row = CaseRow.objects.get(log=opened(advanced(), answers, NIGHT - timedelta(days=91)))

    assert row.next_due == NIGHT - timedelta(days=91) + within


@pytest.mark.parametrize(
    ("answers", "within"),
    [(GUIDANCE, 24 * HOUR), (IMPAIRED, 12 * HOUR), (PRODUCTION, HOUR), (DOWN, 30 * MINUTE)],
)
def test_premium_is_answered_soonest(answers: dict[str, str], within: timedelta) -> None:
    row = CaseRow.objects.get(log=opened(premium(), answers, NIGHT))

    assert row.next_due == NIGHT + within


@pytest.mark.parametrize("reporter", [basic, advanced])
def test_a_severity_without_a_time_of_its_own_is_not_called_a_milder_one(reporter: Callable[[], Person]) -> None:
    assert CaseRow.objects.get(log=opened(reporter(), DOWN, MONDAY)).severity == "down"


def test_the_account_manager_is_warned_twice_before_half_an_hour_is_over() -> None:
    huber = premium()
    Person.objects.create(
        vendor=huber.vendor, handle="d.nowak", name="Dana Nowak", role="account-manager", email="d@comarch.example"
    )
    log = opened(huber, DOWN, NIGHT, "phone")

    look(log, NIGHT + 29 * MINUTE)

    points = {fact.desk["name"]: (fact.at, fact.desk["told"]) for fact in told(log)}
    assert points["half-time"] == (NIGHT + 15 * MINUTE, ["d.nowak"])
    assert NIGHT + 24 * MINUTE < points["last-call"][0] <= NIGHT + 25 * MINUTE


# --- What comes round -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "times"), [("lernraum-dresden", 0), ("papierwerk-isar", 1)])
def test_a_review_of_each_quarter_waits_in_the_list_where_the_plan_has_one(name: str, times: int) -> None:
    log = firms.comarch(name).agreement.log

    assert DutyRow.objects.filter(log=log, name="business-review", state="running").count() == times
