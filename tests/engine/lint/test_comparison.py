import pytest

from tests.engine.lint.worlds import DESK, SEVERITIES, offer
from upheld.lint.comparison import worse
from upheld.lint.scopes import period

CHANNELS = "channels: {phone: always, email: always}"


def messages(less: str, more: str) -> list[str]:
    """Return what a plan gives less of than another."""
    version = offer(DESK, SEVERITIES, f"plans:\n  less: {{{less}}}\n  more: {{{more}}}\n")
    given, wanted = (version.terms(plan) for plan in ("less", "more"))
    return [finding.message for finding in worse(given, wanted, version.plans["less"].clause, period(version))]


@pytest.mark.parametrize(
    ("less", "more", "message"),
    [
        (
            "promises: {any: {respond: within 9 hours}}",
            "promises: {any: {respond: within 8 hours}}",
            "'within 9 hours' is due up to 1 hour later than 'within 8 hours' (reported Fri 1 Jan 2027, 00:00)",
        ),
        (
            "promises: {any: {respond: as soon as possible}}",
            "promises: {any: {respond: within 8 hours}}",
            "'as soon as possible' has no limit, instead of 'within 8 hours'",
        ),
        (
            "promises: {stop: {respond: within 1 hour}, slow: {respond: within 1 hour}}",
            "promises: {any: {respond: within 1 hour}}",
            "nothing is promised for 'respond' of 'question', instead of 'within 1 hour'",
        ),
        ("contacts: 2 named", "contacts: 2-5 named", "2 people may report, instead of 5"),
        ("contacts: 2 named", "contacts: unlimited", "2 people may report, instead of any number"),
        ("channels: {email: always}", CHANNELS, "there is no channel 'phone'"),
        (
            "channels: {phone: desk, email: always}",
            CHANNELS,
            "'phone' is closed Fri 1 Jan 2027, 00:00, when it was open",
        ),
        (
            "allowances: {cases: {unit: case, amount: 9 per quarter}}",
            "allowances: {cases: {unit: case, amount: 10 per quarter}}",
            "9 of 'cases' are granted, instead of 10",
        ),
    ],
)
def test_what_is_less_is_said(less: str, more: str, message: str) -> None:
    assert messages(less, more) == [message]


@pytest.mark.parametrize(
    "terms",
    [
        "promises: {any: {respond: within 9 working hours}}",
        CHANNELS,
        "contacts: 2-5 named",
        "allowances: {cases: {unit: case, amount: to be agreed}}",
    ],
)
def test_nothing_is_less_than_itself(terms: str) -> None:
    assert messages(terms, terms) == []


def test_allowances_of_different_periods_are_not_compared() -> None:
    ten = "allowances: {cases: {unit: case, amount: 10 per quarter}}"

    assert messages(ten, ten.replace("10 per quarter", "40 per year")) == []
