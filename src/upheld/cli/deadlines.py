"""`upheld due` and `upheld explain`: until when a promise must be kept, and how that comes about."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from upheld import duties, promise_line, traces
from upheld.calendars import time_zone
from upheld.cli.options import File, Json, Lang, Modules, Plan
from upheld.cli.printing import show_json
from upheld.cli.questions import Asked, Given, asked, run_of
from upheld.clocks import Run
from upheld.words import names, say, steps

app = typer.Typer()

_DUE = {"due", "hole", "best effort"}  # what is said of a promise's due time
_MEASURED = {"unpromised"}  # ... and where nothing is promised

Severity = Annotated[str, typer.Option("--severity", help="The severity of the case; 'any' for none in particular.")]
Clock = Annotated[str, typer.Option("--clock", help="What is promised, by its id in the agreement.")]
Reported = Annotated[
    str,
    typer.Option("--reported", metavar="TIME", help="When it was reported: local to the agreement, or with an offset."),
]
Channel = Annotated[str, typer.Option("--channel", help="The channel of the report.")]
Caller = Annotated[str, typer.Option("--caller", help="What the one who reports is to the vendor.")]
Kind = Annotated[str | None, typer.Option("--kind", help="The kind of case; by default one that the terms cover.")]
Picture = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw the promise line into this file.")]


@app.command()
def due(
    file: File,
    *,
    severity: Severity,
    clock: Clock,
    reported: Reported,
    plan: Plan = None,
    modules: Modules = None,
    channel: Channel = "",
    caller: Caller = "",
    kind: Kind = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Say until when a promise must be kept, from the severity and the time of the report."""
    question = asked(Given(file, plan, modules, severity, clock, reported, channel, caller, kind))
    run = run_of(question)
    if json:
        show_json(_data(question, run))
        return
    called = names(question.terms.shared, lang)
    outcome = [r for r in run.reasons if r.code in (_DUE if run.promise else _MEASURED)] or run.reasons[-1:]
    typer.echo("\n".join(say(reason, lang, question.terms.shared.zone, called) for reason in outcome))


@app.command()
def explain(
    file: File,
    *,
    severity: Severity,
    clock: Clock,
    reported: Reported,
    plan: Plan = None,
    modules: Modules = None,
    channel: Channel = "",
    caller: Caller = "",
    kind: Kind = None,
    lang: Lang = "en",
    svg: Picture = None,
    json: Json = False,
) -> None:
    """Say how a due time comes about, step by step and day by day; draw it with --svg."""
    question = asked(Given(file, plan, modules, severity, clock, reported, channel, caller, kind))
    run, shared = run_of(question), question.terms.shared
    told = steps(traces.explained(run), lang, shared.zone, names(shared, lang))
    if svg:
        course = promise_line.course(duties.of_run(run), shared, lang)
        svg.write_text(promise_line.draw(course, lang), encoding="utf-8")
    if json:
        show_json({**_data(question, run), "steps": told})
    else:
        typer.echo("\n".join(told))


def _data(question: Asked, run: Run) -> dict[str, object]:
    return {
        "due": _local(run.due, question.terms.shared.zone),
        "strict": run.strict,
        "state": run.state,
        "start": _local(run.start, question.terms.shared.zone),
        "severity": run.severity,
        "clock": run.clock.id,
        "promise": run.promise.quantity.text if run.promise else None,
        "budget": int(run.budget.total_seconds()) if run.budget is not None else None,
        "reasons": [reason.as_data() for reason in traces.explained(run)],
    }


def _local(at: datetime | None, zone: str) -> str | None:
    return at.astimezone(time_zone(zone)).isoformat() if at else None
