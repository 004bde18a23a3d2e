"""Measuring: every quantity of a version must run in a calendar that is there and can count it.

A supplier's quantities run in the supplier's working time, and in the supplier's calendars or ours.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from upheld.agreements import Part, Version, day_length
from upheld.calendars import Calendar
from upheld.problems import Problem
from upheld.quantities import Quantity
from upheld.reading.merging import found, keys_of
from upheld.reading.text import Node


def unmeasurable(version: Version, root: Node) -> list[Problem]:
    """Return the quantities that cannot be measured, each with its place; what plans inherit is said once."""
    problems: dict[tuple[str, int, int, str], Problem] = {}
    for path, message, advice, code in _all(version, root):
        node = found(root, keys_of(path)) or root
        problem = node.place.problem(code, path, message, advice, node.text)
        problems.setdefault((problem.file, problem.line, problem.column, message), problem)
    return list(problems.values())


Wrong = tuple[str, str, str, str]  # path, what is so, what to write, code


def _all(version: Version, root: Node) -> Iterator[Wrong]:
    shared = version.shared
    named = set(_names(root))
    ours = _Measure(
        shared.calendars, named, shared.working_time, "working_time", root.child("working_time") is not None
    )
    for part in (version.top, *version.plans.values(), *version.modules.values()):
        for path, quantity in _quantities(part):
            yield from ours.wrong(path, quantity)
    for party in shared.third_parties:
        path = f"third_parties.{party.id}"
        node = found(root, keys_of(path)) or root
        names = {*named, *_names(node)}
        if party.working_time and party.working_time not in names:
            message, advice = (
                f"'{party.working_time}' is not a calendar of this file",
                f"define it in {path}.calendars",
            )
            yield f"{path}.working_time", message, advice, "FMT4"
        theirs = _Measure(
            party.calendars, names, party.working_time, f"{path}.working_time", party.working_time is not None
        )
        for promise in party.promises:
            yield from theirs.wrong(promise.clause.path, promise.quantity)


def _names(node: Node) -> Collection[str]:
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
class _Measure:
    """The calendars that quantities may run in."""

    calendars: Mapping[str, Calendar]
    names: Collection[str]  # also of calendars that could not be made
    working_time: str | None
    key: str  # where the working time is named
    is_said: bool  # whether it is, though perhaps wrongly

    def wrong(self, path: str, quantity: Quantity | None) -> Iterator[Wrong]:
        if quantity is None or quantity.runs_plainly:
            return
        name = self.working_time if quantity.working else quantity.calendar
        if name is None:
            if not self.is_said:
                message = f"'{quantity.text}' counts working time, which is not defined"
                yield path, message, f"name a calendar as {self.key}", "FMT4"
        elif name not in self.names:
            if not quantity.working:
                known = ", ".join(sorted(self.names)) or "none yet"
                yield path, f"'{name}' is not a calendar of this file", f"write one of: {known}", "FMT4"
        elif quantity.days is not None and name in self.calendars and day_length(self.calendars[name]) is None:
            message = f"'{quantity.text}' counts days, but the days of '{name}' are not equally long"
            yield path, message, "write it in hours", "FMT3"
