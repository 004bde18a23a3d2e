"""Replay: the answers of the engine over columns, millions of cases at a time.

A history is read from a file, judged case by case under the version of an agreement that was in force when the case was
reported, and counted. The columns give the answers of `upheld.clocks` to the second; `docs/algorithms/replay.md` says
how, `docs/reference/event-table.md` what a log looks like.
"""

from upheld.replay.comparing import Comparison, compare
from upheld.replay.history import Found, History, Told
from upheld.replay.replaying import Replay, run
from upheld.replay.standing import Standing

__all__ = ["Comparison", "Found", "History", "Replay", "Standing", "Told", "compare", "run"]
