from tests.engine.lint.worlds import agreement, found, offer, paths

METERS = "meters: {sales: {unit: SEK, per: month, is: sales of the month, source: books}}\n"


def plan(mode: str, slices: str, more: str = "") -> str:
    use = f"{{mode: {mode}, slices: [{slices}]}}"
    return f"{METERS}plans: {{basic: {{price: {{base: 1000 SEK per month, plus: {{sales: {use}}}{more}}}}}}}\n"


def test_a_border_that_stands_twice_is_an_error() -> None:
    version = offer(plan("graduated", "{above: 5, rate: 3%}, {above: 5, rate: 2%}"))

    assert paths(version, "PRC1") == ["plans.basic.price.plus.sales.slices.1"]


def test_a_mode_needs_slices() -> None:
    assert paths(offer(plan("volume", "")), "PRC1") == ["plans.basic.price.plus.sales"]


def test_every_border_at_which_a_volume_price_falls_is_said() -> None:
    version = offer(
        plan(
            "volume",
            "{above: 5000, rate: 19%}, {above: 7000, rate: 14%}, {above: 10000, rate: 11%}, {above: 20000, rate: 8%}",
        )
    )

    assert found(version, "PRC2")[0].message == (
        "with mode 'volume' the price falls while use grows: above 7,000 from 2,330.00 SEK to 1,980.00 SEK, "
        "above 10,000 from 2,400.00 SEK to 2,100.00 SEK and above 20,000 from 3,200.00 SEK to 2,600.00 SEK"
    )


def test_a_graduated_price_never_falls() -> None:
    assert found(offer(plan("graduated", "{above: 5000, rate: 19%}, {above: 7000, rate: 14%}")), "PRC2") == []


def test_a_fall_below_the_minimum_is_none() -> None:
    floor = ", minimum: 9000 SEK per month"

    assert found(offer(plan("volume", "{above: 5000, rate: 19%}, {above: 7000, rate: 14%}", floor)), "PRC2") == []


def test_a_rate_like_the_tax_needs_a_name() -> None:
    vat = "invoice: {every: month, when: in arrears, vat: 25%}\n"
    version = agreement("plan: basic\n", vat, on=plan("graduated", "{above: 0, rate: 25%}"))

    assert found(version, "PRC4")[0].message == "a fee of 25% reads like the VAT of 25%"


def test_another_rate_than_the_tax_needs_none() -> None:
    vat = "invoice: {every: month, when: in arrears, vat: 25%}\n"

    assert found(agreement("plan: basic\n", vat, on=plan("graduated", "{above: 0, rate: 24%}")), "PRC4") == []


def test_a_meter_says_its_unit_and_its_source() -> None:
    version = offer("meters: {sales: {unit: '', per: month, is: sales, source: ''}}\n")

    assert found(version, "PRC4")[0].message == "meter 'sales' has no unit and no source"
