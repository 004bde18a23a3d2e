"""Quotes: what of a reply is new, and what repeats mails before it. Nothing is lost: each line is in one or the other.

A sentence such as "On Monday the server wrote:" is no quote's heading: a heading holds an address or a figure, or
has quoted lines below it. Answers below a quote are new text; answers between quotes keep the quotes around them.
"""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from mailparser_reply.parser import EmailMessage

_LANGUAGES: Final = ["en", "de", "sv", "da", "nl", "fr", "es", "it"]
_HEADING: Final = EmailMessage("", languages=_LANGUAGES).HEADER_REGEX
_ORIGINAL: Final = re.compile(
    r"^-{2,} ?(original message|ursprüngliche nachricht|originalnachricht|ursprungligt meddelande|"
    r"originalmeddelande|message d'origine) ?-{2,}$",
    re.IGNORECASE | re.MULTILINE,
)
_RULE: Final = re.compile(r"[_\-=]{5,}|\*{3,}")
_TELLS: Final = re.compile(r"[0-9@]")
_FIELD: Final = re.compile(r"^[> *]*[\w ]{1,20}:", re.MULTILINE)
_SIGN: Final = re.compile(r"--\s?")
_LONGEST_LINE: Final = 300  # of a heading; longer ones would make the patterns slow
_FARTHEST: Final = 200_000  # characters into the mail that a heading is looked for
_LONGEST_SIGNATURE: Final = 12  # lines


@dataclass(frozen=True, slots=True)
class Parts:
    """A reply taken apart: what is new, and what is folded away below it."""

    new: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    begins: int  # its first line
    ends: int  # the line after its last
    takes_all: bool  # what follows is quoted without marks


def split(text: str) -> Parts:
    r"""Return what of a reply is new.

    >>> split("Works again.\n\nOn 20 Nov 2026 Support wrote:\n> Please try.\n")
    Parts(new='Works again.', quoted='On 20 Nov 2026 Support wrote:\n> Please try.')
    """
    lines = text.split("\n")
    heading = _heading(lines)
    if heading and heading.takes_all:
        new, quoted = lines[: heading.begins], lines[heading.begins :]
    else:
        new, quoted = _marked(lines, heading)
    new, signature = _signature(new)
    parts = Parts(_joined(new), _joined([*signature, *quoted]))
    return parts if parts.new else Parts(text.strip())


def _heading(lines: list[str]) -> _Heading | None:
    """Return the first heading of a quote."""
    view = "\n".join(line.strip()[:_LONGEST_LINE] for line in lines)[:_FARTHEST]
    original = _ORIGINAL.search(view)
    for found in _HEADING.finditer(view):
        if original and original.start() < found.start():
            break
        lead = len(found.group()) - len(found.group().lstrip("\n"))
        begins = view.count("\n", 0, found.start() + lead)
        ends = begins + found.group().strip("\n").count("\n") + 1
        block = len(_FIELD.findall(found.group())) > 1 and not found.group().rstrip().endswith(":")
        below = next((line for line in lines[ends:] if line.strip()), "")
        marked = below.lstrip().startswith(">")
        if block or marked or _TELLS.search(found.group()):
            return _Heading(_above_rule(lines, begins), ends, block or not marked)
    if original:
        begins = view.count("\n", 0, original.start())
        return _Heading(_above_rule(lines, begins), begins + 1, takes_all=True)
    return None


def _above_rule(lines: list[str], begins: int) -> int:
    """Return where a heading begins with the drawn line that some clients put above it."""
    above = begins
    while above and not lines[above - 1].strip():
        above -= 1
    return above - 1 if above and _RULE.fullmatch(lines[above - 1].strip()) else begins


def _marked(lines: list[str], heading: _Heading | None) -> tuple[list[str], list[str]]:
    """Return new and quoted lines where quoted ones are marked by an angle."""
    in_heading = range(heading.begins, heading.ends) if heading else range(0)
    told = [
        (number in in_heading or line.lstrip().startswith(">"), line)
        for number, line in enumerate(lines)
        if line.strip()
    ]
    runs = [is_quoted for is_quoted, _ in groupby(told, key=lambda one: one[0])]
    between = runs.count(True) > 1 or (runs == [False, True, False] and not heading)
    if True not in runs or between:
        return lines, []
    quoted = {number for number, line in enumerate(lines) if number in in_heading or line.lstrip().startswith(">")}
    return (
        [line for number, line in enumerate(lines) if number not in quoted],
        [line for number, line in enumerate(lines) if number in quoted],
    )


def _signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines without, and those of, a signature that begins as the mail rules want it."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    for number in range(last - 1, max(last - _LONGEST_SIGNATURE, 0), -1):
        if _SIGN.fullmatch(lines[number]):
            return lines[:number], lines[number:]
    return lines, []


def _joined(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")
