"""Thanks: whether a mail says nothing but thanks. Then a case that is over stays over.

It must hold a word of thanks, and each other word must be one that goes with it, of greeting, or the writer's own name:
one word more may be a complaint.
"""

import re
from typing import Final

_LONGEST: Final = 30  # words
_THANKS: Final = "thank thanks danke dankeschön dank tack"
_WITH_IT: Final = (
    "you very much many a lot so all for your the help support quick great perfect super ok okay "
    "vielen besten herzlichen ihnen dir sehr schön für die ihre deine hilfe schnelle prima toll perfekt "
    "mycket stort så för hjälpen din er snabba jättebra bra toppen"
)
_GREETINGS: Final = (
    "hello hi dear team best kind regards cheers hallo guten tag morgen liebes liebe lieber viele beste freundliche "
    "freundlichen grüße grüßen gruß schöne mit mfg vg lg hej hejsan god vänliga hälsningar hälsning med mvh"
)
_OF_THANKS: Final = frozenset(_THANKS.split())
_KNOWN: Final = frozenset([*_THANKS.split(), *_WITH_IT.split(), *_GREETINGS.split()])


def only_thanks(text: str, name: str) -> bool:
    """Return whether a text says only thanks, by somebody of this name.

    >>> only_thanks("Vielen Dank! Viele Grüße, Elin Lund", "Elin Lund"), only_thanks("Danke, geht nicht", "Elin")
    (True, False)
    """
    words = set(re.findall(r"\w+", text.lower()))
    known = _KNOWN | set(re.findall(r"\w+", name.lower()))
    return len(words) <= _LONGEST and not words.isdisjoint(_OF_THANKS) and words <= known
