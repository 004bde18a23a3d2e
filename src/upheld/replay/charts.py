"""Charts: the pictures of a report, as SVG that stands in the page itself.

Colours stand on the elements, for paper and for programs without CSS; a page in the dark replaces them by name, see
`DARK`. Nothing is told by colour alone: whatever a chart shows stands in the table beside it too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import polars as pl
import vl_convert

KEPT_COLOUR: Final = "#2563c9"
BROKEN_COLOUR: Final = "#c2410c"
_INK: Final = "#17212b"
_MUTED: Final = "#566373"
_LINE: Final = "#dfe4ea"
DARK: Final[Mapping[str, str]] = {
    KEPT_COLOUR: "#6ea8fe",
    BROKEN_COLOUR: "#ff9d6c",
    _INK: "#eef2f6",
    _MUTED: "#a7b3c1",
    _LINE: "#303843",
}
WIDE: Final = 860  # pixels, the column of the page
NARROW: Final = 330  # ... on a phone
_MARK: Final = 50  # per cent between two marks of the time used
_FEW: Final = 14  # bars that have room for a label each on a wide page
_FONT: Final = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """How many were kept and broken in a month, at a severity, or wherever."""

    name: str
    kept: int
    broken: int

    @property
    def share(self) -> str:
        """Return the share that was kept, as a text."""
        return percent(self.kept, self.kept + self.broken)


def percent(part: int, whole: int) -> str:
    """Return a part of a whole in per cent; never 0 or 100 where it is not quite so."""
    if not whole:
        return ""
    share = 100 * part / whole
    if 0 < part < whole and not 1 <= share <= 99:  # noqa: PLR2004 - per cent
        return f"{share:.1f} %" if 0.05 <= share < 99.95 else ("< 0.1 %" if share < 1 else "> 99.9 %")  # noqa: PLR2004
    return f"{share:.0f} %"


def by_month(bars: Sequence[Bar], width: int) -> str:
    """Return one column a month, the kept below and the broken above, with the share that was kept on top."""
    rows = pl.DataFrame(
        [
            {"month": bar.name, "what": what, "runs": runs, "order": order}
            for bar in bars
            for order, (what, runs) in enumerate((("kept", bar.kept), ("broken", bar.broken)))
        ],
        schema={"month": pl.String, "what": pl.String, "runs": pl.Int64, "order": pl.Int64},
    )
    names = [bar.name for bar in bars]
    x = alt.X("month:N", sort=names, title=None, axis=alt.Axis(labelAngle=0 if _fits(bars, width) else -90))
    columns = alt.Chart(rows).mark_bar(cornerRadius=2).encode(x=x, y=_height(bars), color=_colours(), order="order:Q")
    tops = pl.DataFrame({"month": names, "runs": [b.kept + b.broken for b in bars], "share": [b.share for b in bars]})
    labels = (
        alt.Chart(tops)
        .mark_text(dy=-7, fontSize=11, fontWeight=600, color=_INK)
        .encode(x=x, y="runs:Q", text="share:N")
    )
    layers = [columns, labels] if _fits(bars, width) else [columns]
    return _drawn(alt.layer(*layers).properties(width=width - 70, height=250))


def by_severity(bars: Sequence[Bar], width: int) -> str:
    """Return one bar a severity, all equally long, cut where the broken begin."""
    rows = pl.DataFrame(
        [
            {"severity": bar.name, "what": what, "part": runs / ((bar.kept + bar.broken) or 1), "order": order}
            for bar in bars
            for order, (what, runs) in enumerate((("kept", bar.kept), ("broken", bar.broken)))
        ]
    )
    names = [bar.name for bar in bars]
    y = alt.Y("severity:N", sort=names, title=None, axis=alt.Axis(labelFontSize=13, labelColor=_INK))
    x = alt.X("part:Q", title=None, axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    shown = alt.Chart(rows).mark_bar(height=22, cornerRadius=2).encode(y=y, x=x, color=_colours(), order="order:Q")
    said = pl.DataFrame(
        {"severity": names, "part": [1.0] * len(bars), "said": [f"{b.share} of {b.kept + b.broken:,}" for b in bars]}
    )
    labels = (
        alt.Chart(said).mark_text(align="left", dx=8, fontSize=12, color=_INK).encode(y=y, x="part:Q", text="said:N")
    )
    return _drawn(alt.layer(shown, labels).properties(width=width - 210, height=alt.Step(36)))


def by_share_used(counts: Mapping[str, Sequence[tuple[int, int]]], step: int, width: int) -> str:
    """Return how much of their time runs took: one row of columns a severity, each column `step` per cent wide.

    `counts` has the kept and the broken in each column; the last column has all that took longer.
    """
    rows = pl.DataFrame(
        [
            {"severity": name, "from": number * step, "to": (number + 1) * step, "what": what, "runs": runs}
            for name, columns in counts.items()
            for number, column in enumerate(columns)
            for what, runs in zip(("kept", "broken"), column, strict=True)
            if runs
        ]
    )
    columns_there = max(len(columns) for columns in counts.values())
    last, end = (columns_there - 1) * step, columns_there * step
    axis = alt.Axis(
        values=list(range(0, last + 1, _MARK if width > NARROW else 2 * _MARK)),
        labelExpr=f"datum.value + (datum.value == {last} ? ' % +' : ' %')",
        grid=False,
    )
    columns = (
        alt.Chart(rows)
        .mark_bar(binSpacing=1)
        .encode(
            x=alt.X("from:Q", bin="binned", title=None, axis=axis, scale=alt.Scale(domain=[0, end], nice=False)),
            x2="to:Q",
            y=alt.Y("runs:Q", title=None, axis=alt.Axis(tickCount=2)),
            color=_colours(),
        )
    )
    limit = alt.Chart(rows).mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=_INK).encode(x=alt.datum(100))
    return _drawn(
        alt.layer(columns, limit)
        .properties(width=width - 60, height=76)
        .facet(
            row=alt.Row(
                "severity:N",
                sort=list(counts),
                title=None,
                header=alt.Header(
                    labelAngle=0,
                    labelOrient="top",
                    labelAnchor="start",
                    labelFontSize=13,
                    labelColor=_INK,
                    labelPadding=2,
                ),
            ),
            spacing=2,
        )
        .resolve_scale(y="independent")
    )


def _height(bars: Sequence[Bar]) -> alt.Y:
    """Return the axis of counts, with room for a label above the highest bar."""
    highest = max((bar.kept + bar.broken for bar in bars), default=0)
    return alt.Y("runs:Q", title=None, axis=alt.Axis(tickCount=5), scale=alt.Scale(domain=[0, highest * 1.08 or 1]))


def _fits(bars: Sequence[Bar], width: int) -> bool:
    return len(bars) <= _FEW * width / WIDE


def _colours() -> alt.Color:
    scale = alt.Scale(domain=["kept", "broken"], range=[KEPT_COLOUR, BROKEN_COLOUR])
    return alt.Color("what:N", scale=scale, legend=alt.Legend(title=None, orient="top", symbolType="square"))


def _drawn(chart: Any) -> str:  # noqa: ANN401 - any of Altair's charts
    axis = {
        "labelColor": _MUTED,
        "gridColor": _LINE,
        "domain": False,
        "ticks": False,
        "labelFontSize": 11,
        "labelPadding": 6,
    }
    styled = chart.configure(font=_FONT, background="transparent").configure_view(stroke=None).configure_axis(**axis)
    styled = styled.configure_legend(labelColor=_INK, labelFontSize=12, padding=0, offset=10)
    svg: str = vl_convert.vegalite_to_svg(styled.to_json())
    return svg
