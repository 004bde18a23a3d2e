import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from upheld.clocks import State
from upheld.duties import Duty
from upheld.promise_line import Shown, bar, share_used
from upheld.words.figures import Language

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
STATES: tuple[Shown, ...] = (*get_args(State), "at risk")


def owed(state: State = "running", used: float | None = None, stopped: datetime | None = None) -> Duty:
    """A duty of four hours."""
    return Duty(
        id="clock/reply/1",
        kind="clock",
        name="reply",
        of="vendor",
        state=state,
        clause=None,
        start=AT,
        due=AT + timedelta(hours=4),
        stopped=stopped,
        budget=None if used is None else timedelta(hours=4),
        used=None if used is None else timedelta(hours=used),
    )


def drawn(share: float | None, state: Shown, language: Language = "en") -> ET.Element:
    return ET.fromstring(bar(share, state, language))  # noqa: S314  our own drawing


def shapes(state: Shown) -> list[str]:
    """What is drawn, without its colours."""
    return [
        f"{e.tag} {e.get('d')} {e.get('stroke-dasharray')} {e.get('fill') == 'none'}" for e in drawn(0.5, state).iter()
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "paused: 63% used"), ("de", "angehalten: 63 % verbraucht"), ("sv", "pausat: 63 % förbrukat")],
)
def test_the_bar_says_state_and_share_to_those_who_do_not_see_it(language: Language, said: str) -> None:
    assert drawn(0.63, "paused", language).attrib["aria-label"] == said


def test_every_state_is_told_by_its_shape() -> None:
    open_states = [state for state in STATES if state != "broken"]  # broken is told by what stands after due

    assert len({tuple(shapes(state)) for state in open_states}) == len(open_states)


def test_what_is_late_is_striped_after_the_due_mark() -> None:
    striped = [any(e.get("class") == "late" for e in drawn(share, "broken").iter()) for share in (0.9, 1.0, 1.01, 40.0)]

    assert striped == [False, False, True, True]


def test_however_late_the_bar_keeps_its_width() -> None:
    rights = [float(e.get("x", 0)) + float(e.get("width", 0)) for e in drawn(400.0, "broken") if e.get("class")]

    assert max(rights) <= 120


def test_what_has_no_time_shows_its_state_alone() -> None:
    assert drawn(None, "kept").attrib["aria-label"] == "kept"


def test_the_share_is_of_working_time_where_there_is_a_budget() -> None:
    assert share_used(owed(used=1), AT + timedelta(days=3)) == 0.25


def test_the_share_is_of_the_time_between_start_and_due_where_there_is_none() -> None:
    now = AT + timedelta(hours=3)

    assert [share_used(owed(stopped=at), now) for at in (None, AT + timedelta(hours=2))] == [0.75, 0.5]


def test_a_duty_that_has_not_begun_has_no_share() -> None:
    waits = Duty(id="x", kind="clock", name="x", of="vendor", state="waiting", clause=None)

    assert share_used(waits, AT) is None
