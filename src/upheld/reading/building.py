"""Building: one resolved document, checked by the schema, becomes an immutable version.

All that is wrong comes back at once, each problem at its line; a version is made only when nothing is.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from upheld.agreements import (
    Classification,
    Clock,
    Definitions,
    Fact,
    Meter,
    Notice,
    Objection,
    OpenPoint,
    Part,
    Raise,
    Releases,
    ReleaseStep,
    Severity,
    Signature,
    Text,
    ThirdParty,
    Version,
)
from upheld.calendars import Calendar, time_zone
from upheld.errors import BadCalendar, UpheldError
from upheld.problems import Problem
from upheld.reading import parts, places
from upheld.reading import schema as forms
from upheld.reading.documents import Resolved, kind_of
from upheld.reading.merging import at, found, replaced
from upheld.reading.references import References
from upheld.reading.scalars import weekdays
from upheld.reading.text import Node, Place
from upheld.reasons import Clause

# The years whose holidays an offer is read with; an agreement's follow from its term.
OFFER_YEARS: Final = (2024, 2032)
OPEN_ENDED_YEARS: Final = 9
_LONGEST_TEXT: Final = 160


def checked(node: Node, form: type[forms.Form]) -> tuple[Any, list[Problem]]:
    """Return the document as its form, and what is wrong with it; None for a document that has no form.

    Keys that are not known and promises that cannot be read are left out of the form, so that what else is wrong can
    be found as well.
    """
    problems = list(_without_value(node))
    said = {problem.path for problem in problems}
    spoken = node.child("languages")
    languages = tuple(str(child.value) for child in spoken.value) if spoken and isinstance(spoken.value, list) else ()
    context = {"languages": languages or ("en",)}
    try:
        return form.model_validate(node.data(), context=context), problems
    except ValidationError as error:
        found_wrong = [_problem(node, details) for details in error.errors()]
    problems += [problem for problem in found_wrong if problem.path not in said]
    for problem in found_wrong:
        if problem.code == "FMT1" and problem.value or ".promises." in f".{problem.path}":
            node = replaced(node, problem.path.split("."), None, node.place)
    try:
        return form.model_validate(node.data(), context=context), problems
    except ValidationError:
        return None, problems


def _without_value(node: Node) -> Iterator[Problem]:
    for path, child in node.walk():
        if child.value == "" and child.plain:
            message = f"'{path.rpartition('.')[2]}' has no value"
            advice = "write one, or put a text that holds a comma or colon between quotes"
            yield at(child.place, "FMT0", path, "", message, advice)


def _problem(root: Node, details: ErrorDetails) -> Problem:
    place, path = _where(root, details["loc"])
    value = found(root, path)
    text = value.value if value and isinstance(value.value, str) else ""
    kind, context = details["type"], details.get("ctx", {})
    if kind == "rule":
        message, _, advice = str(context["sentence"]).partition("; ")
        return at(place, str(context["code"]), path, text, message, advice)
    key = str(details["loc"][-1])
    if kind == "extra_forbidden":
        near = get_close_matches(key, _KEYS, n=1)
        advice = f"did you mean '{near[0]}'?" if near else "remove it, or see the format reference"
        return at(place, "FMT1", path, key, f"'{key}' is not a key here", advice)
    if kind == "missing":
        return at(place, "FMT1", path, "", f"'{key}' is missing", "add it")
    if kind == "literal_error":
        return at(place, "FMT3", path, text, f"'{text}' is not known here", f"write {context['expected']}")
    wanted = "a list" if "tuple" in kind or "list" in kind else "a text" if "string" in kind else "a mapping of keys"
    message = f"'{text}' stands here" if text else f"this is not {wanted}"
    return at(place, "FMT3", path, text, message, f"write {wanted}")


def _where(root: Node, loc: tuple[int | str, ...]) -> tuple[Place, str]:
    """Return the place and path of an error; the models' own steps, which the file does not have, are left out."""
    node, path, place = root, "", root.place
    for part in loc:
        child = node.child(part)
        if child is not None:
            place = node.keys.get(str(part), child.place) if isinstance(child.value, dict | list) else child.place
            node, path = child, f"{path}.{part}" if path else str(part)
    if isinstance(node.value, dict) and str(loc[-1]) in node.keys:
        place = node.keys[str(loc[-1])]
    return place, path


def _all_keys(form: type[BaseModel]) -> Iterator[str]:
    for subform in form.__subclasses__():
        yield from _all_keys(subform)
    for name, info in form.model_fields.items():
        yield info.alias or name


_KEYS: Final = sorted(set(_all_keys(forms.Form)))


@dataclass(slots=True)
class _Builder:
    """Builds one version and gathers what is wrong on the way."""

    root: Node
    form: forms.OfferForm | forms.AgreementForm
    problems: list[Problem]
    clauses: Mapping[str, Clause]

    def clause(self, path: str) -> Clause:
        parent = path
        while parent and parent not in self.clauses:
            parent = parent.rpartition(".")[0]
        return self.clauses[parent]

    def wrong(self, path: str, sentence: str, code: str = "FMT3") -> None:
        node = found(self.root, path)
        message, _, advice = sentence.partition("; ")
        place = node.place if node else self.root.place
        value = node.value if node and isinstance(node.value, str) else ""
        self.problems.append(at(place, code, path, value, message, advice))

    # Time.

    def years(self) -> tuple[int, int]:
        if self.form.frozen:
            return self.form.frozen.years
        if isinstance(self.form, forms.OfferForm):
            return OFFER_YEARS
        start, end = self.form.valid.start, self.form.valid.end
        return start.year, end.year + 1 if end else start.year + OPEN_ENDED_YEARS

    def calendars(self, listed: Mapping[str, Any], path: str) -> Mapping[str, Calendar]:
        made = {}
        for name, form in listed.items():
            calendar = self._calendar(form, f"{path}.{name}")
            if calendar:
                made[name] = calendar
        return MappingProxyType(made)

    def _calendar(self, form: Any, path: str) -> Calendar | None:
        if form == forms.HOLE:
            return None
        named = {} if form == forms.ALWAYS else self._holidays(form, f"{path}.holidays")
        if not self._zone_is_known():
            return None
        if form == forms.ALWAYS:
            return Calendar.always(self.form.time_zone)
        try:
            return self._opening(form, named)
        except (ValueError, UpheldError) as error:
            self.wrong(path, str(error), "CAL4" if isinstance(error, UpheldError) else "FMT3")
            return None

    def _zone_is_known(self) -> bool:
        try:
            time_zone(self.form.time_zone)
        except BadCalendar:
            return False
        return True

    def _opening(self, form: forms.CalendarForm, named: Mapping[date, str]) -> Calendar:
        first, last = self.years()
        week = {day: hours for days, hours in form.week.items() for day in weekdays(days)}
        if sum(len(weekdays(days)) for days in form.week) > len(week):
            raise ValueError("a day of the week stands twice; name each day once")
        return Calendar(
            self.form.time_zone,
            week,
            form.closed,
            {forms.scalars.day(day): hours for day, hours in form.also_open.items()},
            holidays=named,
            eve=form.eve_of_holiday or (),
            since=date(first, 1, 1) if named else None,
            through=date(last, 12, 31) if named else None,
        )

    def _holidays(self, form: forms.CalendarForm, path: str) -> dict[date, str]:
        if form.holidays in {None, "none", forms.HOLE}:
            return {}
        place, frozen = str(form.holidays), self.form.frozen
        if frozen is None:
            try:
                return places.dates(place, *self.years(), self.form.languages[0])
            except ValueError as error:
                self.wrong(path, str(error))
                return {}
        if place not in frozen.holidays:
            self.wrong(path, f"the holidays of '{place}' are not among the frozen ones; freeze them again", "FMT4")
            return {}
        return {forms.scalars.day(day): name for day, name in frozen.holidays[place].items()}

    # Severity.

    def severities(self) -> tuple[tuple[Fact, ...], tuple[Severity, ...]]:
        listed: Mapping[str, forms.SeverityForm] = {} if self.form.severities == forms.HOLE else self.form.severities
        facts = [Fact(n, f.ask, f.answers, self.clause(f"facts.{n}")) for n, f in self.form.facts.items()]
        found_: list[Severity] = []
        for rank, (name, form) in enumerate(listed.items(), 1):
            clause = self.clause(f"severities.{name}")
            when = tuple(MappingProxyType(dict(row)) for row in form.when)
            if form.ask:
                facts.append(Fact(name, form.ask, ("yes", "no"), clause))
                when = (*when, MappingProxyType({name: ("yes",)}))
            examples = form.examples or parts.NOTHING
            found_.append(Severity(name, rank, form.name, when, form.otherwise, form.also_called, examples, clause))
        return tuple(facts), tuple(found_)

    def classification(self) -> Classification:
        form, clause = self.form.classification, self.clause("classification")
        if form is None:
            asked = any(s.ask or s.when for s in self.form.severities.values()) if self.form.severities else False
            return Classification("criteria" if asked else "contract", None, None, None, None, clause)
        raising, objection = form.raising, form.objection
        return Classification(
            form.by,
            form.default,
            form.told_to,
            objection
            and Objection(
                objection.by,
                objection.ground or parts.NOTHING,
                objection.decided_by or parts.NOTHING,
                self.clause("classification.objection"),
            ),
            raising and Raise(raising.to, raising.needs, raising.when, self.clause("classification.raise")),
            clause,
        )

    # The rest.

    def clocks(self) -> Mapping[str, Clock]:
        return MappingProxyType(
            {
                name: Clock(
                    name,
                    clock.name,
                    clock.start,
                    clock.stop,
                    clock.until,
                    frozenset() if clock.pauses == "never" else frozenset(clock.pauses),
                    self.clause(f"clocks.{name}"),
                )
                for name, clock in self.form.clocks.items()
            },
        )

    def third_parties(self) -> Iterator[ThirdParty]:
        for name, form in self.form.third_parties.items():
            path = f"third_parties.{name}"
            yield ThirdParty(
                name,
                form.name,
                form.kind,
                form.covers,
                None if form.contract_holder == forms.HOLE else form.contract_holder,
                form.ends,
                form.forwarding,
                self.calendars(form.calendars, f"{path}.calendars"),
                form.working_time,
                tuple(parts.promises(form.promises, f"{path}.promises", self.clause)),
                self.clause(path),
                form.called_by,
            )

    def releases(self) -> Releases | None:
        form = self.form.releases
        if form is None:
            return None
        steps = tuple(
            ReleaseStep(n, s.what, s.on, s.lasts, s.at_least, self.clause(f"releases.steps.{n}"))
            for n, s in form.steps.items()
        )
        notices = tuple(
            Notice(n, o.to, o.by, o.ahead, self.clause(f"releases.notices.{n}")) for n, o in form.notices.items()
        )
        return Releases(MappingProxyType(dict(form.change_by)), steps, notices, self.clause("releases"))

    def definitions(self) -> Definitions:
        facts, severities = self.severities()
        meters = {
            name: Meter(name, m.unit, m.per, m.what, m.source, self.clause(f"meters.{name}"))
            for name, m in self.form.meters.items()
        }
        return Definitions(
            zone=self.form.time_zone,
            currency=self.form.currency,
            working_time=self.form.working_time,
            calendars=self.calendars(self.form.calendars, "calendars"),
            facts=facts,
            severities=severities,
            classification=self.classification(),
            clocks=self.clocks(),
            meters=MappingProxyType(meters),
            kinds=MappingProxyType(dict(self.form.kinds)),
            services=self.form.services,
            releases=self.releases(),
            third_parties=tuple(self.third_parties()),
            reopen_within=self.form.reopen_within,
        )

    def top(self) -> Part:
        part = parts.part(self.form, "", "", self.clause)
        if self.form.releases is None:
            return part
        release = parts.release_routine(self.form.releases.every, self.clause("releases.every"))
        return replace(part, routines=(*part.routines, release))

    def modules(self) -> Mapping[str, Part]:
        made = {}
        for name, form in self.form.modules.items():
            made[name] = parts.part(form, f"modules.{name}", name, self.clause)
            for option, added in form.options.items():
                path, id_ = f"modules.{name}.options.{option}", f"{name}.{option}"
                made[id_] = replace(parts.part(added, path, id_, self.clause), needs=(name,))
        return MappingProxyType(made)

    def open_points(self) -> Iterator[OpenPoint]:
        settled = self.form.settled if isinstance(self.form, forms.AgreementForm) else {}
        for name, point in self.form.open_points.items():
            how = settled.get(name, parts.NOTHING).in_language(self.form.languages[0])
            because = point.because or parts.NOTHING
            where = self.clause(f"open_points.{name}")
            yield OpenPoint(name, point.at, point.default, because, point.otherwise, how, where, point.between)

    def holes(self) -> Iterator[Clause]:
        for path, node in self.root.walk():
            if node.value == forms.HOLE and not path.startswith(("open_points.", "settled.", "changes.")):
                yield self.clause(path)

    def signature(self, amendment: forms.AmendmentForm | None) -> Signature | None:
        form = self.form
        if not isinstance(form, forms.AgreementForm):
            return None
        return Signature(
            number=form.agreement,
            customer=form.customer.name,
            signed=amendment.signed if amendment else form.signed,
            starts=form.valid.start,
            ends=form.valid.end,
            notice=_notice(self.root),
            plan=form.plan,
            modules=form.choose,
            installed=form.installed,
            amendment=amendment.number if amendment else 0,
            effective=amendment.effective if amendment else form.valid.start,
            because=amendment.because if amendment else "",
            retroactive=amendment is not None and amendment.retroactive,
        )


def _notice(root: Node) -> str:
    valid = root.child("valid")
    said = (valid.child(key) for key in ("notice", "then")) if valid else ()
    return ", ".join(str(node.value) for node in said if node)


def build(resolved: Resolved, before: Version | None) -> tuple[Version | None, list[Problem]]:
    """Return the version that a resolved document makes, or None and all that is wrong."""
    root = resolved.root
    form, problems = checked(root, forms.AgreementForm if kind_of(root) == "agreement" else forms.OfferForm)
    amendment: forms.AmendmentForm | None = None
    if resolved.amendments:
        amendment, wrong = checked(resolved.amendments[-1], forms.AmendmentForm)
        problems += wrong
        problems += _timely(amendment, resolved.amendments[-1]) if amendment else []
    if form is None:
        return None, problems
    builder = _Builder(root, form, problems, _clauses(root))
    version = Version(
        id=form.agreement if isinstance(form, forms.AgreementForm) else form.offer,
        title=form.title,
        vendor=form.vendor.name,
        service=form.service,
        languages=form.languages,
        hash="",
        signature=builder.signature(amendment),
        shared=builder.definitions(),
        top=builder.top(),
        plans=MappingProxyType(
            {name: parts.part(plan, f"plans.{name}", name, builder.clause) for name, plan in form.plans.items()},
        ),
        modules=builder.modules(),
        holes=tuple(builder.holes()),
        open_points=tuple(builder.open_points()),
        before=before,
        written=builder.clauses,
    )
    said = {problem.path for problem in problems}
    problems += [problem for problem in References(version, form, root).problems() if problem.path not in said]
    if problems:
        return None, problems
    return _named(version, root, amendment), []


def _timely(amendment: forms.AmendmentForm, node: Node) -> list[Problem]:
    if amendment.effective >= amendment.signed or amendment.retroactive:
        return []
    message = f"it takes effect on {amendment.effective}, before it was signed on {amendment.signed}"
    where = node.child("effective") or node
    return [at(where.place, "AMD1", "effective", str(amendment.effective), message, "write 'retroactive: yes' if meant")]


def _clauses(root: Node) -> Mapping[str, Clause]:
    clauses: dict[str, Clause] = {}
    keys = {f"{path}.{key}" if path else key: place for path, node in root.walk() for key, place in node.keys.items()}
    for path, node in root.walk():
        above = clauses.get(path.rpartition(".")[0])
        cites = node.cites or (above.cites if above else ())
        # A text stands where it is written, a mapping where its key is.
        place = node.place if isinstance(node.value, str) else keys.get(path, node.place)
        clauses[path] = Clause(path, _said(node), cites, place.file, place.line, place.column)
    return clauses


def _said(node: Node) -> str:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        text = ", ".join(_said(child) for child in node.value)
    else:
        text = "; ".join(f"{key}: {_said(child)}" for key, child in node.value.items())
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _named(version: Version, root: Node, amendment: forms.AmendmentForm | None) -> Version:
    """Return the version with its hash: over the resolved text, its frozen holidays, and which amendment it is."""
    frozen = {
        name: {str(day): holiday for day, holiday in calendar.holidays.items()}
        for name, calendar in version.shared.calendars.items()
    }
    content = {"document": root.data(), "holidays": frozen, "amendment": amendment.number if amendment else 0}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return replace(version, hash=hashlib.sha256(canonical.encode()).hexdigest())
