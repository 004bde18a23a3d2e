"""How a duty stands at an instant, and how much of its time is used and left.

It is told alike of a `Duty` that the engine evaluated and of a `DutyRow` of the lists: late and at risk come from
comparing instants with now, the time used and left from the open time between start and due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from upheld.duties import Duty
from upheld.promise_line import Shown, Span, open_time
from upheld_desk.store.models import DutyRow
from upheld_desk.store.points import late_from, risk_from


@dataclass(frozen=True, slots=True)
class Timing:
    """A duty at an instant, as pages show it."""

    state: Shown
    due: datetime | None
    stopped: datetime | None
    open_time: tuple[Span, ...]
    budget: timedelta | None
    now: datetime

    @classmethod
    def of(cls, duty: Duty | DutyRow, now: datetime) -> Self:
        """Return how a duty stands at `now`."""
        if isinstance(duty, DutyRow):
            spans = tuple((_instant(begin), _instant(end)) for begin, end in duty.open_time)
            state = _state(duty.state, duty.late_from, duty.risk_from, now)
            return cls(state, duty.due, None, spans, duty.budget, now)
        state = _state(duty.state, late_from(duty), risk_from(duty), now)
        return cls(state, duty.due, duty.stopped, open_time(duty), duty.budget, now)

    @property
    def is_running(self) -> bool:
        """Say whether its time runs, or it is late and still to be done."""
        return self.due is not None and self.stopped is None and self.state in {"running", "at risk", "broken"}

    @property
    def left(self) -> timedelta:
        """Return the time left until due, as it runs: closed hours and pauses do not count."""
        return _total((max(begin, self.now), end) for begin, end in self.open_time)

    @property
    def late(self) -> timedelta:
        """Return how long ago it was due, by the clock on the wall."""
        return max((self.stopped or self.now) - self.due, timedelta()) if self.due else timedelta()

    @property
    def share(self) -> float | None:
        """Return the share of its time that is used, more than 1 where it is late; None where it has no time."""
        whole = self.budget or (_total(self.open_time) if self.due else None)
        if not whole or not self.open_time:
            return None
        until = self.stopped or self.now
        return (_total((begin, min(end, until)) for begin, end in self.open_time) + self.late) / whole


def _state(state: str, late: datetime | None, at_risk: datetime | None, now: datetime) -> Shown:
    if state == "running" and late and late <= now:
        return "broken"
    if state == "running" and at_risk and at_risk <= now:
        return "at risk"
    return state  # type: ignore[return-value]  # a row keeps the engine's word


def _total(spans: Iterable[Span]) -> timedelta:
    return sum((max(end - begin, timedelta()) for begin, end in spans), timedelta())


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
