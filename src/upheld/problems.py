"""Problems: what is wrong with somebody's file, where, and what to do about it.

Problems are returned, all of them at once; they are never raised one by one. A problem is one sentence for a person
and its parts for programs.

>>> print(Problem("FMT1", "E", "firm.yaml", 12, 5, "plans.basic", "promisses", "'promisses' is not a key",
...               "did you mean 'promises'?"))
firm.yaml:12:5: FMT1 plans.basic: 'promisses' is not a key; did you mean 'promises'?
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final, Literal

Level = Literal["E", "S", "W"]
LEVELS: Final[dict[Level, str]] = {
    "E": "error",  # the file cannot be used
    "S": "to solve",  # before anybody signs
    "W": "warning",  # somebody should know
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a file: its code, its place, and a sentence in two parts, what is so and what to do."""

    code: str
    level: Level
    file: str
    line: int  # from 1; 0: the file as a whole
    column: int  # from 1; 0: the line as a whole
    path: str  # of the key, "plans.basic.promises"; empty: the file as a whole
    value: str  # as it stands in the file; empty where nothing does
    message: str  # says what is so, with the value in quotes
    advice: str  # says what to do; empty where nothing need be done

    @property
    def spot(self) -> tuple[str, Level, str, int, int, str]:
        """Return what tells apart two findings of one rule: how bad they are, and where they stand."""
        return self.code, self.level, self.file, self.line, self.column, self.path

    @property
    def place(self) -> str:
        """Return file, line and column as editors link them."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    @property
    def sentence(self) -> str:
        """Return where, what and what to do in one sentence."""
        where = f"{self.path}: " if self.path else ""
        return f"{where}{self.message}; {self.advice}" if self.advice else f"{where}{self.message}"

    def __str__(self) -> str:
        return " ".join(filter(None, (self.place and f"{self.place}:", self.code, self.sentence)))

    def as_data(self) -> dict[str, object]:
        """Return the problem as plain data for JSON."""
        return asdict(self)


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems as one meets them in the file, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column, p.code, p.path, p.message)))
