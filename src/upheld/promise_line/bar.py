"""The small promise line, for lists: how much of the time is used, where due is, and the state by its shape.

The due mark stands at the same place in every bar, so that a list of them is compared at a glance; what is later than
due stands right of it, up to a quarter more. Nothing is told by colour alone: time that runs is a bar, a pause a
hatched frame with two strokes, risk a triangle, late time stripes, what was kept a tick, what ended a cross, what
waits a ring.

>>> bar(0.5, "running", "en").partition(">")[0].partition("aria-label=")[2]
'"running: 50% used"'
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal
from xml.sax.saxutils import quoteattr

from upheld.clocks import State
from upheld.promise_line.drawing import fill, paint, stroke
from upheld.words.figures import Language, percent
from upheld.words.labels import label

Shown = State | Literal["at risk"]

WIDTH: Final = 120
HEIGHT: Final = 16
_DUE: Final = 94.0  # the due mark, from the left
_LAST: Final = 118.0  # where late time ends
_MIDDLE: Final = 8
_LATE_AT_MOST: Final = 1.25
_SIGNS: Final[dict[Shown, str]] = {
    "kept": "M-5 0l4 4 7-8",
    "ended": "M-3.5-3.5l7 7m0-7l-7 7",
    "at risk": "M0-6l6 10h-12z",
    "paused": "M-2.5-4v8m5-8v8",
    "waiting": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
}


def bar(share: float | None, state: Shown, language: Language) -> str:
    """Return the bar as SVG; a share of None draws the state alone, on an empty line."""
    said = label(state, language)
    if share is not None and state != "waiting":
        used = percent(Decimal(round(share * 100)) / 100, language)
        said = label("{state}: {share} used", language, state=said, share=used)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'class="promise-line" role="img" aria-label={quoteattr(said)}>{"".join(_body(share, state))}</svg>'
    )


def _body(share: float | None, state: Shown) -> Iterator[str]:
    yield f'<line x1="1" x2="{_LAST:g}" y1="{_MIDDLE}" y2="{_MIDDLE}" stroke-width="2" {stroke("shut")}/>'
    end = _place(share or 0.0)
    if share and state != "waiting":
        yield from _used(min(end, _DUE), state)
        if end > _DUE:
            yield f'<rect x="{_DUE:g}" width="{end - _DUE:.1f}" y="4" height="8" {fill("late")}/>'
            stripes = f'x1="{_DUE:g}" x2="{end:.1f}" y1="{_MIDDLE}" y2="{_MIDDLE}" stroke-width="8"'
            yield f'<line {stripes} stroke-dasharray="2 3" {stroke("card")}/>'
    if share is not None:
        yield f'<line x1="{_DUE:g}" x2="{_DUE:g}" y1="1" y2="15" stroke-width="2" {stroke("ink")}/>'
    if state in _SIGNS:
        yield _sign(min(max(end, 7.0), _LAST - 6), state)


def _used(end: float, state: Shown) -> Iterator[str]:
    if state == "paused":
        frame = f'x="1" width="{max(end - 1, 2):.1f}" y="4" height="8" rx="2" fill="none" stroke-width="1.5"'
        yield f"<rect {frame} {stroke('open')}/>"
        hatch = f'x1="1" x2="{end:.1f}" y1="{_MIDDLE}" y2="{_MIDDLE}" stroke-width="5" stroke-dasharray="2 3"'
        yield f"<line {hatch} {stroke('open')}/>"
    else:
        yield f'<rect x="1" width="{max(end - 1, 2):.1f}" y="4" height="8" rx="2" {fill("open")}/>'


def _sign(x: float, state: Shown) -> str:
    """A sign on a round of the page's colour, so that it is seen on the bar and beside it."""
    ground = f'<circle r="7.5" {fill("card")}/>'
    colours = paint("card", "ink") if state in {"at risk", "waiting"} else f'fill="none" {stroke("ink")}'
    path = f'<path d="{_SIGNS[state]}" {colours} stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>'
    return f'<g transform="translate({x:.1f} {_MIDDLE})">{ground}{path}</g>'


def _place(share: float) -> float:
    if share <= 1:
        return 1 + max(share, 0.0) * (_DUE - 1)
    return _DUE + (min(share, _LATE_AT_MOST) - 1) / (_LATE_AT_MOST - 1) * (_LAST - _DUE)
