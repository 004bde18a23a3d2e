"""Severities: combinations of answers that nothing matches, classes nobody can reach, and what nothing is promised for.

Every combination of answers is tried; nothing is sampled.
"""

from collections.abc import Iterator, Mapping
from math import prod
from typing import Final

from upheld import severity
from upheld.agreements import ANY, Severity, Version
from upheld.lint.findings import Finding, names
from upheld.scopes import scopes

_SHOWN: Final = 12
_STEM: Final = 5  # letters that two forms of a word have in common, in English, German and Swedish alike


def gaps(version: Version) -> Iterator[Finding]:
    """SEV1: answers that no severity matches; a severity that is nothing but `otherwise` is meant to catch them."""
    shared = version.shared
    open_answers = severity.gaps(shared)
    if not open_answers:
        return
    rest = next((s for s in shared.severities if s.otherwise), None)
    rest = rest or next((s for s in shared.severities if s.id == shared.classification.default), None)
    if rest and not rest.when:
        return
    shown = ", ".join(f"({', '.join(f'{n}={answer}' for n, answer in gap.items())})" for gap in open_answers[:_SHOWN])
    more = f" and {len(open_answers) - _SHOWN} more" if len(open_answers) > _SHOWN else ""
    every = prod(len(fact.answers) for fact in severity.Table(shared.facts, shared.severities).asked())
    match = "matches" if len(open_answers) == 1 else "match"
    said = f"of {every} combinations of answers {len(open_answers)} {match} no severity: {shown}{more}"
    if rest:
        advice = f"they fall to '{rest.id}'; add them to the 'when' of the severity that each one means"
        yield Finding(rest.clause, said, advice)
    else:
        advice = "nothing catches them; mark a severity with 'otherwise: yes'"
        yield Finding(shared.severities[0].clause, said, advice, "E")


def unreachable(version: Version) -> Iterator[Finding]:
    """SEV2: severities that no answers lead to."""
    for found in severity.unreachable(version.shared):
        message = f"no answers, no claim and no default ever lead to '{found.id}'"
        yield Finding(found.clause, message, "move it above the severity that takes its cases, or remove it")


def alike(version: Version) -> Iterator[Finding]:
    """SEV3: severities that share an example or a question with a worse one; the first pair is said."""
    questions = {fact.id: fact.ask for fact in version.shared.facts}
    for index, milder in enumerate(version.shared.severities):
        worse = version.shared.severities[:index]
        asked = questions[milder.id].by_language if milder.id in questions else {}
        twin = next((s for s in worse if s.id in questions and _same(questions[s.id].by_language, asked)), None)
        if twin:
            message = f"'{milder.id}' asks the same question as '{twin.id}', so a yes never leads to it"
            yield Finding(milder.clause, message, "ask what tells the two apart")
        shared = next(((s, pair) for s in worse for pair in _shared_examples(s, milder)), None)
        if shared:
            other, (one, its) = shared
            message = f"the example '{its}' of '{milder.id}' reads like '{one}' of '{other.id}'"
            yield Finding(milder.clause, message, "keep it where it is meant, or say what tells the two apart")


def _same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(text.casefold() == other.get(language, "").casefold() for language, text in one.items())


def _shared_examples(worse: Severity, milder: Severity) -> Iterator[tuple[str, str]]:
    """Yield the pairs of examples that say the same in some language."""
    for language, examples in worse.examples.by_language.items():
        others = milder.examples.by_language.get(language, "").splitlines()
        yield from ((one, other) for one in examples.splitlines() for other in others if _say_the_same(one, other))


def _say_the_same(one: str, other: str) -> bool:
    """Say whether half of the longer words of the shorter text, and two at least, are in the other, in some form."""
    stems = [{word[:_STEM] for word in _words(text) if len(word) >= _STEM} for text in (one, other)]
    shared = len(stems[0] & stems[1])
    return shared > 1 and 2 * shared >= min(map(len, stems))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalpha() else " " for letter in text.casefold()).split()


def unpromised(version: Version) -> Iterator[Finding]:
    """SEV4: severities without any promise in a plan, and no rule for them."""
    for terms in scopes(version):
        own = {promise.severity for promise in terms.promises}
        if not own or ANY in own or terms.unpromised:
            continue
        missing = [s.id for s in version.shared.severities if s.id not in own]
        if missing:
            clause = version.plans[terms.plan].clause if terms.plan else terms.promises[0].clause
            message = f"nothing is promised for {names(missing)}"
            advice = "write promises for them, or a rule like 'unpromised: measured only'"
            yield Finding(clause, message, advice)
