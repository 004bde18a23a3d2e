"""Opening a case for the vendor: what asks for something now, what is settled, what has not begun."""

from functools import cached_property
from typing import Final

from upheld.agreements import Severity
from upheld.duties import Duty
from upheld_desk import opening
from upheld_desk.casefiles import is_with_customer
from upheld_desk.looks import naming
from upheld_desk.opening import Shown
from upheld_desk.store import projections
from upheld_desk.store.models import CaseRow

_OVER: Final = frozenset({"kept", "broken", "ended"})
_DONE: Final = frozenset({"clock", "checkpoint", "procedure"})


class Opened(opening.Opened):
    """A case as somebody of the vendor sees it at an instant."""

    @cached_property
    def row(self) -> CaseRow:
        """Return it as lists have it."""
        found = CaseRow.objects.select_related("assignee", "assignee__vendor", "reporter", "reporter__customer")
        return found.get(log=self.log)

    @cached_property
    def due(self) -> tuple[Shown, ...]:
        """Return what asks somebody for something now, what is due first before the rest."""
        found = projections.to_do(self.evaluation, ended=self.case.is_ended)
        ranked = sorted(found, key=lambda duty: (duty.of != "vendor", duty.due is None, duty.due or self.now, duty.id))
        return tuple(map(self.shown, ranked))

    @cached_property
    def settled(self) -> tuple[Shown, ...]:
        """Return what was kept, broken or ended, the newest first."""
        shown = {each.duty.id for each in self.due}
        found = [d for d in self.evaluation.duties if d.state in _OVER and d.kind in _DONE and d.id not in shown]
        found.sort(key=lambda duty: duty.stopped or duty.due or self.now, reverse=True)
        return tuple(map(self.shown, found))

    @cached_property
    def waiting(self) -> tuple[Shown, ...]:
        """Return what has not begun."""
        found = (duty for duty in self.evaluation.duties if duty.state == "waiting" and duty.kind in _DONE)
        return tuple(map(self.shown, found))

    @property
    def is_with_level_1(self) -> bool:
        """Say whether the customer's own level 1 has it."""
        return not self.case.is_ended and is_with_customer(self.case.level, self.terms)

    @cached_property
    def gates(self) -> tuple[Duty, ...]:
        """Return the conditions of the report, with which it was taken."""
        return self.evaluation.of_kind("gate")

    @cached_property
    def severity(self) -> Severity | None:
        """Return the severity that the case has."""
        return self.terms.severity(self.case.severity) if self.case.severity else None

    @property
    def plan(self) -> str:
        """Return what the plan is called."""
        return naming.plan(self.version, self.terms.plan)
