"""Naming: what agreements call their parts, in the reader's language; what has no name is called by its id."""

from collections.abc import Iterable

from upheld.agreements import Fact, Part, Severity, Terms, Version
from upheld.duties import Duty
from upheld.words import names, say
from upheld.words.terms import term
from upheld_desk.looks import speech
from upheld_desk.store import agreements
from upheld_desk.store.models import CaseRow

Names = dict[tuple[int, str], str]


def called(part: Part | Severity) -> str:
    """Return what a plan, a module or a severity is called."""
    return part.name.in_language(speech.language()) or part.id


def plan(version: Version, name: str | None) -> str:
    """Return what a plan is called; empty without one."""
    part = version.plans.get(name or "")
    return called(part) if part else ""


def question(fact: Fact) -> str:
    """Return the question about a fact."""
    return fact.ask.in_language(speech.language()) or fact.id


def severity(terms: Terms, name: str | None) -> str:
    """Return what a severity is called; empty without one."""
    found = next((each for each in terms.shared.severities if each.id == name), None)
    return called(found) if found else name or ""


def duty(terms: Terms, found: Duty) -> str:
    """Return what a duty is called; a checkpoint that has no name, by why there is one."""
    said = found.title(terms).in_language(speech.language())
    if not said and found.kind == "checkpoint" and found.reasons:
        agreed = names(terms.shared, speech.language())
        return say(found.reasons[0], speech.language(), speech.zone(), agreed).rstrip(".")
    return said or term(found.name, speech.language())


def severities(agreement_ids: Iterable[int]) -> Names:
    """Return the names of severities by agreement and id; of each agreement its newest version counts."""
    return {
        (edition.agreement_id, each.id): called(each)
        for edition in agreements.newest(agreement_ids)
        for each in agreements.version_of(edition).shared.severities
    }


def of_case(known: Names, case: CaseRow) -> str:
    """Return what a case's severity is called, by the names of `severities`."""
    return known.get((case.log.agreement_id, case.severity), case.severity)
