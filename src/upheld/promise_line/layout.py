"""Where things stand on a promise line: a share of its width for every instant.

Open time is as wide as it is long; closed time is folded to a narrow gap, so that a night, a weekend or a week of
holidays leaves room for the hours that count. Nothing open is too narrow to be seen.

>>> from datetime import UTC
>>> at = datetime(2026, 11, 23, 14, tzinfo=UTC)
>>> night = Stretch(at + timedelta(hours=2), at + timedelta(hours=17), "closed")
>>> due = night.end + timedelta(hours=6)
>>> line = Layout.of([Stretch(at, night.start, "open"), night, Stretch(night.end, due, "open")])
>>> [round(line.x(instant), 3) for instant in (at, night.start, night.end, due)]
[0.0, 0.232, 0.302, 1.0]
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Self

from upheld.promise_line.course import Stretch

GAP = 0.07  # the width of a fold, as a share of the line
GAPS_AT_MOST = 0.4  # ... and of all folds together
LEAST = 0.025  # the width of the shortest open stretch
BADGE = 0.062  # what one numbered badge needs, on a line as narrow as a phone's


@dataclass(frozen=True, slots=True)
class Layout:
    """The stretches of a line with their borders, as shares of its width."""

    stretches: tuple[Stretch, ...]
    borders: tuple[float, ...]  # one more than stretches, from 0 to 1

    @classmethod
    def of(cls, stretches: Sequence[Stretch], badges: Mapping[int, int] | None = None) -> Self:
        """Lay out stretches; `badges` says how many badges a stretch must hold, by its number."""
        folds = [index for index, stretch in enumerate(stretches) if stretch.kind == "closed"]
        fold = min(GAP, GAPS_AT_MOST / max(len(folds), 1))
        widths = dict.fromkeys(folds, fold) if len(folds) < len(stretches) else dict.fromkeys(folds, 1.0)
        for index, number in (badges or {}).items():
            if index in widths:
                widths[index] = max(widths[index], BADGE * number + BADGE / 3)
        rest = max(1 - sum(widths.values()), 1 - GAPS_AT_MOST)
        total = sum((s.length for s in stretches if s.kind != "closed"), timedelta()) or timedelta(1)
        shares = [widths.get(index) or max(rest * (s.length / total), LEAST) for index, s in enumerate(stretches)]
        whole = sum(shares) or 1
        return cls(tuple(stretches), tuple(share / whole for share in accumulate(shares, initial=0.0)))

    def x(self, at: datetime) -> float:
        """Return the place of an instant, from 0 to 1; one outside the line stands at its end."""
        for stretch, left, right in zip(self.stretches, self.borders, self.borders[1:], strict=False):
            if at < stretch.start:
                return left
            if at <= stretch.end:
                whole = (stretch.end - stretch.start) / timedelta(microseconds=1)
                return left + (right - left) * ((at - stretch.start) / timedelta(microseconds=1) / whole)
        return 1.0

    def stretch_at(self, at: datetime) -> int:
        """Return the number of the stretch that holds an instant; the nearest one where none does."""
        return next((i for i, stretch in enumerate(self.stretches) if at < stretch.end), len(self.stretches) - 1)
