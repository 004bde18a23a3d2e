"""Rules: what the linter looks for, one code each, and the version's problems that it finds.

Every rule takes a version and yields what it finds; `RULES` is the whole table. What keeps a file from being read at
all has its codes in `READ`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from upheld.agreements import Version
from upheld.lint import (
    allowances,
    amendments,
    calendars,
    channels,
    clocks,
    people,
    plans,
    prices,
    severities,
    signing,
    suppliers,
    texts,
)
from upheld.lint.findings import Finding
from upheld.problems import Level, Problem, in_reading_order


@dataclass(frozen=True, slots=True)
class Rule:
    """A code of the linter: how bad it is, what it finds in a few words, and how."""

    code: str
    level: Level  # of its findings, unless one says otherwise
    title: str
    find: Callable[[Version], Iterable[Finding]]


RULES: Final = (
    Rule("HOLE1", "S", "Something is still to be agreed", signing.holes),
    Rule("HOLE2", "S", "An open point is not settled", signing.open_points),
    Rule("SEV1", "W", "Answers that no severity matches", severities.gaps),
    Rule("SEV2", "E", "A severity that nothing leads to", severities.unreachable),
    Rule("SEV3", "W", "Severities that share an example or a question", severities.alike),
    Rule("SEV4", "W", "A severity that nothing is promised for", severities.unpromised),
    Rule("CLK1", "E", "A clock that cannot start", clocks.never_start),
    Rule("CLK2", "W", "A worse severity that waits longer", clocks.slower),
    Rule("CLK3", "W", "A later step promised sooner than an earlier one", clocks.out_of_order),
    Rule("CLK4", "W", "A dearer plan that gives less", plans.gives_less),
    Rule("CLK5", "E", "Two promises that fit the same case", clocks.ambiguous),
    Rule("CAL1", "W", "A promise that ends before the desk opens again", calendars.unattended),
    Rule("CAL2", "S", "A promise on a channel that nobody attends", calendars.unstaffed),
    Rule("CAL3", "W", "A zone, holiday or weekday in doubt", calendars.doubtful),
    Rule("CAL4", "E", "Hours that contradict each other", calendars.not_extended),
    Rule("CAL5", "W", "A year without holidays", calendars.without_holidays),
    Rule("CH1", "W", "Promises and channels that do not meet", channels.unmatched),
    Rule("CH2", "W", "A raise that needs a closed channel", channels.cut_off),
    Rule("UC1", "S", "A supplier slower than our promise", suppliers.slower),
    Rule("UC2", "S", "No supplier's promise under ours", suppliers.missing),
    Rule("PRC1", "E", "Slices that do not fit together", prices.unsorted),
    Rule("PRC2", "W", "A price that falls while use grows", prices.falling),
    Rule("PRC3", "W", "Two plans that cost the same", plans.costs_the_same),
    Rule("PRC4", "S", "Use or money that is not named", prices.unlabelled),
    Rule("ALW1", "W", "An allowance without its rules", allowances.unruled),
    Rule("ALW2", "E", "An allowance that cannot be used", allowances.unusable),
    Rule("CRD1", "S", "A credit without limit or measure", allowances.unlimited),
    Rule("ROLE1", "S", "A role without a person or deputy", people.unnamed),
    Rule("DUTY1", "W", "A rhythm that does not fit the term", people.untimely),
    Rule("TERM1", "S", "A term or a choice that does not hold together", signing.term),
    Rule("AMD2", "W", "An amendment that gives less", amendments.worse_than_before),
    Rule("TXT1", "W", "A name that a language lacks", texts.untranslated),
    Rule("SRC1", "W", "A clause said twice in different ways", texts.said_twice),
)
# Found while a file is read, where no version can be made of it; each is an error.
READ: Final = {
    "FMT0": "A key without a value",
    "FMT1": "A key that is not known",
    "FMT2": "A key that stands twice",
    "FMT3": "A value that cannot be read",
    "FMT4": "A name that is not defined",
    "FMT5": "Plans that extend each other in a circle",
    "FMT6": "A text without the leading language",
    "AMD1": "An amendment that does not fit",
}


def lint(version: Version) -> tuple[Problem, ...]:
    """Return what all rules find in a version, in reading order; what plans inherit is said once, where it stands."""
    problems = (_problem(rule, finding) for rule in RULES for finding in rule.find(version))
    once: dict[tuple[str, str, int, int, str], Problem] = {}
    for problem in problems:
        once.setdefault((problem.code, problem.file, problem.line, problem.column, problem.message), problem)
    return in_reading_order(once.values())


def _problem(rule: Rule, finding: Finding) -> Problem:
    clause = finding.clause
    level, place = finding.level or rule.level, (clause.file, clause.line, clause.column)
    return Problem(rule.code, level, *place, clause.path, clause.text, finding.message, finding.advice)
