"""`upheld freeze` and `upheld schema`: texts that belong into files."""

import sys

import typer

from upheld.cli.options import File
from upheld.cli.printing import show_json
from upheld.reading import freeze as frozen_section
from upheld.reading import json_schema

app = typer.Typer()


@app.command()
def schema() -> None:
    """Print the JSON Schema of agreement files: editors complete and check with it."""
    show_json(json_schema())


@app.command()
def freeze(file: File) -> None:
    """Print the holidays to write into a signed agreement, so that no update of a library moves a deadline."""
    sys.stdout.write(frozen_section(file))
