"""Amendments: what gets worse for the customer from one version to the next, so that nobody signs it unawares."""

from collections.abc import Iterator
from dataclasses import replace

from upheld.agreements import Version
from upheld.differences import differences
from upheld.lint.findings import Finding, losses
from upheld.reasons import Clause

_CHOICES = frozenset({"plan", "choose"})


def worse_than_before(version: Version) -> Iterator[Finding]:
    """AMD2: everything that an amendment makes worse for the customer."""
    if version.before is None:
        return
    changed = tuple(_changed(version, version.before))
    found = differences(version.before, version)
    for finding in losses(found, version, version.top.clause, "make sure that the customer knows before both sign"):
        yield replace(finding, clause=_nearest(finding.clause, changed))


def _changed(version: Version, before: Version) -> Iterator[Clause]:
    """Yield the texts that the amendment changed or added."""
    for path, clause in version.written.items():
        if path and (path not in before.written or before.written[path].text != clause.text):
            yield clause


def _nearest(clause: Clause, changed: tuple[Clause, ...]) -> Clause:
    """Return the change at or below a clause, or else another choice of plan or modules, which brought it in."""
    below = [c for c in changed if f"{c.path}.".startswith(f"{clause.path}.")]
    chosen = next((c for c in changed if c.path in _CHOICES), clause)
    return max(below, key=lambda c: c.path.count("."), default=chosen)
