from datetime import datetime, timedelta

import pytest

from tests.desk.looks.gallery import HOUR, NOW, REPORTED, duties, examples
from upheld.duties import Duty
from upheld.events import WaitStarted
from upheld.promise_line import open_time
from upheld_desk.looks.timing import Timing
from upheld_desk.store.models import DutyRow
from upheld_desk.store.points import late_from, risk_from


def row(duty: Duty) -> DutyRow:
    """What the lists keep of a duty."""
    return DutyRow(
        duty=duty.id,
        state=duty.state,
        due=duty.due,
        late_from=late_from(duty),
        risk_from=risk_from(duty),
        budget=duty.budget,
        open_time=[[begin.timestamp(), end.timestamp()] for begin, end in open_time(duty)],
    )


def test_every_state_is_told_at_the_instant_one_looks() -> None:
    states = [Timing.of(duty, NOW).state for _, duty in examples()]

    assert states == ["running", "at risk", "broken", "kept", "broken", "paused", "ended"]


@pytest.mark.parametrize("name", ["running", "at risk", "broken", "paused"])
def test_a_row_says_the_same_as_the_duty_that_it_was_made_of(name: str) -> None:
    duty = dict(examples())[name]

    assert Timing.of(row(duty), NOW) == Timing.of(duty, NOW)


@pytest.mark.parametrize(
    ("now", "state", "left", "late"),
    [
        (REPORTED, "running", 8 * HOUR, 0 * HOUR),
        (REPORTED + 30 * HOUR, "running", 6 * HOUR, 0 * HOUR),  # on the closed day
        (NOW, "running", 3.25 * HOUR, 0 * HOUR),
        (NOW + 2 * HOUR, "at risk", 1.25 * HOUR, 0 * HOUR),
        (NOW + 3.25 * HOUR, "at risk", 0 * HOUR, 0 * HOUR),  # the due instant itself is in time
        (NOW + 4.25 * HOUR, "broken", 0 * HOUR, 1 * HOUR),
    ],
)
def test_one_row_tells_its_time_at_any_instant(now: datetime, state: str, left: timedelta, late: timedelta) -> None:
    kept = row(duties(REPORTED, now=REPORTED)["start_work"])

    timing = Timing.of(kept, now)

    assert (timing.state, timing.left, timing.late) == (state, left, late)


def test_the_share_is_of_working_time() -> None:
    assert Timing.of(duties(REPORTED)["start_work"], NOW).share == pytest.approx(4.75 / 8)


def test_the_share_of_what_is_late_is_more_than_one() -> None:
    share = Timing.of(duties(REPORTED - 24 * HOUR)["start_work"], NOW).share

    assert share is not None
    assert share > 1


def test_what_is_paused_or_done_does_not_run() -> None:
    running = {name for name, duty in examples() if Timing.of(duty, NOW).is_running}

    assert running == {"running", "at risk", "broken"}


def test_a_duty_without_a_due_time_has_no_share() -> None:
    waiting = duties(REPORTED, WaitStarted(REPORTED + HOUR, on="customer"))["restore"]

    assert Timing.of(waiting, NOW).share is None
