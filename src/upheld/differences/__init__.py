"""Differences: what gets better or worse for the customer from one version to another, promise by promise.

What can be computed is computed: times over every minute of a year, prices at every border. What cannot be judged is
said all the same, as `other`, down to single values of the file.
"""

from collections.abc import Iterator

from upheld.agreements import Terms, Version
from upheld.differences.costs import costs
from upheld.differences.difference import Difference, Verdict, added, changed, removed
from upheld.differences.extent import extent
from upheld.differences.times import definitions, times
from upheld.scopes import period

__all__ = ["Difference", "Verdict", "differences"]

# What is not promised by it: who signed what and when, what was settled on the way, which days were frozen.
_HEAD = frozenset(
    {
        *("agreement", "amends", "because", "changes", "choose", "customer", "effective", "format", "frozen", "number"),
        *("offer", "on", "plan", "settled", "signed", "source", "title", "valid"),
    },
)
_NOT_SAID = _HEAD | {""}  # the path of the whole file is empty


def differences(before: Version, after: Version) -> tuple[Difference, ...]:
    """Return what changed from one version to the other, plan by plan, in the order of the newer one.

    An offer and an agreement are compared by the plan and the modules that were signed.
    """
    found: list[Difference] = []
    old, new = _scopes(before, after), _scopes(after, before)
    for name in dict.fromkeys([*new, *old]):
        if name not in new:
            found.append(removed(("plans", name), None).within(name))
        elif name not in old:
            found.append(added(("plans", name), None).within(name))
        else:
            found += (difference.within(name) for difference in _compared(old[name], new[name], after))
    told = {d.reason.clause.path for d in found if d.reason.clause}
    return (*_once(found, len({*old, *new})), *_written(before, after, told))


def _scopes(version: Version, other: Version) -> dict[str, Terms]:
    """Return what is compared: what was signed, or each plan and each module of an offer."""
    signed = version.signature or other.signature
    if signed:
        known = tuple(name for name in signed.modules if name in version.modules)
        plan = signed.plan if signed.plan in version.plans else None
        return {"": version.terms(plan, known)}
    plans = {name: version.terms(name, ()) for name in version.plans} or {"": version.terms()}
    return plans | {name: version.terms(None, (name,)) for name in version.modules}


def _compared(before: Terms, after: Terms, version: Version) -> Iterator[Difference]:
    year = period(version)
    yield from times(before, after, year)
    yield from definitions(before, after)
    yield from extent(before, after, year)
    yield from costs(before, after, year.first.date())


def _once(found: list[Difference], scopes: int) -> Iterator[Difference]:
    """Yield what every scope says alike only once, of the whole agreement."""
    said: dict[object, list[Difference]] = {}
    for difference in found:
        key = (difference.verdict, difference.subject, str(difference.reason.as_data()))
        said.setdefault(key, []).append(difference)
    for alike in said.values():
        everywhere = len({difference.scope for difference in alike}) == scopes
        yield from [alike[0].within("")] if everywhere else alike


def _written(before: Version, after: Version, told: set[str]) -> Iterator[Difference]:
    """Yield the values of the file that differ and that nothing above has spoken of."""
    for path in dict.fromkeys([*after.written, *before.written]):
        old, new = (version.written.get(path) for version in (before, after))
        is_leaf = not any(other.startswith(f"{path}.") for version in (before, after) for other in version.written)
        if (old and old.text) == (new and new.text) or not is_leaf or path.split(".")[0] in _NOT_SAID:
            continue
        if any(path == at or path.startswith(f"{at}.") or at.startswith(f"{path}.") for at in told):
            continue
        yield changed((path,), old.text if old else "", new.text if new else "", new or old)
