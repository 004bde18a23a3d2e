"""Stratiteq Ongoing Services: work starts within working hours, the customer sets the priority and approves the end."""

from datetime import datetime, timedelta

import pytest

from tests.agreements.papers import FOLDER, MICROSECOND, at, case, clock, duties, owed, paper, problems
from upheld.agreements import Terms
from upheld.duties import Duty, evaluate
from upheld.events import (
    Called,
    Closed,
    Done,
    EffortForecast,
    EffortLogged,
    Event,
    NotFixedRemotely,
    Replied,
    Reported,
    Restored,
    SeverityAsked,
    SolutionApproved,
    SolutionProposed,
    Started,
    Visited,
    WaitEnded,
    WaitStarted,
    WorkStarted,
)

OFFER = paper("stratiteq/offer")
STANDARD = OFFER.terms()
ENERGY, FERRIES = paper("stratiteq/fjallbygd-energi"), paper("stratiteq/vastkustens-farjor")
MONDAY = at(OFFER, "2026-11-23T15:00")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


def due(reported: str, severity: str = "p3") -> str:
    start = at(OFFER, reported)
    found = clock(STANDARD, case(start, severity), start, "start_work")
    return found.due.astimezone(start.tzinfo).isoformat()[:16] if found.due else ""


def test_the_offer_has_its_name() -> None:
    assert OFFER.title.in_language("sv") == "Stratiteq Ongoing Services (SOS)"


# --- Term and cover


def test_nothing_is_promised_before_the_agreement_starts() -> None:
    """Between the hand-over of the project and the first day there is a gap."""
    early = at(ENERGY, "2026-03-31T16:59")
    found = evaluate(ENERGY, case(early, "p1", channel="email"), early)

    assert [(duty.id, duty.state) for duty in found.duties] == [("gate/in force/1", "broken")]


def test_the_agreement_runs_from_its_start_and_shows_the_hand_over() -> None:
    """The signed start was 1 April; the solution was handed over on 6 May only."""
    started = at(ENERGY, "2026-05-06T09:00")
    found = owed(ENERGY, "2026-08-03T12:00", Done(started, "handover"), Started(started))

    assert (found["procedure/handover/1"].state, found["procedure/handover/1"].stopped) == ("kept", started)
    assert [duty.start for duty in found.values() if duty.name == "status-meeting"] == [
        at(ENERGY, "2026-05-06T00:00"),
        at(ENERGY, "2026-07-01T00:00"),
    ]


@pytest.mark.parametrize(("service", "state"), [("Kundportalen", "kept"), ("Löneprogrammet", "broken")])
def test_an_application_that_is_not_named_is_not_covered(service: str, state: str) -> None:
    [gate] = [
        gate for gate in duties(ENERGY.terms(), case(MONDAY, service=service), MONDAY, "gate") if gate.name == "service"
    ]

    assert gate.state == state


def test_a_report_arrives_by_mail_at_any_hour_and_a_call_only_while_the_support_is_open() -> None:
    night = at(OFFER, "2026-11-23T22:40")
    gates = [duties(STANDARD, case(night, channel=channel), night, "gate")[0].state for channel in ("email", "phone")]

    assert gates == ["kept", "broken"]


# --- When work starts


def test_monday_at_three_is_due_on_tuesday_at_two() -> None:
    """The example that the page itself gives."""
    assert due("2026-11-23T15:00") == "2026-11-24T14:00"


def test_standard_starts_within_eight_working_hours() -> None:
    """Without any word on priority, and still in time at the instant."""
    tuesday = at(OFFER, "2026-11-24T14:00")
    log = [Reported(MONDAY, channel="email"), WorkStarted(tuesday)]
    found = clock(STANDARD, log, tuesday + WEEK, "start_work")

    assert (found.severity, found.due, found.state) == ("p3", tuesday, "kept")


def test_two_working_hours_run_over_the_night() -> None:
    assert due("2026-11-23T15:30", "p1") == "2026-11-24T08:30"


def test_four_working_hours_run_over_the_night() -> None:
    assert due("2026-11-23T15:30", "p2") == "2026-11-24T10:30"


def test_a_budget_used_up_at_closing_ends_at_closing() -> None:
    assert due("2026-11-23T09:00") == "2026-11-23T17:00"


def test_a_report_by_mail_at_night_counts_from_the_opening() -> None:
    assert due("2026-11-23T22:40") == "2026-11-24T16:00"


def test_a_deadline_passes_over_ascension_day() -> None:
    assert due("2026-05-13T14:00") == "2026-05-15T16:00"


def test_christmas_eve_is_open_from_half_past_eight_to_two() -> None:
    """Five and a half hours of it, the rest on the Monday after."""
    assert due("2026-12-24T08:00") == "2026-12-28T10:30"


EVES = ["01-05", "04-02", "04-30", "05-13", "06-05", "06-19", "10-30", "12-24", "12-31"]


def test_the_eves_of_2026_are_the_days_before_holidays_and_none_of_them_a_weekend() -> None:
    calendar = STANDARD.shared.calendars["support"]
    days = [MONDAY.date().replace(month=1, day=1) + n * DAY for n in range(365)]

    assert [f"{day:%m-%d}" for day in days if calendar.day(day).kind == "eve"] == EVES


def test_where_it_was_settled_the_eves_are_closed() -> None:
    eve = at(FERRIES, "2026-12-24T10:00")
    ferries, energy = (version.shared.calendars["support"] for version in (FERRIES, ENERGY))

    assert (ferries.is_open(eve), energy.is_open(eve)) == (False, True)


@pytest.mark.parametrize("work", [WorkStarted(MONDAY + HOUR), EffortLogged(MONDAY + HOUR, minutes=15)])
def test_response_time_ends_when_work_starts_and_not_with_a_reply(work: Event) -> None:
    reply = Replied(MONDAY + HOUR / 2)
    answered, worked = ([Reported(MONDAY, channel="email"), reply, *more] for more in ([], [work]))
    found = [clock(STANDARD, log, MONDAY + 2 * HOUR, "start_work") for log in (answered, worked)]

    assert [(each.state, each.stopped) for each in found] == [("running", None), ("kept", work.at)]


# --- Restoring


def test_restoring_is_measured_and_never_broken() -> None:
    log: list[Event] = [Reported(MONDAY, channel="email")]
    a_year_later = clock(STANDARD, log, MONDAY + 365 * DAY, "restore")
    restored = clock(STANDARD, [*log, Restored(MONDAY + WEEK)], MONDAY + 365 * DAY, "restore")

    assert (a_year_later.state, a_year_later.due) == ("running", None)
    assert (restored.state, restored.used) == ("kept", WEEK)


def test_without_access_the_restore_clock_pauses() -> None:
    log: list[Event] = [
        Reported(MONDAY, channel="email"),
        WaitStarted(MONDAY + HOUR, on="access"),
        WaitEnded(MONDAY + 5 * HOUR),
        Restored(MONDAY + 6 * HOUR),
    ]

    assert clock(STANDARD, log, MONDAY + DAY, "restore").used == 2 * HOUR


def test_only_an_incident_has_the_guarantee() -> None:
    promised = [kind for kind in OFFER.shared.kinds if duties(STANDARD, case(MONDAY, kind=kind), MONDAY, "clock")]

    assert (list(OFFER.shared.kinds), promised) == (["incident", "question", "change"], ["incident"])


# --- The course of a case


def test_a_fault_not_fixed_remotely_needs_a_visit() -> None:
    """The offer leaves the time open, the agreement says two working days."""
    stuck = MONDAY + 3 * HOUR
    log = [*case(MONDAY, "p3"), NotFixedRemotely(stuck)]
    open_, signed = (
        [d for d in duties(t, log, stuck, "procedure") if d.name == "visit"] for t in (STANDARD, ENERGY.terms())
    )
    came = [
        d for d in duties(ENERGY.terms(), [*log, Visited(stuck + DAY)], stuck + WEEK, "procedure") if d.name == "visit"
    ]

    assert [(duty.state, duty.due) for duty in (*open_, *signed)] == [
        ("running", None),
        ("running", at(OFFER, "2026-11-25T17:00")),
    ]
    assert [duty.state for duty in came] == ["kept"]


def checkpoint(name: str, log: list[Event], now: datetime) -> list[tuple[str, datetime | None]]:
    return [(duty.state, duty.start) for duty in duties(STANDARD, log, now, "checkpoint") if duty.name == name]


def test_an_incident_without_work_for_four_open_hours_is_due() -> None:
    """Nobody worked from the report on Monday at three until Wednesday: the four hours ended on Tuesday at ten."""
    log = case(MONDAY, "p3")
    silent = at(OFFER, "2026-11-24T10:00") + MICROSECOND
    wednesday = at(OFFER, "2026-11-25T09:00")

    assert checkpoint("work-goes-on", log, wednesday)[0] == ("running", silent)
    assert checkpoint("work-goes-on", [*log, EffortLogged(wednesday, minutes=5)], wednesday)[0] == ("kept", silent)


def test_four_hours_of_logged_work_ask_for_a_call() -> None:
    """By all people together: four hours do not, the minute after does; the call settles it."""
    times = [MONDAY + n * HOUR for n in range(4)]
    log = [*case(MONDAY, "p3"), EffortLogged(times[1], minutes=150), EffortLogged(times[2], minutes=90)]
    more = [*log, EffortLogged(times[3], minutes=1)]

    assert checkpoint("call-customer", log, times[3]) == [("waiting", None)]
    assert checkpoint("call-customer", more, times[3]) == [("running", times[3])]
    assert checkpoint("call-customer", [*more, Called(times[3] + HOUR)], MONDAY + DAY) == [("kept", times[3])]


def test_more_than_four_foreseen_hours_ask_for_a_call_too() -> None:
    log = [*case(MONDAY, "p3"), EffortForecast(MONDAY + HOUR, minutes=360)]

    assert checkpoint("expected-effort", log, MONDAY + HOUR) == [("running", MONDAY + HOUR)]


def approval(log: list[Event], now: datetime) -> Duty:
    [found] = [duty for duty in duties(STANDARD, log, now, "procedure") if duty.name == "approval"]
    return found


def test_a_case_closes_only_when_the_customer_approves() -> None:
    solved = [*case(MONDAY, "p3"), SolutionProposed(MONDAY + HOUR)]
    ends = [SolutionApproved(MONDAY + 2 * HOUR), Closed(MONDAY + 2 * HOUR)]

    assert [approval([*solved, end], MONDAY + WEEK).state for end in ends] == ["kept", "broken"]


def test_silence_never_approves() -> None:
    solved = [*case(MONDAY, "p3"), SolutionProposed(MONDAY + HOUR)]

    assert approval(solved, MONDAY + 365 * DAY).state == "running"


def test_after_five_working_days_the_customer_is_reminded() -> None:
    solved = [*case(MONDAY, "p3"), SolutionProposed(MONDAY + HOUR)]
    reminders = [duty for duty in duties(STANDARD, solved, MONDAY + HOUR, "procedure") if "remind" in duty.name]

    assert [duty.due for duty in reminders] == [at(OFFER, "2026-11-30T16:00")]


# --- Meetings


def test_four_status_meetings_are_due_in_a_year() -> None:
    held = [Done(at(ENERGY, f"2026-{day}T10:00"), "status-meeting") for day in ("06-10", "09-14")]
    found = owed(ENERGY, "2027-03-31T12:00", *held)

    assert [(duty.due, duty.state) for duty in found.values() if duty.name == "status-meeting"] == [
        (at(ENERGY, "2026-07-01T00:00"), "kept"),
        (at(ENERGY, "2026-10-01T00:00"), "kept"),
        (at(ENERGY, "2027-01-01T00:00"), "broken"),
        (at(ENERGY, "2027-04-01T00:00"), "running"),
    ]


# --- Priority


def test_the_customer_may_raise_the_priority() -> None:
    """Asked for by mail with the report and by phone ten minutes later: the faster clock counts from the call."""
    call = MONDAY + timedelta(minutes=10)
    log = [Reported(MONDAY, channel="email", severity="p1"), SeverityAsked(call, "p1", channel="phone")]
    found = clock(STANDARD, log, call, "start_work")

    assert (found.severity, found.start, found.due) == ("p1", call, at(OFFER, "2026-11-24T08:10"))


@pytest.mark.parametrize("channel", ["email", "phone"])
def test_a_higher_priority_needs_a_mail_and_a_call(channel: str) -> None:
    log = [Reported(MONDAY, channel=channel, severity="p1"), SeverityAsked(MONDAY + HOUR, "p1", channel=channel)]
    found = clock(STANDARD, log, MONDAY + HOUR, "start_work")

    assert (found.severity, found.due) == ("p3", at(OFFER, "2026-11-24T14:00"))


@pytest.mark.parametrize(("terms", "severity"), [(ENERGY.terms(), "p2"), (FERRIES.terms(), "p3")])
def test_a_later_raise_counts_unless_it_was_settled_otherwise(terms: Terms, severity: str) -> None:
    log = [
        Reported(MONDAY, channel="email"),
        SeverityAsked(MONDAY + HOUR, "p2", channel="email"),
        SeverityAsked(MONDAY + HOUR, "p2", channel="phone"),
    ]

    assert clock(terms, log, MONDAY + HOUR, "start_work").severity == severity


def test_a_raise_never_makes_the_due_time_later() -> None:
    """Two working hours from Tuesday 13:30 on would end at 15:30; the eight that ran end at 14:00."""
    asked = at(OFFER, "2026-11-24T13:30")
    log = [
        Reported(MONDAY, channel="email"),
        SeverityAsked(asked, "p1", channel="email"),
        SeverityAsked(asked, "p1", channel="phone"),
    ]
    found = clock(STANDARD, log, asked, "start_work")

    assert (found.severity, found.due) == ("p1", at(OFFER, "2026-11-24T14:00"))


def test_that_the_phone_is_closed_when_mail_arrives_is_told() -> None:
    [finding] = problems(FOLDER / "stratiteq/offer.yaml", "CH2")

    assert "needs 'phone' too, which is closed when a report comes in on 'email'" in finding.message
