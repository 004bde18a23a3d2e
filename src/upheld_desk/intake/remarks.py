"""Remarks: what is to be said about a report before it is sent, as data; `wording` puts words to it.

A refusal stops the report and comes with an alternative; a remark stops nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from upheld.reasons import Clause
from upheld_desk.intake import wording
from upheld_desk.intake.wording import Value


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know."""

    code: str  # "closed", "not-staffed", "level-1", "guarantee-channel", ...
    fields: Mapping[str, Value] = field(default_factory=dict)
    clause: Clause | None = None

    @property
    def sentence(self) -> str:
        """Return it in the reader's language."""
        return wording.remark(self.code, self.fields)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a report cannot be taken."""

    code: str  # "no-agreement", "channel", "contact", "level-1", "caller", "kind", "service", "used-up", "inactive"
    fields: Mapping[str, Value] = field(default_factory=dict)
    clause: Clause | None = None

    @property
    def sentence(self) -> str:
        """Return why, in the reader's language."""
        return wording.refusal(self.code, self.fields)

    @property
    def alternative(self) -> str:
        """Return what to do instead, in the reader's language."""
        return wording.alternative(self.code, self.fields)

    @property
    def clause_named(self) -> str:
        """Return the clause as people look it up; empty: it rests on none."""
        return wording.clause_named(self.clause)
