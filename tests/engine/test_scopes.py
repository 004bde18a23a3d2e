from datetime import UTC, datetime

from tests.engine.lint.worlds import DESK, agreement, amendment, offer
from upheld.clocks.promises import Promises
from upheld.scopes import ANOTHER, clocks, is_chosen, needed, period, promised, reports, scopes, severities

MODULES = """
modules:
  watch: {name: Watch, needs: [operate]}
  operate:
    name: Operate
    usual: yes
    options: {suppliers: {name: Suppliers}}
  downloads: {name: Downloads, obligatory: always}
"""


def test_an_agreement_means_what_was_signed() -> None:
    signed = agreement("plan: premium\nchoose: [watch, operate]\n", on=MODULES + "plans: {basic: {}, premium: {}}\n")

    assert [(terms.plan, terms.modules) for terms in scopes(signed)] == [("premium", ("watch", "operate"))]


def test_an_offer_means_each_plan_with_its_modules_and_each_further_module_with_what_it_needs() -> None:
    found = scopes(offer(MODULES, "plans: {basic: {}, premium: {}}\n"))

    assert [(terms.plan, terms.modules) for terms in found] == [
        ("basic", ("operate", "downloads")),
        ("premium", ("operate", "downloads")),
        (None, ("operate", "watch")),
        (None, ("operate", "operate.suppliers")),
    ]


def test_an_option_needs_its_module() -> None:
    assert needed(offer(MODULES), "operate.suppliers") == ("operate", "operate.suppliers")


def test_a_path_is_chosen_with_its_plan_or_module_and_anywhere_else() -> None:
    signed = agreement("plan: premium\nchoose: [operate]\n", on=MODULES + "plans: {basic: {}, premium: {}}\n")
    paths = [
        "plans.basic.price",
        "plans.premium.price",
        "modules.watch.price",
        "modules.operate.options.suppliers.price",
    ]

    assert [
        path for path in [*paths, "modules.operate.price", "clocks.respond"] if is_chosen(path, signed.terms())
    ] == [
        "plans.premium.price",
        "modules.operate.price",
        "clocks.respond",
    ]


def test_an_agreement_is_computed_over_the_first_year_of_its_term() -> None:
    found = period(agreement())

    assert found.first == datetime(2026, 1, 31, 23, tzinfo=UTC)
    assert found.last == datetime(2027, 1, 31, 23, tzinfo=UTC)


def test_a_short_term_is_computed_to_its_end() -> None:
    summer = agreement("valid: {from: 2026-02-01, to: 2026-04-30}\n")

    assert period(summer).last == datetime(2026, 4, 30, 22, tzinfo=UTC)


def test_an_amendment_is_computed_over_the_first_year_in_which_it_holds() -> None:
    assert period(amendment()).first == datetime(2026, 5, 31, 22, tzinfo=UTC)


def test_an_offer_is_computed_over_2027() -> None:
    assert period(offer(DESK)).first == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_an_offer_whose_calendars_know_other_years_is_computed_over_the_first_of_them() -> None:
    frozen = "frozen: {years: 2030-2031, holidays: {SE: {2030-12-25: Christmas Day}}}\n"

    assert period(offer(DESK, frozen)).first == datetime(2029, 12, 31, 23, tzinfo=UTC)


def test_reports_differ_only_in_what_promises_tell_apart() -> None:
    version = offer(
        DESK,
        """
callers: [partner, customer]
channels: {phone: desk, email: desk}
plans: {basic: {promises: {any: {respond: within 1 working hour, only: {channel: phone}}}}}
""",
    )

    assert [(r.channel, r.caller, r.kind) for r in reports(scopes(version)[0])] == [
        ("email", "customer", ANOTHER),
        ("phone", "customer", ANOTHER),
    ]


def test_without_severities_all_cases_are_alike() -> None:
    assert severities(scopes(offer())[0]) == ("any",)


def test_only_clocks_that_something_is_promised_for_count() -> None:
    version = offer("plans: {basic: {promises: {any: {restore: within 8 hours}}}}\n")

    assert clocks(scopes(version)[0]) == ("restore",)


def test_of_two_promises_that_fit_equally_well_none_holds() -> None:
    both = "[{respond: within 1 hour}, {respond: within 2 hours}]"
    terms = scopes(offer(f"plans: {{basic: {{promises: {{any: {both}}}}}}}\n"))[0]

    assert promised(Promises(terms, next(reports(terms))), "respond", "any") is None
