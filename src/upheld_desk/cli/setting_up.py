"""`upheld desk init`: the data folder, its secret key, the database with its tables, the static files, a first vendor.

Everything is made only where it is not there yet, so it may be run again, and is after each new version.
"""

import secrets
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from upheld_desk import catalogues, clock
from upheld_desk.accounts import links
from upheld_desk.cli.ground import database
from upheld_desk.embedded.troubles import check_place
from upheld_desk.errors import Unstartable
from upheld_desk.people.models import Account, Person, Vendor

app = typer.Typer()


@app.command()
def init(
    vendor: Annotated[str, typer.Option(help="Make a vendor of this name, if there is none of its short name.")] = "",
    slug: Annotated[str, typer.Option(help="Its short name in addresses; else made of the name.")] = "",
    prefix: Annotated[str, typer.Option(help="What its references begin with, like SOS in SOS-1001.")] = "",
    mail: Annotated[str, typer.Option(help="Where its customers write to.")] = "",
    admin: Annotated[str, typer.Option(help="The mail address of its first admin; prints a link to sign in.")] = "",
) -> None:
    """Set up the data folder and the database; safe to run again."""
    make_folder()
    with database():
        bring_up_to_date()
        typer.echo(f"The desk is set up in {settings.DATA}.")
        if vendor or admin:
            _first(vendor, slug, prefix, mail, admin)
        if Vendor.objects.exists():
            typer.echo("Start it with 'upheld desk serve'.")
        else:
            typer.echo("It has no vendor yet: describe yours in a file, and run 'upheld desk load FILE'.")


def make_folder() -> None:
    """Make the data folder and the secret key in it, unless they are there."""
    if not settings.DATA.exists():
        settings.DATA.parent.mkdir(parents=True, exist_ok=True)
        settings.DATA.mkdir(mode=0o700)  # attachments and the secret key are nobody else's
    check_place(settings.DATA)
    _secret_key(settings.DATA)


def bring_up_to_date() -> None:
    """Make the texts, the tables and the static files as this version wants them."""
    catalogues.compile_all()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _secret_key(folder: Path) -> None:
    """Make the key that signs cookies and addresses, unless there is one."""
    kept = folder / "secret-key"
    if kept.exists() or not settings.SECRET_KEY.startswith("not made yet"):
        return
    kept.touch(mode=0o600)
    kept.write_text(secrets.token_urlsafe(50) + "\n", encoding="ascii")
    settings.SECRET_KEY = kept.read_text(encoding="ascii").strip()


@transaction.atomic
def _first(name: str, slug: str, prefix: str, mail: str, admin: str) -> None:
    short = slug or "".join(sign if sign.isalnum() else "-" for sign in name.lower()).strip("-")
    found = Vendor.objects.filter(slug=short).first()
    if found is None:
        if not (name and prefix and mail):
            raise Unstartable("a new vendor needs --vendor, --prefix and --mail")
        found = Vendor.objects.create(slug=short, name=name, prefix=prefix, mail_address=mail.lower())
        typer.echo(f"Vendor {found.name} is there.")
    if admin:
        account = Account.objects.filter(email=admin.lower()).first() or Account.objects.create_user(admin)
        handle = admin.lower().partition("@")[0]
        Person.objects.get_or_create(
            vendor=found,
            account=account,
            defaults={"handle": handle, "name": handle, "email": admin.lower(), "role": "admin"},
        )
        typer.echo(f"Sign in once at {settings.ADDRESS}{links.make(account, clock.now())}")
