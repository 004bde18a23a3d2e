"""Clocks: which clocks a case runs, when they pause, when they are due, and what became of them.

Nothing is stored and shifted: a due time is the budget laid over the stretches that ran, and whatever pauses, changes
or takes back is a fact that is followed in order, once. The rules stand in `docs/algorithms/clocks.md`.
"""

from upheld.clocks.following import follow
from upheld.clocks.promises import Found, Promises
from upheld.clocks.runs import INSTANT, Limit, Point, Run, State, after

__all__ = ["INSTANT", "Found", "Limit", "Point", "Promises", "Run", "State", "after", "follow"]
