"""References: every name that a file mentions must be defined in it.

A name that is not is a problem at its place, with the nearest known name and the names there are.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from upheld.agreements import ANY, Part, Promise, Version, day_length
from upheld.calendars import time_zone
from upheld.errors import BadCalendar
from upheld.events import KINDS
from upheld.problems import Problem
from upheld.quantities import Quantity
from upheld.reading import schema as forms
from upheld.reading.merging import at, found
from upheld.reading.text import Node

_PARTIES = ("vendor", "customer")


@dataclass(slots=True)
class References:
    """Looks up every name of a version."""

    version: Version
    form: forms.OfferForm | forms.AgreementForm
    root: Node
    _problems: list[Problem] = field(default_factory=list)

    def problems(self) -> list[Problem]:
        """Return every name that is not defined, and every quantity whose calendar cannot measure it."""
        self._header()
        self._severities()
        for part in self._parts():
            self._promised(part)
            self._around(part)
        self._suppliers()
        self._chosen()
        return self._problems

    def _parts(self) -> Iterator[Part]:
        yield self.version.top
        yield from self.version.plans.values()
        yield from self.version.modules.values()

    def _known(self, path: str, name: str, known: Collection[str], what: str) -> None:
        if name in known:
            return
        near = get_close_matches(name, known, n=1)
        names = ", ".join(known) or "none"
        advice = f"did you mean '{near[0]}'?" if near else f"define it, or write one of: {names}"
        self._wrong(path, name, f"'{name}' is not {what} of this file", advice)

    def _wrong(self, path: str, value: str, message: str, advice: str, code: str = "FMT4") -> None:
        node, where = found(self.root, path), path
        while node is None and where:
            where = where.rpartition(".")[0]
            node = found(self.root, where)
        place = (node or self.root).place
        self._problems.append(at(place, code, path, value, message, advice))

    # One method for each kind of place.

    def _header(self) -> None:
        shared, form = self.version.shared, self.form
        self._zone(form.time_zone)
        if shared.working_time:
            self._known("working_time", shared.working_time, form.calendars, "a calendar")
        for route, kinds in (form.releases.change_by if form.releases else {}).items():
            for kind in kinds:
                self._known(f"releases.change_by.{route}", kind, form.kinds, "a kind of case")
        for name, point in form.open_points.items():
            if found(self.root, point.at) is None:
                self._wrong(f"open_points.{name}.at", point.at, f"'{point.at}' is not a path of this file", "correct it")
        if isinstance(form, forms.AgreementForm):
            for name in form.settled:
                self._known(f"settled.{name}", name, form.open_points, "an open point")

    def _zone(self, zone: str) -> None:
        try:
            time_zone(zone)
        except BadCalendar as error:
            message, _, advice = str(error).removeprefix("zone: ").partition("; ")
            self._wrong("time_zone", zone, message, advice, "FMT3")

    def _severities(self) -> None:
        shared = self.version.shared
        ids = [severity.id for severity in shared.severities]
        answers = {fact.id: fact.answers for fact in shared.facts}
        for severity in shared.severities:
            for row in severity.when:
                path = f"severities.{severity.id}.when"
                for fact, given in row.items():
                    self._known(path, fact, answers, "a question")
                    for answer in given if fact in answers else ():
                        self._known(path, answer, answers[fact], f"an answer to '{fact}'")
        decides = shared.classification
        if decides.default:
            self._known("classification.default", decides.default, ids, "a severity")
        for name in decides.raising.to if decides.raising else ():
            self._known("classification.raise.to", name, ids, "a severity")

    def _promised(self, part: Part) -> None:
        shared = self.version.shared
        ids = [ANY, *(severity.id for severity in shared.severities)]
        channels = {channel.id for other in self._parts() for channel in other.channels}
        for promise in part.promises:
            path = promise.clause.path
            self._known(path, promise.severity, ids, "a severity")
            self._known(path, promise.clock, shared.clocks, "a clock")
            self._quantity(path, promise.quantity)
            self._only(promise, channels)
        if part.unpromised and part.unpromised.same_as:
            self._known(part.unpromised.clause.path, part.unpromised.same_as, ids, "a severity")

    def _only(self, promise: Promise, channels: set[str]) -> None:
        path = promise.clause.path.rpartition(".")[0] + ".only"
        for channel in promise.only.channels if channels else ():
            self._known(path, channel, sorted(channels), "a channel")
        for kind in promise.only.kinds if self.form.kinds else ():
            self._known(path, kind, self.form.kinds, "a kind of case")

    def _quantity(self, path: str, quantity: Quantity | None) -> None:
        if quantity is None or quantity.runs_plainly:
            return
        if quantity.working and not self.version.shared.working_time:
            advice = "name a calendar as working_time"
            self._wrong(path, quantity.text, f"'{quantity.text}' counts working time, which is not defined", advice)
            return
        name = str(self.version.shared.working_time if quantity.working else quantity.calendar)
        self._known(path, name, self.form.calendars, "a calendar")
        calendar = self.version.shared.calendars.get(name)
        if quantity.days is not None and calendar and day_length(calendar) is None:
            message = f"'{quantity.text}' counts days, but the days of '{name}' are not equally long"
            self._wrong(path, quantity.text, message, "write it in hours", "FMT3")

    def _around(self, part: Part) -> None:
        shared, form = self.version.shared, self.form
        for channel in part.channels:
            for calendar in {channel.accepts, channel.staffed} - {None}:
                self._known(channel.clause.path, str(calendar), form.calendars, "a calendar")
        for kind in part.handles:
            self._known(f"{part.clause.path}.handles".removeprefix("."), kind, form.kinds, "a kind of case")
        self._checkpoints(part)
        for allowance in part.allowances:
            for kind in allowance.counts:
                self._known(f"{allowance.clause.path}.counts", kind, form.kinds, "a kind of case")
            for severity, rule in allowance.when_used_up.items():
                self._known(rule.clause.path, severity, [ANY, *(s.id for s in shared.severities)], "a severity")
                if rule.module:
                    self._known(rule.clause.path, rule.module, self.version.modules, "a module")
        for price in part.prices:
            for plus in price.plus:
                self._known(plus.clause.path, plus.meter, shared.meters, "a meter")
        for credit in part.credits:
            self._known(f"{credit.clause.path}.when", credit.clock, shared.clocks, "a clock")
            for severity in credit.severities:
                self._known(f"{credit.clause.path}.for", severity, [s.id for s in shared.severities], "a severity")
        for step in part.steps:
            for key, event in (("when", step.when), ("done_by", step.done_by)):
                self._known(f"{step.clause.path}.{key}", event, ["", "always", *KINDS], "an event")
        for name in (*part.needs, *part.replaces):
            self._known(part.clause.path, name, self.version.modules, "a module")

    def _checkpoints(self, part: Part) -> None:
        clocks = self.version.shared.clocks
        allowances = {allowance.id for other in self._parts() for allowance in other.allowances}
        roles = {role.id for other in self._parts() for role in other.roles}
        for point in part.checkpoints:
            path = point.clause.path
            if point.when.subject:
                self._known(f"{path}.when", point.when.subject, [ANY, *clocks, *sorted(allowances)], "a clock")
            self._quantity(f"{path}.when", point.when.time)
            self._known(f"{path}.done_by", point.done_by, ["", *KINDS], "an event")
            for role in point.tell:
                self._known(f"{path}.tell", role, [*_PARTIES, *sorted(roles)], "a role")

    def _suppliers(self) -> None:
        shared = self.version.shared
        for supplier in shared.third_parties:
            calendars = {*shared.calendars, *supplier.calendars}
            for promise in supplier.promises:
                self._known(promise.clause.path, promise.clock, shared.clocks, "a clock")
                name = promise.quantity.calendar or (supplier.working_time if promise.quantity.working else None)
                if promise.quantity.working and name is None:
                    advice = "name a calendar as the supplier's working_time"
                    message = f"'{promise.quantity.text}' counts working time, which is not defined"
                    self._wrong(promise.clause.path, promise.quantity.text, message, advice)
                elif name:
                    self._known(promise.clause.path, name, sorted(calendars), "a calendar")

    def _chosen(self) -> None:
        form = self.form
        if not isinstance(form, forms.AgreementForm):
            return
        if form.plan:
            self._known("plan", form.plan, form.plans, "a plan")
        elif form.plans:
            names = ", ".join(form.plans)
            self._wrong("", "", "the agreement chooses no plan", f"write 'plan:' with one of: {names}", "FMT4")
        for index, name in enumerate(form.choose):
            self._known(f"choose.{index}", name, self.version.modules, "a module")

