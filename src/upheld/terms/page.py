"""A page for people: headings, tables and lists, in no format yet. What writes it knows nothing of agreements.

>>> table = Table(("", "Basic"), (Row("Response time", (("within 8 working hours",),)),))
>>> Page("Support", "", (), (Section("Plans", (table,)),), "").sections[0].blocks[0].header
('', 'Basic')
"""

from collections.abc import Iterator
from dataclasses import dataclass

Cell = tuple[str, ...]  # the lines of a cell; none: nothing to say


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and its cells."""

    heading: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; the header's first entry stands over the headings of the rows."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def cells(self) -> Iterator[tuple[str, list[tuple[str, Cell]]]]:
        """Yield each row: its heading, and its cells with what stands over them."""
        for row in self.rows:
            yield row.heading, list(zip(self.header[1:], row.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading."""

    title: str
    blocks: tuple[Table | Points, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page in one language."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]  # what stands at its head: who, when, which version
    sections: tuple[Section, ...]
    note: str  # at its foot
    language: str = "en"
