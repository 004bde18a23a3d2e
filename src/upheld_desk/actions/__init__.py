"""Acts: one function for each thing that somebody does to a case or an agreement.

Every act checks who may, loads the log, decides purely (`rules`), appends what was decided, and makes the rows again,
all in one transaction. If somebody was faster, it decides again. `choices.possible` says beforehand what is refused.
"""

from typing import Final

SYSTEM: Final = None  # who acts where nobody does: the timers
