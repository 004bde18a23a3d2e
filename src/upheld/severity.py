"""Severity: which class a case belongs to, decided by answers to the agreement's questions or by the customer's claim.

Severities are tried from the top, worst first; the first that fits decides. What none of them fits falls to the one
marked `otherwise`, or to the default. A severity never changes to make a promise fit.

>>> from upheld.agreements import Text
>>> from upheld.reasons import Clause
>>> yes_or_no = Fact("stopped", Text({"en": "Has work stopped?"}), ("yes", "no"), Clause("facts.stopped", ""))
>>> stop = Severity("stop", 1, Text({}), ({"stopped": ("yes",)},), False, (), Text({}), Clause("severities.stop", ""))
>>> rest = Severity("rest", 2, Text({}), (), True, (), Text({}), Clause("severities.rest", ""))
>>> table = Table((yes_or_no,), (stop, rest))
>>> [severity.id if severity else None for _, severity in table.courses({})]
['stop', None]

Reasons are "severity matched" (with the answers), "severity otherwise", "severity default", "severity claimed",
"severity open" (with the question to ask next) and "severity not agreed"; below them "answered", "claim granted",
"claim not offered" and "claim lacks channels".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from typing import Final

from upheld.agreements import Definitions, Fact, Severity
from upheld.reasons import Field, Reason

Answers = Mapping[str, str]

ASKED: Final = "asked"  # the question which severity the customer asked for
YES: Final = "yes"
YES_OR_NO: Final = (YES, "no")


@dataclass(frozen=True, slots=True)
class Decision:
    """A severity with its reasons, or the questions that are still open."""

    severity: str | None  # None: open, or nothing that fits was agreed
    matched: bool  # its own criteria or a claim led to it
    otherwise: bool  # it catches what nothing else fits
    reasons: tuple[Reason, ...]
    open: tuple[str, ...] = ()  # questions whose answers still matter, the next one first


@dataclass(frozen=True, slots=True)
class Table:
    """Questions and the severities that their answers lead to."""

    facts: tuple[Fact, ...]
    severities: tuple[Severity, ...]

    def courses(self, given: Answers) -> Iterator[tuple[Answers, Severity | None]]:
        """Yield every course that the open answers can take, as far as they matter, and the severity it reaches."""
        found = self._next(given)
        if not isinstance(found, str):
            yield given, found
            return
        for answer in self.answers(found):
            yield from self.courses({**given, found: answer})

    def questions(self, given: Answers) -> tuple[str, ...]:
        """Return the questions whose answers may still matter, in the order in which they are met."""
        found = self._next(given)
        if not isinstance(found, str):
            return ()
        further = (self.questions({**given, found: answer}) for answer in self.answers(found))
        return tuple(dict.fromkeys((found, *(name for names in further for name in names))))

    def answers(self, fact: str) -> tuple[str, ...]:
        """Return the answers that a question has."""
        return next(f.answers for f in self.facts if f.id == fact)

    def asked(self) -> tuple[Fact, ...]:
        """Return the questions that some severity looks at."""
        looked_at = {name for severity in self.severities for row in severity.when for name in row}
        return tuple(fact for fact in self.facts if fact.id in looked_at)

    def _next(self, given: Answers) -> Severity | str | None:
        """Return the severity that the answers reach, the question that decides next, or None: nothing fits."""
        for severity in self.severities:
            rows = [row for row in severity.when if all(given.get(name, fits[0]) in fits for name, fits in row.items())]
            if any(row.keys() <= given.keys() for row in rows):
                return severity
            if rows:
                return next(name for name in rows[0] if name not in given)
        return None


def questions(definitions: Definitions) -> Mapping[str, tuple[str, ...]]:
    """Return what may be answered about a case, question by question, with the answers there are.

    Where the customer gives the severity, this is which one was `asked`, and whether each channel that a raise needs
    was used.
    """
    asked = {fact.id: fact.answers for fact in definitions.facts}
    if definitions.classification.by != "customer":
        return asked
    raising = definitions.classification.raising
    channels = dict.fromkeys(raising.needs if raising else (), YES_OR_NO)
    return {**asked, ASKED: tuple(severity.id for severity in definitions.severities), **channels}


def classify(definitions: Definitions, answers: Answers) -> Decision:
    """Return the severity that the answers decide, or which questions are still open.

    Answers that are missing do not matter where every way to give them leads to the same severity. Raises ValueError
    for a question or an answer that the agreement does not have.
    """
    _check(definitions, answers)
    if not definitions.severities:
        reason = Reason("severity not agreed", clause=definitions.classification.clause)
        return Decision(None, matched=False, otherwise=False, reasons=(reason,))
    table = Table(definitions.facts, definitions.severities)
    if ASKED in answers or not table.asked():
        return _by_claim(definitions, answers)
    reached = {severity.id if severity else None: severity for _, severity in table.courses(answers)}
    if len(reached) > 1:
        still_open = table.questions(answers)
        clause = next(fact.clause for fact in definitions.facts if fact.id == still_open[0])
        reason = Reason("severity open", {"question": still_open[0]}, clause)
        return Decision(None, matched=False, otherwise=False, reasons=(reason,), open=still_open)
    severity = next(iter(reached.values()))
    if severity is None:
        return _rest(definitions, _answered(definitions, answers))
    given = tuple(f"{name}={answer}" for name, answer in answers.items())
    fields: dict[str, Field] = {"severity": severity.id, "answers": given}
    reason = Reason("severity matched", fields, severity.clause, _answered(definitions, answers))
    return Decision(severity.id, matched=True, otherwise=False, reasons=(reason,))


def gaps(definitions: Definitions) -> tuple[Answers, ...]:
    """Return every combination of answers that no severity matches, questions in the agreement's order."""
    table = Table(definitions.facts, definitions.severities)
    asked = table.asked()
    found = (
        dict(zip((fact.id for fact in asked), combination, strict=True))
        for given, severity in table.courses({})
        if severity is None and asked
        for combination in product(*((given[f.id],) if f.id in given else f.answers for f in asked))
    )
    return tuple(found)


def unreachable(definitions: Definitions) -> tuple[Severity, ...]:
    """Return the severities that no answers, no claim and no default ever lead to."""
    table = Table(definitions.facts, definitions.severities)
    reached = {severity.id if severity else None for _, severity in table.courses({})}
    rest = _catches_the_rest(definitions)
    if None in reached and rest:
        reached.add(rest.id)
    return tuple(s for s in definitions.severities if s.id not in reached and not _can_be_chosen(definitions, s))


def _can_be_chosen(definitions: Definitions, severity: Severity) -> bool:
    """Say whether a person may give a case this severity, or the default does; criteria of its own rule that out."""
    if severity.id == definitions.classification.default:
        return True
    if severity.when or severity.otherwise or definitions.classification.by == "criteria":
        return False
    return definitions.classification.by != "customer" or _refusal(definitions, severity, ()) is None


def _by_claim(definitions: Definitions, answers: Answers) -> Decision:
    if ASKED not in answers:
        return _rest(definitions, ())
    severity = next(s for s in definitions.severities if s.id == answers[ASKED])
    raising = definitions.classification.raising
    missing = tuple(channel for channel in raising.needs if answers.get(channel) != YES) if raising else ()
    refusal = _refusal(definitions, severity, missing)
    if refusal:
        return _rest(definitions, (refusal,))
    clause = raising.clause if raising else definitions.classification.clause
    granted = Reason("claim granted", {"severity": severity.id}, clause)
    reason = Reason("severity claimed", {"severity": severity.id}, severity.clause, (granted,))
    return Decision(severity.id, matched=True, otherwise=False, reasons=(reason,))


def _refusal(definitions: Definitions, severity: Severity, missing: tuple[str, ...]) -> Reason | None:
    """Return why a claim does not count; what is not above the default, or under no rule for raises, always counts."""
    classification = definitions.classification
    raising = classification.raising
    default = next((s for s in definitions.severities if s.id == classification.default), None)
    if raising is None or (default and severity.rank >= default.rank):
        return None
    if severity.id not in raising.to:
        offered: dict[str, Field] = {"severity": severity.id, "offered": raising.to}
        return Reason("claim not offered", offered, raising.clause)
    if missing:
        lacks: dict[str, Field] = {"severity": severity.id, "channels": missing}
        return Reason("claim lacks channels", lacks, raising.clause)
    return None


def _catches_the_rest(definitions: Definitions) -> Severity | None:
    marked = (s for s in definitions.severities if s.otherwise)
    default = (s for s in definitions.severities if s.id == definitions.classification.default)
    return next(marked, None) or next(default, None)


def _rest(definitions: Definitions, because: tuple[Reason, ...]) -> Decision:
    """Return the severity of what nothing fits."""
    severity = _catches_the_rest(definitions)
    if severity is None:
        reason = Reason("severity not agreed", {}, definitions.classification.clause, because)
        return Decision(None, matched=False, otherwise=False, reasons=(reason,))
    code, clause = "severity default", definitions.classification.clause
    if severity.otherwise:
        code, clause = "severity otherwise", severity.clause
    reason = Reason(code, {"severity": severity.id}, clause, because)
    return Decision(severity.id, matched=False, otherwise=True, reasons=(reason,))


def _answered(definitions: Definitions, answers: Answers) -> tuple[Reason, ...]:
    return tuple(
        Reason("answered", {"question": fact.id, "answer": answers[fact.id]}, fact.clause)
        for fact in definitions.facts
        if fact.id in answers
    )


def _check(definitions: Definitions, answers: Answers) -> None:
    known = questions(definitions)
    for name, answer in answers.items():
        if name not in known:
            message = f"'{name}' is not a question of this agreement; {_hint(name, known)}"
            raise ValueError(message)
        if answer not in known[name]:
            message = f"{name}: '{answer}' is not an answer; {_hint(answer, known[name])}"
            raise ValueError(message)


def _hint(given: str, known: Mapping[str, tuple[str, ...]] | tuple[str, ...]) -> str:
    if not known:
        return "it has none"
    near = get_close_matches(given, known, n=1)
    return f"did you mean '{near[0]}'?" if near else f"write one of: {', '.join(known)}"
