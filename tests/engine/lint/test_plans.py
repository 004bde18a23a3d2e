from tests.engine.lint.worlds import found, offer, paths

METERS = "meters: {sales: {unit: SEK, per: month, is: sales of the month, source: books}}\n"
USE = "plus: {sales: {mode: graduated, slices: [{above: 0, rate: 2%}]}}"


def plans(basic: str, premium: str) -> str:
    return f"{METERS}plans:\n  basic: {{{basic}}}\n  premium: {{{premium}}}\n"


def test_a_dearer_plan_that_is_slower_is_found_and_named_with_the_cheaper_one() -> None:
    version = offer(
        plans(
            "price: included, promises: {any: {respond: within 8 hours}}",
            "price: {base: 1 SEK per month}, promises: {any: {respond: within 9 hours}}",
        )
    )

    (problem,) = found(version, "CLK4")

    assert problem.path == "plans.premium.promises.any.respond"
    assert problem.advice == "give at least what the cheaper plan 'basic' gives"


def test_a_channel_that_only_the_cheaper_plan_has_is_found_at_the_dearer_one() -> None:
    version = offer(
        "calendars: {always: 24/7}\n",
        plans("price: included, channels: {phone: always}", "price: {base: 1 SEK per month}"),
    )

    (problem,) = found(version, "CLK4")

    assert problem.path == "plans.premium"
    assert problem.message.startswith("channels, phone: gone")


def test_a_promise_that_only_the_cheaper_plan_has_is_found_at_the_dearer_one() -> None:
    version = offer(
        plans(
            "price: included, promises: {any: {respond: within 8 hours}}",
            "price: {base: 1 SEK per month}",
        )
    )

    (problem,) = found(version, "CLK4")

    assert (problem.path, problem.message) == ("plans.premium", "respond, any: within 8 hours is gone")


def test_a_cheaper_plan_may_be_slower() -> None:
    version = offer(
        plans(
            "price: {base: 1 SEK per month}, promises: {any: {respond: within 8 hours}}",
            "price: included, promises: {any: {respond: within 9 hours}}",
        )
    )

    assert found(version, "CLK4") == []


def test_without_prices_the_plan_that_extends_another_is_the_dearer_one() -> None:
    version = offer(
        plans(
            "promises: {any: {respond: within 8 hours}}",
            "extends: basic, promises: {any: {respond: within 9 hours}}",
        )
    )

    assert paths(version, "CLK4") == ["plans.premium.promises.any.respond"]


def test_plans_whose_prices_nobody_knows_are_not_compared() -> None:
    version = offer(plans("promises: {any: {respond: within 8 hours}}", "promises: {any: {respond: within 9 hours}}"))

    assert found(version, "CLK4") == []


def test_plans_meet_where_the_floor_of_the_dearer_one_is_reached() -> None:
    version = offer(
        plans(
            f"price: {{base: 1000 SEK per month, {USE}}}",
            f"price: {{base: 1000 SEK per month, {USE}, minimum: 5000 SEK per month}}",
        )
    )

    assert found(version, "PRC3")[0].message == (
        "'basic' costs the same as 'premium' above 200,000 SEK of 'sales', and 'premium' gives more"
    )


def test_plans_that_stay_apart_do_not_meet() -> None:
    version = offer(plans(f"price: {{base: 1000 SEK per month, {USE}}}", f"price: {{base: 1001 SEK per month, {USE}}}"))

    assert found(version, "PRC3") == []
