from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from upheld.promise_line.course import Kind, Stretch
from upheld.promise_line.layout import BADGE, LEAST, Layout

START = datetime(2026, 11, 23, tzinfo=UTC)
KINDS: list[Kind] = ["open", "closed", "paused", "late"]


def line(*parts: tuple[Kind, float]) -> list[Stretch]:
    found, at = [], START
    for kind, hours in parts:
        end = at + timedelta(hours=hours)
        found.append(Stretch(at, end, kind))
        at = end
    return found


def test_open_time_is_as_wide_as_it_is_long() -> None:
    layout = Layout.of(line(("open", 2), ("closed", 60), ("open", 4)))

    widths = [right - left for left, right in zip(layout.borders, layout.borders[1:], strict=False)]

    assert abs(widths[2] - 2 * widths[0]) < 1e-9


def test_a_long_closure_is_as_narrow_as_a_night() -> None:
    night, weekend = (Layout.of(line(("open", 5), ("closed", hours), ("open", 5))) for hours in (15, 87))

    assert night.borders == weekend.borders


def test_a_minute_is_wide_enough_to_be_seen() -> None:
    layout = Layout.of(line(("open", 1 / 60), ("closed", 15), ("open", 8)))

    assert layout.borders[1] > LEAST * 0.9


def test_closed_time_makes_room_for_its_badges() -> None:
    layout = Layout.of(line(("open", 5), ("closed", 87), ("open", 3)), {1: 3})

    assert layout.borders[2] - layout.borders[1] > 2.5 * BADGE


def test_what_lies_outside_stands_at_the_end() -> None:
    layout = Layout.of(line(("open", 5)))

    assert [layout.x(START - timedelta(1)), layout.x(START + timedelta(1))] == [0.0, 1.0]


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0.01, 1000)), min_size=1, max_size=40))
def test_places_never_run_backwards_and_fill_the_line(parts: list[tuple[Kind, float]]) -> None:
    stretches = line(*parts)
    layout = Layout.of(stretches)

    places = [layout.x(stretch.start) for stretch in stretches] + [layout.x(stretches[-1].end)]

    assert places == sorted(places)
    assert abs(places[0]) + abs(places[-1] - 1) < 1e-9
