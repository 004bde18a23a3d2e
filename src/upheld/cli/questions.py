"""Questions: a case as the command line describes it, and the run of the clock that is asked for.

The version is the one in force when the case is reported; what the report leaves open is assumed, and a reason says so.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import typer

from upheld import cases, clocks, events
from upheld.agreements import ANY, Milestone, Terms
from upheld.calendars import time_zone
from upheld.cli.options import instant, known, terms_of
from upheld.clocks import Run
from upheld.errors import TwoPromises
from upheld.reading import read
from upheld.words import say

# What must have happened for a clock to start that does not start with the report.
_STARTS: Final[dict[Milestone, type[events.Event]]] = {
    "handed over": events.HandedOver,
    "first human reply": events.Replied,
    "work started": events.WorkStarted,
    "restored": events.Restored,
    "solved": events.SolutionProposed,
    "approved": events.SolutionApproved,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says about a case, as it was written."""

    file: Path
    plan: str | None
    modules: str | None
    severity: str
    clock: str
    reported: str
    channel: str = ""
    caller: str = ""
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is meant, under the terms that hold."""

    terms: Terms
    severity: str
    clock: str
    report: events.Reported


def asked(given: Given) -> Asked:
    """Return what is asked, or refuse a word that the agreement does not have."""
    newest = read(given.file)
    at = instant("--reported", given.reported, newest.shared.zone)
    version = newest.in_force(at)
    signed, zone = version.signature, time_zone(version.shared.zone)
    if signed and not signed.is_in_force(at.astimezone(zone).date()):
        message = f"'{given.reported}' lies outside the term of the agreement, {signed.term}; write a time in it"
        raise typer.BadParameter(message, param_hint="--reported")
    terms = terms_of(version, given.plan, given.modules)
    severities = [severity.id for severity in terms.shared.severities]
    known("--severity", given.severity, [*severities, ANY], "a severity")
    known("--clock", given.clock, dict.fromkeys(p.clock for p in terms.promises), "a clock that is promised here")
    if given.channel and terms.channels:
        known("--channel", given.channel, [channel.id for channel in terms.channels], "a channel")
    kind = given.kind or next(iter(terms.handles), "incident")
    report = events.Reported(at, channel=given.channel, caller=given.caller, kind=kind)
    return Asked(terms, given.severity, given.clock, report)


def run_of(question: Asked) -> Run:
    """Return the run of the clock, begun at the time that was given; refuse where nothing is promised."""
    terms, at = question.terms, question.report.at
    log: list[events.Event] = [question.report]
    if question.severity == ANY:
        terms = replace(terms, shared=replace(terms.shared, severities=()))
    else:
        log.append(events.Classified(at, severity=question.severity))
    start = terms.shared.clocks[question.clock].start
    if start in _STARTS:
        log.append(_STARTS[start](at))
    case = cases.read(log, terms, at)
    assert case
    try:
        runs = clocks.follow(terms, case, at)
    except TwoPromises as both:
        missing = _left_open(question)
        if not missing:
            raise
        raise typer.BadParameter("what is promised depends on it; name it", param_hint=missing) from both
    run = next((run for run in runs if run.clock.id == question.clock), None)
    if run is None or (run.promise is None and run.state == "waiting"):
        raise typer.BadParameter(_nothing(question), param_hint="--clock")
    return run


def _left_open(question: Asked) -> str:
    """Return the options that the promises have conditions on and the command line left out."""
    conditions = [promise.only for promise in question.terms.promises]
    left = {
        "--channel": not question.report.channel and any(only.channels for only in conditions),
        "--caller": not question.report.caller and any(only.callers for only in conditions),
    }
    return ", ".join(option for option, is_open in left.items() if is_open)


def _nothing(question: Asked) -> str:
    """Return why nothing is promised, as far as it is known."""
    terms = question.terms
    clock = terms.shared.clocks[question.clock]
    what = f"nothing is promised for '{clock.id}' at severity '{question.severity}'"
    if terms.handles and question.report.kind not in terms.handles:
        return f"{what}: the terms do not cover the kind '{question.report.kind}', only {', '.join(terms.handles)}"
    unmet = clocks.Promises(terms, question.report).unmet(clock)
    if unmet:
        return f"{what}: {say(unmet[0], 'en', terms.shared.zone).rstrip('.')}"
    promised = dict.fromkeys(promise.severity for promise in terms.promises if promise.clock == clock.id)
    return f"{what}; it is promised for: {', '.join(promised)}"
