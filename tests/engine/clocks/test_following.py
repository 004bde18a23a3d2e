"""All clocks of a case: what holds for every log, and what is said."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.casework import (
    DESK,
    SEVERITIES,
    WAITS,
    at,
    classification,
    clock,
    desk,
    promise,
    reported,
    run,
    runs,
    solve,
)
from tests.engine.clocks.walk import Promised, verdict
from upheld.agreements import ANY, Terms
from upheld.calendars import DAYS, WHOLE_DAY, Calendar
from upheld.clocks import INSTANT, Run
from upheld.clocks.following import special_days
from upheld.events import (
    Absorbed,
    Called,
    Classified,
    Closed,
    CustomerReplied,
    Event,
    MarkedDuplicate,
    Reopened,
    Replied,
    Restored,
    SolutionApproved,
    SolutionProposed,
    SolutionRefused,
    WaitEnded,
    WaitStarted,
    Withdrawn,
    WorkStarted,
)

DECIDED = {"kept", "broken", "ended"}
WHEN = st.integers(0, 4 * 24 * 12).map(lambda n: at("20 06:00") + timedelta(minutes=5 * n))
NAMES = st.sampled_from([severity.id for severity in SEVERITIES])
FACTS = st.one_of(
    st.builds(Classified, WHEN, NAMES, st.sampled_from(["new facts", "correction"])),
    st.builds(WaitStarted, WHEN, st.sampled_from(["customer", "third party"])),
    st.builds(Absorbed, WHEN, st.just("7"), WHEN),
    *(
        st.builds(kind, WHEN)
        for kind in (
            Called, Closed, CustomerReplied, Reopened, Replied, Restored, SolutionApproved, SolutionProposed,
            SolutionRefused, WaitEnded, Withdrawn, WorkStarted,
        )
    ),
    st.builds(MarkedDuplicate, WHEN, st.just("7")),
)  # fmt: skip
LOGS = st.lists(FACTS, max_size=14)
ALL_KINDS = desk(
    promise("p1", "reply", "under 1 hour"),
    promise("p2", "reply", "within 2 working hours"),
    promise("p1", "solve", "within 4 hours"),
    promise("p3", "solve", "within 8 working hours"),
    promise("p2", "update", "every 90 minutes"),
    promise("p3", "approve", "as soon as possible"),
    promise(ANY, "work", "within 3 working hours"),
    clocks=(
        clock("reply", stop="first human reply"),
        clock("solve", pauses=WAITS),
        clock("update", stop="each reply", until="restored", pauses=WAITS),
        clock("approve", start="solved", stop="approved"),
        clock("work", stop="work started", pauses=("waiting for third party",)),
    ),
    by=classification(),
)


def said_of(found: Run) -> tuple[object, ...]:
    """Return what a verdict consists of."""
    return found.clock.id, found.number, found.state, found.start, found.due, found.budget, found.severity


@given(LOGS, WHEN)
def test_what_was_decided_stays_decided(facts: list[Event], now: datetime) -> None:
    log, later = [reported("20 06:00"), *facts], "25 06:00"
    early = [each for each in runs(ALL_KINDS, log, _text(now)) if each.state in DECIDED]
    late = {(each.clock.id, each.number): each for each in runs(ALL_KINDS, log, later)}

    assert [said_of(each) for each in early] == [said_of(late[each.clock.id, each.number]) for each in early]


@given(LOGS, WHEN)
def test_facts_that_come_later_are_not_looked_at(facts: list[Event], now: datetime) -> None:
    log = [reported("20 06:00"), *facts]
    known = [fact for fact in log if fact.at <= now]

    assert runs(ALL_KINDS, log, _text(now)) == runs(ALL_KINDS, known, _text(now))


@given(LOGS)
def test_a_clock_is_broken_from_its_late_instant_on_and_not_before(facts: list[Event]) -> None:
    log = [reported("20 06:00"), *facts]
    for open_run in runs(ALL_KINDS, log, "25 06:00"):
        late = open_run.late_from
        if open_run.state == "running" and late and late > at("25 06:00"):
            before, then = (_numbered(ALL_KINDS, log, open_run, instant) for instant in (late - INSTANT, late))

            assert (before.state, then.state) == ("running", "broken")


@given(LOGS)
def test_no_more_is_used_of_a_kept_budget_than_there_was(facts: list[Event]) -> None:
    found = runs(ALL_KINDS, [reported("20 06:00"), *facts], "25 06:00")

    assert all(each.used <= each.budget for each in found if each.state == "kept" and each.budget is not None)


@given(LOGS, st.randoms())
def test_the_order_in_which_facts_of_different_instants_arrive_does_not_matter(
    facts: list[Event], random: Random
) -> None:
    apart = [_moved(fact, n) for n, fact in enumerate(facts)]
    shuffled = [*apart]
    random.shuffle(shuffled)

    log, other = [reported("20 06:00"), *apart], [*shuffled, reported("20 06:00")]

    assert runs(ALL_KINDS, log, "26 06:00") == runs(ALL_KINDS, other, "26 06:00")


MINUTES = st.integers(0, 30 * 60).map(lambda n: at("20 14:00") + timedelta(minutes=n))
WALKED = st.lists(
    st.one_of(
        st.builds(Classified, MINUTES, NAMES, st.sampled_from(["new facts", "correction"])),
        st.builds(WaitStarted, MINUTES, st.sampled_from(["customer", "third party"])),
        st.builds(WaitEnded, MINUTES),
        st.builds(CustomerReplied, MINUTES),
        st.builds(SolutionProposed, MINUTES),
    ),
    max_size=6,
)
PROMISED = st.builds(Promised, st.integers(1, 300), st.booleans(), st.booleans())


@given(st.tuples(PROMISED, PROMISED, PROMISED), WALKED, MINUTES)
def test_a_walk_by_minutes_comes_to_the_same_verdict(
    promised: tuple[Promised, ...], facts: list[Event], minute: datetime
) -> None:
    ladder = dict(zip(("p1", "p2", "p3"), promised, strict=True))
    lines = (
        f"{'under' if strict else 'within'} {minutes} {'working ' if working else ''}minutes"
        for minutes, strict, working in promised
    )
    agreed = desk(*(promise(name, "solve", line) for name, line in zip(ladder, lines, strict=True)))
    log = sorted(facts, key=lambda fact: fact.at)
    now = minute + timedelta(seconds=30)

    found = run(agreed, [reported("20 14:00"), *log], _text(now))

    assert found.state == verdict(ladder, log, at("20 14:00"), minute)


def test_facts_of_one_instant_count_as_the_log_holds_them() -> None:
    agreed = desk(promise("p3", "solve", "within 8 hours"))
    end, change = SolutionProposed(at("23 12:00")), Classified(at("23 12:00"), "p1")

    first, then = (run(agreed, [reported("23 10:00"), *facts], "24 12:00") for facts in ((end, change), (change, end)))

    assert (first.state, then.state) == ("kept", "ended")


def test_an_instant_is_the_same_in_any_zone() -> None:
    # 2:30 occurs twice in Berlin on 25 October: a desk that compares wall times sees the later one first.
    utc = at("23 10:00")
    berlin = utc.astimezone(DESK.zone)

    assert run(solve(), [reported("23 10:00")], "23 11:00").start == utc == berlin


def test_the_reasons_lead_from_the_severity_to_the_verdict() -> None:
    log = [
        reported("23 10:00"),
        WaitStarted(at("23 12:00")),
        CustomerReplied(at("23 14:00")),
        SolutionProposed(at("23 15:00")),
    ]

    found = run(solve("within 8 working hours"), log, "24 12:00")

    assert [reason.code for reason in found.reasons] == [
        "severity", "promise", "start", "calendar", "pause", "due", "kept",
    ]  # fmt: skip


def test_the_days_on_the_way_that_are_not_as_every_week_are_named() -> None:
    calendar = Calendar(
        "Europe/Stockholm",
        {day: [("08:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")},
        holidays={date(2026, 5, 14): "Kristi himmelsfärdsdag", date(2026, 5, 17): "en söndag"},
        eve=[("08:30", "14:00")],
    )

    named = special_days(calendar, at("23 10:00").replace(month=5, day=12), at("23 10:00").replace(month=5, day=20))

    assert [(str(day.fields["date"]), day.fields["kind"], day.fields["hours"]) for day in named] == [
        ("2026-05-13", "eve", ("08:30–14:00",)),
        ("2026-05-14", "holiday", ()),
    ]


def test_a_day_that_only_ends_what_was_asked_is_not_named() -> None:
    calendar = Calendar("UTC", dict.fromkeys(DAYS, WHOLE_DAY), closed=[date(2026, 11, 24)], through=date(2026, 11, 24))
    midnight, after = (datetime(2026, 11, day, tzinfo=UTC) for day in (24, 25))

    assert [len(list(special_days(calendar, at("23 10:00"), end))) for end in (midnight, after)] == [0, 1]


def _numbered(agreed: Terms, log: list[Event], wanted: Run, now: datetime) -> Run:
    same = (
        each for each in runs(agreed, log, _text(now)) if each.clock == wanted.clock and each.number == wanted.number
    )
    return next(same)


def _text(now: datetime) -> str:
    return now.astimezone(DESK.zone).strftime("%d %H:%M:%S.%f")


def _moved(fact: Event, number: int) -> Event:
    return replace(fact, at=fact.at + number * INSTANT)
