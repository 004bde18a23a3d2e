from tests.engine.lint.worlds import amendment, found, paths

PLAN = """
plans:
  basic:
    promises: {any: {respond: within 8 hours}}
    price: {base: 1000 SEK per month}
    credits: {late: {when: respond missed, gives: 5% of base per miss, at_most: 30%}}
"""


def changed(change: str) -> list[str]:
    version = amendment(f"changes: {{{change}}}\n", of="plan: basic\n", on=PLAN)
    return [problem.message for problem in found(version, "AMD2")]


def test_a_longer_time_is_found() -> None:
    assert changed("plans.basic.promises.any.respond: within 9 hours") == [
        "within 9 hours instead of within 8 hours: due up to 1 hour later (reported Mon 1 Jun 2026, 00:00)"
    ]


def test_a_higher_price_is_found() -> None:
    assert changed("plans.basic.price.base: 1200 SEK per month") == ["a month costs up to 200.00 SEK more"]


def test_a_credit_that_falls_away_is_found() -> None:
    version = amendment("ends: [plans.basic.credits.late]\n", of="plan: basic\n", on=PLAN)

    assert found(version, "AMD2")[0].message.startswith("credits, late: gone")


def test_a_dearer_plan_is_found_where_it_is_chosen() -> None:
    plans = f"{PLAN}  premium: {{extends: basic, price: {{base: 2000 SEK per month}}}}\n"
    version = amendment("changes: {plan: premium}\n", of="plan: basic\n", on=plans)

    assert paths(version, "AMD2") == ["plan"]


def test_what_gets_better_is_nothing_to_warn_of() -> None:
    assert changed("plans.basic.promises.any.respond: within 7 hours, plans.basic.price.base: 900 SEK per month") == []


def test_the_change_is_found_where_the_amendment_makes_it() -> None:
    version = amendment("changes:\n  plans.basic.price.base: 1200 SEK per month\n", of="plan: basic\n", on=PLAN)

    assert (paths(version, "AMD2"), found(version, "AMD2")[0].line) == (["plans.basic.price.base"], 8)
