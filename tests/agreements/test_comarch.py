"""Comarch Cloud Infraspace support: three plans by the clock, the business hours and the use of the platform."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.agreements.papers import FOLDER, MICROSECOND, at, case, changed, clock, duties, owed, paper, problems, shown
from upheld.agreements import Terms
from upheld.errors import Unreadable
from upheld.events import Done, Event, Released, Replied, Reported, Reserved
from upheld.gates import conditions
from upheld.grants import Ledger, booked_by, counting, ledger, request, roomier
from upheld.money import Money
from upheld.prices import Statement, Use, falls, invoice, statement
from upheld.reading import read

OFFER = paper("comarch/offer")
BASIC, ADVANCED, PREMIUM = (OFFER.terms(plan) for plan in ("basic", "advanced", "premium"))
MONDAY = at(OFFER, "2026-11-23T15:00")


def due(terms: Terms, severity: str, reported: str) -> datetime | None:
    start = at(OFFER, reported)
    return clock(terms, case(start, severity), start, "respond").due


def refused(terms: Terms, **fields: str) -> list[str]:
    """Return the conditions that a report on Monday does not meet."""
    report = Reported(MONDAY, **fields)  # type: ignore[arg-type]  # the fields of a report that are texts
    return [condition.name for condition in conditions(terms, report) if not condition.met]


def november(terms: Terms, use: str = "0") -> Statement:
    return statement(terms, date(2026, 11, 1), date(2026, 12, 1), {"cci_usage_fee": Decimal(use)})


def amounts(found: Statement) -> list[str]:
    return [f"{line.amount.amount:f}" for line in found.lines if line.amount]


def euros(text: str) -> Money:
    return Money(Decimal(text), "EUR")


# --- Plans


def test_the_offer_names_the_platform() -> None:
    assert OFFER.service.in_language("en") == "Comarch Cloud Infraspace platform (CCI)"


def test_there_are_three_plans_and_one_is_chosen(tmp_path: Path) -> None:
    without = changed(tmp_path, "comarch/papierwerk-isar", ("plan: advanced\n", ""))

    with pytest.raises(Unreadable, match="chooses no plan; write 'plan:' with one of: basic, advanced, premium"):
        read(without, amended=False)


def test_each_plan_says_whom_it_is_for() -> None:
    assert shown(OFFER, "For") == [
        "Non-production environments",
        "Environments with a limited number of business-critical applications",
        "Mission-critical environments that depend strategically on the platform",
    ]


def test_each_plan_says_what_it_includes() -> None:
    assert [cell.partition(";")[0] for cell in shown(OFFER, "Enthält", "de")] == [
        "Grundlegender Schutz",
        "Priorisierte Fallbearbeitung",
        "Support nach dem Geschäftsprofil",
    ]


def test_every_plan_may_be_changed_at_any_time() -> None:
    assert all("Another plan at any time by asking sales" in cell for cell in shown(OFFER, "Includes"))


def test_the_review_that_the_text_gives_to_premium_alone_is_in_advanced_too() -> None:
    [said_twice] = problems(FOLDER / "comarch/offer.yaml", "SRC1")

    assert "S1-03 and S1-47" in said_twice.message
    assert [[routine.id for routine in terms.routines] for terms in (BASIC, ADVANCED, PREMIUM)] == [
        [],
        ["business-review"],
        ["business-review"],
    ]


def test_premium_has_a_technical_and_a_business_account_manager_with_deputies(tmp_path: Path) -> None:
    alone = changed(
        tmp_path,
        "comarch/papierwerk-isar-1",
        ("  plans.premium.roles.technical-account-manager.deputies: [i.seidel]\n", ""),
        ("  plans.premium.roles.business-account-manager.people: [c.meinhardt]", "  roles.other: {of: vendor}"),
    )

    assert {problem.path.rpartition(".")[2] for problem in problems(alone, "ROLE1")} == {
        "technical-account-manager",
        "business-account-manager",
        "other",
    }


def test_advanced_needs_two_to_five_contacts(tmp_path: Path) -> None:
    three = "[l.huber, t.wimmer, p.adler]"
    people = {"one": "[a]", "two": "[a, b]", "five": "[a, b, c, d, e]", "six": "[a, b, c, d, e, f]"}
    found = {
        number: bool(problems(changed(tmp_path / number, "comarch/papierwerk-isar", (three, named)), "ROLE1"))
        for number, named in people.items()
    }

    assert found == {"one": True, "two": False, "five": False, "six": True}


def test_advanced_and_premium_are_staffed_around_the_clock(tmp_path: Path) -> None:
    by_day = changed(
        tmp_path, "comarch/offer", ("{ticket: always, phone: always}", "{ticket: always, phone: business}"),
        ("chat: always", "chat: {accepts: always, staffed: business}"),
    )  # fmt: skip
    unkept = {problem.message.split("'")[3] for problem in problems(by_day, "CAL2")}

    assert (unkept, problems(FOLDER / "comarch/offer.yaml", "CAL2")) == ({"chat"}, [])


def test_only_the_named_contacts_may_open_cases() -> None:
    school = paper("comarch/lernraum-dresden").terms()
    people = ("f.richter", "a.wolf", "somebody")

    assert [not refused(school, by=name, service="Testsysteme") for name in people] == [True, True, False]


def test_basic_names_one_contact_and_no_more(tmp_path: Path) -> None:
    two = changed(tmp_path, "comarch/lernraum-dresden", ("people: [f.richter]", "people: [f.richter, b.kunze]"))

    assert [problem.path for problem in problems(two, "ROLE1")] == ["roles.contacts"]


def test_premium_takes_cases_from_anyone_of_the_customer() -> None:
    assert refused(PREMIUM, by="somebody") == []
    assert PREMIUM.contacts
    assert PREMIUM.contacts.most is None


def test_each_plan_adds_a_channel() -> None:
    channels = ("ticket", "phone", "chat")
    taken = [[name for name in channels if not refused(terms, channel=name)] for terms in (BASIC, ADVANCED, PREMIUM)]

    assert taken == [["ticket"], ["ticket", "phone"], ["ticket", "phone", "chat"]]


def test_a_ticket_is_accepted_at_night_and_answered_in_business_hours() -> None:
    night = at(OFFER, "2026-11-23T22:00")
    [channel] = [each for each in conditions(BASIC, Reported(night, channel="ticket")) if each.name == "channel"]

    assert (channel.met, [reason.code for reason in channel.reasons]) == (True, ["channel open", "not staffed"])
    assert due(BASIC, "impaired", "2026-11-23T22:00") == at(OFFER, "2026-11-25T12:00")


def test_help_grows_with_the_plan() -> None:
    kinds = ("third-party", "account", "expert")
    helped = [[kind for kind in kinds if not refused(terms, kind=kind)] for terms in (BASIC, ADVANCED, PREMIUM)]

    assert helped == [[], ["third-party"], ["third-party", "account", "expert"]]


def test_help_with_structure_grows_with_the_plan() -> None:
    assert shown(OFFER, "Help with structure") == ["general", "by use case", "by review of the applications"]
    assert shown(OFFER, "Third-party software") == ["none", "advice", "advice and fixing"]


def test_questions_on_the_account_are_answered_in_business_hours() -> None:
    friday = at(OFFER, "2026-11-20T17:00")
    found = clock(PREMIUM, case(friday, "guidance", kind="account"), friday, "respond")

    assert found.due == at(OFFER, "2026-11-25T14:00")


def test_only_the_applications_named_are_covered() -> None:
    mill = paper("comarch/papierwerk-isar").terms()

    assert [refused(mill, service=name) for name in ("Leitstand", "Lohnbuchhaltung")] == [[], ["service"]]


# --- Cases


def quarter(*facts: Event, now: str) -> Ledger:
    school = paper("comarch/lernraum-dresden")
    return ledger(school.eras(), facts, at(OFFER, now))


def opened(count: int) -> list[Event]:
    day = at(OFFER, "2026-10-05T10:00")
    return [Reserved(day + n * timedelta(days=7), "cases", Decimal(1), ref=f"case {n}") for n in range(count)]


def test_the_eleventh_case_of_a_quarter_is_taken_and_flagged() -> None:
    in_december = quarter(*opened(10), now="2026-12-28T10:00")
    in_january = quarter(*opened(10), now="2027-01-01T00:00")

    assert [request(books, "cases").do for books in (in_december, in_january)] == ["accept and flag", "grant"]


def test_the_plan_after_basic_counts_no_cases() -> None:
    school = paper("comarch/lernraum-dresden")

    upgrade = roomier(school, school.terms(), "cases")

    assert upgrade
    assert upgrade.id == "advanced"


def test_a_duplicate_does_not_count() -> None:
    [cases] = BASIC.allowances
    told = Released(at(OFFER, "2026-12-20T10:00"), ref="case 3")
    books = quarter(*opened(10), told, now="2026-12-28T10:00")

    assert booked_by(cases, "duplicate") == "release"
    assert books.available("cases") == 1


def test_what_a_quarter_leaves_is_gone() -> None:
    assert quarter(*opened(2), now="2027-01-01T00:00").available("cases") == 10


def test_advanced_and_premium_count_no_cases() -> None:
    assert [[a.id for a in counting(terms, "incident")] for terms in (BASIC, ADVANCED, PREMIUM)] == [["cases"], [], []]


# --- Reviews


def test_a_business_review_is_due_each_quarter() -> None:
    mill = paper("comarch/papierwerk-isar")
    held = Done(at(OFFER, "2026-11-12T10:00"), "business-review")
    found = [duty for duty in owed(mill, "2027-02-01T12:00", held).values() if duty.name == "business-review"]

    assert [(duty.due, duty.state) for duty in found] == [
        (at(OFFER, "2026-10-01T00:00"), "broken"),
        (at(OFFER, "2027-01-01T00:00"), "kept"),
        (at(OFFER, "2027-04-01T00:00"), "running"),
    ]


# --- Response times


def test_the_receipt_is_no_answer_and_a_question_back_is_one() -> None:
    receipt = Replied(MONDAY, automatic=True)
    question = Replied(MONDAY + timedelta(minutes=20))
    log = case(MONDAY, "production", receipt, question)

    assert clock(ADVANCED, log, MONDAY + timedelta(days=1), "respond").stopped == question.at


def test_thirty_six_working_hours_are_four_days() -> None:
    assert due(BASIC, "guidance", "2026-11-23T09:00") == at(OFFER, "2026-11-26T18:00")


def test_twelve_working_hours_from_monday_afternoon_end_on_tuesday_evening() -> None:
    """A reply at that very instant is too late."""
    evening = at(OFFER, "2026-11-24T18:00")
    found = clock(BASIC, case(MONDAY, "impaired", Replied(evening)), evening, "respond")

    assert (found.due, found.state) == (evening, "broken")


@pytest.mark.parametrize("severity", ["down", "production"])
def test_basic_gives_the_worst_cases_its_fastest_clock_and_keeps_their_severity(severity: str) -> None:
    found = clock(BASIC, case(MONDAY, severity), MONDAY, "respond")

    assert (found.severity, found.due) == (severity, due(BASIC, "impaired", "2026-11-23T15:00"))


def test_advanced_gives_the_worst_case_its_fastest_clock() -> None:
    found = clock(ADVANCED, case(MONDAY, "down"), MONDAY, "respond")

    assert (found.severity, found.due) == ("down", MONDAY + timedelta(hours=4))


def test_twenty_four_hours_run_through_the_weekend() -> None:
    assert due(ADVANCED, "guidance", "2026-11-20T17:00") == at(OFFER, "2026-11-21T17:00")


def test_twelve_hours_over_the_clock_change_end_an_hour_later_by_the_wall() -> None:
    assert due(ADVANCED, "impaired", "2026-03-28T20:00") == at(OFFER, "2026-03-29T09:00")


def test_advanced_answers_a_production_fault_in_under_four_hours() -> None:
    late = MONDAY + timedelta(hours=4)
    states = [
        clock(ADVANCED, case(MONDAY, "production", Replied(stop)), late, "respond").state
        for stop in (late - MICROSECOND, late)
    ]

    assert states == ["kept", "broken"]


@pytest.mark.parametrize(("severity", "hours", "atom"), [("guidance", 24, "S1-41"), ("impaired", 12, "S1-42")])
def test_premium_answers_the_milder_cases_as_advanced_does_by_its_own_clause(
    severity: str, hours: int, atom: str
) -> None:
    found = clock(PREMIUM, case(MONDAY, severity), MONDAY, "respond")

    assert found.due == MONDAY + timedelta(hours=hours)
    assert found.clause
    assert found.clause.cites == (atom,)


def test_one_hour_runs_over_midnight() -> None:
    assert due(PREMIUM, "production", "2026-11-22T23:30") == at(OFFER, "2026-11-23T00:30")


def test_thirty_minutes_run_on_the_night_of_a_holiday() -> None:
    assert due(PREMIUM, "down", "2026-12-25T02:15") == at(OFFER, "2026-12-25T02:45")


def test_the_account_manager_is_warned_after_fifteen_and_twenty_five_minutes() -> None:
    night = at(OFFER, "2026-12-25T02:15")
    told = duties(PREMIUM, case(night, "down"), night + timedelta(minutes=29), "checkpoint")
    minutes = [
        (duty.name, duty.tell, round((duty.start - night) / timedelta(minutes=1))) for duty in told if duty.start
    ]

    assert minutes == [
        ("half-time", ("technical-account-manager",), 15),
        ("last-call", ("technical-account-manager",), 25),
    ]


def test_business_hours_follow_german_local_time() -> None:
    winter, summer = (due(BASIC, "impaired", f"2026-{day}T09:00") for day in ("11-23", "07-20"))

    assert [instant.isoformat()[10:] for instant in (winter, summer) if instant] == [
        "T11:00:00+00:00",
        "T10:00:00+00:00",
    ]


def test_business_hours_stop_on_german_holidays_and_weekends() -> None:
    """Good Friday, the weekend and Easter Monday pass without a working hour."""
    assert due(BASIC, "impaired", "2026-04-02T15:00") == at(OFFER, "2026-04-07T18:00")


def test_in_bavaria_the_business_hours_stop_on_epiphany_too() -> None:
    bavaria, saxony = (
        paper(name).shared.calendars["business"] for name in ("comarch/papierwerk-isar", "comarch/lernraum-dresden")
    )
    epiphany = at(OFFER, "2027-01-06T10:00")

    assert (bavaria.is_open(epiphany), saxony.is_open(epiphany)) == (False, True)


# --- Prices


def test_basic_is_a_line_of_zero() -> None:
    assert amounts(statement(BASIC, date(2026, 11, 1), date(2026, 12, 1))) == ["0.00"]


def test_advanced_costs_its_base_and_each_slice_at_its_own_rate() -> None:
    assert amounts(november(ADVANCED, "25000")) == ["1500.00", "0.00", "380.00", "420.00", "1100.00", "400.00"]


def test_seven_thousand_lies_in_the_slice_before() -> None:
    at_the_border, a_cent_above = (
        november(ADVANCED, use).lines[-1].reason.fields["rate"] for use in ("7000", "7000.01")
    )

    assert (at_the_border, a_cent_above) == (Decimal("0.19"), Decimal("0.14"))


def test_volume_would_make_the_bill_fall_at_three_borders(tmp_path: Path) -> None:
    volume = read(changed(tmp_path, "comarch/offer", ("mode: graduated", "mode: volume")))
    [price] = volume.terms("advanced").prices

    assert [fall.use for fall in falls(price)] == [7000, 10000, 20000]


def test_premium_costs_the_same_formula_but_at_least_its_minimum() -> None:
    assert [november(PREMIUM, use).net for use in ("25000", "102500", "150000")] == [
        euros("10000.00"),
        euros("10000.00"),
        euros("13800.00"),
    ]


def test_an_upgrade_bills_a_part_month_by_days() -> None:
    """Half of February 2027 is Advanced, half is Premium, with its floor for that half."""
    upgraded = paper("comarch/papierwerk-isar")
    uses = [Use("cci_usage_fee", Decimal(6000), date(2027, 2, 10))]
    bill = invoice(upgraded.eras(), date(2027, 2, 1), date(2027, 3, 1), uses)

    assert [(line.code, f"{line.amount.amount:f}") for line in bill.lines if line.amount and line.amount.amount] == [
        ("base price", "750.00"),
        ("use in slice", "190.00"),
        ("base price", "750.00"),
        ("minimum price", "4250.00"),
        ("VAT", "1128.60"),
    ]


def test_a_case_keeps_the_plan_that_was_in_force_when_it_was_reported() -> None:
    upgraded = paper("comarch/papierwerk-isar")
    plans = [upgraded.in_force(at(upgraded, day)).terms().plan for day in ("2027-02-14T23:59", "2027-02-15T00:00")]

    assert plans == ["advanced", "premium"]
