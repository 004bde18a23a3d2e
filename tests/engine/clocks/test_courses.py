"""What facts do to one clock: the rules of docs/algorithms/clocks.md, by number, and what other desks got wrong."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.engine.casework import (
    BERLIN,
    WAITS,
    at,
    classification,
    clock,
    desk,
    hours,
    promise,
    reported,
    run,
    runs,
    solve,
)
from tests.engine.world import clause, said
from upheld.agreements import ANY, Tier, Unpromised
from upheld.events import (
    Absorbed,
    Assigned,
    Called,
    Classified,
    Closed,
    CustomerReplied,
    EffortLogged,
    Event,
    HandedOver,
    MarkedDuplicate,
    Merged,
    Reopened,
    Replied,
    Reported,
    Restored,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    WaitEnded,
    WaitStarted,
    Withdrawn,
    WorkStarted,
)

UNCLASSIFIED = classification()  # the vendor says, and nothing holds before
TWO_TIERS = (
    Tier(1, "customer", said(""), clause("tiers.1")),
    Tier(2, "vendor", said(""), clause("tiers.2")),
)

# --- Start (rule 1) ---------------------------------------------------------------------------------------------------


def test_a_clock_starts_with_the_report_and_is_due_when_its_budget_is_used_up() -> None:
    found = run(solve("within 8 working hours"), [reported("20 15:00")], "20 16:00")  # a Friday

    assert (found.state, found.due, found.used) == ("running", at("23 15:00"), hours(1))


def test_without_a_severity_a_clock_waits() -> None:
    agreed = desk(promise("p1", "solve", "within 8 hours"), by=UNCLASSIFIED)

    found = run(agreed, [reported()], "23 11:00")

    assert (found.state, found.start, found.reasons[-1].fields["for"]) == ("waiting", None, "severity")


def test_the_first_severity_says_what_the_case_was_from_the_report_on() -> None:
    agreed = desk(promise("p1", "solve", "within 2 hours"), by=UNCLASSIFIED)

    found = run(agreed, [reported("23 10:00"), Classified(at("23 11:30"), "p1")], "23 11:45")

    assert found.due == at("23 12:00")


def test_a_pause_before_the_first_severity_counts() -> None:
    agreed = desk(promise("p1", "solve", "within 2 hours"), by=UNCLASSIFIED)
    wait = [WaitStarted(at("23 10:30")), WaitEnded(at("23 11:00"))]

    found = run(agreed, [reported("23 10:00"), *wait, Classified(at("23 11:30"), "p1")], "23 11:45")

    assert found.due == at("23 12:30")


def test_a_stop_before_the_first_severity_counts() -> None:
    agreed = desk(promise("p1", "reply", "within 2 hours"), by=UNCLASSIFIED)

    found = run(agreed, [reported("23 10:00"), Replied(at("23 10:30")), Classified(at("23 18:00"), "p1")], "23 19:00")

    assert (found.state, found.stopped) == ("kept", at("23 10:30"))


def test_a_clock_for_any_severity_does_not_wait_for_one() -> None:
    agreed = desk(promise(ANY, "solve", "within 2 hours"), by=UNCLASSIFIED)

    assert run(agreed, [reported("23 10:00")], "23 10:30").due == at("23 12:00")


def test_a_clock_that_starts_with_the_hand_over_waits_for_it() -> None:
    agreed = desk(
        promise(ANY, "intervene", "within 1 hour"),
        clocks=(clock("intervene", start="handed over", stop="work started"),),
        tiers=TWO_TIERS,
    )

    before = run(agreed, [reported("23 10:00")], "23 11:00")
    after = run(agreed, [reported("23 10:00"), HandedOver(at("23 11:10"))], "23 11:30")

    assert (before.state, after.start, after.due) == ("waiting", at("23 11:10"), at("23 12:10"))


def test_handing_back_to_the_customer_is_no_hand_over() -> None:
    agreed = desk(
        promise(ANY, "intervene", "within 1 hour"),
        clocks=(clock("intervene", start="handed over", stop="work started"),),
        tiers=TWO_TIERS,
    )

    assert run(agreed, [reported(), HandedOver(at("23 11:00"), 1)], "23 12:00").state == "waiting"


def test_where_the_customer_has_no_level_1_the_hand_over_is_the_report() -> None:
    agreed = desk(
        promise(ANY, "intervene", "within 1 hour"),
        clocks=(clock("intervene", start="handed over", stop="work started"),),
    )

    assert run(agreed, [reported("23 10:00")], "23 10:10").due == at("23 11:00")


def test_a_clock_whose_stop_is_there_when_it_starts_is_kept_at_once() -> None:
    agreed = desk(
        promise(ANY, "intervene", "within 1 hour"),
        clocks=(clock("intervene", start="handed over", stop="work started"),),
        tiers=TWO_TIERS,
    )

    found = run(agreed, [reported("23 10:00"), WorkStarted(at("23 10:05")), HandedOver(at("23 11:00"))], "23 15:00")

    assert (found.state, found.stopped, found.used) == ("kept", at("23 11:00"), timedelta())


# --- Running and pausing (rule 2) -------------------------------------------------------------------------------------


def test_a_wait_stops_the_clock_and_an_answer_lets_it_go_on() -> None:
    log = [reported("23 10:00"), WaitStarted(at("23 12:00")), CustomerReplied(at("23 14:00"))]

    found = run(solve("within 8 working hours"), log, "23 15:00")

    assert (found.due, found.pauses) == (at("24 12:00"), ((at("23 12:00"), at("23 14:00")),))


def test_a_paused_clock_has_no_due_but_says_what_is_left() -> None:
    found = run(solve("within 8 working hours"), [reported("23 10:00"), WaitStarted(at("23 12:00"))], "30 12:00")

    assert (found.state, found.due, found.reasons[-1].fields["left"]) == ("paused", None, hours(6))


def test_a_wait_that_the_clock_does_not_name_does_not_stop_it() -> None:
    log = [reported("23 10:00"), WaitStarted(at("23 12:00"), "third party")]

    assert run(solve("within 8 working hours"), log, "23 15:00").due == at("24 10:00")


def test_another_wait_ends_the_one_before() -> None:
    log = [reported("23 10:00"), WaitStarted(at("23 11:00")), WaitStarted(at("23 12:00"), "third party")]

    assert run(solve("within 4 hours"), log, "23 13:00").due == at("23 15:00")


def test_a_word_of_the_customer_does_not_end_a_wait_for_somebody_else() -> None:
    agreed = desk(
        promise(ANY, "solve", "within 4 hours"), clocks=(clock("solve", pauses=("waiting for third party",)),)
    )
    log = [reported("23 10:00"), WaitStarted(at("23 11:00"), "third party"), CustomerReplied(at("23 12:00"))]

    assert run(agreed, log, "23 13:00").state == "paused"


def test_a_wait_that_began_before_the_clock_holds_it_from_its_start() -> None:
    agreed = desk(
        promise(ANY, "solve", "within 1 hour"),
        clocks=(clock("solve", start="handed over", pauses=WAITS),),
        tiers=TWO_TIERS,
    )
    log = [reported("23 10:00"), WaitStarted(at("23 10:10")), HandedOver(at("23 11:00")), WaitEnded(at("23 12:00"))]

    assert run(agreed, log, "23 12:10").due == at("23 13:00")


def test_a_pause_over_the_weekend_moves_due_by_no_more_than_the_open_hours_it_covered() -> None:
    # 9 to 17, 8 hours from Friday 16:00, paused from Friday 17:00 to Monday 9:00: a desk answered Thursday 7:00.
    log = [reported("20 16:00"), WaitStarted(at("20 17:00")), WaitEnded(at("23 09:00"))]

    assert run(solve("within 8 working hours"), log, "23 10:00").due == at("23 16:00")


def test_pauses_stay_when_the_severity_changes_by_correction() -> None:
    agreed = desk(promise("p3", "solve", "within 8 hours"), promise("p2", "solve", "within 6 hours"))
    wait = [WaitStarted(at("23 11:00")), WaitEnded(at("23 12:00"))]

    found = run(agreed, [reported("23 10:00"), *wait, Classified(at("23 13:00"), "p2", "correction")], "23 14:00")

    assert (found.due, found.used) == (at("23 17:00"), hours(3))


def test_pausing_exactly_at_due_is_in_time_for_within_and_too_late_for_under() -> None:
    log = [reported("23 10:00"), WaitStarted(at("23 12:00")), WaitEnded(at("23 13:00"))]

    within, under = (run(solve(f"{word} 2 hours"), log, "23 13:00") for word in ("within", "under"))

    assert (within.state, within.due, under.state) == ("running", at("23 13:00"), "broken")


def test_a_word_of_the_customer_never_stops_the_clock() -> None:
    log = [reported("23 10:00"), CustomerReplied(at("23 11:00")), CustomerReplied(at("23 12:00"))]

    assert run(solve("within 8 hours"), log, "23 13:00").pauses == ()


def test_a_wait_that_ends_in_its_own_instant_is_none() -> None:
    log = [reported("23 10:00"), WaitStarted(at("23 11:00")), WaitEnded(at("23 11:00"))]

    assert run(solve("within 8 working hours"), log, "23 12:00").due == at("24 10:00")


def test_a_pause_on_a_closed_day_moves_nothing() -> None:
    log = [reported("20 10:00"), WaitStarted(at("21 10:00")), WaitEnded(at("22 10:00"))]  # Saturday, Sunday

    assert run(solve("within 8 working hours"), log, "23 09:30").due == at("23 10:00")


def test_whoever_takes_the_case_on_the_clock_of_the_customer_runs_on() -> None:
    log = [reported("23 10:00"), Assigned(at("23 11:00"), "maria"), Assigned(at("23 12:00"), "joris")]

    found = run(solve("within 8 hours"), log, "23 13:00")

    assert (found.start, found.due) == (at("23 10:00"), at("23 18:00"))


def test_plain_hours_are_as_long_over_a_clock_change() -> None:
    start = datetime(2026, 3, 28, 20, tzinfo=BERLIN)  # the clocks go forward in the night
    found = run(solve("within 12 hours"), [Reported(start)], "23 10:00")

    assert found.due == datetime(2026, 3, 29, 9, tzinfo=BERLIN)


def test_a_pause_in_the_hour_that_comes_twice_lasts_as_long_as_it_did() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    log = [Reported(first - hours(1)), WaitStarted(first), WaitEnded(first.replace(fold=1))]

    [(begin, end)] = run(solve("within 8 hours"), log, "23 10:00").pauses

    assert end
    assert end - begin == hours(1)


# --- A new severity (rule 3) ------------------------------------------------------------------------------------------

LADDER = (
    promise("p1", "solve", "within 2 hours"),
    promise("p2", "solve", "within 4 hours"),
    promise("p3", "solve", "within 8 hours"),
)


def test_new_facts_begin_a_new_budget_at_the_change() -> None:
    found = run(desk(*LADDER), [reported("23 10:00"), Classified(at("23 11:00"), "p1")], "23 12:00")

    assert (found.start, found.due, found.used, found.severity) == (at("23 11:00"), at("23 13:00"), hours(1), "p1")


def test_a_correction_begins_where_the_clock_began() -> None:
    found = run(desk(*LADDER), [reported("23 10:00"), Classified(at("23 11:00"), "p1", "correction")], "23 11:30")

    assert (found.start, found.due) == (at("23 10:00"), at("23 12:00"))


def test_a_correction_may_show_that_it_was_broken() -> None:
    log = [reported("23 10:00"), Classified(at("23 13:00"), "p1", "correction"), SolutionProposed(at("23 14:00"))]

    found = run(desk(*LADDER), log, "23 15:00")

    assert (found.state, found.due, found.used) == ("broken", at("23 12:00"), hours(4))


def test_an_upgrade_never_makes_due_later() -> None:
    found = run(desk(*LADDER), [reported("23 10:00"), Classified(at("23 17:00"), "p1")], "23 17:30")

    assert (found.due, found.start) == (at("23 18:00"), at("23 10:00"))


def test_what_caps_an_upgrade_pauses_with_it() -> None:
    wait = [WaitStarted(at("23 17:30")), WaitEnded(at("23 18:30"))]

    found = run(desk(*LADDER), [reported("23 10:00"), Classified(at("23 17:00"), "p1"), *wait], "23 18:45")

    assert found.due == at("23 19:00")


def test_a_milder_severity_gets_its_own_budget() -> None:
    log = [reported("23 10:00"), Classified(at("23 10:30"), "p1"), Classified(at("23 11:00"), "p2")]

    assert run(desk(*LADDER), log, "23 12:00").due == at("23 15:00")


def test_a_severity_under_which_the_same_promise_holds_changes_nothing() -> None:
    found = run(solve("within 8 hours"), [reported("23 10:00"), Classified(at("23 12:00"), "p1")], "23 13:00")

    assert (found.severity, found.start, found.due) == ("p1", at("23 10:00"), at("23 18:00"))


def test_a_severity_without_a_promise_ends_the_clock() -> None:
    found = run(desk(LADDER[2]), [reported("23 10:00"), Classified(at("23 12:00"), "p1")], "23 20:00")

    assert (found.state, found.used) == ("ended", hours(2))


@pytest.mark.parametrize(("ground", "due"), [("new facts", "23 13:00"), ("correction", "23 12:00")])
def test_a_severity_with_a_promise_starts_a_clock_that_had_none(ground: str, due: str) -> None:
    log = [reported("23 10:00"), Classified(at("23 11:00"), "p1", ground)]  # type: ignore[arg-type]  # either ground

    assert run(desk(LADDER[0]), log, "23 11:30").due == at(due)


def test_a_case_that_was_answered_keeps_a_promise_that_comes_later() -> None:
    log = [reported("23 10:00"), Replied(at("23 10:30")), Classified(at("23 12:00"), "p1")]

    found = run(desk(promise("p1", "reply", "within 30 minutes")), log, "23 20:00")

    assert (found.state, found.used) == ("kept", timedelta())


def test_a_severity_that_comes_back_starts_a_second_run() -> None:
    log = [reported("23 10:00"), Classified(at("23 11:00"), "p1"), Classified(at("23 12:00"), "p3")]

    first, second = runs(desk(LADDER[2]), log, "23 13:00")

    assert (first.state, second.state, second.due) == ("ended", "running", at("23 20:00"))


def test_a_severity_after_the_verdict_changes_nothing() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 11:00")), Classified(at("23 12:00"), "p1", "correction")]

    assert run(desk(*LADDER), log, "24 12:00").severity == "p3"


# --- Broken and kept (rules 4 and 5) ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "now", "state"),
    [
        ("within 2 hours", "23 12:00", "running"),
        ("within 2 hours", "23 12:00:00.000001", "broken"),
        ("under 2 hours", "23 11:59:59.999999", "running"),
        ("under 2 hours", "23 12:00", "broken"),
    ],
)
def test_under_is_broken_at_its_due_and_within_just_after(quantity: str, now: str, state: str) -> None:
    assert run(solve(quantity), [reported("23 10:00")], now).state == state


@pytest.mark.parametrize(("quantity", "state"), [("within 2 hours", "kept"), ("under 2 hours", "broken")])
def test_a_stop_at_the_due_instant_is_in_time_unless_it_is_strict(quantity: str, state: str) -> None:
    assert run(solve(quantity), [reported("23 10:00"), SolutionProposed(at("23 12:00"))], "24 12:00").state == state


def test_a_broken_clock_is_measured_until_its_stop() -> None:
    found = run(solve("within 2 hours"), [reported("23 10:00"), SolutionProposed(at("23 15:00"))], "24 12:00")

    assert (found.state, found.stopped, found.used) == ("broken", at("23 15:00"), hours(5))


def test_a_clock_stopped_while_it_paused_counts_no_pause() -> None:
    # A desk was seen to count the months on hold once the case went from paused straight to solved.
    found = run(
        solve("within 8 hours"),
        [reported("1 10:00"), WaitStarted(at("1 12:00")), SolutionProposed(at("28 12:00"))],
        "30 12:00",
    )

    assert (found.state, found.used) == ("kept", hours(2))


def test_a_clock_closed_while_it_paused_counts_no_pause() -> None:
    log = [reported("1 10:00"), WaitStarted(at("1 12:00")), Closed(at("28 12:00"))]

    found = run(solve("within 8 hours"), log, "30 12:00")

    assert (found.state, found.used, found.pauses) == ("kept", hours(2), ((at("1 12:00"), at("28 12:00")),))


def test_an_automatic_receipt_is_no_reply() -> None:
    agreed = desk(promise(ANY, "reply", "within 2 hours"))

    assert run(agreed, [reported("23 10:00"), Replied(at("23 10:00"), automatic=True)], "23 11:00").state == "running"


@pytest.mark.parametrize("answer", [Replied, Called, SolutionProposed])
def test_a_reply_on_any_channel_is_a_reply(answer: type[Event]) -> None:
    agreed = desk(promise(ANY, "reply", "within 2 hours"))

    assert run(agreed, [reported("23 10:00"), answer(at("23 11:00"))], "24 11:00").state == "kept"


def test_what_the_customer_says_is_no_reply() -> None:
    agreed = desk(promise(ANY, "reply", "within 2 hours"))

    assert run(agreed, [reported("23 10:00"), CustomerReplied(at("23 11:00"))], "24 11:00").state == "broken"


def test_logged_effort_shows_that_work_has_started() -> None:
    agreed = desk(promise(ANY, "start", "within 2 hours"), clocks=(clock("start", stop="work started"),))

    assert run(agreed, [reported("23 10:00"), EffortLogged(at("23 11:00"), 5)], "24 11:00").state == "kept"


def test_each_clock_has_its_own_state() -> None:
    agreed = desk(promise(ANY, "reply", "within 1 hour"), promise(ANY, "solve", "within 8 hours"))

    found = runs(agreed, [reported("23 10:00"), Replied(at("23 10:30"))], "23 12:00")

    assert [(each.clock.id, each.state) for each in found] == [("reply", "kept"), ("solve", "running")]


# --- Ended (rule 6) ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end", [Merged(at("23 11:00"), "7"), MarkedDuplicate(at("23 11:00"), "7"), Withdrawn(at("23 11:00"))]
)
def test_a_case_that_goes_away_ends_its_clocks_without_a_verdict(end: Event) -> None:
    found = run(solve("within 8 hours"), [reported("23 10:00"), end], "30 11:00")

    assert (found.state, found.used) == ("ended", hours(1))


def test_closing_ends_a_clock_that_it_does_not_stop() -> None:
    agreed = desk(promise(ANY, "reply", "within 8 hours"))

    assert run(agreed, [reported("23 10:00"), Closed(at("23 11:00"))], "30 11:00").state == "ended"


def test_a_case_that_is_closed_straight_away_was_solved_then() -> None:
    found = run(solve("within 8 hours"), [reported("23 10:00"), Closed(at("23 11:00"))], "30 11:00")

    assert (found.state, found.stopped) == ("kept", at("23 11:00"))


def test_closing_ends_a_clock_that_still_waits() -> None:
    agreed = desk(promise("p1", "solve", "within 8 hours"), by=UNCLASSIFIED)

    found = run(agreed, [reported("23 10:00"), Closed(at("23 11:00")), Classified(at("23 12:00"), "p1")], "30 11:00")

    assert found.state == "ended"


def test_what_the_customer_says_after_the_end_starts_nothing() -> None:
    log = [
        reported("23 10:00"),
        SolutionProposed(at("23 11:00")),
        Closed(at("23 12:00")),
        CustomerReplied(at("23 13:00")),
    ]

    assert [each.state for each in runs(solve(), log, "30 12:00")] == ["kept"]


def test_a_broken_clock_is_measured_no_longer_than_its_case_lasts() -> None:
    agreed = desk(promise(ANY, "reply", "within 1 hour"))

    found = run(agreed, [reported("23 10:00"), Closed(at("23 15:00"))], "30 11:00")

    assert (found.state, found.stopped, found.used) == ("broken", None, hours(5))


# --- Taken back (rule 7) ----------------------------------------------------------------------------------------------


def test_a_reopened_case_runs_on_with_what_was_left() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 13:00")), Closed(at("23 14:00")), Reopened(at("24 10:00"))]

    first, second = runs(solve("within 8 hours"), log, "24 11:00")

    assert (first.state, first.used, second.state, second.due) == ("kept", hours(3), "running", at("24 15:00"))


def test_a_refused_solution_runs_on_with_what_was_left() -> None:
    wait = WaitStarted(at("23 13:30"))
    log = [reported("23 10:00"), SolutionProposed(at("23 13:00")), wait, SolutionRefused(at("23 15:00"))]

    _, second = runs(solve("within 8 hours"), log, "23 16:00")

    assert (second.state, second.due) == ("running", at("23 20:00"))


def test_a_refused_solution_restored_nothing() -> None:
    agreed = desk(promise(ANY, "restore", "within 8 hours"), clocks=(clock("restore", stop="restored"),))
    log = [reported("23 10:00"), SolutionProposed(at("23 13:00")), SolutionRefused(at("23 15:00"))]

    assert [each.state for each in runs(agreed, log, "23 16:00")] == ["kept", "running"]


def test_a_refused_solution_does_not_undo_what_was_restored_by_itself() -> None:
    agreed = desk(promise(ANY, "restore", "within 8 hours"), clocks=(clock("restore", stop="restored"),))
    log = [
        reported("23 10:00"),
        Restored(at("23 12:00"), workaround=True),
        SolutionProposed(at("23 13:00")),
        SolutionRefused(at("23 15:00")),
    ]

    assert [each.state for each in runs(agreed, log, "23 16:00")] == ["kept"]


def test_a_broken_clock_does_not_run_again() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 13:00")), Reopened(at("24 10:00"))]

    assert [each.state for each in runs(solve("within 2 hours"), log, "25 10:00")] == ["broken"]


def test_nothing_takes_back_a_reply() -> None:
    agreed = desk(promise(ANY, "reply", "within 2 hours"))
    log = [reported("23 10:00"), Replied(at("23 11:00")), Closed(at("23 12:00")), Reopened(at("24 10:00"))]

    assert [each.state for each in runs(agreed, log, "25 10:00")] == ["kept"]


def test_closing_and_reopening_is_no_way_out_of_a_reply() -> None:
    agreed = desk(promise(ANY, "reply", "within 2 hours"))
    log = [reported("23 10:00"), Closed(at("23 11:00")), Reopened(at("24 10:00"))]

    assert [(each.state, each.due) for each in runs(agreed, log, "24 10:30")] == [
        ("ended", at("23 12:00")),
        ("running", at("24 11:00")),
    ]


def test_a_reopened_case_is_not_paused_by_a_wait_from_before() -> None:
    log = [
        reported("23 10:00"),
        WaitStarted(at("23 11:00")),
        SolutionProposed(at("23 13:00")),
        Reopened(at("24 10:00")),
    ]

    assert runs(solve("within 8 hours"), log, "24 11:00")[-1].due == at("24 17:00")


def test_a_severity_that_changed_in_between_holds_when_the_case_goes_on() -> None:
    log = [
        reported("23 10:00"),
        SolutionProposed(at("23 11:00")),
        Classified(at("23 12:00"), "p1"),
        Reopened(at("24 10:00")),
    ]

    assert runs(desk(*LADDER), log, "24 11:00")[-1].due == at("24 12:00")


def test_a_clock_whose_start_is_taken_back_waits_again() -> None:
    agreed = desk(promise(ANY, "approve", "within 2 days"), clocks=(clock("approve", start="solved", stop="approved"),))
    log = [reported("23 10:00"), SolutionProposed(at("23 11:00")), SolutionRefused(at("23 12:00"))]

    assert [each.state for each in runs(agreed, log, "23 13:00")] == ["ended", "waiting"]


def test_an_approval_stops_what_a_proposal_started() -> None:
    agreed = desk(promise(ANY, "approve", "within 2 days"), clocks=(clock("approve", start="solved", stop="approved"),))
    log = [reported("23 10:00"), SolutionProposed(at("23 11:00")), SolutionApproved(at("24 12:00"))]

    assert run(agreed, log, "30 13:00").state == "kept"


# --- Without a due, and earlier reports -------------------------------------------------------------------------------


def test_best_effort_is_measured_and_never_broken() -> None:
    agreed = solve("as soon as possible")

    running = run(agreed, [reported("1 10:00")], "30 10:00")
    done = run(agreed, [reported("1 10:00"), SolutionProposed(at("30 10:00"))], "30 11:00")

    assert (running.state, running.due, done.state, done.used) == ("running", None, "kept", timedelta(days=29))


def test_a_hole_is_said_and_gives_no_verdict() -> None:
    found = run(solve("to be agreed"), [reported("23 10:00"), SolutionProposed(at("23 12:00"))], "23 13:00")

    assert (found.state, found.due, "hole" in {reason.code for reason in found.reasons}) == ("ended", None, True)


def test_hours_that_are_to_be_agreed_are_a_hole_too() -> None:
    agreed = solve("within 4 working hours")
    open_hours = replace(agreed, shared=replace(agreed.shared, calendars={}))

    found = run(open_hours, [reported("23 10:00"), SolutionProposed(at("23 12:00"))], "23 13:00")

    assert (found.state, found.due, found.used) == ("ended", None, timedelta(hours=2))
    assert [reason.fields["calendar"] for reason in found.reasons if reason.code == "hole"] == ["desk"]


MEASURED = Unpromised(None, clause("unpromised", "measured only"))


def test_what_is_measured_only_gives_no_verdict() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 14:00"))]

    found = run(desk(promise("p1", "solve", "within 2 hours"), unpromised=MEASURED), log, "24 10:00")

    assert (found.state, found.promise, found.due, found.used) == ("ended", None, None, hours(4))


def test_a_milder_severity_that_is_measured_only_takes_the_due_away() -> None:
    agreed = desk(promise("p1", "solve", "within 2 hours"), unpromised=MEASURED)
    log = [reported("23 10:00"), Classified(at("23 10:00"), "p1"), Classified(at("23 11:00"), "p2")]

    found = run(agreed, log, "24 10:00")

    assert (found.state, found.due) == ("running", None)


def test_an_absorbed_case_that_was_reported_earlier_moves_the_start() -> None:
    log = [reported("23 10:00"), Absorbed(at("23 11:00"), "7", at("23 09:00"))]

    found = run(solve("within 8 hours"), log, "23 12:00")

    assert (found.start, found.due, found.used) == (at("23 09:00"), at("23 17:00"), hours(3))


def test_an_absorbed_case_that_was_reported_later_moves_nothing() -> None:
    log = [reported("23 10:00"), Absorbed(at("23 12:00"), "7", at("23 11:00"))]

    assert run(solve("within 8 hours"), log, "23 12:00").start == at("23 10:00")


def test_an_absorbed_case_does_not_undo_what_was_kept() -> None:
    log = [reported("23 10:00"), SolutionProposed(at("23 11:00")), Absorbed(at("23 12:00"), "7", at("20 11:00"))]

    assert run(solve("within 8 hours"), log, "23 12:00").state == "kept"


# --- Clocks that repeat -----------------------------------------------------------------------------------------------

UPDATE = clock("update", stop="each reply", until="restored", pauses=WAITS)


def updates(log: list[Event], now: str) -> list[tuple[str, str]]:
    """Return state and start of each round of an update every hour."""
    agreed = desk(promise(ANY, "update", "every 60 minutes"), clocks=(UPDATE,))
    return [(each.state, f"{each.start:%H:%M}") for each in runs(agreed, log, now)]  # in UTC: an hour earlier


def test_each_reply_starts_the_next_round() -> None:
    log = [reported("23 10:00"), Replied(at("23 10:40")), Replied(at("23 11:40"))]

    assert updates(log, "23 12:00") == [("kept", "09:00"), ("kept", "09:40"), ("running", "10:40")]


def test_hours_without_a_reply_are_as_many_broken_rounds() -> None:
    found = updates([reported("23 10:00")], "23 20:00:00.000001")

    assert (len(found), found[9], found[10]) == (11, ("broken", "18:00"), ("running", "19:00"))


def test_rounds_end_when_the_system_is_restored() -> None:
    log = [reported("23 10:00"), Replied(at("23 10:40")), Restored(at("23 11:00"))]

    assert updates(log, "23 20:00") == [("kept", "09:00"), ("ended", "09:40")]


def test_the_reply_that_says_it_is_solved_ends_the_last_round() -> None:
    assert updates([reported("23 10:00"), SolutionProposed(at("23 10:40"))], "23 20:00") == [("kept", "09:00")]


def test_reopening_starts_the_next_round() -> None:
    log = [reported("23 10:00"), Restored(at("23 10:30")), Reopened(at("23 12:00"))]

    assert updates(log, "23 12:30") == [("ended", "09:00"), ("running", "11:00")]


def test_a_round_pauses_as_any_clock() -> None:
    log = [reported("23 10:00"), WaitStarted(at("23 10:30")), WaitEnded(at("23 12:00"))]

    assert updates(log, "23 12:40") == [("broken", "09:00"), ("running", "11:30")]


def test_a_pause_belongs_to_the_round_that_it_fell_into() -> None:
    agreed = desk(
        promise("p1", "update", "every 60 minutes"), promise("p3", "update", "as soon as possible"), clocks=(UPDATE,)
    )
    pause = [WaitStarted(at("23 11:30")), WaitEnded(at("23 12:00"))]
    log = [reported("23 10:00"), *pause, Classified(at("23 13:00"), "p1", "correction")]

    rounds = runs(agreed, log, "23 13:00")

    assert [(each.state, len(each.pauses)) for each in rounds] == [("broken", 0), ("broken", 1), ("running", 0)]


def test_a_late_first_severity_decides_the_rounds_that_have_been() -> None:
    agreed = desk(promise("p1", "update", "every 60 minutes"), clocks=(UPDATE,), by=UNCLASSIFIED)
    log = [reported("23 10:00"), Replied(at("23 10:30")), Classified(at("23 12:00"), "p1")]

    assert [each.state for each in runs(agreed, log, "23 12:00")] == ["kept", "broken", "running"]
