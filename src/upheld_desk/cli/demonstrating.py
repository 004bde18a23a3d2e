"""`upheld desk demo`: the desk with five vendors and a lively week, set up and served in one go.

It needs nothing but a checkout. A second start goes on with what is there; a link to sign in works once, so each start
makes new ones.
"""

from datetime import UTC, datetime
from itertools import groupby
from typing import Annotated

import typer
from django.conf import settings

from upheld_desk import clock
from upheld_desk.accounts import links
from upheld_desk.cli import serving, setting_up
from upheld_desk.cli.ground import database
from upheld_desk.demo.playing import ensure
from upheld_desk.people.models import Person
from upheld_desk.server.serving import require_port

app = typer.Typer()


@app.command()
def demo(
    at: Annotated[
        datetime | None,
        typer.Option(metavar="TIME", help="As if it were this time in UTC when it starts, like 2026-11-24T13:30:00."),
    ] = None,
) -> None:
    """Set up and run the desk with five vendors and a lively week."""
    if at:
        clock.begin_at(at.replace(tzinfo=UTC))
    require_port(settings.HOST, settings.PORT)
    setting_up.make_folder()
    with database():
        setting_up.bring_up_to_date()
        typer.echo("Making the demo, which takes a while the first time ...")
        ensure(clock.now())
        _show_links()
        serving.run(serving.everything())


def _show_links() -> None:
    """Print a link to sign in for everybody who can."""
    people = Person.objects.filter(account__is_active=True, active=True).select_related("vendor", "customer", "account")
    in_order = people.order_by("vendor__name", "customer__name", "name")
    for vendor, theirs in groupby(in_order, key=lambda person: person.vendor.name):
        typer.echo(f"\n{vendor}")
        for person in theirs:
            assert person.account
            of = person.customer.name if person.customer else "staff"
            typer.echo(f"  {person.name}, {person.role} ({of})")
            typer.echo(f"    {settings.ADDRESS}{links.make(person.account, clock.now())}")
    typer.echo()
