import xml.etree.ElementTree as ET
from typing import get_args

import pytest

from upheld.clocks import State
from upheld.promise_line import Shown, bar
from upheld.words.figures import Language

STATES: tuple[Shown, ...] = (*get_args(State), "at risk")


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
