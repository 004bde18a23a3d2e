"""Sentences: what each code of a reason says, in English, German and Swedish. How they are read: `phrases`.

Every code that a room uses has its sentences in one of the files here; a test holds both to each other.

>>> SENTENCES["plain time"][0]
'It runs day and night, through weekends and holidays.'
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from upheld.words.phrases import Sentence
from upheld.words.sentences import allowances, courses, differences, duties, gates, prices, promises, severities

__all__ = ["SENTENCES"]

_FILES = (severities, promises, courses, gates, allowances, prices, duties, differences)
SENTENCES: Final[Mapping[str, tuple[Sentence, Sentence, Sentence]]] = MappingProxyType(
    {code: said for file in _FILES for code, said in file.SENTENCES.items()}
)
