"""Stratiteq Ongoing Services: work starts within working hours, the customer sets the priority and approves the end."""

from datetime import timedelta

import pytest

from tests.agreements.papers import FOLDER, at, case, paper, problems, run, runs
from upheld.agreements import Terms
from upheld.events import (
    EffortLogged,
    Event,
    Replied,
    Reported,
    Restored,
    SeverityAsked,
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
    found = run(STANDARD, case(start, severity), start, "start_work")
    return found.due.astimezone(start.tzinfo).isoformat()[:16] if found.due else ""


def test_the_offer_has_its_name() -> None:
    assert OFFER.title.in_language("sv") == "Stratiteq Ongoing Services (SOS)"


# --- When work starts


def test_monday_at_three_is_due_on_tuesday_at_two() -> None:
    """The example that the page itself gives."""
    assert due("2026-11-23T15:00") == "2026-11-24T14:00"


def test_standard_starts_within_eight_working_hours() -> None:
    """Without any word on priority, and still in time at the instant."""
    tuesday = at(OFFER, "2026-11-24T14:00")
    log = [Reported(MONDAY, channel="email"), WorkStarted(tuesday)]
    found = run(STANDARD, log, tuesday + WEEK, "start_work")

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
    assert due("2026-12-24T09:00") == "2026-12-28T11:00"


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
    found = [run(STANDARD, log, MONDAY + 2 * HOUR, "start_work") for log in (answered, worked)]

    assert [(each.state, each.stopped) for each in found] == [("running", None), ("kept", work.at)]


# --- Restoring


def test_restoring_is_measured_and_never_broken() -> None:
    log: list[Event] = [Reported(MONDAY, channel="email")]
    a_year_later = run(STANDARD, log, MONDAY + 365 * DAY, "restore")
    restored = run(STANDARD, [*log, Restored(MONDAY + WEEK)], MONDAY + 365 * DAY, "restore")

    assert (a_year_later.state, a_year_later.due) == ("running", None)
    assert (restored.state, restored.used) == ("kept", WEEK)


def test_without_access_the_restore_clock_pauses() -> None:
    log: list[Event] = [
        Reported(MONDAY, channel="email"),
        WaitStarted(MONDAY + HOUR, on="access"),
        WaitEnded(MONDAY + 5 * HOUR),
        Restored(MONDAY + 6 * HOUR),
    ]

    assert run(STANDARD, log, MONDAY + DAY, "restore").used == 2 * HOUR


def test_only_an_incident_has_the_guarantee() -> None:
    clocks = [
        [each.clock.id for each in runs(STANDARD, case(MONDAY, kind=kind), MONDAY)] for kind in OFFER.shared.kinds
    ]

    assert dict(zip(OFFER.shared.kinds, clocks, strict=True)) == {
        "incident": ["start_work", "restore"],
        "question": [],
        "change": [],
    }


# --- Priority


def test_the_customer_may_raise_the_priority() -> None:
    """Asked for by mail with the report and by phone ten minutes later: the faster clock counts from the call."""
    call = MONDAY + timedelta(minutes=10)
    log = [Reported(MONDAY, channel="email", severity="p1"), SeverityAsked(call, "p1", channel="phone")]
    found = run(STANDARD, log, call, "start_work")

    assert (found.severity, found.start, found.due) == ("p1", call, at(OFFER, "2026-11-24T08:10"))


def test_a_higher_priority_needs_a_mail_and_a_call() -> None:
    log = [Reported(MONDAY, channel="email", severity="p1"), SeverityAsked(MONDAY + HOUR, "p1", channel="email")]
    found = run(STANDARD, log, MONDAY + HOUR, "start_work")

    assert (found.severity, found.due) == ("p3", at(OFFER, "2026-11-24T14:00"))


@pytest.mark.parametrize(("terms", "severity"), [(ENERGY.terms(), "p2"), (FERRIES.terms(), "p3")])
def test_a_later_raise_counts_unless_it_was_settled_otherwise(terms: Terms, severity: str) -> None:
    log = [
        Reported(MONDAY, channel="email"),
        SeverityAsked(MONDAY + HOUR, "p2", channel="email"),
        SeverityAsked(MONDAY + HOUR, "p2", channel="phone"),
    ]

    assert run(terms, log, MONDAY + HOUR, "start_work").severity == severity


def test_a_raise_never_makes_the_due_time_later() -> None:
    """Two working hours from Tuesday 13:30 on would end at 15:30; the eight that ran end at 14:00."""
    asked = at(OFFER, "2026-11-24T13:30")
    log = [
        Reported(MONDAY, channel="email"),
        SeverityAsked(asked, "p1", channel="email"),
        SeverityAsked(asked, "p1", channel="phone"),
    ]
    found = run(STANDARD, log, asked, "start_work")

    assert (found.severity, found.due) == ("p1", at(OFFER, "2026-11-24T14:00"))


def test_that_the_phone_is_closed_when_mail_arrives_is_told() -> None:
    [finding] = problems(FOLDER / "stratiteq/offer.yaml", "CH2")

    assert "needs 'phone' too, which is closed when a report comes in on 'email'" in finding.message
