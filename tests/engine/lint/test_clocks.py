import pytest

from tests.engine.lint.worlds import DESK, SEVERITIES, agreement, found, offer, paths

CHANNELS = "channels: {phone: always, email: always}\n"
LEVELS = """\
  intervene: {name: Time to intervene, from: handed over, to: work started}
tiers: {1: {of: vendor}, 2: {of: vendor}}
"""


def plan(promises: str) -> str:
    return f"plans: {{basic: {{promises: {promises}}}}}\n"


def test_a_clock_that_cannot_start_is_an_error_once_it_is_signed() -> None:
    bad = LEVELS + plan("{any: {intervene: within 1 hour}}")

    assert [problem.level for problem in found(offer(bad), "CLK1")] == ["W"]
    assert [problem.level for problem in found(agreement("plan: basic\n", on=bad), "CLK1")] == ["E"]


def test_a_clock_from_approval_needs_an_approval() -> None:
    invoice = "  invoice: {name: Time to invoice, from: approved, to: closed}\n"
    bad = offer(invoice, plan("{any: {invoice: within 5 days}}"))
    good = offer(invoice, "closing: {needs: approval}\n", plan("{any: {invoice: within 5 days}}"))

    assert (paths(bad, "CLK1"), found(good, "CLK1")) == (["plans.basic.promises.any.invoice"], [])


def test_what_is_slower_over_a_weekend_only_is_found_with_its_worst_report() -> None:
    version = offer(
        DESK, SEVERITIES, CHANNELS, plan("{stop: {respond: within 1 working hour}, slow: {respond: within 24 hours}}")
    )

    (problem,) = found(version, "CLK2")

    assert problem.path == "plans.basic.promises.stop.respond"
    assert problem.message == (
        "'within 1 working hour' for 'stop' is due up to 87 hours after 'within 24 hours' of the milder 'slow' "
        "(reported Thu 25 Mar 2027, 16:01)"
    )


def test_a_worse_severity_without_the_promise_of_a_milder_one_is_found() -> None:
    version = offer(
        SEVERITIES, plan("{stop: {respond: within 1 hour}, slow: {respond: within 1 hour, restore: within 8 hours}}")
    )

    assert paths(version, "CLK2") == ["plans.basic.promises.slow.restore"]


def test_a_worse_severity_without_a_limit_is_found() -> None:
    version = offer(
        SEVERITIES,
        plan(
            "{stop: {respond: as soon as possible}, slow: {respond: within 1 hour}, question: {respond: to be agreed}}"
        ),
    )

    assert paths(version, "CLK2") == ["plans.basic.promises.stop.respond"]


def test_the_same_time_for_all_is_no_contradiction() -> None:
    assert found(offer(SEVERITIES, plan("{any: {respond: within 1 hour}}")), "CLK2") == []


def test_what_follows_another_severity_is_not_slower_than_it() -> None:
    basic = "plans: {basic: {promises: {slow: {respond: within 1 hour}}, unpromised: as slow}}\n"

    assert found(offer(SEVERITIES, basic), "CLK2") == []


def test_a_promise_for_one_channel_is_compared_on_that_channel() -> None:
    stop = "[{respond: within 1 hour, only: {channel: phone}}, {respond: within 9 hours, only: {channel: email}}]"
    version = offer(DESK, SEVERITIES, CHANNELS, plan(f"{{stop: {stop}, slow: {{respond: within 8 hours}}}}"))

    assert paths(version, "CLK2") == ["plans.basic.promises.stop.1.respond"]


@pytest.mark.parametrize(
    ("promises", "path"),
    [
        ("{any: {respond: within 4 hours, restore: within 2 hours}}", "restore"),
        ("{any: {respond: within 8 working hours, restore: within 24 hours}}", "restore"),
        ("{any: {restore: within 1 hour, update: every 90 minutes}}", "update"),
    ],
)
def test_a_later_step_that_is_due_before_an_earlier_one_is_found(promises: str, path: str) -> None:
    assert paths(offer(DESK, CHANNELS, plan(promises)), "CLK3") == [f"plans.basic.promises.any.{path}"]


def test_steps_in_order_are_no_contradiction() -> None:
    version = offer(plan("{any: {respond: within 1 hour, update: every 60 minutes, restore: within 4 hours}}"))

    assert found(version, "CLK3") == []


def test_promises_of_a_plan_and_a_module_for_the_same_case_are_ambiguous() -> None:
    modules = "modules: {night: {name: Night, promises: {any: {respond: within 2 hours}}}}\n"
    version = agreement("plan: basic\nchoose: [night]\n", on=plan("{any: {respond: within 1 hour}}") + modules)

    assert paths(version, "CLK5") == ["modules.night.promises.any.respond"]


def test_conditions_that_exclude_each_other_are_not_ambiguous() -> None:
    both = "[{respond: within 1 hour, only: {channel: phone}}, {respond: within 2 hours, only: {channel: email}}]"

    assert found(offer(DESK, CHANNELS, plan(f"{{any: {both}}}")), "CLK5") == []


def test_a_promise_with_a_condition_more_is_not_ambiguous() -> None:
    both = "[{respond: within 1 hour, only: {channel: phone}}, {respond: within 2 hours}]"

    assert found(offer(DESK, CHANNELS, plan(f"{{any: {both}}}")), "CLK5") == []
