from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.engine.casework import promise
from tests.engine.terms.house import LARGE, SMALL, part, version
from tests.engine.world import clause, said
from upheld import quantities, rhythms
from upheld.agreements import (
    Channel,
    Closing,
    Contacts,
    Credit,
    Fee,
    Indexation,
    Invoicing,
    Meter,
    Metered,
    Only,
    UsedUp,
)
from upheld.money import Money
from upheld.terms.wording import Wording, is_always, lines

OFFER = version()
ENGLISH = Wording(OFFER, "en")
GERMAN = Wording(OFFER, "de")


def test_a_promise_says_its_conditions() -> None:
    conditional = promise("p1", "reply", "within 4 hours", Only(channels=("phone",), callers=("partner",)))

    assert GERMAN.promise(conditional) == "innerhalb von 4 Stunden (nur Telefon, Partner)"


def test_a_channel_says_when_somebody_is_there() -> None:
    always = Channel("email", "always", "desk", False, clause("channels.email"))  # noqa: FBT003

    assert ENGLISH.channel(always) == "e-mail: at any time, staffed: desk"


def test_a_channel_may_be_open_by_appointment() -> None:
    visit = Channel("conference-call", None, None, True, clause("channels.conference-call"))  # noqa: FBT003

    assert ENGLISH.channel(visit) == "conference call: by appointment"


@pytest.mark.parametrize(("least", "most", "told"), [(1, 1, "1 named"), (2, 5, "2 to 5 named"), (1, None, "unlimited")])
def test_contacts_are_counted(least: int, most: int | None, told: str) -> None:
    assert ENGLISH.contacts(Contacts(least, most, clause("contacts"))) == told


def test_slices_are_told_from_border_to_border() -> None:
    meter = Meter("fees", "EUR", rhythms.parse("month"), said("usage fees"), "billing", clause("meters.fees"))
    offer = replace(OFFER, shared=replace(OFFER.shared, meters={"fees": meter}))

    assert list(Wording(offer, "en").price(LARGE.prices[0])) == [
        "1,500.00 EUR per month",
        "plus, of usage fees:",
        "– 19% from 5,000 to 7,000 EUR",
        "– 14% above 7,000 EUR",
    ]


def test_a_meter_that_is_to_be_agreed_is_said_as_use() -> None:
    meter = Meter("drives", "drive", rhythms.parse("month"), said("to be agreed"), "log", clause("meters.drives"))
    offer = replace(OFFER, shared=replace(OFFER.shared, meters={"drives": meter}))
    by_use = Metered("drives", "per unit", (), None, clause("price.plus.drives"))

    assert list(Wording(offer, "en").metered(by_use)) == ["plus to be agreed for each unit of use"]


def test_a_fee_that_is_to_be_agreed_has_no_period() -> None:
    open_ = replace(LARGE.prices[0], base=Fee(None, clause("price")), plus=())

    assert list(ENGLISH.price(open_)) == ["to be agreed"]


def test_a_yearly_change_has_its_cap() -> None:
    indexed = Indexation(rhythms.parse("year"), None, Decimal("0.03"), clause("price.indexed"))

    assert list(GERMAN.price(replace(LARGE.prices[0], plus=(), indexed=indexed)))[-1] == (
        "Anpassung um höchstens 3 % im Jahr"
    )


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (UsedUp("refuse", None, "", clause("")), "refused"),
        (UsedUp("accept and flag", None, "", clause("")), "accepted and flagged"),
        (UsedUp("charge", Money(Decimal(90), "EUR"), "", clause("")), "charged at 90.00 EUR"),
        (UsedUp("charge", None, "", clause("")), "charged"),
        (UsedUp("offer", None, "on-demand", clause("")), "offered on-demand"),
        (UsedUp("to be agreed", None, "", clause("")), "to be agreed"),
    ],
)
def test_what_happens_when_it_is_used_up(rule: UsedUp, told: str) -> None:
    assert ENGLISH.used_up(rule) == told


def test_a_credit_says_its_cap() -> None:
    credit = Credit(
        "late", "reply", ("p1",), Decimal("0.05"), None, "started hour late", Decimal("0.3"), clause("credits.late")
    )

    assert ENGLISH.credit(credit) == (
        "reply and p1: 5% of the month's price for each started hour late, at most 30% of the month's price"
    )


def test_an_invoice_says_when_it_is_to_be_paid() -> None:
    rule = Invoicing(
        rhythms.parse("month"), "in advance", "xrechnung", timedelta(days=30), Decimal("0.19"), clause("invoice")
    )

    assert GERMAN.invoice(rule) == (
        "einmal im Monat, im Voraus",
        "xrechnung",
        "zahlbar innerhalb von 30 Tagen",
        "zuzüglich 19 % USt.",
    )


def test_silence_may_approve() -> None:
    after = quantities.parse("within 10 working days")
    closing = Closing(needs_approval=True, approved_by_silence_after=after, remind_after=None, clause=clause("closing"))

    assert ENGLISH.closing(closing) == (
        "needs the customer's approval",
        "silence approves within 10 working days",
    )


def test_the_conditions_of_a_module_are_told() -> None:
    module = part("proactive", obligatory="standard", usual=True, needs=("small",), replaces=("large",))

    assert list(ENGLISH.conditions(module)) == [
        "mandatory with standard",
        "usual",
        "needs small",
        "replaces large",
    ]


def test_a_calendar_that_never_closes_is_told_from_one_that_does() -> None:
    assert [is_always(OFFER, name) for name in ("always", "desk", "unknown")] == [True, False, False]


def test_a_list_in_the_file_has_a_line_for_each_item() -> None:
    assert lines("one\ntwo") == ("one", "two")


def test_an_allowance_says_what_happens_at_its_end() -> None:
    assert list(ENGLISH.allowance(SMALL.allowances[0])) == ["10 per quarter", "when used up: refused"]
