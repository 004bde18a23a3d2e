"""`upheld desk serve`, `worker` and `mail`: the desk in one process, or its parts in several."""

from collections.abc import Sequence
from typing import Annotated, Final

import typer
from django.conf import settings

from upheld_desk.cli.ground import database, require_tables
from upheld_desk.mail import imap, queue, smtp
from upheld_desk.outbox import sending
from upheld_desk.server import serving
from upheld_desk.server.parts import Part
from upheld_desk.timers import loop, sweeping

app = typer.Typer()

INSIDE: Final = (
    Part("timers", loop.run),
    Part("outbox", sending.run),
    Part("queue", queue.run),
    Part("sweep", sweeping.run),
)


def taking_in() -> tuple[Part, ...]:
    """Return the parts that take mail in, as far as the settings want them."""
    listener = (Part("smtp", smtp.run),) if settings.SMTP_PORT else ()
    return listener + ((Part("imap", imap.run),) if settings.MAIL_IN else ())


def everything() -> list[Part]:
    """Return all parts that the settings want."""
    return [*INSIDE, *taking_in()]


def run(parts: Sequence[Part]) -> None:
    """Serve pages and streams, and run the parts, until told to end."""
    serving.serve(settings.HOST, settings.PORT, settings.THREADS, parts, lambda: _ready(parts))
    typer.echo("The desk has stopped.")


@app.command()
def serve(
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="PART", help="Leave out timers, outbox, queue, sweep, smtp or imap; again for more."),
    ] = None,
) -> None:
    """Run the desk: pages, live streams, timers, mail and outbox in one process."""
    known = [part.name for part in INSIDE] + ["smtp", "imap"]
    for name in without or ():
        if name not in known:
            raise typer.BadParameter(f"'{name}' is no part of the desk; write one of: {', '.join(known)}")
    with database():
        require_tables()
        run([part for part in everything() if part.name not in (without or ())])


@app.command()
def worker() -> None:
    """Run timers, outbox and the queue of mail, without pages."""
    with database():
        require_tables()
        serving.work(INSIDE, lambda: typer.echo("Timers, outbox and the queue of mail run. Ctrl-C stops them."))


@app.command()
def mail() -> None:
    """Take mail in by SMTP and IMAP, without pages."""
    parts = taking_in()
    if not parts:
        raise typer.BadParameter("there is nothing to take mail from: set UPHELD_SMTP_PORT or UPHELD_MAIL_IN")
    with database():
        require_tables()
        serving.work(parts, lambda: typer.echo("Mail is taken in. Ctrl-C stops it."))


def _ready(parts: Sequence[Part]) -> None:
    typer.echo(f"The desk answers at {settings.ADDRESS}.")
    if any(part.name == "smtp" for part in parts):
        typer.echo(f"Mail is taken in at {settings.HOST}, port {settings.SMTP_PORT}.")
    typer.echo("Ctrl-C stops it.")
