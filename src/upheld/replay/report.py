"""Report: a replay as one page of HTML that a meeting can look at, on a screen, on a phone and on paper.

The page is whole: style and pictures stand in it, nothing is loaded and nothing is run. Every chart has its table.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape
from importlib import resources
from typing import Final

from upheld.agreements import Clock
from upheld.replay import charts
from upheld.replay.charts import Bar, percent
from upheld.replay.matches import Matches
from upheld.replay.replaying import Replay
from upheld.replay.tallies import MOST, Line, Tally, name_of_month, quarters
from upheld.replay.worst import Explained, explained
from upheld.words import names
from upheld.words.figures import duration, instant

Drawn = Callable[[int], str]  # a chart of so many pixels

_STEP: Final = 10  # per cent in a column of the time used
_PICTURED: Final = 5  # of the latest; a line of many months is large
_HOUR: Final = 3600
_NAMED: Final = 60  # rows of a list; beyond them it is counted
_HEAD: Final = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)


def written(found: Replay) -> str:
    """Return the report as an HTML document."""
    page = _Page(found)
    style = resources.files("upheld.replay").joinpath("report.css").read_text(encoding="utf-8")
    title = escape(found.standing.title)
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="en"><head>{_HEAD}',
            f"<title>{title}</title>",
            f"<style>{style}{_dark()}</style></head>",
            "<body><main>",
            *page.parts(),
            "</main></body></html>",
            "",
        ]
    )


def _dark() -> str:
    """Return the rules that replace the colours of the charts in the dark."""
    rules = "".join(
        f'.chart [{what}="{light}"]{{{what}:{dark}}}'
        for light, dark in charts.DARK.items()
        for what in ("fill", "stroke")
    )
    return f"@media (prefers-color-scheme: dark) {{{rules}}}"


class _Page:
    """The parts of the page, in reading order."""

    def __init__(self, found: Replay) -> None:
        self.found = found
        self.standing = found.standing
        self.tally = found.tally
        self.called = names(found.standing.terms[-1].shared, "en")

    def parts(self) -> Iterator[str]:
        """Yield the parts."""
        yield from self.opening()
        for number, name in enumerate(self.standing.clocks):
            if self.tally.runs[number].any():
                yield from self.clock(number, self.standing.clock(name))
        yield from self.late()
        if self.found.matches:
            yield from _matches(self.found.matches)
        yield from self.left_out()
        yield from self.footer()

    # What it comes to

    def opening(self) -> Iterator[str]:
        found, total = self.found, self.tally.line()
        months = self.tally.months()
        period = f"{_month(months[0])} to {_month(months[-1])}" if months else "no cases"
        until = instant(found.until, "en", self.standing.zone)
        yield f"<header><h1>{escape(self.standing.title)}</h1>"
        yield f'<p class="muted">What was promised and what was kept: cases of {period}, judged as of {until}.</p>'
        yield f'<p class="lead">{self._sentence(total)}</p></header>'
        middle, most = self.tally.used_at_most(0.5), self.tally.used_at_most(0.9)
        tiles = [
            ("Cases", f"{found.found.cases:,}", f"{found.found.rows:,} rows in the log"),
            ("Kept", f"{total.kept:,}", _share(total)),
            ("Broken", f"{total.broken:,}", f"{percent(total.broken, total.kept + total.broken)} of all decided"),
            (
                "Time used",
                _used(middle),
                f"of the time allowed, by the middle case; nine of ten used {_used(most)} or less",
            ),
        ]
        if total.other:
            tiles.append(("Neither", f"{total.other:,}", "still open, or ended without a verdict"))
        yield '<dl class="tiles">'
        yield from (
            f'<div class="tile"><dt>{dt}</dt><dd>{dd}<small>{small}</small></dd></div>' for dt, dd, small in tiles
        )
        yield "</dl>"

    def _sentence(self, total: Line) -> str:
        decided = total.kept + total.broken
        if not decided:
            return "Nothing was decided: no promise was kept, and none was broken."
        return (
            f'<b class="kept">{percent(total.kept, decided)}</b> of {decided:,} promises were kept; '
            f'<b class="broken">{total.broken:,}</b> were broken.'
        )

    # One clock

    def clock(self, number: int, clock: Clock) -> Iterator[str]:
        name = clock.name.in_language("en") or clock.id
        line = self.tally.line(number)
        yield f"<section><h2>{escape(name)}</h2>"
        yield f'<p class="muted">Measured from “{clock.start}” to “{clock.stop}”. {_said(line)}</p>'
        yield from self.months(number)
        yield from self.severities(number)
        yield from self.used(number)
        yield "</section>"

    def months(self, clock: int) -> Iterator[str]:
        months = self.tally.months(clock)
        lines = [(name_of_month(month), self.tally.line(clock, first=month, after=month + 1)) for month in months]
        bars = [Bar(_month(month), line.kept, line.broken) for month, (_, line) in zip(months, lines, strict=True)]
        quarterly = [
            (name, self.tally.line(clock, first=first, after=after)) for name, first, after in quarters(months)
        ]
        said = "; ".join(f"{bar.name}: {bar.kept:,} kept, {bar.broken:,} broken" for bar in bars)
        yield '<div class="card"><h3>By month of the report</h3>'
        yield from _chart(f"Promises kept and broken by month. {said}.", lambda width: charts.by_month(bars, width))
        yield from _table("Quarter", quarterly)
        yield from _details("The months as a table", _table("Month", lines))
        yield "</div>"

    def severities(self, clock: int) -> Iterator[str]:
        there = self._severities(clock)
        lines = [(name, self.tally.line(clock, severity)) for severity, name in there]
        bars = [Bar(name, line.kept, line.broken) for name, line in lines if line.kept + line.broken]
        said = "; ".join(f"{bar.name}: {bar.share} of {bar.kept + bar.broken:,} kept" for bar in bars)
        yield '<div class="card"><h3>By severity</h3>'
        if bars:
            yield from _chart(
                f"Share of promises kept by severity. {said}.", lambda width: charts.by_severity(bars, width)
            )
        yield from _table("Severity", lines, [self._quantities(clock, severity) for severity, _ in there], "Promised")
        yield "</div>"

    def used(self, clock: int) -> Iterator[str]:
        there = [(s, name) for s, name in self._severities(clock) if self.tally.used[clock, s].any()]
        if not there:
            return
        columns = {name: _columns(self.tally, clock, severity) for severity, name in there}
        yield '<div class="card"><h3>Time used against time allowed</h3>'
        yield '<p class="muted">How many cases used which share of their time; the dashed line is all of it.</p>'
        rows = [
            (name, [_used(self.tally.used_at_most(q, clock, s)) for q in (0.5, 0.75, 0.9, 0.95)]) for s, name in there
        ]
        said = "; ".join(f"{name}: half used {used[0]} or less" for name, used in rows)
        yield from _chart(
            f"Distribution of the share of the allowed time that was used, by severity. {said}.",
            lambda width: charts.by_share_used(columns, _STEP, width),
        )
        head = ["Severity", "Half used at most", "Three quarters", "Nine of ten", "19 of 20"]
        yield from _rows(head, [[name, *used] for name, used in rows])
        yield "</div>"

    def _severities(self, clock: int) -> list[tuple[int, str]]:
        """Return the severities that occur, with their names."""
        there = enumerate((*self.standing.severities, ""))
        called = {"any": "Any severity", "": "No severity"}
        return [
            (number, called.get(severity) or self.called.get(severity, severity))
            for number, severity in there
            if self.tally.runs[clock, number].any()
        ]

    def _quantities(self, clock: int, severity: int) -> str:
        names_ = (*self.standing.severities, "")
        return ", ".join(self.standing.quantities(self.standing.clocks[clock], names_[severity]))

    # Cases

    def late(self) -> Iterator[str]:
        if not self.found.late:
            return
        yield "<section><h2>The latest of all</h2>"
        yield '<p class="muted">By the time used beyond what was allowed, in the hours of the promise.</p>'
        for number, each in enumerate(explained(self.found.late, self.standing, self.found.until)):
            yield from self._late(each, pictured=number < _PICTURED)
        yield "</section>"

    def _late(self, each: Explained, *, pictured: bool) -> Iterator[str]:
        late = _late_by(each.late.seconds, working=each.run.calendar is not None)
        name = each.run.clock.name.in_language("en") or each.run.clock.id
        case = escape(each.late.case)
        yield f'<article class="card"><div class="late"><h3>{case}</h3><strong>{late} late</strong></div>'
        yield f'<p class="muted">{escape(name)}, {escape(each.severity)}</p>'
        if pictured:
            yield each.picture
        yield from _details("Why", ["<ol>", *(f"<li>{escape(step.strip())}</li>" for step in each.steps), "</ol>"])
        yield "</article>"

    def left_out(self) -> Iterator[str]:
        broken, left_out, unreported = self.found.found.broken, self.found.found.left_out, self.found.unreported
        if not broken and not unreported:
            return
        yield "<section><h2>What could not be judged</h2>"
        if unreported:
            yield f"<p>Cases without a report, about which nothing can be said: {unreported:,}.</p>"
        if broken:
            yield f'<p>Rows of the log that were left out: {left_out:,}.</p><div class="card">'
            yield from _rows(
                ["Row", "Column", "What is wrong"],
                [[f"{b.row:,}", b.column, b.message] for b in broken[:_NAMED]],
                texts={1, 2},
            )
            yield from _more(left_out)
            yield "</div>"
        yield "</section>"

    def footer(self) -> Iterator[str]:
        hashes = ", ".join(f"<code>{escape(each[:16])}</code>" for each in self.standing.hashes)
        log, agreement = escape(self.found.log.name), escape(self.standing.id)
        yield f"<footer><p>Log: <code>{log}</code>. Agreement: {agreement}, {hashes}.</p>"
        yield f"<p>Months and times are those of {escape(self.standing.zone)}. "
        yield "A promise counts in the month in which its case was reported. "
        yield "What is open when the log ends, or was ended without a verdict, is neither kept nor broken.</p></footer>"


# --- Matches ----------------------------------------------------------------------------------------------------------


def _matches(matches: Matches) -> Iterator[str]:
    compared = matches.agree + len(matches.differing)
    wrongly_kept = sum(row["replayed"] == "kept" for row in matches.differing)
    yield "<section><h2>Beside the record</h2>"
    yield f"<p>The log has a verdict of its own, <code>{escape(matches.column)}</code>. The replay says the same of "
    yield f"<b>{matches.agree:,} of {compared:,} cases</b> ({percent(matches.agree, compared)}).</p>"
    yield '<div class="card">'
    rows = [
        ["Recorded as kept", f"{matches.both_kept:,}", f"{len(matches.differing) - wrongly_kept:,}"],
        ["Recorded as broken", f"{wrongly_kept:,}", f"{matches.both_broken:,}"],
    ]
    yield from _rows(["", "Replayed as kept", "Replayed as broken"], rows)
    if matches.differing:
        shown = [
            [
                str(r["case"]),
                str(r["severity"]),
                str(r["recorded"]),
                str(r["replayed"]),
                _share_of(r["used"], r["allowed"]),
            ]
            for r in matches.differing[:_NAMED]
        ]
        table = _rows(["Case", "Severity", "Recorded", "Replayed", "Time used"], shown, texts={1, 2, 3})
        yield from _details(
            f"The {len(matches.differing):,} cases that differ", [*table, *_more(len(matches.differing))]
        )
    yield "</div></section>"


# --- Pieces -----------------------------------------------------------------------------------------------------------


def _chart(said: str, drawn: Drawn) -> Iterator[str]:
    """Yield a chart for wide pages and one for narrow ones, of which one is shown."""
    for name, width in (("wide", charts.WIDE), ("narrow", charts.NARROW)):
        yield f'<div class="chart {name}" role="img" aria-label="{escape(said)}">{drawn(width)}</div>'


def _table(first: str, lines: Sequence[tuple[str, Line]], said: Sequence[str] = (), extra: str = "") -> Iterator[str]:
    others = any(line.other for _, line in lines)
    head = [first, *([extra] if said else []), "Kept", "Broken", *(["Neither"] if others else []), "Share kept"]
    rows = [
        [name, *([said[n]] if said else []), f"{line.kept:,}", f"{line.broken:,}"]
        + ([f"{line.other:,}"] if others else [])
        + [percent(line.kept, line.kept + line.broken)]
        for n, (name, line) in enumerate(lines)
    ]
    return _rows(head, rows, texts={1} if said else set())


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]], texts: Collection[int] = ()) -> Iterator[str]:
    def cells(row: Sequence[str], opening: str, closing: str) -> str:
        classes = (' class="text"' if number in texts else "" for number in range(len(row)))
        return "".join(f"<{opening}{c}>{escape(cell)}</{closing}>" for cell, c in zip(row, classes, strict=True))

    named = cells(head, 'th scope="col"', "th")
    yield f'<div class="scroll"><table><thead><tr>{named}</tr></thead><tbody>'
    yield from (f"<tr>{cells(row, 'td', 'td')}</tr>" for row in rows)
    yield "</tbody></table></div>"


def _details(summary: str, parts: Iterable[str]) -> Iterator[str]:
    yield f"<details><summary>{escape(summary)}</summary>"
    yield from parts
    yield "</details>"


def _more(count: int) -> list[str]:
    return [f'<p class="muted">and {count - _NAMED:,} more.</p>'] if count > _NAMED else []


def _columns(tally: Tally, clock: int, severity: int) -> list[tuple[int, int]]:
    kept, broken = tally.used[clock, severity]
    starts = [*range(0, MOST, _STEP), MOST]
    return [(int(kept[at : at + _STEP].sum()), int(broken[at : at + _STEP].sum())) for at in starts]


def _said(line: Line) -> str:
    return f"{line.kept:,} kept, {line.broken:,} broken" + (f", {line.other:,} neither." if line.other else ".")


def _share(line: Line) -> str:
    return f"{percent(line.kept, line.kept + line.broken)} of all decided"


def _share_of(used: object, allowed: object) -> str:
    return f"{100 * used / allowed:,.0f} %" if isinstance(used, int) and isinstance(allowed, int) and allowed else ""


def _late_by(seconds: int, *, working: bool) -> str:
    """Return how late something was, in whole hours where it is many."""
    rest = seconds % _HOUR if seconds >= 10 * _HOUR else 0
    return duration(timedelta(seconds=seconds - rest), "en", working=working)


def _used(share: int | None) -> str:
    if share is None:
        return "–"
    return f"{share} %" if share < MOST else f"over {MOST} %"


def _month(month: int) -> str:
    year, number = divmod(month, 12)
    return f"{date(1970 + year, number + 1, 1):%b %Y}"
