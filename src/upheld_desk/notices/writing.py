"""Writing: a message as blocks, and how each block reads as plain text. The template `letter.html` has them as HTML.

A message says the same in both: whoever reads plain text misses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.template.loader import render_to_string

_LONGEST_QUOTE: Final = 12  # lines of what was said before


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Something that the desk says."""

    text: str
    kind: ClassVar = "paragraph"

    @property
    def plain(self) -> str:
        """Return the block as plain text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a person wrote: in full, as it stands."""

    text: str
    kind: ClassVar = "said"

    @property
    def plain(self) -> str:
        """Return the block as plain text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Quote:
    """What was said before, or what a clause says; a long text is cut."""

    who: str
    text: str
    kind: ClassVar = "quote"

    @property
    def lines(self) -> Sequence[str]:
        """Return the lines that are shown."""
        lines = self.text.strip().splitlines()
        return lines if len(lines) <= _LONGEST_QUOTE else [*lines[: _LONGEST_QUOTE - 1], "…"]

    @property
    def plain(self) -> str:
        """Return the block as plain text."""
        return "\n".join([*([self.who] if self.who else []), *(f"> {line}".rstrip() for line in self.lines)])


@dataclass(frozen=True, slots=True)
class Rows:
    """Names and what they are."""

    rows: tuple[tuple[str, str], ...]
    kind: ClassVar = "rows"

    @property
    def plain(self) -> str:
        """Return the block as plain text."""
        return "\n".join(f"{name}: {value}" for name, value in self.rows)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and what stands for it in plain text."""

    svg: str
    text: str
    kind: ClassVar = "picture"

    @property
    def plain(self) -> str:
        """Return the block as plain text."""
        return self.text


@dataclass(frozen=True, slots=True)
class Link:
    """An address to go to."""

    text: str
    address: str
    kind: ClassVar = "link"

    @property
    def plain(self) -> str:
        """Return the block as plain text."""
        return f"{self.text}:\n{self.address}"


Block = Paragraph | Said | Quote | Rows | Picture | Link


@dataclass(frozen=True, slots=True)
class Message:
    """What is written to one reader, in their language."""

    subject: str
    blocks: tuple[Block, ...]
    foot: tuple[str, ...] = ()  # who sends it, and why

    def plain(self) -> str:
        """Return the message as plain text."""
        body = "\n\n".join(text for block in self.blocks if (text := block.plain.strip()))
        return f"{body}\n\n-- \n" + "\n".join(self.foot) + "\n"

    def html(self, language: str, colour: str) -> str:
        """Return the message as HTML."""
        return render_to_string(
            "notices/letter.html", {"message": self, "language": language, "colour": colour, "width": 600}
        )
