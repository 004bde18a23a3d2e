"""Words: an answer's reasons as sentences, in English, German and Swedish.

The engine answers in data; words are put to it here, at the border, and nowhere else.

>>> from datetime import UTC, datetime
>>> reason = Reason("ended", {"by": "withdrawn", "at": datetime(2026, 11, 23, 14, tzinfo=UTC)})
>>> say(reason, "de", "Europe/Berlin")
'Beendet am Mo 23.11.2026, 15:00: der Fall wurde zurückgezogen.'
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from upheld.reasons import Reason
from upheld.words.figures import LANGUAGES, Language
from upheld.words.phrases import Speaker
from upheld.words.sentences import SENTENCES
from upheld.words.terms import TERMS, names

__all__ = ["LANGUAGES", "Language", "names", "say", "steps"]

NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})
_INDENT: Final = "  "


def say(reason: Reason, language: Language, zone: str, called: Mapping[str, str] = NO_NAMES) -> str:
    """Return a reason as one sentence, times in `zone`; `called` has the agreement's names by their ids."""
    index = LANGUAGES.index(language)
    terms = {word: said[index] for word, said in TERMS.items()} | dict(called)
    speaker = Speaker(language, zone, terms)
    return speaker.put(speaker.fitting(SENTENCES[reason.code][index], reason.fields), reason.fields)


def steps(reasons: Iterable[Reason], language: Language, zone: str, called: Mapping[str, str] = NO_NAMES) -> list[str]:
    """Return reasons as lines in reading order, what each rests on indented below it, with the clause at its end."""
    return list(_steps(reasons, language, zone, called, 0))


def _steps(
    reasons: Iterable[Reason], language: Language, zone: str, called: Mapping[str, str], depth: int
) -> Iterator[str]:
    for reason in reasons:
        yield _INDENT * depth + say(reason, language, zone, called) + _rests_on(reason)
        yield from _steps(reason.because, language, zone, called, depth + 1)


def _rests_on(reason: Reason) -> str:
    """Return the clause of a reason: its path, and what the path itself rests on."""
    if reason.clause is None or not reason.clause.path:
        return ""
    cites = f", § {', '.join(reason.clause.cites)}" if reason.clause.cites else ""
    return f" [{reason.clause.path}{cites}]"
