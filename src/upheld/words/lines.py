"""Lines: breaking a text where its words allow it, and never inside a number.

>>> wrapped("plus 1 500,00 EUR per månad", 16)
['plus 1 500,00', 'EUR per månad']
"""

import re
from textwrap import wrap
from typing import Final

_KEPT: Final = "\N{NO-BREAK SPACE}"
_IN_A_NUMBER: Final = re.compile(r"(?<=\d) (?=\d{3})")


def wrapped(text: str, width: int, first: str = "", after: str = "") -> list[str]:
    """Return a text in lines of at most `width` characters, beginning with `first` and then with `after`."""
    lines = wrap(kept(text), max(width, 1), initial_indent=first, subsequent_indent=after)
    return [line.replace(_KEPT, " ") for line in lines]


def kept(text: str) -> str:
    """Return a text whose numbers cannot be broken where their thousands stand apart."""
    return _IN_A_NUMBER.sub(_KEPT, text)
