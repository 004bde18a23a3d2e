"""The drawing of a promise line: SVG that a page, a mail or a sheet of paper can hold, in light and dark.

Every place across is a share of the width and every size of type is fixed, so that the same picture is read on a
phone and on a desk. Nothing is told by colour alone: open time is a bar, closed time is dots, a pause is a hatched
frame, late time is striped; each stands in the key with its word.

>>> from datetime import UTC
>>> at = datetime(2026, 11, 23, 14, tzinfo=UTC)
>>> due = at + timedelta(hours=4)
>>> line = Course("Reply", "within 4 hours", "UTC", at, due, strict=False, stretches=(Stretch(at, due, "open"),))
>>> draw(line, "en", width=600).split(" class=")[0]
'<svg xmlns="http://www.w3.org/2000/svg" width="600" viewBox="0 0 600 189" height="189"'
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from hashlib import sha256
from itertools import pairwise
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from upheld.calendars import time_zone
from upheld.promise_line.course import Course, Kind, Stretch
from upheld.promise_line.layout import BADGE, Layout
from upheld.words.figures import Language, day, instant, short_day, short_duration
from upheld.words.labels import label
from upheld.words.lines import wrapped

MARGIN = 4.0  # of the width, in per cent, on either side
NARROW = 300  # the narrowest line in pixels, as on a small phone; what is written inside it must fit there
ROOM = NARROW * (1 - 2 * MARGIN / 100)  # between its margins
LINE_OF_TITLE, LINE_OF_PROMISE, LINE_OF_TEXT = 31, 40, 39  # characters that fit there, of a note beside its badge
LETTER = 6.4  # the width of a letter of the small type, in pixels
WIDE_LETTER = 7.6  # ... of instants, which are heavier

_TOP = 16
_BAR = 20  # the height of an open stretch
_SHORTEST_MONTH = timedelta(days=28)
_MINUTE = timedelta(minutes=1)

# Light colours stand on the elements, so that programs without CSS draw them; dark ones replace them where asked for.
_LIGHT: Final = {
    "card": "#ffffff",
    "edge": "#dfe4ea",
    "ink": "#17212b",
    "muted": "#566373",
    "open": "#2563c9",
    "on-open": "#ffffff",
    "shut": "#8a97a6",
    "badge": "#eef2f7",
    "late": "#b3261e",
}
_DARK: Final = {
    "card": "#161b22",
    "edge": "#303843",
    "ink": "#eef2f6",
    "muted": "#a7b3c1",
    "open": "#6ea8fe",
    "on-open": "#0b1a30",
    "shut": "#758394",
    "badge": "#2a323d",
    "late": "#ff8a80",
}
_FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"


def draw(course: Course, language: Language, width: int | None = None, *, styles: bool = True) -> str:
    """Return the picture as SVG: as wide as its place, or `width` pixels wide.

    A page that forbids styles inside itself has `sheet()` among its own and asks for the picture without `styles`.
    """
    drawing = _Drawing(course, language)
    body, height = drawing.body()
    title, description = escape(course.title), escape(course.description or course.promise)
    key = sha256(f"{title}{body}".encode()).hexdigest()[:8]  # several pictures may stand on one page
    size = f'width="{width}" viewBox="0 0 {width} {height}"' if width else 'width="100%"'
    dark = f"<style>@media (prefers-color-scheme:dark){{{_dark('')}}}</style>\n" if styles else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} height="{height}" class="promise-line" role="img" '
        f'aria-labelledby="t{key} d{key}" lang="{language}" font-family="{_FONT}">\n'
        f'<title id="t{key}">{title}</title>\n<desc id="d{key}">{description}</desc>\n'
        f"{dark}{body}\n</svg>\n"
    )


def sheet(dark: str = '[data-bs-theme="dark"]') -> str:
    """Return the rules for a page's own sheet: the dark colours, on screens, below what the selector `dark` finds."""
    return f"@media screen{{{_dark(dark + ' ')}}}\n"


def _dark(below: str) -> str:
    return "".join(
        f"{below}.promise-line .{name}{{fill:{colour}}}{below}.promise-line .{name}-line{{stroke:{colour}}}"
        for name, colour in _DARK.items()
    )


class _Type(NamedTuple):
    """How a text is set."""

    size: int
    tone: str = "ink"
    weight: int = 400


_TITLE = _Type(15, weight=600)
_PROMISE = _Type(13, "muted")
_WORD = _Type(12, "muted")
_INSTANT = _Type(13, weight=600)
_MARK = _Type(12, weight=600)
_NOTE = _Type(12)
_SMALL = _Type(11, "muted")
_NUMBER = _Type(11, weight=600)
_ON_BAR = _Type(11, "on-open", 600)


class _Drawing:
    """The pieces of one picture, from top to bottom; `y` is where the next one begins."""

    def __init__(self, course: Course, language: Language) -> None:
        self.course = course
        self.language = language
        self.zone = time_zone(course.zone)
        self.y: float = _TOP
        self.middle = 0.0  # of the bars
        plain = Layout.of(course.stretches)
        self.noted = [plain.stretch_at(note.start) for note in course.notes]
        self.layout = Layout.of(course.stretches, {index: self.noted.count(index) for index in self.noted})

    def body(self) -> tuple[str, float]:
        """Return the elements and the height that they need."""
        parts = (self.heading, self.ends, self.bars, self.badges, self.days, self.marks, self.notes, self.key)
        pieces = [piece for part in parts for piece in part()]
        height = self.y + 8
        card = f'<rect x="0.15%" y="0.5" width="99.7%" height="{height - 1}" rx="10" {paint("card", "edge")}/>'
        return "\n".join([card, *pieces]), height

    def heading(self) -> Iterable[str]:
        """The title, and the promise in its own words."""
        for line in wrapped(self.course.title, LINE_OF_TITLE):
            self.y += 18
            yield _group(0, self.y - 4, _text(line, _TITLE))
        for line in wrapped(self.course.promise, LINE_OF_PROMISE):
            self.y += 17
            yield _group(0, self.y - 3, _text(line, _PROMISE))

    def ends(self) -> Iterable[str]:
        """What stands at both ends: the start, and when it is due, one below the other where both are long."""
        course, y = self.course, self.y + 22
        self.y += 48
        start, due = self.short(course.start), self.short(course.due) if course.due else ""
        yield _group(0, y, *_end(label(course.begins, self.language), start, "start"))
        if due:
            below = 36 if len(start + due) * WIDE_LETTER > ROOM - 12 else 0
            self.y += below
            word = label("Due before" if course.strict else "Due by", self.language)
            yield _group(1, y + below, *_end(word, due, "end"))

    def short(self, at: datetime) -> str:
        """An instant to the minute, with its year where that is not the year of the start."""
        is_later = at.astimezone(self.zone).year != self.course.start.astimezone(self.zone).year
        return instant(at.replace(second=0, microsecond=0), self.language, self.course.zone, with_year=is_later)

    def short_date(self, at: datetime) -> str:
        """The day of an instant: with its month where the same day of another month could be meant."""
        shown = at.astimezone(self.zone).date()
        if self.course.stretches[-1].end - self.course.stretches[0].start < _SHORTEST_MONTH:
            return short_day(shown, self.language)
        return day(shown, self.language, with_year=False, with_weekday=False)

    def bars(self) -> Iterable[str]:
        """The stretches, with the marks of due, stop and now."""
        top = self.y + 14
        self.y, self.middle = top, top + _BAR / 2
        for index, (stretch, (left, right)) in enumerate(
            zip(self.course.stretches, pairwise(self.layout.borders), strict=True)
        ):
            yield from _bar(stretch, left, right, top, badged=index in self.noted)
        yield _line(0, top - 6, top + _BAR + 6)
        if self.course.due:
            yield from self.due_mark(self.layout.x(self.course.due), top)
        self.y += _BAR

    def due_mark(self, x: float, top: float) -> Iterable[str]:
        """A line with a diamond: filled where the instant itself is in time, hollow where it is already late."""
        yield _line(x, top - 6, top + _BAR + 6)
        hollow = "card" if self.course.strict else "ink"
        yield _sign(x, top - 8, "M0-6l6 6-6 6-6-6z", fill=hollow)

    def marks(self) -> Iterable[str]:
        """What points at the line from below: when it was done, and now."""
        for at, word, path, fill in (
            (self.course.stopped, "Done:", "M-5 0l4 4 7-8", ""),
            (self.course.now, "Now:", "M0-5l6 9h-12z", "ink"),
        ):
            if at:
                self.y += 16
                x = self.layout.x(at)
                yield _sign(x, self.y - 5, path, fill=fill)
                yield self.beside(x, f"{label(word, self.language)} {self.short(at)}")

    def beside(self, x: float, text: str) -> str:
        """A text beside its sign, in the half with more room; below it where that is too little on a narrow line."""
        room = len(text) * WIDE_LETTER / ROOM
        side, anchor = (-12, "end") if x > 0.5 else (12, "start")  # noqa: PLR2004  the half with more room
        if room + 12 / ROOM > max(x, 1 - x):
            self.y += 16
            x, side, anchor = min(max(x, room / 2), 1 - room / 2), 0, "middle"
        return _group(x, self.y, _text(text, _MARK, x=side, anchor=anchor))

    def days(self) -> Iterable[str]:
        """The date under each stretch that begins a day, as far as there is room."""
        self.y += 18
        free = 0.0
        for at in self.beginnings():
            if all(stretch.start != at for stretch in self.course.stretches):  # midnight, in the middle of open time
                yield _line(self.layout.x(at), self.middle + _BAR / 2, self.middle + _BAR / 2 + 5)
            x, text = self.layout.x(at), self.short_date(at)
            room = len(text) * LETTER / ROOM
            if x >= free and x + room <= 1:
                yield _group(x, self.y, _text(text, _SMALL))
                free = x + room + 0.02
        self.y += 4

    def beginnings(self) -> list[datetime]:
        """The first shown instant that is not closed, of every date."""
        found: dict[object, datetime] = {}
        for stretch in self.course.stretches:
            at = stretch.start
            while stretch.kind != "closed" and at < stretch.end:
                found.setdefault(at.astimezone(self.zone).date(), at)
                at = _next_midnight(at, self.zone)
        return sorted(found.values())

    def badges(self) -> Iterable[str]:
        """A numbered badge on the line for every note: in the middle of closed time, at the beginning of other time."""
        for number, index in enumerate(self.noted, 1):
            siblings = [i for i, other in enumerate(self.noted, 1) if other == index]
            left, right = self.layout.borders[index : index + 2]
            step = (right - left) / (len(siblings) + 1)
            if self.course.stretches[index].kind != "closed":
                step = min(step, BADGE * 0.7)
            yield _group(left + step * (siblings.index(number) + 1), self.middle, _badge(number))

    def notes(self) -> Iterable[str]:
        """What the badges say."""
        self.y += 8 if self.course.notes else 0
        for number, note in enumerate(self.course.notes, 1):
            lines = wrapped(note.text, LINE_OF_TEXT)
            said = [_text(line, _NOTE, x=26, y=4 + 16 * i) for i, line in enumerate(lines)]
            yield _group(0, self.y + 12, _group_at(9, _badge(number)), *said)
            self.y += 16 * len(lines) + 6

    def key(self) -> Iterable[str]:
        """What the shapes mean, for those that are there."""
        self.y += 12
        x, shown = 0.0, []
        for kind in (kind for kind in _KEYS if any(stretch.kind == kind for stretch in self.course.stretches)):
            word = label(kind, self.language)
            shown += [
                *_shape(kind, (f"{x:g}", "26", f"{x + 26:g}"), -9, 10),
                _text(word, _SMALL, x=x + 33),
            ]
            x += 33 + len(word) * LETTER + 16
        yield _group(0, self.y + 8, *shown)
        self.y += 14


_KEYS: Final[tuple[Kind, ...]] = ("open", "closed", "paused", "late")


def _bar(stretch: Stretch, left: float, right: float, top: float, *, badged: bool) -> Iterable[str]:
    yield from _shape(stretch.kind, (_x(left), _width(right - left), _x(right)), top, _BAR)
    length = stretch.length
    text = short_duration(length - length % _MINUTE if length > _MINUTE else length)
    room = (right - left) * ROOM - len(text) * LETTER - (44 if badged else 8)
    if stretch.kind == "open" and room > 0:
        middle = _text(text, _ON_BAR, anchor="middle")
        yield _group((left + right) / 2, top + 14, middle)


def _end(word: str, at: str, anchor: str) -> tuple[str, str]:
    return (
        _text(word, _WORD, anchor=anchor),
        _text(at, _INSTANT, y=17, anchor=anchor),
    )


def _shape(kind: Kind, ends: tuple[str, str, str], top: float, height: float) -> Iterable[str]:
    left, width, right = ends
    middle = top + height / 2
    along = f'x1="{left}" x2="{right}" y1="{middle:g}" y2="{middle:g}"'
    if kind == "closed":
        yield f'<line {along} stroke-width="3" stroke-linecap="round" stroke-dasharray="0.1 6" {stroke("shut")}/>'
    elif kind == "paused":
        place = f'x="{left}" width="{width}" y="{top + 1:g}" height="{height - 2:g}"'
        yield f'<rect {place} rx="3" fill="none" stroke-width="2" {stroke("open")}/>'
        yield f'<line {along} stroke-width="{height / 2:g}" stroke-dasharray="2 5" {stroke("open")}/>'
    else:
        tone = "late" if kind == "late" else "open"
        yield f'<rect x="{left}" width="{width}" y="{top:g}" height="{height:g}" rx="3" {fill(tone)}/>'
    if kind == "late":
        yield f'<line {along} stroke-width="{height:g}" stroke-dasharray="2 5" {stroke("card")} opacity="0.55"/>'


def _badge(number: int) -> str:
    return f'<circle r="8" {paint("badge", "muted")}/>{_text(str(number), _NUMBER, y=4, anchor="middle")}'


def _text(text: str, style: _Type, *, x: float = 0, y: float = 0, anchor: str = "start") -> str:
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}"'
    return (
        f'<text {place} font-size="{style.size}" font-weight="{style.weight}" {fill(style.tone)}>{escape(text)}</text>'
    )


def _group(share: float, y: float, *elements: str) -> str:
    """Elements measured in pixels from a place on the line."""
    return f'<svg x="{_x(share)}" y="{y:g}" overflow="visible">{"".join(elements)}</svg>'


def _group_at(x: float, *elements: str) -> str:
    return f'<g transform="translate({x:g})">{"".join(elements)}</g>'


def _line(share: float, top: float, bottom: float) -> str:
    place = f'x1="{_x(share)}" x2="{_x(share)}" y1="{top:g}" y2="{bottom:g}"'
    return f'<line {place} stroke-width="2" {stroke("ink")}/>'


def _sign(share: float, y: float, path: str, *, fill: str = "") -> str:
    colours = paint(fill, "ink") if fill else f'fill="none" {stroke("ink")}'
    return _group(share, y, f'<path d="{path}" {colours} stroke-width="2" stroke-linejoin="round"/>')


def fill(tone: str) -> str:
    """Return the attributes of what is filled with a colour, light and dark."""
    return f'fill="{_LIGHT[tone]}" class="{tone}"'


def stroke(tone: str) -> str:
    """Return the attributes of what is drawn as a line."""
    return f'stroke="{_LIGHT[tone]}" class="{tone}-line"'


def paint(inside: str, edge: str) -> str:
    """Return the attributes of what is filled and has an edge."""
    return f'fill="{_LIGHT[inside]}" stroke="{_LIGHT[edge]}" class="{inside} {edge}-line"'


def _x(share: float) -> str:
    return f"{MARGIN + share * (100 - 2 * MARGIN):.2f}%"


def _width(share: float) -> str:
    return f"{share * (100 - 2 * MARGIN):.2f}%"


def _next_midnight(at: datetime, zone: tzinfo) -> datetime:
    local = at.astimezone(zone)
    return (local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).astimezone(at.tzinfo)
