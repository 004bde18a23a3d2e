"""`upheld desk rebuild`: the rows for lists, made again from the logs. They come out the same to the byte."""

import typer

from upheld.cli.failures import FINDINGS
from upheld_desk import clock
from upheld_desk.cli.ground import counted, database, require_tables
from upheld_desk.store import projections
from upheld_desk.store.models import Log

app = typer.Typer()


@app.command()
def rebuild() -> None:
    """Make the rows for lists again, from the logs."""
    with database():
        require_tables()
        count, different = projections.rebuild(clock.now())
        typer.echo(f"Made the rows of {counted(count, 'log')} again.")
        if different:
            names = Log.objects.filter(pk__in=different).order_by("reference").values_list("reference", flat=True)
            typer.echo(f"{len(different)} had been different: {', '.join(names)}.")
            raise typer.Exit(FINDINGS)
        typer.echo("All had been the same.")
