"""Building: a document becomes an immutable version.

All that is wrong comes back at once, each problem at its line; a version is made only when nothing is.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from upheld.agreements import (
    NO_TEXT,
    Classification,
    Clock,
    Customer,
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
    ThirdParty,
    Version,
)
from upheld.calendars import Calendar
from upheld.errors import BadCalendar, NeverOpens
from upheld.mappings import FrozenMapping
from upheld.problems import Problem
from upheld.quantities import HOLE
from upheld.reading import forms, parts, places
from upheld.reading.checking import checked
from upheld.reading.documents import Document, kind_of
from upheld.reading.forms.values import in_two
from upheld.reading.measuring import unmeasurable
from upheld.reading.merging import Keys, astray, found, keys_of
from upheld.reading.text import Node, Place
from upheld.reasons import Clause
from upheld.scopes import is_chosen

# The years whose holidays an offer is read with; an agreement's follow from its term.
OFFER_YEARS: Final = (2024, 2032)
OPEN_ENDED_YEARS: Final = 9
MOST_YEARS: Final = 30
ALWAYS: Final = "24/7"
_LONGEST_TEXT: Final = 160
_NUMBER = re.compile(r"\.\d+(?=\.)")


def build(document: Document, before: Version | None) -> tuple[Version | None, list[Problem]]:
    """Return the version that a document makes, or None and all that is wrong."""
    form: type[forms.Offer | forms.Agreement] = forms.Offer if kind_of(document.root) == "offer" else forms.Agreement
    seen = checked(document.root, form, complete=document.complete)
    problems = list(seen.problems)
    if not document.complete:
        return None, problems
    builder = _Builder(seen.root, seen.form, document.amendment, _clauses(seen.root), problems)
    version = builder.version(before)
    if isinstance(seen.form, forms.Agreement) and seen.form.plans and not seen.root.child("plan"):
        names = ", ".join(seen.form.plans)
        builder.wrong("plan", f"the agreement chooses no plan; write 'plan:' with one of: {names}", "FMT0")
    problems += unmeasurable(version, seen.root)
    return (None, problems) if problems else (_named(_chosen(version), document), [])


@dataclass(slots=True)
class _Builder:
    """Builds one version and gathers what is wrong on the way."""

    root: Node
    form: forms.Offer | forms.Agreement
    amendment: forms.Amendment | None
    clauses: Mapping[str, Clause]
    problems: list[Problem]

    def version(self, before: Version | None) -> Version:
        form = self.form
        return Version(
            id=form.agreement if isinstance(form, forms.Agreement) else form.offer,
            title=form.title,
            vendor=form.vendor.name,
            service=form.service,
            languages=form.languages,
            hash="",
            signature=self.signature(),
            shared=self.definitions(),
            top=self.top(),
            plans=_frozen(
                (name, parts.part(plan, f"plans.{name}", name, self.clause)) for name, plan in form.plans.items()
            ),
            modules=_frozen(self.modules()),
            holes=tuple(self.holes()),
            open_points=tuple(self.open_points()),
            before=before,
            written=self.clauses,
            support_in=form.support_in,
        )

    def clause(self, path: str) -> Clause:
        """Return the clause at a path, or the one that it would stand in; a lone row of a list has no number there."""
        if path not in self.clauses:
            path = _NUMBER.sub("", path)
        while path not in self.clauses:
            path = path.rpartition(".")[0]
        return self.clauses[path]

    def wrong(self, path: str, sentence: str, code: str = "FMT3") -> None:
        if any(f"{problem.path}.".startswith(f"{path}.") for problem in self.problems):
            return  # what is wrong below may be why
        message, advice = in_two(sentence)
        node = found(self.root, keys_of(path)) or self.root
        self.problems.append(node.place.problem(code, path, message, advice, node.text))

    # Time.

    def years(self) -> tuple[int, int]:
        if self.form.frozen:
            return self.form.frozen.years
        if isinstance(self.form, forms.Offer):
            return OFFER_YEARS
        start, end = self.form.valid.start, self.form.valid.end
        last = end.year + 1 if end else start.year + OPEN_ENDED_YEARS
        return start.year, min(last, start.year + MOST_YEARS)

    def calendars(self, listed: Mapping[str, forms.Calendar | str], path: str) -> Mapping[str, Calendar]:
        made = ((name, self.calendar(form, f"{path}.{name}")) for name, form in listed.items())
        return _frozen((name, calendar) for name, calendar in made if calendar)

    def calendar(self, form: forms.Calendar | str, path: str) -> Calendar | None:
        if isinstance(form, str):
            return Calendar.always(self.form.time_zone) if form == ALWAYS else None
        named = self.holidays(form.holidays, f"{path}.holidays")
        first, last = self.years()
        week = {day: hours for days, hours in form.week.items() for day in days}
        if sum(map(len, form.week)) > len(week):
            self.wrong(f"{path}.week", "a day of the week stands twice; name each day once", "CAL4")
        try:
            return Calendar(
                self.form.time_zone,
                week,
                form.closed,
                form.also_open,
                holidays=named,
                eve=form.eve_of_holiday or (),
                since=date(first, 1, 1) if named else None,
                through=date(last, 12, 31) if named else None,
            )
        except (BadCalendar, NeverOpens) as error:
            self.wrong(path, str(error), "CAL4")
            return None

    def holidays(self, place: str | None, path: str) -> Mapping[date, str]:
        if place in {None, "none", HOLE}:
            return {}
        frozen = self.form.frozen
        if frozen and place in frozen.holidays:
            return frozen.holidays[str(place)]
        if frozen:
            self.wrong(path, f"the holidays of '{place}' are not among the frozen ones; freeze them again", "FMT4")
            return {}
        try:
            return places.dates(str(place), *self.years(), self.form.languages[0])
        except ValueError as error:
            self.wrong(path, str(error))
            return {}

    # Severity.

    def severities(self) -> tuple[tuple[Fact, ...], tuple[Severity, ...]]:
        listed = self.form.severities if isinstance(self.form.severities, dict) else {}
        facts = [
            Fact(id_, fact.ask, fact.answers, self.clause(f"facts.{id_}")) for id_, fact in self.form.facts.items()
        ]
        severities: list[Severity] = []
        for rank, (name, form) in enumerate(listed.items(), 1):
            clause = self.clause(f"severities.{name}")
            when = tuple(FrozenMapping(row) for row in form.when)
            if form.ask:
                facts.append(Fact(name, form.ask, ("yes", "no"), clause))
                when = (*when, FrozenMapping({name: ("yes",)}))
            examples = form.examples or NO_TEXT
            severities.append(Severity(name, rank, form.name, when, form.otherwise, form.also_called, examples, clause))
        return tuple(facts), tuple(severities)

    def classification(self, severities: tuple[Severity, ...]) -> Classification:
        form, clause = self.form.classification, self.clause("classification")
        if form is None:
            by_criteria = any(severity.when for severity in severities)
            return Classification("criteria" if by_criteria else "contract", None, None, None, None, clause)
        raising, objection = form.raising, form.objection
        return Classification(
            by=form.by,
            default=form.default,
            told_to=form.told_to,
            objection=Objection(
                objection.by,
                objection.ground or NO_TEXT,
                objection.decided_by or NO_TEXT,
                self.clause("classification.objection"),
            )
            if objection
            else None,
            raising=Raise(raising.to, raising.needs, raising.when, self.clause("classification.raise"))
            if raising
            else None,
            clause=clause,
        )

    # The rest.

    def definitions(self) -> Definitions:
        facts, severities = self.severities()
        calendars = self.calendars(self.form.calendars, "calendars")
        return Definitions(
            zone=self.form.time_zone,
            currency=self.form.currency,
            working_time=self.form.working_time,
            calendars=calendars,
            facts=facts,
            severities=severities,
            classification=self.classification(severities),
            clocks=_frozen(self.clocks()),
            meters=_frozen(self.meters()),
            kinds=FrozenMapping(self.form.kinds),
            services=self.form.services,
            releases=self.releases(),
            third_parties=tuple(self.third_parties(calendars)),
            reopen_within=self.form.reopen_within,
        )

    def clocks(self) -> Iterator[tuple[str, Clock]]:
        for name, form in self.form.clocks.items():
            pauses = frozenset(form.pauses) if isinstance(form.pauses, tuple) else frozenset()
            clause = self.clause(f"clocks.{name}")
            yield name, Clock(name, form.name, form.start, form.stop, form.until, pauses, clause)

    def meters(self) -> Iterator[tuple[str, Meter]]:
        for name, form in self.form.meters.items():
            yield name, Meter(name, form.unit, form.per, form.what, form.source, self.clause(f"meters.{name}"))

    def third_parties(self, ours: Mapping[str, Calendar]) -> Iterator[ThirdParty]:
        for name, form in self.form.third_parties.items():
            path = f"third_parties.{name}"
            yield ThirdParty(
                id=name,
                name=form.name,
                kind=form.kind,
                covers=form.covers,
                contract_holder=None if form.contract_holder == HOLE else form.contract_holder,
                ends=form.ends,
                forwarding=form.forwarding,
                calendars=_frozen([*ours.items(), *self.calendars(form.calendars, f"{path}.calendars").items()]),
                working_time=form.working_time,
                promises=tuple(parts.promises(form.promises, f"{path}.promises", self.clause)),
                clause=self.clause(path),
                called_by=form.called_by,
            )

    def releases(self) -> Releases | None:
        form = self.form.releases
        if form is None:
            return None
        steps = (
            ReleaseStep(id_, step.what, step.on, step.lasts, step.at_least, self.clause(f"releases.steps.{id_}"))
            for id_, step in form.steps.items()
        )
        notices = (
            Notice(about, notice.to, notice.by, notice.ahead, self.clause(f"releases.notices.{about}"))
            for about, notice in form.notices.items()
        )
        return Releases(FrozenMapping(form.change_by), tuple(steps), tuple(notices), self.clause("releases"))

    def top(self) -> Part:
        part = parts.part(self.form, "", "", self.clause)
        if self.form.releases is None:
            return part
        release = parts.release_routine(self.form.releases.every, self.clause("releases.every"))
        return replace(part, routines=(*part.routines, release))

    def modules(self) -> Iterator[tuple[str, Part]]:
        for name, form in self.form.modules.items():
            yield name, parts.part(form, f"modules.{name}", name, self.clause)
            for option, added in form.options.items():
                path, id_ = f"modules.{name}.options.{option}", f"{name}.{option}"
                yield id_, replace(parts.part(added, path, id_, self.clause), needs=(name,))

    def open_points(self) -> Iterator[OpenPoint]:
        settled = self.form.settled if isinstance(self.form, forms.Agreement) else {}
        for name, form in self.form.open_points.items():
            if not self.has_point(f"open_points.{name}.at", keys_of(form.at)):
                continue
            said = settled.get(name)
            yield OpenPoint(
                id=name,
                at=form.at,
                default=form.default,
                because=form.because or NO_TEXT,
                otherwise=form.otherwise,
                settled=form.default if said and said.in_language(self.form.languages[0]) == "default" else said,
                clause=self.clause(f"open_points.{name}"),
                between=form.between,
            )

    def has_point(self, path: str, keys: Keys) -> bool:
        """Say whether there is what an open point is about; an agreement may have taken it away from its offer."""
        node = found(self.root, keys_of(path))
        if found(self.root, keys) or node is None:
            return True
        above = {keys[:end] for end in range(1, len(keys))}
        if node.place.file == self.root.place.file and not any(keys_of(one.path) in above for one in self.problems):
            _, lacks, advice = astray(self.root, keys)
            self.wrong(path, f"{lacks}; {advice or 'name its keys from the top, with dots'}", "FMT4")
        return False

    def holes(self) -> Iterator[Clause]:
        for path, node in self.root.walk():
            if node.text in {HOLE, f"charge {HOLE}"} and not path.startswith(("open_points.", "settled.")):
                yield self.clause(path)

    def signature(self) -> Signature | None:
        form, amendment = self.form, self.amendment
        if not isinstance(form, forms.Agreement):
            return None
        return Signature(
            number=form.agreement,
            customer=Customer(
                form.customer.name, form.customer.country, form.customer.vat_id, form.customer.buyer_reference
            ),
            signed=amendment.signed if amendment else form.signed,
            starts=form.valid.start,
            ends=form.valid.end,
            notice=form.valid.notice,
            renews=form.valid.then[0],
            plan=form.plan,
            modules=form.choose,
            installed=form.installed,
            amendment=amendment.number if amendment else 0,
            effective=amendment.effective if amendment else form.valid.start,
            because=amendment.because if amendment else "",
            retroactive=amendment is not None and amendment.retroactive,
        )


V = TypeVar("V")


def _frozen(pairs: Iterable[tuple[str, V]]) -> Mapping[str, V]:
    return FrozenMapping(pairs)


def _clauses(root: Node) -> Mapping[str, Clause]:
    """Return every text of a document by its path; what stands below a citation rests on it too."""
    clauses: dict[str, Clause] = {}
    keys: dict[str, Place] = {}
    for path, node in root.walk():
        keys |= {f"{path}.{key}" if path else key: place for key, place in node.keys.items()}
        # A text stands where it is written, a mapping where its key is.
        place = node.place if isinstance(node.value, str) else keys.get(path, node.place)
        above = clauses.get(path.rpartition(".")[0])
        cites = node.cites or (above.cites if above else ())
        clauses[path] = Clause(path, _said(node), cites, place.file, place.line, place.column)
    return FrozenMapping(clauses)


def _said(node: Node) -> str:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        text = ", ".join(_said(child) for child in node.value)
    else:
        text = "; ".join(f"{key}: {_said(child)}" for key, child in node.value.items())
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"


def _chosen(version: Version) -> Version:
    """Return the version without the holes of what a signed one leaves out of its offer: nobody needs to fill them."""
    if version.signature is None:
        return version
    terms = version.terms()
    return replace(version, holes=tuple(hole for hole in version.holes if is_chosen(hole.path, terms)))


def _named(version: Version, document: Document) -> Version:
    """Return the version with its hash: of the text as it was merged, its holidays, and the amendments in it.

    The order of keys counts, because it says which severity is worse, which step comes first and which line of an
    invoice stands above; comments, quotes and indentation do not.
    """
    shared = version.shared
    calendars = {"": shared.calendars} | {party.id: party.calendars for party in shared.third_parties}
    content = {
        "document": document.root.data(),
        "holidays": {
            f"{owner}.{name}": {str(day): holiday for day, holiday in sorted(calendar.holidays.items())}
            for owner, named in calendars.items()
            for name, calendar in named.items()
        },
        "amendments": [amendment.data() for amendment in document.amendments],
    }
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return replace(version, hash=hashlib.sha256(canonical.encode()).hexdigest())
