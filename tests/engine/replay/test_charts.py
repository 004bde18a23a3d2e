import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from upheld.replay import charts
from upheld.replay.charts import Bar, percent

BARS = [Bar("Feb 2026", 5, 1), Bar("Jan 2026", 0, 0), Bar("Mar 2026", 70, 30)]


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 2, "50 %"), (0, 5, "0 %"), (5, 5, "100 %"), (1, 300, "0.3 %"), (299, 300, "99.7 %"), (1, 10**6, "< 0.1 %"),
     (999_999, 10**6, "> 99.9 %"), (0, 0, "")],
)  # fmt: skip
def test_a_share_is_never_all_or_nothing_where_it_is_not_quite_so(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize(
    "chart",
    [charts.by_month, charts.by_severity, lambda _, width: charts.by_share_used({"High": [(3, 0), (1, 2)]}, 10, width)],
)
def test_a_chart_is_whole_svg_whose_colours_are_all_known_in_the_dark(chart: Callable[..., str], width: int) -> None:
    svg = chart(BARS, width)

    ET.fromstring(svg)  # noqa: S314  our own
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]+)"', svg)) <= set(charts.DARK)


def test_months_stand_in_the_order_in_which_they_come() -> None:
    svg = charts.by_month(BARS, charts.WIDE)

    assert [svg.index(f">{bar.name}<") for bar in BARS] == sorted(svg.index(f">{bar.name}<") for bar in BARS)


def test_many_months_have_no_labels_that_would_run_into_each_other() -> None:
    many = [Bar(f"M{number}", 3, 1) for number in range(40)]

    assert ">75 %<" not in charts.by_month(many, charts.WIDE)
    assert ">75 %<" in charts.by_month(many[:3], charts.WIDE)
