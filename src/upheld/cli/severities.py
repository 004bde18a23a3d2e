"""`upheld severity`: which class the answers give."""

from typing import Annotated

import typer

from upheld.cli.options import File, Json, Lang
from upheld.cli.printing import show_json
from upheld.reading import read
from upheld.severity import classify
from upheld.words import names, steps

app = typer.Typer()


@app.command()
def severity(
    file: File,
    *,
    answer: Annotated[list[str], typer.Option("--answer", metavar="QUESTION=ANSWER", help="Once for each.")] = [],  # noqa: B006  Typer copies it
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Say which severity the answers to the agreement's questions give, and why."""
    version = read(file)
    try:
        decision = classify(version.shared, dict(_pair(text) for text in answer))
    except ValueError as wrong:
        raise typer.BadParameter(str(wrong), param_hint="--answer") from wrong
    if json:
        show_json(
            {
                "severity": decision.severity,
                "matched": decision.matched,
                "otherwise": decision.otherwise,
                "open": list(decision.open),
                "reasons": [reason.as_data() for reason in decision.reasons],
            },
        )
        return
    for step in steps(decision.reasons, lang, version.shared.zone, names(version.shared, lang)):
        typer.echo(step)


def _pair(text: str) -> tuple[str, str]:
    question, sign, answer = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"'{text}' is not an answer; write it like 'production=yes'", param_hint="--answer")
    return question.strip(), answer.strip()
