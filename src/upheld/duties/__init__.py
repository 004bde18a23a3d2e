"""Duties: what every promise of an agreement asks of whom, by the facts of a log, at an instant.

Clocks, checkpoints, rhythms, allowances, gates, prices and procedures all end as duties, so there is one list of what
is due and one report of what was kept. The rules stand in `docs/algorithms/duties.md`.
"""

from upheld.duties.duty import Duty, Evaluation, Kind
from upheld.duties.evaluating import evaluate, of_case, of_run

__all__ = ["Duty", "Evaluation", "Kind", "evaluate", "of_case", "of_run"]
