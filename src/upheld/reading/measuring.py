"""Measuring: every quantity of a version must run in a calendar that is there and can count it.

A supplier's quantities run in the supplier's working time, and in the supplier's calendars or ours.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from upheld.agreements import Part, Version, day_length
from upheld.calendars import Calendar
from upheld.problems import Problem
from upheld.quantities import Quantity
from upheld.reading.merging import found, keys_of
from upheld.reading.text import Node


def unmeasurable(version: Version, root: Node) -> list[Problem]:
    """Return the quantities that cannot be measured, each with its place; what plans inherit is said once."""
    problems: dict[tuple[str, int, int, str], Problem] = {}
    for fault in _faults(version, root):
        node = found(root, keys_of(fault.path)) or root
        problem = node.place.problem(fault.code, fault.path, fault.message, fault.advice, node.text)
        problems.setdefault((problem.file, problem.line, problem.column, problem.message), problem)
    return list(problems.values())


class _Fault(NamedTuple):
    path: str
    message: str
    advice: str
    code: str = "FMT4"


def _faults(version: Version, root: Node) -> Iterator[_Fault]:
    ours = _Desk(version.shared.calendars, _names(root), version.shared.working_time, root)
    for part in (version.top, *version.plans.values(), *version.modules.values()):
        for path, quantity in _quantities(part):
            yield from ours.faults(path, quantity)
    for party in version.shared.third_parties:
        path = f"third_parties.{party.id}"
        node = found(root, keys_of(path)) or root
        theirs = _Desk(party.calendars, {*ours.names, *_names(node)}, party.working_time, node, f"{path}.")
        if party.working_time and party.working_time not in theirs.names:
            advice = f"define it in {path}.calendars"
            yield _Fault(f"{path}.working_time", f"'{party.working_time}' is not a calendar of this file", advice)
        for promise in party.promises:
            yield from theirs.faults(promise.clause.path, promise.quantity)


def _names(node: Node) -> Collection[str]:
    """Return the names of calendars, also of those that could not be made."""
    calendars = node.child("calendars")
    return calendars.children if calendars else ()


def _quantities(part: Part) -> Iterator[tuple[str, Quantity | None]]:
    for promise in part.promises:
        yield promise.clause.path, promise.quantity
    for point in part.checkpoints:
        yield f"{point.clause.path}.when", point.when.time
    for step in part.steps:
        yield f"{step.clause.path}.within", step.within
    if part.closing:
        yield f"{part.closing.clause.path}.silence", part.closing.approved_by_silence_after
        yield f"{part.closing.clause.path}.remind", part.closing.remind_after


@dataclass(frozen=True, slots=True)
class _Desk:
    """The calendars that the quantities of one side may run in."""

    calendars: Mapping[str, Calendar]
    names: Collection[str]
    working_time: str | None
    node: Node  # what says so
    above: str = ""  # the path of that, with a dot

    def faults(self, path: str, quantity: Quantity | None) -> Iterator[_Fault]:
        if quantity is None or quantity.runs_plainly:
            return
        name = self.working_time if quantity.working else quantity.calendar
        text = quantity.text
        if name is None:
            if not self.node.child("working_time"):  # else it is wrong, and that was said
                message = f"'{text}' counts working time, which is not defined"
                yield _Fault(path, message, f"name a calendar as {self.above}working_time")
        elif name not in self.names:
            if not quantity.working:  # else the working time is wrong, and that was said
                advice = f"write one of: {', '.join(sorted(self.names))}" if self.names else "define it first"
                yield _Fault(path, f"'{name}' is not a calendar of this file", advice)
        elif quantity.days is not None and name in self.calendars and day_length(self.calendars[name]) is None:
            message = f"'{text}' counts days, but the days of '{name}' are not equally long"
            yield _Fault(path, message, "write it in hours", "FMT3")
