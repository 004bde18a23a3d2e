from datetime import timedelta
from decimal import Decimal

from tests.engine.reading.worlds import DESK, offer
from upheld.agreements import ANY, Channel, Fee, Only, Part, UsedUp
from upheld.money import Money
from upheld.quantities import parse as quantity
from upheld.rhythms import parse as rhythm

WORDS = """\
kinds: {incident: Something is broken, question: A question}
severities: {stop: {name: Stop}, slow: {name: Slow}}
meters: {sales: {unit: SEK, per: month, is: sales, source: the till}}
modules: {extra: {}}
roles: {owner: {of: vendor}}
"""


def part(body: str) -> Part:
    return offer(DESK, WORDS, f"plans:\n  a: {body}\n").plans["a"]


def test_a_promise_stands_in_the_clause_that_it_was_written_in() -> None:
    rows = "[{respond: within 2 hours}, {restore: within 1 hour, only: {channel: phone, caller: partner}}]"
    promises = part(f"{{promises: {{any: {rows}}}}}").promises

    assert [(p.clause.path, p.clause.text) for p in promises] == [
        ("plans.a.promises.any.0.respond", "within 2 hours"),
        ("plans.a.promises.any.1.restore", "within 1 hour"),
    ]
    assert promises[1].only == Only(channels=("phone",), callers=("partner",))


def test_a_row_that_stands_alone_has_no_number() -> None:
    assert (
        part("{promises: {stop: {respond: within 2 hours}}}").promises[0].clause.path == "plans.a.promises.stop.respond"
    )


def test_what_an_allowance_does_when_it_is_used_up_is_kept_by_severity() -> None:
    text = "{allowances: {cases: {unit: case, amount: 10 per quarter, when_used_up: {stop: refuse, any: offer extra}}}}"
    [allowance] = part(text).allowances

    assert (allowance.amount, allowance.per) == (Decimal(10), rhythm("quarter"))
    assert allowance.when_used_up == {
        "stop": UsedUp("refuse", None, "", allowance.when_used_up["stop"].clause),
        ANY: UsedUp("offer", None, "extra", allowance.when_used_up[ANY].clause),
    }


def test_unlimited_is_no_allowance() -> None:
    assert part("{allowances: {cases: unlimited, points: to be agreed}}").allowances == ()


def test_a_price_has_a_base_slices_and_a_minimum() -> None:
    slices = "[{above: 100, rate: 5%}, {above: 200, rate: 4%}]"
    plus = f"{{sales: {{mode: graduated, slices: {slices}}}}}"
    [price] = part(f"{{price: {{base: 900 SEK per month, minimum: 1000 SEK per month, plus: {plus}}}}}").prices

    assert price.source == "plans.a"
    assert price.base
    assert price.minimum
    assert (price.base.amount, price.minimum.amount) == (Money(Decimal(900), "SEK"), Money(Decimal(1000), "SEK"))
    assert [(piece.above, piece.rate) for piece in price.plus[0].slices] == [
        (Decimal(100), Decimal("0.05")),
        (Decimal(200), Decimal("0.04")),
    ]


def test_a_minimum_without_a_base_keeps_its_own_period() -> None:
    assert [price.per.text for price in part("{price: {minimum: 120000 SEK per year}}").prices] == ["year"]


def test_an_included_price_is_said() -> None:
    assert [(price.included, price.base) for price in part("{price: included}").prices] == [(True, None)]


def test_a_price_to_be_agreed_is_a_base_without_an_amount() -> None:
    [price] = part("{price: to be agreed}").prices

    assert (price.included, price.base) == (False, Fee(None, price.clause))


def test_a_channel_is_open_in_a_calendar_or_by_appointment() -> None:
    channels = part(
        "{channels: {phone: desk, portal: {accepts: always, staffed: desk}, visit: by appointment}}"
    ).channels

    assert channels == (
        Channel("phone", "desk", "desk", by_appointment=False, clause=channels[0].clause),
        Channel("portal", "always", "desk", by_appointment=False, clause=channels[1].clause),
        Channel("visit", None, None, by_appointment=True, clause=channels[2].clause),
    )


def test_channels_that_are_to_be_agreed_are_none() -> None:
    assert part("{channels: to be agreed}").channels == ()


def test_an_unpromised_severity_gets_anothers_clocks_or_is_only_measured() -> None:
    as_slow, measured = part("{unpromised: as slow}").unpromised, part("{unpromised: measured only}").unpromised

    assert as_slow
    assert measured
    assert (as_slow.same_as, measured.same_as) == ("slow", None)


def test_people_and_procedures_are_kept_in_their_order() -> None:
    text = """
    contacts: 2-5 named
    tiers: {1: {of: customer, does: First analysis}, 2: {of: vendor}}
    roles: {lead: {of: vendor, people: anna, deputies: [bo, cy]}}
    help: {structure: general, account: desk}
    closing: {needs: approval, silence: within 10 working days, remind: within 5 working days}
    steps:
      restart: {of: customer, do: Restart first}
      visit: {of: vendor, do: Come, when: not fixed remotely, done_by: visited}
    routines: {review: {kind: review, every: quarter, attended_by: [vendor, customer]}}
    checkpoints: {late: {when: any missed, tell: [owner, customer], do: Call}}
    credits: {late: {when: restore missed, for: stop, gives: 100 SEK per miss}}
    invoice: {every: month, when: in advance, pay_within: 30 days, vat: 25%}
"""
    found = part(text)

    assert found.contacts
    assert (found.contacts.least, found.contacts.most) == (2, 5)
    assert [(tier.level, tier.of) for tier in found.tiers] == [(1, "customer"), (2, "vendor")]
    assert [(role.people, role.deputies) for role in found.roles] == [(("anna",), ("bo", "cy"))]
    assert found.help
    assert found.help.account == "desk"
    assert found.closing
    assert (found.closing.needs_approval, found.closing.approved_by_silence_after) == (
        True,
        quantity("within 10 working days"),
    )
    assert [(step.when, step.done_by) for step in found.steps] == [("always", ""), ("not fixed remotely", "visited")]
    assert [routine.kind for routine in found.routines] == ["review"]
    assert [point.tell for point in found.checkpoints] == [("owner", "customer")]
    assert [(credit.clock, credit.severities) for credit in found.credits] == [("restore", ("stop",))]
    assert found.invoicing
    assert (found.invoicing.pay_within, found.invoicing.vat) == (timedelta(days=30), Decimal("0.25"))


def test_a_part_that_says_nothing_promises_nothing() -> None:
    empty = part("{}")

    assert (empty.promises, empty.prices, empty.steps, empty.help, empty.invoicing) == ((), (), (), None, None)
