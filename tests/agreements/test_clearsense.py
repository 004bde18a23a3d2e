"""Partner support of Clear Sense: a guarantee for partners who call, trainings, six releases a year."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.agreements.papers import FOLDER, at, case, changed, clock, duties, owed, paper, problems
from upheld.agreements import Era, Version
from upheld.events import Done, Replied, Reported, Reserved, Settled
from upheld.gates import conditions
from upheld.grants import Ledger, ledger, request

OFFER = paper("clearsense/offer")
PARTNER = OFFER.terms()
DONAUWEB, RHEINTAL = paper("clearsense/donauweb"), paper("clearsense/netzwerkstatt-rheintal")
FRIDAY = at(OFFER, "2026-11-20T18:00")
DAY = timedelta(days=1)


# --- Releases


def test_six_releases_are_due_in_a_year() -> None:
    made = [Done(at(DONAUWEB, f"2026-{day}T08:00"), "release") for day in ("02-26", "04-29", "06-25", "10-29")]
    found = owed(DONAUWEB, "2027-01-31T12:00", *made)

    assert [duty.state for duty in found.values() if duty.name == "release"] == [
        "kept", "kept", "kept", "broken", "kept", "broken", "running",
    ]  # fmt: skip


def test_each_release_has_its_call() -> None:
    first, second = (at(DONAUWEB, f"2026-{day}T08:00") for day in ("02-26", "04-29"))
    call = Done(first + DAY, "release-coordination")
    found = owed(DONAUWEB, "2026-05-04T12:00", Done(first, "release"), call, Done(second, "release"))

    assert [(d.start, d.state) for d in found.values() if d.name == "release-coordination"] == [
        (first, "kept"),
        (second, "running"),
    ]


def test_a_year_that_is_no_whole_number_of_releases_is_told(tmp_path: Path) -> None:
    short = changed(tmp_path, "clearsense/donauweb", ("to: 2028-01-31", "to: 2028-02-29"))
    [finding] = problems(short, "DUTY1")

    assert finding.message == "'6 per year' does not fit a term of 25 months"


# --- Trainings


def test_a_booked_training_is_reserved_on_a_duty_of_the_vendor() -> None:
    booked = Reserved(at(DONAUWEB, "2026-05-04T09:00"), "trainings", Decimal(1), ref="training 1")
    held = Settled(at(DONAUWEB, "2026-05-20T16:00"), ref="training 1")
    before, after = (owed(DONAUWEB, "2026-06-01T12:00", *facts) for facts in ([booked], [booked, held]))

    assert [dict(found["allowance/trainings/1"].amounts) for found in (before, after)] == [
        {"granted": 4, "reserved": 1, "used": 0, "left": 3, "expired": 0},
        {"granted": 4, "reserved": 0, "used": 1, "left": 3, "expired": 0},
    ]


def trainings(version: Version, booked: int, now: str) -> Ledger:
    start = at(version, "2026-05-04T09:00")
    log = [Reserved(start + n * DAY, "trainings", Decimal(1), ref=f"training {n}") for n in range(booked)]
    return ledger(version.eras(), log, at(version, now))


def test_trainings_come_out_of_the_booked_number() -> None:
    asked = [request(trainings(DONAUWEB, booked, "2026-06-01T09:00"), "trainings") for booked in (3, 4)]

    assert [(each.do, str(each.cost)) for each in asked] == [("grant", "None"), ("charge", "890.00 EUR")]


def test_a_training_is_on_site_or_by_video() -> None:
    [found] = [allowance for allowance in DONAUWEB.terms().allowances if allowance.unit == "training"]

    assert found.where == ("on site", "video conference")


def test_a_contract_year_brings_its_trainings_anew() -> None:
    assert [trainings(DONAUWEB, 4, f"2027-{day}T12:00").available("trainings") for day in ("01-31", "02-01")] == [0, 4]


def test_trainings_that_were_booked_once_expire_when_it_was_agreed() -> None:
    assert [trainings(RHEINTAL, 4, f"{day}T12:00").available("trainings") for day in ("2028-04-30", "2028-05-01")] == [
        8,
        0,
    ]


def test_a_training_beyond_the_booked_number_is_negotiated() -> None:
    """The offer says that there is a price and leaves it open."""
    first = date(2026, 5, 1)
    era = Era(PARTNER, first, None, first)
    asked = request(ledger([era], [], at(OFFER, "2026-06-01T09:00")), "trainings")

    assert (asked.do, asked.cost) == ("charge", None)


# --- The guarantee


def test_an_end_customer_is_sent_to_the_partner() -> None:
    gates = [
        [each.met for each in conditions(PARTNER, Reported(FRIDAY, caller=caller)) if each.name == "caller"]
        for caller in ("partner", "end customer")
    ]

    assert gates == [[True], [False]]


def test_partners_call_or_write_on_weekdays() -> None:
    saturday = at(OFFER, "2026-11-21T10:00")
    open_on = {
        (channel, day): each.met
        for channel in ("phone", "email", "chat")
        for day, when in (("fri", FRIDAY), ("sat", saturday))
        for each in conditions(PARTNER, Reported(when, channel=channel))
        if each.name == "channel"
    }

    assert [way for way, met in open_on.items() if met] == [("phone", "fri"), ("email", "fri")]


def test_twelve_weekday_hours_from_friday_evening_end_on_monday_morning() -> None:
    found = clock(PARTNER, case(FRIDAY, channel="phone", caller="partner"), FRIDAY, "respond")

    assert (found.due, found.strict) == (at(OFFER, "2026-11-23T06:00"), False)


def test_the_hours_pass_over_an_austrian_holiday() -> None:
    eve = at(OFFER, "2026-12-07T18:00")

    assert clock(PARTNER, case(eve, channel="phone", caller="partner"), eve, "respond").due == at(
        OFFER, "2026-12-09T06:00"
    )


def test_where_saturday_is_a_weekday_they_end_on_saturday() -> None:
    found = clock(RHEINTAL.terms(), case(FRIDAY, channel="phone", caller="partner"), FRIDAY, "respond")

    assert found.due == at(OFFER, "2026-11-21T06:00")


def test_the_doubt_about_saturday_is_told_with_both_dates() -> None:
    [doubt] = problems(FOLDER / "clearsense/offer.yaml", "CAL3")

    assert "is due Tue 2 Nov 2027, 00:01, and would be due Sat 30 Oct 2027, 00:01" in doubt.message


@pytest.mark.parametrize(("channel", "caller"), [("email", "partner"), ("phone", "end customer")])
def test_only_a_call_of_a_partner_is_promised_an_answer(channel: str, caller: str) -> None:
    log = case(FRIDAY, channel=channel, caller=caller)

    assert duties(PARTNER, log, FRIDAY + timedelta(days=30), "clock") == []


def test_a_reply_stops_the_clock() -> None:
    log = case(FRIDAY, "", Replied(FRIDAY + timedelta(hours=1)), channel="phone", caller="partner")

    assert clock(PARTNER, log, FRIDAY + timedelta(days=7), "respond").state == "kept"


def test_that_nothing_is_promised_for_mail_is_told() -> None:
    [finding] = problems(FOLDER / "clearsense/offer.yaml", "CH1")

    assert finding.message == "nothing is promised for a case reported on 'email'"
