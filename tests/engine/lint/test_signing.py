from tests.engine.lint.worlds import agreement, found, offer, paths

PLANS = """
plans:
  basic: {promises: {any: {respond: to be agreed}}}
  premium: {promises: {any: {respond: within 1 hour}}}
"""
MODULES = """
modules:
  upkeep: {name: Upkeep, obligatory: with the standard system}
  operations:
    name: Operations
    options: {suppliers: {name: Suppliers, routines: {check: {every: to be agreed}}}}
  watch: {name: Watch, needs: [operations], routines: {round: {every: to be agreed}}}
  cloud: {name: Cloud, replaces: [upkeep, operations, watch]}
"""


def test_an_offer_says_once_how_much_is_to_be_agreed() -> None:
    (problem,) = found(offer(PLANS, MODULES), "HOLE1")

    assert (problem.level, problem.message) == ("W", "3 values are to be agreed when this offer is signed")


def test_only_what_was_chosen_must_be_agreed() -> None:
    assert paths(agreement("plan: basic\n", on=PLANS + MODULES), "HOLE1") == ["plans.basic.promises.any.respond"]
    assert found(agreement("plan: premium\n", on=PLANS + MODULES), "HOLE1") == []


def test_a_chosen_option_must_be_agreed() -> None:
    chosen = agreement("choose: [operations, operations.suppliers]\n", on=MODULES)

    assert paths(chosen, "HOLE1") == ["modules.operations.options.suppliers.routines.check.every"]
    assert found(agreement("choose: [operations]\n", on=MODULES), "HOLE1") == []


def test_only_meters_that_a_price_uses_must_be_agreed() -> None:
    meters = "meters: {sales: {unit: to be agreed, per: month, is: sales, source: books}}\n"
    plan = "plans: {basic: {price: {plus: {sales: {mode: per unit, rate: 1 SEK}}}}}\n"

    assert found(agreement(on=meters), "HOLE1") == []
    assert paths(agreement("plan: basic\n", on=meters + plan), "HOLE1") == ["meters.sales.unit"]


def test_an_agreement_settles_every_open_point() -> None:
    points = "open_points: {one: {at: clocks, default: as it is}, two: {at: clocks, default: as it is}}\n"

    assert paths(agreement("settled: {one: default}\n", on=points), "HOLE2") == ["open_points.two"]
    assert found(offer(points), "HOLE2") == []


def test_an_agreement_has_an_end_or_a_notice() -> None:
    assert paths(agreement("valid: {from: 2026-02-01}\n"), "TERM1") == ["valid"]
    assert found(agreement("valid: {from: 2026-02-01, notice: 90 days}\n"), "TERM1") == []


def test_an_agreement_does_not_end_before_it_starts() -> None:
    assert found(agreement("valid: {from: 2026-02-01, to: 2026-01-31}\n"), "TERM1")[0].message == (
        "the agreement ends on 2026-01-31, before it starts on 2026-02-01"
    )


def test_a_module_is_obligatory_with_its_product() -> None:
    assert found(agreement("installed: [the standard system]\n", on=MODULES), "TERM1")[0].message == (
        "'upkeep' is obligatory with 'the standard system', which is installed, but is not chosen"
    )
    assert found(agreement(on=MODULES), "TERM1") == []


def test_a_module_that_replaces_an_obligatory_one_will_do() -> None:
    assert found(agreement("installed: [the standard system]\nchoose: [cloud]\n", on=MODULES), "TERM1") == []


def test_what_a_module_needs_is_chosen_too() -> None:
    assert found(agreement("choose: [watch]\n", on=MODULES), "TERM1")[0].message == "'watch' needs 'operations'"


def test_a_module_is_not_chosen_beside_the_one_that_replaces_it() -> None:
    assert found(agreement("choose: [operations, cloud]\n", on=MODULES), "TERM1")[0].message == (
        "'operations' is chosen beside 'cloud', which replaces it"
    )
