"""Partner support of Clear Sense: a guarantee for partners who call, trainings, six releases a year."""

from datetime import timedelta

import pytest

from tests.agreements.papers import FOLDER, at, case, paper, problems, run, runs
from upheld.events import Replied

OFFER = paper("clearsense/offer")
PARTNER = OFFER.terms()
DONAUWEB, RHEINTAL = paper("clearsense/donauweb"), paper("clearsense/netzwerkstatt-rheintal")
FRIDAY = at(OFFER, "2026-11-20T18:00")


# --- The guarantee


def test_twelve_weekday_hours_from_friday_evening_end_on_monday_morning() -> None:
    found = run(PARTNER, case(FRIDAY, channel="phone", caller="partner"), FRIDAY, "respond")

    assert (found.due, found.strict) == (at(OFFER, "2026-11-23T06:00"), False)


def test_the_hours_pass_over_an_austrian_holiday() -> None:
    eve = at(OFFER, "2026-12-07T18:00")

    assert run(PARTNER, case(eve, channel="phone", caller="partner"), eve, "respond").due == at(
        OFFER, "2026-12-09T06:00"
    )


def test_where_saturday_is_a_weekday_they_end_on_saturday() -> None:
    found = run(RHEINTAL.terms(), case(FRIDAY, channel="phone", caller="partner"), FRIDAY, "respond")

    assert found.due == at(OFFER, "2026-11-21T06:00")


def test_the_doubt_about_saturday_is_told_with_both_dates() -> None:
    [doubt] = problems(FOLDER / "clearsense/offer.yaml", "CAL3")

    assert "is due Tue 2 Nov 2027, 00:01, and would be due Sat 30 Oct 2027, 00:01" in doubt.message


@pytest.mark.parametrize(("channel", "caller"), [("email", "partner"), ("phone", "end customer")])
def test_only_a_call_of_a_partner_is_promised_an_answer(channel: str, caller: str) -> None:
    log = case(FRIDAY, channel=channel, caller=caller)

    assert runs(PARTNER, log, FRIDAY + timedelta(days=30)) == []


def test_a_reply_stops_the_clock() -> None:
    log = case(FRIDAY, "", Replied(FRIDAY + timedelta(hours=1)), channel="phone", caller="partner")

    assert run(PARTNER, log, FRIDAY + timedelta(days=7), "respond").state == "kept"


def test_that_nothing_is_promised_for_mail_is_told() -> None:
    [finding] = problems(FOLDER / "clearsense/offer.yaml", "CH1")

    assert finding.message == "nothing is promised for a case reported on 'email'"
