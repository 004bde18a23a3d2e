"""A page as plain text: tables drawn with spaces, no wider than the reader's screen.

A table with more columns than the screen has room for is written as a list, one row after another.

>>> from upheld.terms.page import Row, Section, Table
>>> row = Row("Response time", (("within 8 working hours",), ("within 1 hour",)))
>>> table = Table(("", "Basic", "Premium"), (row,))
>>> print(written(Page("Support", "", (), (Section("Plans", (table,)),), ""), width=48))
Support
=======
<BLANKLINE>
Plans
-----
               Basic               Premium
Response time  within 8 working    within 1 hour
               hours
"""

from collections.abc import Iterator, Sequence
from typing import Final

from upheld.terms.page import Page, Points, Table
from upheld.words.lines import wrapped

_GAP: Final = "  "
_NARROWEST: Final = 14  # a column; with less room than this for each, rows are written one below the other


def written(page: Page, width: int = 80) -> str:
    """Return the page as text of lines of at most `width` characters, where its words allow it."""
    parts = [_underlined(page.title, "=")]
    if page.subtitle:
        parts.append("\n".join(wrapped(page.subtitle, width)))
    if page.facts:
        longest = max(len(name) for name, _ in page.facts)
        parts.append("\n".join(f"{name:<{longest}}{_GAP}{value}" for name, value in page.facts))
    for section in page.sections:
        blocks = [_table(b, width) if isinstance(b, Table) else _points(b, width) for b in section.blocks]
        parts.append("\n".join([_underlined(section.title, "-"), *blocks]))
    if page.note:
        parts.append("\n".join(wrapped(page.note, width)))
    return "\n\n".join(parts)


def _underlined(title: str, sign: str) -> str:
    return f"{title}\n{sign * len(title)}"


def _points(points: Points, width: int) -> str:
    return "\n".join(line for item in points.items for line in wrapped(item, width, "- ", "  "))


def _table(table: Table, width: int) -> str:
    columns = len(table.header)
    if columns * (_NARROWEST + len(_GAP)) > width:
        return _listed(table, width)
    rows = [tuple((part,) for part in table.header), *(((row.heading,), *row.cells) for row in table.rows)]
    widths = _widths(rows, width - len(_GAP) * (columns - 1))
    written_rows = ["\n".join(_row(row, widths)) for row in rows if any(any(cell) for cell in row)]
    several = any("\n" in row for row in written_rows)
    return ("\n\n" if several and columns > 3 else "\n").join(written_rows)  # noqa: PLR2004  wide rows need air


def _widths(rows: Sequence[Sequence[Sequence[str]]], room: int) -> list[int]:
    """Return how wide each column is: as wide as its longest line, the widest ones giving way to fit."""
    widths = [max((len(line) for cell in column for line in cell), default=0) for column in zip(*rows, strict=True)]
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(row: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    cells = [
        [part for line in cell for part in wrapped(line, width) or [""]]
        for cell, width in zip(row, widths, strict=True)
    ]
    for number in range(max(map(len, cells), default=0)):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield _GAP.join(f"{part:<{width}}" for part, width in zip(parts, widths, strict=True)).rstrip()


def _listed(table: Table, width: int) -> str:
    rows = []
    for heading, cells in table.cells():
        parts = [heading] if heading else []
        for column, cell in cells:
            text = "; ".join(cell)
            if text:
                parts += wrapped(f"{column}: {text}" if column else text, width, "  ", "    ")
        rows.append("\n".join(parts))
    return "\n".join(rows)
