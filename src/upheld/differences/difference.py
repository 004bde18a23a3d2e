"""A difference: one thing that another version gives more of, less of or otherwise, judged for the customer.

>>> changed(("contacts",), "1", "5", None, "better").within("basic").as_data()["verdict"]
'better'
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, Self

from upheld.reasons import Clause, Field, Reason

Verdict = Literal["better", "worse", "mixed", "other"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two versions; `other` is what nobody can call better or worse by computing."""

    verdict: Verdict
    scope: str  # the plan or module; empty: the whole agreement
    subject: tuple[str, ...]  # ids, from wide to narrow: ("respond", "down"), ("channels", "chat")
    reason: Reason  # what changed; its clause is that of the newer version where there is one

    def within(self, scope: str) -> Self:
        """Return the difference as one of a plan or module."""
        return replace(self, scope=scope)

    def as_data(self) -> dict[str, object]:
        """Return the difference as plain data for JSON."""
        return {
            "verdict": self.verdict,
            "scope": self.scope,
            "subject": list(self.subject),
            **self.reason.as_data(),
        }


def added(subject: tuple[str, ...], clause: Clause | None, verdict: Verdict = "better") -> Difference:
    """Return that something is new."""
    return Difference(verdict, "", subject, Reason("added", {"text": _short(clause)}, clause))


def removed(subject: tuple[str, ...], clause: Clause | None, verdict: Verdict = "worse") -> Difference:
    """Return that something is gone."""
    return Difference(verdict, "", subject, Reason("removed", {"text": _short(clause)}, clause))


def changed(
    subject: tuple[str, ...], before: Field, after: Field, clause: Clause | None, verdict: Verdict = "other"
) -> Difference:
    """Return that something is put otherwise."""
    return Difference(verdict, "", subject, Reason("changed", {"before": before, "after": after}, clause))


def compared(
    subject: tuple[str, ...], before: Decimal, after: Decimal, clause: Clause | None, *, more_is_better: bool = True
) -> Difference | None:
    """Return that there is more or less of something; None where it is as much as before."""
    if before == after:
        return None
    verdict: Verdict = "better" if (after > before) == more_is_better else "worse"
    return changed(subject, before, after, clause, verdict)


def _short(clause: Clause | None) -> str:
    """Return the text of a clause that is one value; a whole section says nothing in a sentence."""
    return clause.text if clause and ": " not in clause.text else ""
