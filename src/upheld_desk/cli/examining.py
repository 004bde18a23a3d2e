"""`upheld desk doctor`: looks at everything that the desk needs, and says of what is not well what to do about it."""

from collections.abc import Callable, Iterator

import typer

from upheld.cli.failures import FINDINGS
from upheld_desk import clock
from upheld_desk.cli.findings import Finding
from upheld_desk.cli.findings import data as of_data
from upheld_desk.cli.findings import mail as of_mail
from upheld_desk.cli.findings import setting as of_settings
from upheld_desk.cli.ground import database

app = typer.Typer()

Look = Callable[[], Iterator[Finding]]


@app.command()
def doctor() -> None:
    """Say what is not as it should be, and what to do about it."""
    findings = list(of_settings.look())
    with database():
        findings += of_data.look(clock.now())
        findings += of_mail.look(clock.now())
    for finding in findings:
        typer.echo(str(finding))
    wrong = sum(not finding.is_well for finding in findings)
    if wrong:
        typer.echo(f"{wrong} of {len(findings)} need something to be done.")
        raise typer.Exit(FINDINGS)
    typer.echo(f"All {len(findings)} are well.")
