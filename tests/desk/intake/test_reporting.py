"""A report becomes a case, or is refused with its clause and kept."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import translation

from tests.desk.intake import houses
from tests.desk.intake.houses import MONDAY, person, staff
from upheld.agreements import Text
from upheld.events import Reserved
from upheld.money import Money
from upheld_desk.errors import NotFound, Refused
from upheld_desk.facts import Fact, read
from upheld_desk.facts.canonical import text
from upheld_desk.intake import keeping, wording
from upheld_desk.intake.drafts import Draft
from upheld_desk.intake.models import NotTaken
from upheld_desk.intake.preview import preview
from upheld_desk.intake.remarks import Refusal
from upheld_desk.intake.reporting import report
from upheld_desk.intake.wording import Value
from upheld_desk.outbox.models import Outgoing
from upheld_desk.people.models import Customer, Person
from upheld_desk.store import logs
from upheld_desk.store.models import CaseRow, Log

pytestmark = pytest.mark.django_db

BROKEN = Draft(channel="portal", service="Testsysteme", subject="It is slow", text="Since this morning.")


def agreements_facts(customer: Customer) -> list[Fact]:
    log = customer.agreements.get().log
    assert log
    return list(logs.load(log.pk).entries)


def test_a_report_opens_a_case_with_what_was_said() -> None:
    customer = houses.comarch_basic()

    log = report(customer, person(customer, "f.richter"), BROKEN, MONDAY)

    row = CaseRow.objects.get(log=log)
    assert (row.subject, row.channel, row.service) == ("It is slow", "ticket", "Testsysteme")


def test_criteria_classify_at_once_and_the_due_time_is_the_one_of_the_preview() -> None:
    customer = houses.maxence()
    draft = Draft(channel="email", answers={"production": "yes", "usable": "no", "workaround": "no"})
    reporter = person(customer, "k.meyer")
    (duty,) = preview(customer, reporter, draft, MONDAY).duties

    row = CaseRow.objects.get(log=report(customer, reporter, draft, MONDAY))

    assert (row.severity, row.next_due) == ("critical", duty.due)


def test_a_case_that_level_1_has_waits_at_level_1() -> None:
    customer = houses.startrac()
    gate = person(customer, "gate-desk-day", role="level-1", caller="level-1")
    draft = Draft(channel="portal", answers={"stop": "yes"})

    row = CaseRow.objects.get(log=report(customer, gate, draft, MONDAY))

    assert (row.level, row.next_due) == (1, None)


def test_staff_log_a_call_for_somebody() -> None:
    customer = houses.comarch_advanced()
    draft = Draft(channel="phone", service="Leitstand", subject="Down")

    log = report(customer, person(customer, "l.huber"), draft, MONDAY, logged_by=staff(customer, "maria"))

    first = logs.load(log.pk).entries[0]
    assert (first.by, first.desk["logged_by"]) == ("l.huber", "maria")


def test_a_refusal_is_a_sentence_with_its_clause_in_the_readers_language() -> None:
    customer = houses.comarch_basic()
    person(customer, "f.richter")

    with translation.override("de"), pytest.raises(Refused) as refused:
        report(customer, person(customer, "new.one"), BROKEN, MONDAY)

    assert "nicht darunter" in refused.value.sentence
    assert "S1-27" in refused.value.sentence
    assert "F Richter" in refused.value.sentence


def test_what_was_refused_is_kept_whole_on_the_agreements_log() -> None:
    customer = houses.comarch_basic()

    with pytest.raises(Refused):
        report(customer, person(customer, "new.one"), BROKEN, MONDAY)

    fact = agreements_facts(customer)[-1]
    assert (fact.kind, fact.by, fact.desk["subject"]) == ("refused", "new.one", "It is slow")
    assert [(why["code"], why["clause"]) for why in fact.desk["reasons"]] == [("contact", "roles.contacts, § S1-27")]


def test_why_it_was_refused_is_read_in_another_language_later() -> None:
    customer = houses.comarch_basic()
    person(customer, "f.richter")
    with translation.override("sv"), pytest.raises(Refused):
        report(customer, person(customer, "new.one"), BROKEN, MONDAY)

    with translation.override("de"):
        said = keeping.sentence(agreements_facts(customer)[-1])
        told = wording.refusal("contact", {"names": ()})

    assert said.startswith(told)
    assert "F Richter" in said


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_what_sentences_are_made_of_is_read_as_it_was_kept(language: str) -> None:
    name, house = Text({"en": "Gold", "de": "Gold-Paket", "sv": "Guld"}), {"vendor": "V", "mail": "m@v.example"}
    term: dict[str, Value] = {**house, "number": "A-1", "starts": date(2026, 1, 1), "ends": date(2026, 6, 30)}
    units: dict[str, Value] = {"allowance": "case", "taken": Decimal(10), "of": 12, "module": name, "next": MONDAY}
    refusals = (
        Refusal("not-in-force", term),
        Refusal("used-up", {**house, **units, "cost": Money(Decimal(5), "EUR")}),
        Refusal("kind", {**house, "kind": "question", "handled": ("incident", name), "plans": (name,)}),
    )
    fact = read(json.loads(text(Fact.own("refused", MONDAY, reasons=keeping.reasons(refusals)).data())))

    with translation.override(language):
        expected = " ".join(f"{refusal.sentence} {refusal.alternative}" for refusal in refusals)

        assert keeping.sentence(fact) == expected


def test_what_somebody_reports_before_anything_was_agreed_is_kept_too() -> None:
    vendor = houses.comarch_basic().vendor
    customer = Customer.objects.create(vendor=vendor, slug="new", name="New AG")

    with pytest.raises(Refused) as refused:
        report(customer, person(customer, "n.neu"), BROKEN, MONDAY)

    kept = NotTaken.objects.get(customer=customer).fact
    assert refused.value.code == "no-agreement"
    assert (kept.kind, kept.by, kept.at, kept.desk["text"]) == ("refused", "n.neu", MONDAY, "Since this morning.")


def test_no_case_is_opened_by_what_was_refused() -> None:
    customer = houses.comarch_basic()

    with pytest.raises(Refused):
        report(customer, person(customer, "new.one"), BROKEN, MONDAY)

    assert not Log.objects.filter(kind="case").exists()


def a_full_quarter() -> tuple[Customer, Person]:
    """Return a customer who has reported ten cases in a quarter, and who reported them."""
    customer = houses.comarch_basic()
    reporter = person(customer, "f.richter")
    for minute in range(10):
        report(customer, reporter, BROKEN, MONDAY + timedelta(minutes=minute))
    return customer, reporter


def test_the_eleventh_case_of_a_quarter_is_taken_and_noted() -> None:
    customer, reporter = a_full_quarter()

    found = preview(customer, reporter, BROKEN, MONDAY + timedelta(hours=1))

    assert found.may_be_sent
    assert "used-up-flagged" in [remark.code for remark in found.remarks]


def test_with_the_eleventh_case_an_upgrade_is_offered_before_and_after() -> None:
    customer, reporter = a_full_quarter()
    offered = "The plan “Advanced” sets no limit to it. Comarch is glad to make you an offer: support@comarch.example."

    before = preview(customer, reporter, BROKEN, MONDAY + timedelta(hours=1)).remarks
    report(customer, reporter, BROKEN, MONDAY + timedelta(hours=1))

    assert offered in [remark.sentence for remark in before]
    assert offered in Outgoing.objects.latest("pk").text.replace("\n", " ")


def test_as_long_as_something_is_left_nobody_is_offered_anything() -> None:
    customer = houses.comarch_basic()
    reporter = person(customer, "f.richter")
    report(customer, reporter, BROKEN, MONDAY)

    assert "Advanced" not in Outgoing.objects.latest("pk").text


LOW = Draft(channel="email", answers={"production": "no"})
CRITICAL = Draft(channel="email", answers={"production": "yes", "usable": "no", "workaround": "no"})


def use(customer: Customer, amount: int) -> None:
    """Let so many requests of a customer be taken already."""
    log = customer.agreements.get().log
    assert log
    taken = Reserved(MONDAY, allowance="cases", amount=Decimal(amount), ref="before")
    logs.append(log, [Fact.of(taken)], after=logs.load(log.pk))


def test_where_the_allowance_is_used_up_the_report_is_refused() -> None:
    customer = houses.maxence()
    use(customer, 60)

    with pytest.raises(Refused) as refused:
        report(customer, person(customer, "b.second"), LOW, MONDAY + timedelta(hours=1))

    assert refused.value.code == "used-up"
    assert "S2-22" in refused.value.sentence


def test_where_another_module_was_agreed_for_then_the_report_is_worked_on_it() -> None:
    customer = houses.maxence_basic()
    use(customer, 30)

    found = preview(customer, person(customer, "b.second"), LOW, MONDAY + timedelta(hours=1))

    assert found.may_be_sent
    assert "OTRS support on demand" in next(r.sentence for r in found.remarks if r.code == "used-up-module")


def test_what_is_critical_is_taken_even_then() -> None:
    customer = houses.maxence()
    use(customer, 60)

    log = report(customer, person(customer, "b.second"), CRITICAL, MONDAY + timedelta(hours=1))

    assert CaseRow.objects.get(log=log).severity == "critical"


def test_what_may_turn_out_to_be_critical_is_not_turned_away() -> None:
    customer = houses.maxence()
    use(customer, 60)

    log = report(customer, person(customer, "b.second"), Draft(channel="email"), MONDAY + timedelta(hours=1))

    assert CaseRow.objects.get(log=log).severity == ""


@pytest.mark.django_db(transaction=True)
def test_two_people_cannot_both_take_the_last_one() -> None:
    customer = houses.maxence()
    use(customer, 59)
    both = [person(customer, "b.second"), person(customer, "c.third")]

    def attempt(reporter: Person) -> str:
        try:
            return report(customer, reporter, LOW, MONDAY + timedelta(hours=1)).reference
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, both))

    assert outcomes == ["MAX-1001", "used-up"]


# --- Keys of programs -------------------------------------------------------------------------------------------------


def test_the_same_report_under_one_key_is_one_case() -> None:
    customer = houses.comarch_basic()
    reporter = person(customer, "f.richter")

    first = report(customer, reporter, BROKEN, MONDAY, key="abc")
    again = report(customer, reporter, BROKEN, MONDAY + timedelta(hours=23), key="abc")

    assert first.pk == again.pk


def test_another_report_under_the_same_key_is_refused() -> None:
    customer = houses.comarch_basic()
    reporter = person(customer, "f.richter")
    report(customer, reporter, BROKEN, MONDAY, key="abc")
    other = Draft(channel="portal", service="Testsysteme", subject="Something else")

    with pytest.raises(Refused) as refused:
        report(customer, reporter, other, MONDAY, key="abc")

    assert refused.value.code == "key-used"


@pytest.mark.django_db(transaction=True)
def test_the_same_report_twice_at_the_same_moment_is_one_case() -> None:
    customer = houses.comarch_basic()
    reporter = person(customer, "f.richter")

    def attempt(_number: int) -> str:
        try:
            return report(customer, reporter, BROKEN, MONDAY, key="abc").reference
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = set(pool.map(attempt, range(2)))

    assert len(outcomes) == 1
    assert CaseRow.objects.count() == 1


def test_a_key_lives_for_a_day() -> None:
    customer = houses.comarch_basic()
    reporter = person(customer, "f.richter")
    first = report(customer, reporter, BROKEN, MONDAY, key="abc")

    later = report(customer, reporter, BROKEN, MONDAY + timedelta(hours=25), key="abc")

    assert first.pk != later.pk


# --- Walls ------------------------------------------------------------------------------------------------------------


def test_nobody_reports_for_another_customer() -> None:
    customer, other = houses.comarch_basic(), houses.comarch_advanced()

    with pytest.raises(NotFound):
        report(customer, person(other, "l.huber"), BROKEN, MONDAY)


def test_staff_log_no_calls_for_another_vendors_customer() -> None:
    customer, other = houses.comarch_basic(), houses.maxence()

    with pytest.raises(NotFound):
        report(customer, person(customer, "f.richter"), BROKEN, MONDAY, logged_by=staff(other, "helga"))


def test_a_contact_logs_no_calls() -> None:
    customer = houses.comarch_basic()
    reporter = person(customer, "f.richter")

    with pytest.raises(NotFound):
        report(customer, reporter, BROKEN, MONDAY, logged_by=reporter)
