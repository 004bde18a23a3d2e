"""What the pages about agreements show, made from a version by the engine."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal

from upheld import evaluate
from upheld.agreements import Version
from upheld.differences import Difference, Verdict, differences
from upheld.duties import Duty
from upheld.problems import Level, Problem
from upheld.words import Language, names, say
from upheld.words.terms import term
from upheld_desk.store import agreements, logs
from upheld_desk.store.models import Agreement, Edition

State = Literal["offer", "draft", "to come", "in force", "ended"]

SOON: Final = timedelta(days=92)  # an end that near is worth a word
_ROUNDS: Final = frozenset({"rhythm", "price", "procedure"})
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_VERDICTS: Final[tuple[Verdict, ...]] = ("worse", "mixed", "better", "other")


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement in the list."""

    agreement: Agreement
    state: State
    edition: Edition | None  # the newest that was signed; None: nothing was
    draft: Edition | None
    counts: dict[Level, int]  # findings, by how bad they are
    plan: str
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class Round:
    """Something that comes round, and what it is called."""

    duty: Duty
    name: str

    @property
    def called(self) -> dict[str, str]:
        """Return its name by its id, which the reasons for it name."""
        return {self.duty.name: self.name}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, with what was found in it."""

    number: int
    text: str
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in words."""

    verdict: Verdict
    place: str
    sentence: str


def rows(found: Iterable[Agreement], today: date, language: Language) -> list[Row]:
    """Return the agreements with their state and what the linter finds in each."""
    return [_row(agreement, today, language) for agreement in found]


def _row(agreement: Agreement, today: date, language: Language) -> Row:
    editions = list(agreement.editions.exclude(state="discarded").order_by("-number"))
    signed = next((edition for edition in editions if edition.state == "signed"), None)
    draft = next((edition for edition in editions if edition.state == "draft"), None)
    shown = signed or draft
    version = agreements.version_of(signed) if signed else None
    state = state_of(agreement, version, today)
    ends = agreement.ends
    soon = state == "in force" and ends is not None and ends - today <= SOON
    return Row(agreement, state, signed, draft, counts(shown) if shown else {}, _plan(version, language), soon)


def counts(edition: Edition) -> dict[Level, int]:
    """Return how many findings of each level there are in an edition."""
    return dict(Counter(problem.level for problem in agreements.findings(edition)))


def _plan(version: Version | None, language: Language) -> str:
    signed = version.signature if version else None
    if version is None or signed is None or signed.plan is None:
        return ""
    return version.plans[signed.plan].name.in_language(language) or signed.plan


def state_of(agreement: Agreement, version: Version | None, today: date) -> State:
    """Return how an agreement stands on a day."""
    if agreement.customer_id is None:
        return "offer"
    if version is None or version.signature is None:
        return "draft"
    if version.signature.is_in_force(today):
        return "in force"
    return "to come" if today < version.signature.starts else "ended"


def rounds(agreement: Agreement, version: Version, now: datetime, language: Language) -> list[Round]:
    """Return what comes round or stands under an agreement and is to be done now, the first due first."""
    if agreement.log is None:
        return []
    evaluation = evaluate(version, logs.load(agreement.log.pk).events, now)
    names = {routine.id: routine.topic.in_language(language) for routine in version.terms().routines}
    names |= {step.id: step.do.in_language(language) for step in version.terms().steps}
    open_ones = [
        Round(duty, names.get(duty.name) or term(duty.name, language))
        for duty in evaluation.duties
        if duty.kind in _ROUNDS and duty.of == "vendor" and duty.stopped is None and duty.state in ("running", "broken")
    ]
    return sorted(open_ones, key=lambda found: found.duty.due or _NEVER)


def beside_lines(text: str, name: str, problems: Sequence[Problem]) -> tuple[list[Line], list[Problem]]:
    """Return a file line by line with its findings, and the findings that stand in no line of it."""
    by_line: dict[int, list[Problem]] = {}
    elsewhere: list[Problem] = []
    lines = text.splitlines()
    for problem in problems:
        if problem.file.rsplit("/", 1)[-1] == name and 1 <= problem.line <= len(lines):
            by_line.setdefault(problem.line, []).append(problem)
        else:
            elsewhere.append(problem)
    shown = [Line(number, line, tuple(by_line.get(number, ()))) for number, line in enumerate(lines, start=1)]
    return shown, elsewhere


def changes(before: Version, after: Version, language: Language) -> list[Change]:
    """Return what gets better or worse for the customer, the worse first, in words."""
    found = [_change(difference, after, language) for difference in differences(before, after)]
    return sorted(found, key=lambda change: _VERDICTS.index(change.verdict))


def _change(difference: Difference, version: Version, language: Language) -> Change:
    called = names(version.shared, language)
    part = version.plans.get(difference.scope) or version.modules.get(difference.scope)
    scope = (part.name.in_language(language) if part else "") or difference.scope
    subject = ", ".join(called.get(name) or term(name, language) for name in difference.subject)
    place = ": ".join(filter(None, (scope, subject)))
    return Change(
        difference.verdict,
        place if "." in place else place[:1].upper() + place[1:],
        say(difference.reason, language, version.shared.zone, called),
    )
